import { isDeepStrictEqual } from "node:util";
import { Prisma } from "../db/generated/client";
import { audit } from "./audit";
import type { Context, Transaction } from "./context";
import { hashOf, titleOf } from "./document-content";
import { DomainError } from "./domain-error";
import { requireFreeName } from "./free-name";
import { type DocumentView, findVersion, type StoredDocument, toStored, toView } from "./stored-document";

/** Quick saves by one author are folded into one version for at most this long. */
const COALESCE_MS = 60_000;

export interface VersionConflictDetails {
  baseVersion: number;
  head: DocumentView;
}

export interface SavedVersion {
  id: string;
  version: number;
  hash: string;
  savedAt: Date;
  /** False when the content was already there. */
  changed: boolean;
}

type DocumentRow = Prisma.DocumentGetPayload<Record<string, never>>;

export interface WriteOptions {
  action: string;
  label?: string | undefined;
  /** The version that the writer saw last. */
  baseVersion: number;
  /** What the example holds now, when the example itself is written. */
  originHash?: string;
}

/** Puts a new head on a document, or says that someone else did. Runs in the caller's transaction. */
export async function writeVersion(
  tx: Transaction,
  context: Context,
  row: DocumentRow,
  document: StoredDocument,
  options: WriteOptions,
): Promise<SavedVersion> {
  const head = await findVersion(tx, row);
  const stored = toStored(document);
  const hash = await hashOf(document);
  const newLayout = stored.layout === Prisma.DbNull ? null : stored.layout;
  const same = isDeepStrictEqual(head.content, stored.content) && isDeepStrictEqual(head.layout, newLayout);
  if (same && (options.label === undefined || options.label === head.label)) {
    if (options.originHash !== undefined) await tx.document.update({ where: { id: row.id }, data: { originHash: options.originHash } });
    return { id: row.id, version: head.version, hash: head.hash, savedAt: head.createdAt, changed: false };
  }
  if (options.baseVersion !== row.headVersion) throw conflict(row, toView(row, head), options.baseVersion);
  if (document.metadata.name !== row.name) await requireFreeName(tx, context, row.kind, document.metadata.name, row.id);

  const version = row.headVersion + 1;
  const now = new Date();
  const moved = await tx.document.updateMany({
    where: { id: row.id, headVersion: options.baseVersion },
    data: {
      headVersion: version,
      name: document.metadata.name,
      title: titleOf(document),
      updatedAt: now,
      ...(options.originHash === undefined ? {} : { originHash: options.originHash }),
    },
  });
  if (moved.count === 0) {
    const current = await tx.document.findUniqueOrThrow({ where: { id: row.id } });
    throw conflict(current, toView(current, await findVersion(tx, current)), options.baseVersion);
  }
  const data = { version, ...stored, hash, author: context.principal.id, label: options.label ?? null, createdAt: now };
  if (await mayFold(tx, context, head, now)) {
    await tx.documentVersion.update({ where: { documentId_version: { documentId: row.id, version: head.version } }, data });
  } else {
    await tx.documentVersion.create({ data: { ...data, documentId: row.id, startedAt: now } });
  }
  await audit(tx, context, {
    action: options.action,
    subjectKind: row.kind,
    subjectId: row.id,
    before: { version: head.version, hash: head.hash },
    after: { version, hash, ...(options.label ? { label: options.label } : {}) },
  });
  return { id: row.id, version, hash, savedAt: now, changed: true };
}

/** The first version, a labelled one and one that a run has read are never replaced; nor is another author's. */
async function mayFold(tx: Transaction, context: Context, head: Prisma.DocumentVersionGetPayload<Record<string, never>>, now: Date): Promise<boolean> {
  if (head.version === 1 || head.label !== null || head.author !== context.principal.id) return false;
  if (now.getTime() - head.startedAt.getTime() > COALESCE_MS) return false;
  const reader = await tx.runInput.findFirst({ where: { documentId: head.documentId, version: head.version }, select: { runId: true } });
  return reader === null;
}

function conflict(row: DocumentRow, head: DocumentView, baseVersion: number): DomainError<VersionConflictDetails> {
  return new DomainError<VersionConflictDetails>(
    "version-conflict",
    `${row.title} was changed meanwhile (you started from version ${baseVersion}, it is now at version ${row.headVersion}). Nothing was overwritten: compare both and keep what you want.`,
    { baseVersion, head },
  );
}
