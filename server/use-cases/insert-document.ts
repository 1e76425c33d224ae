import { audit } from "./audit";
import type { Context, Transaction } from "./context";
import { hashOf, titleOf } from "./document-content";
import { type StoredDocument, toStored } from "./stored-document";

export interface InsertOptions {
  action: string;
  origin?: string;
  originHash?: string;
}

/** Creates a document with its first version; the name must be free. Runs in the caller's transaction. */
export async function insertDocument(tx: Transaction, context: Context, document: StoredDocument, options: InsertOptions): Promise<string> {
  const hash = await hashOf(document);
  const row = await tx.document.create({
    data: {
      workspaceId: context.workspace,
      kind: document.kind,
      name: document.metadata.name,
      title: titleOf(document),
      headVersion: 1,
      ...(options.origin ? { origin: options.origin, originHash: options.originHash ?? null } : {}),
      versions: { create: { version: 1, ...toStored(document), hash, author: context.principal.id } },
    },
  });
  await audit(tx, context, { action: options.action, subjectKind: document.kind, subjectId: row.id, after: { version: 1, hash } });
  return row.id;
}
