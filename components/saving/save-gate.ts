import type { TRPCClient } from "@trpc/client";
import { reportOf } from "@/components/data/trpc";
import type { AppRouter } from "@/server/trpc/router";
import type { DocumentView, StoredDocument } from "@/server/use-cases/stored-document";
import type { VersionConflictDetails } from "@/server/use-cases/write-version";

/** A version that the server holds. */
export interface SavedDocument<D> {
  version: number;
  document: D;
  author: string | null;
  savedAt: string | null;
}

/** How a save went. A lost connection is thrown as any other error. */
export type SaveOutcome<D> = { kind: "saved"; version: number } | { kind: "conflict"; head: SavedDocument<D> } | { kind: "refused"; message: string };

/** The server, as a saver sees it. */
export interface SaveGate<D> {
  save(id: string, baseVersion: number, document: D): Promise<SaveOutcome<D>>;
  load(id: string): Promise<SavedDocument<D>>;
  /** Stores a document of its own; returns its id. */
  createCopy(document: D): Promise<string>;
}

function savedOf<D>(view: DocumentView): SavedDocument<D> {
  return { version: view.version, document: view.document as D, author: view.author, savedAt: new Date(view.savedAt).toISOString() };
}

/** A saver's way to the server's use cases. */
export function trpcSaveGate<D extends StoredDocument>(client: TRPCClient<AppRouter>): SaveGate<D> {
  return {
    save: async (id, baseVersion, document) => {
      try {
        const saved = await client.documents.save.mutate({ id, baseVersion, document });
        return { kind: "saved", version: saved.version };
      } catch (error) {
        const report = reportOf(error);
        if (report?.code === "version-conflict") return { kind: "conflict", head: savedOf((report.details as VersionConflictDetails).head) };
        if (report && report.code !== "internal" && report.code !== "database-unreachable") return { kind: "refused", message: (error as Error).message };
        throw error;
      }
    },
    load: async (id) => savedOf(await client.documents.get.query({ id })),
    createCopy: async (document) => (await client.documents.create.mutate({ kind: document.kind, document })).id,
  };
}
