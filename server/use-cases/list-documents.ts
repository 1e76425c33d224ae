import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { type DocumentSummary, type StoredKind, toSummary } from "./stored-document";

export interface ListDocumentsInput {
  kind?: StoredKind | undefined;
  archived?: boolean | undefined;
}

/** Newest change first. */
export async function listDocuments(context: Context, input: ListDocumentsInput = {}): Promise<DocumentSummary[]> {
  authorise(context.principal, "document:read");
  const rows = await context.db.document.findMany({
    where: { workspaceId: context.workspace, ...(input.kind ? { kind: input.kind } : {}), archivedAt: input.archived ? { not: null } : null },
    orderBy: [{ updatedAt: "desc" }, { name: "asc" }],
  });
  return rows.map(toSummary);
}
