import { z } from "zod";
import { archiveDocument } from "../use-cases/archive-document";
import { createDocument } from "../use-cases/create-document";
import { duplicateDocument } from "../use-cases/duplicate-document";
import { getDocument } from "../use-cases/get-document";
import { importDocuments } from "../use-cases/import-documents";
import { importFiles } from "../use-cases/import-files";
import { listDocuments } from "../use-cases/list-documents";
import { listVersions } from "../use-cases/list-versions";
import { renameDocument } from "../use-cases/rename-document";
import { saveDocument } from "../use-cases/save-document";
import { STORED_KINDS } from "../use-cases/stored-document";
import { usedBy } from "../use-cases/used-by";
import { procedure, router } from "./trpc";

const id = z.uuid();
const version = z.number().int().positive();
const kind = z.enum(STORED_KINDS);
const title = z.string().max(200);

export const documentsRouter = router({
  list: procedure.input(z.object({ kind: kind.optional(), archived: z.boolean().optional() }).optional()).query(({ ctx, input }) => listDocuments(ctx, input)),
  get: procedure.input(z.object({ id, version: version.optional() })).query(({ ctx, input }) => getDocument(ctx, input)),
  versions: procedure.input(z.object({ id, limit: z.number().int().positive().max(1_000).optional() })).query(({ ctx, input }) => listVersions(ctx, input)),
  /** Pipelines that are planned against it. */
  usedBy: procedure.input(z.object({ id })).query(({ ctx, input }) => usedBy(ctx, input)),
  create: procedure
    .input(z.object({ kind, title: title.optional(), document: z.unknown().optional(), pipelineName: z.string().optional() }))
    .mutation(({ ctx, input }) => createDocument(ctx, input)),
  /** `document` is checked by the schema of its kind; over a newer version it fails with the code `version-conflict`. */
  save: procedure
    .input(z.object({ id, baseVersion: version, document: z.unknown(), label: z.string().min(1).max(200).optional() }))
    .mutation(({ ctx, input }) => saveDocument(ctx, input)),
  rename: procedure.input(z.object({ id, title: title.optional(), name: z.string().optional() })).mutation(({ ctx, input }) => renameDocument(ctx, input)),
  duplicate: procedure.input(z.object({ id, title: title.optional() })).mutation(({ ctx, input }) => duplicateDocument(ctx, input)),
  /** All or none; names that are taken get a number. */
  import: procedure
    .input(z.object({ documents: z.array(z.unknown()).min(1).max(200), infrastructureId: id.optional(), catalogueIds: z.array(id).max(200).optional() }))
    .mutation(({ ctx, input }) => importDocuments(ctx, input)),
  /** The same from the text of files; what is wrong with them is told with line and column. */
  importFiles: procedure
    .input(
      z.object({
        files: z
          .array(z.object({ name: z.string().min(1).max(300), text: z.string() }))
          .min(1)
          .max(200),
      }),
    )
    .mutation(({ ctx, input }) => importFiles(ctx, input)),
  archive: procedure.input(z.object({ id })).mutation(({ ctx, input }) => archiveDocument(ctx, { ...input, archived: true })),
  restore: procedure.input(z.object({ id })).mutation(({ ctx, input }) => archiveDocument(ctx, { ...input, archived: false })),
});
