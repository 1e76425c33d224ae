import { authorise } from "../auth/gate";
import { audit } from "./audit";
import type { Context } from "./context";
import { type DocumentSummary, findDocument, toSummary } from "./stored-document";

/** Takes a document out of the lists (nothing is ever deleted), or brings it back. */
export async function archiveDocument(context: Context, input: { id: string; archived: boolean }): Promise<DocumentSummary> {
  authorise(context.principal, "document:write");
  return context.db.$transaction(async (tx) => {
    const row = await findDocument(tx, context, input.id);
    if ((row.archivedAt !== null) === input.archived) return toSummary(row);
    const updated = await tx.document.update({ where: { id: row.id }, data: { archivedAt: input.archived ? new Date() : null } });
    await audit(tx, context, {
      action: input.archived ? "document.archive" : "document.restore",
      subjectKind: row.kind,
      subjectId: row.id,
      before: { version: row.headVersion },
    });
    return toSummary(updated);
  });
}
