import { z } from "zod";
import { infrastructureDocument } from "../../core/documents/infrastructure";
import { pipelineDocument } from "../../core/documents/pipeline";
import { workloadDocument } from "../../core/documents/workload";
import { previewFrontier } from "../use-cases/preview-frontier";
import { procedure, router } from "./trpc";

export const previewsRouter = router({
  /** The frontier of documents that are not saved: a mutation because of the size of its question; it changes nothing. */
  plan: procedure
    .input(
      z.object({
        pipeline: pipelineDocument,
        workload: workloadDocument,
        infrastructure: infrastructureDocument,
        catalogues: z
          .array(z.object({ id: z.uuid(), version: z.number().int().positive() }))
          .min(1)
          .max(50),
        classId: z.string().optional(),
      }),
    )
    .mutation(({ ctx, input, signal }) => previewFrontier(ctx, input, signal)),
});
