import type { TRPCClient } from "@trpc/client";
import { reportOf } from "@/components/data/trpc";
import type { AppRouter } from "@/server/trpc/router";
import type { DocumentView } from "@/server/use-cases/stored-document";
import type { VersionConflictDetails } from "@/server/use-cases/write-version";
import type { SheetGate, SheetHead } from "./document-saver";
import type { SheetDocument } from "./sheet-codec";

function headOf(view: DocumentView): SheetHead {
  return { version: view.version, document: view.document as SheetDocument, author: view.author, savedAt: new Date(view.savedAt).toISOString() };
}

/** The saver's way to the server's use cases. */
export function trpcSheetGate(client: TRPCClient<AppRouter>): SheetGate {
  return {
    save: async (id, baseVersion, document) => {
      try {
        const saved = await client.documents.save.mutate({ id, baseVersion, document });
        return { kind: "saved", version: saved.version };
      } catch (error) {
        const report = reportOf(error);
        if (report?.code === "version-conflict") return { kind: "conflict", head: headOf((report.details as VersionConflictDetails).head) };
        if (report && report.code !== "internal" && report.code !== "database-unreachable") return { kind: "refused", message: (error as Error).message };
        throw error;
      }
    },
    load: async (id) => headOf(await client.documents.get.query({ id })),
    createCopy: async (document) => (await client.documents.create.mutate({ kind: document.kind, document })).id,
  };
}
