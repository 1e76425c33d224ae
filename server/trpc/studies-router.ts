import { z } from "zod";
import { duplicateForStudy } from "../use-cases/duplicate-for-study";
import { getStudy } from "../use-cases/get-study";
import { listStudies } from "../use-cases/list-studies";
import { saveStudy } from "../use-cases/save-study";
import { procedure, router } from "./trpc";

const id = z.uuid();

export const studiesRouter = router({
  list: procedure.query(({ ctx }) => listStudies(ctx)),
  get: procedure.input(z.object({ pipelineId: id })).query(({ ctx, input }) => getStudy(ctx, input)),
  save: procedure
    .input(
      z.object({
        pipelineId: id,
        infrastructureId: id.nullable().optional(),
        workloadId: id.nullable().optional(),
        catalogueIds: z.array(id).max(50).optional(),
      }),
    )
    .mutation(({ ctx, input }) => saveStudy(ctx, input)),
  /** Copies a built-in (or any) document that the pipeline is planned against and plans it against the copy. */
  duplicateFor: procedure.input(z.object({ pipelineId: id, documentId: id })).mutation(({ ctx, input }) => duplicateForStudy(ctx, input)),
});
