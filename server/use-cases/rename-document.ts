import type { WorkloadDocument } from "../../core/documents/workload";
import { authorise } from "../auth/gate";
import { refuseBuiltin } from "./builtin";
import type { Context, Transaction } from "./context";
import { parseStored } from "./document-content";
import { DomainError } from "./domain-error";
import { findDocument, findVersion, type StoredDocument, toView } from "./stored-document";
import { type SavedVersion, writeVersion } from "./write-version";

export interface RenameDocumentInput {
  id: string;
  title?: string | undefined;
  name?: string | undefined;
}

/** Changes title or name, whatever the head is. Workloads that name a renamed pipeline follow it in the same transaction. */
export async function renameDocument(context: Context, input: RenameDocumentInput): Promise<SavedVersion> {
  authorise(context.principal, "document:write");
  const title = input.title?.trim();
  if (input.title !== undefined && !title) throw new DomainError("invalid-input", "A title needs at least one character.", { field: "title" });
  return context.db.$transaction(async (tx) => {
    const row = await findDocument(tx, context, input.id);
    refuseBuiltin(row);
    const head = toView(row, await findVersion(tx, row));
    const metadata = { ...head.document.metadata, ...(title ? { title } : {}), ...(input.name ? { name: input.name } : {}) };
    const document = parseStored({ ...head.document, metadata }, row.kind);
    const saved = await writeVersion(tx, context, row, document, { action: "document.rename", baseVersion: row.headVersion });
    if (row.kind === "Pipeline" && document.metadata.name !== row.name) await followRename(tx, context, row.name, document.metadata.name);
    return saved;
  });
}

async function followRename(tx: Transaction, context: Context, from: string, to: string): Promise<void> {
  const workloads = await tx.document.findMany({ where: { workspaceId: context.workspace, kind: "Workload" } });
  for (const row of workloads) {
    const document = toView(row, await findVersion(tx, row)).document as WorkloadDocument;
    const classes = document.spec.classes.map((entry) => (entry.pipeline === from ? { ...entry, pipeline: to } : entry));
    const renamed: StoredDocument = { ...document, spec: { ...document.spec, classes } };
    await writeVersion(tx, context, row, renamed, { action: "document.follow-rename", baseVersion: row.headVersion });
  }
}
