import { authorise } from "../auth/gate";
import { refuseBuiltin } from "./builtin";
import type { Context } from "./context";
import { parseStored } from "./document-content";
import { DomainError } from "./domain-error";
import { findDocument } from "./stored-document";
import { type SavedVersion, writeVersion } from "./write-version";

export interface SaveDocumentInput {
  id: string;
  baseVersion: number;
  document: unknown;
  label?: string | undefined;
}

/** Saves over the version that the caller saw; over a newer one it throws `version-conflict`, which carries the newer one. */
export async function saveDocument(context: Context, input: SaveDocumentInput): Promise<SavedVersion> {
  authorise(context.principal, "document:write");
  return context.db.$transaction(async (tx) => {
    const row = await findDocument(tx, context, input.id);
    if (row.archivedAt) throw new DomainError("archived", `${row.title} is archived. Restore it before changing it.`, { id: row.id });
    refuseBuiltin(row);
    const document = parseStored(input.document, row.kind);
    return writeVersion(tx, context, row, document, { action: "document.save", baseVersion: input.baseVersion, label: input.label });
  });
}
