import { z } from "zod";
import { identifier } from "../../core/documents/common";
import { measuredPointSchema } from "../importers/measurements/measured-point-schema";
import { importMeasurements, previewImport } from "../use-cases/import-measurements";
import { getImportTargets } from "../use-cases/import-targets";
import { getProfilePage } from "../use-cases/profile-page";
import { procedure, router } from "./trpc";

const id = z.uuid();
const name = z.string().trim().min(1).max(200);

const importInput = z.object({
  target: z.union([z.object({ documentId: id, baseVersion: z.number().int().positive() }), z.object({ title: z.string().max(200) })]),
  baseId: id.optional(),
  entries: z
    .array(z.object({ name, task: identifier.optional(), mode: z.enum(["merge", "replace"]), points: z.array(measuredPointSchema).min(1).max(5_000) }))
    .min(1)
    .max(100),
  device: identifier,
  source: z.string().trim().min(1).max(500),
  pipelineIds: z.array(id).max(200).optional(),
});

/** Files themselves go to /api/measurements, as streams. */
export const measurementsRouter = router({
  targets: procedure.query(({ ctx }) => getImportTargets(ctx)),
  /** What an import would change; a mutation only because the points are too much for an address. */
  preview: procedure.input(importInput).mutation(({ ctx, input }) => previewImport(ctx, input)),
  import: procedure.input(importInput).mutation(({ ctx, input }) => importMeasurements(ctx, input)),
  profiles: procedure
    .input(z.object({ documentId: id, name, version: z.number().int().positive().optional() }))
    .query(({ ctx, input }) => getProfilePage(ctx, input)),
});
