import type { CatalogueDocument } from "../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import type { PipelineDocument } from "../../core/documents/pipeline";
import type { WorkloadDocument } from "../../core/documents/workload";
import { Prisma } from "../db/generated/client";
import type { Context, Transaction } from "./context";
import { notFound } from "./domain-error";

/** The kinds that people edit; plans and frontiers belong to runs. */
export interface StoredByKind {
  Pipeline: PipelineDocument;
  Catalogue: CatalogueDocument;
  Infrastructure: InfrastructureDocument;
  Workload: WorkloadDocument;
}
export const STORED_KINDS = ["Pipeline", "Catalogue", "Infrastructure", "Workload"] as const;
export type StoredKind = (typeof STORED_KINDS)[number];
export type StoredDocument = StoredByKind[StoredKind];

export interface DocumentSummary {
  id: string;
  kind: StoredKind;
  name: string;
  title: string;
  version: number;
  origin: string | null;
  updatedAt: Date;
  archivedAt: Date | null;
}

/** One version of a document, whole: the layout is back in its `metadata`. */
export type DocumentView<K extends StoredKind = StoredKind> = {
  [Kind in K]: {
    id: string;
    kind: Kind;
    name: string;
    title: string;
    version: number;
    headVersion: number;
    hash: string;
    author: string;
    savedAt: Date;
    label: string | null;
    origin: string | null;
    archivedAt: Date | null;
    document: StoredByKind[Kind];
  };
}[K];

type DocumentRow = Prisma.DocumentGetPayload<Record<string, never>>;
type VersionRow = Prisma.DocumentVersionGetPayload<Record<string, never>>;

export interface StoredContent {
  content: Prisma.InputJsonValue;
  layout: Prisma.InputJsonValue | typeof Prisma.DbNull;
}

/** Layout is stored beside the content: moving a box never changes what a pipeline means. */
export function toStored(document: StoredDocument): StoredContent {
  const plain = JSON.parse(JSON.stringify(document)) as { metadata: { layout?: Prisma.InputJsonValue } };
  const { layout, ...metadata } = plain.metadata;
  return { content: { ...plain, metadata } as Prisma.InputJsonValue, layout: layout ?? Prisma.DbNull };
}

export function toView(row: DocumentRow, version: VersionRow): DocumentView {
  const content = version.content as unknown as StoredDocument;
  const document = version.layout ? { ...content, metadata: { ...content.metadata, layout: version.layout } } : content;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    title: row.title,
    version: version.version,
    headVersion: row.headVersion,
    hash: version.hash,
    author: version.author,
    savedAt: version.createdAt,
    label: version.label,
    origin: row.origin,
    archivedAt: row.archivedAt,
    document,
  } as DocumentView;
}

export function toSummary(row: DocumentRow): DocumentSummary {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    title: row.title,
    version: row.headVersion,
    origin: row.origin,
    updatedAt: row.updatedAt,
    archivedAt: row.archivedAt,
  };
}

type Reader = Transaction | Context["db"];

export async function findDocument(db: Reader, context: Context, id: string): Promise<DocumentRow> {
  const row = await db.document.findFirst({ where: { id, workspaceId: context.workspace } });
  if (!row) throw notFound("document", id);
  return row;
}

/** The head, or the given version. */
export async function findVersion(db: Reader, row: DocumentRow, version = row.headVersion): Promise<VersionRow> {
  const found = await db.documentVersion.findUnique({ where: { documentId_version: { documentId: row.id, version } } });
  if (!found) throw notFound(`version ${version} of the document`, row.id);
  return found;
}

export async function loadView(db: Reader, context: Context, id: string, version?: number): Promise<DocumentView> {
  const row = await findDocument(db, context, id);
  return toView(row, await findVersion(db, row, version));
}

/** The heads of several documents of the workspace in two reads, by id; what is not there is not in the answer. */
export async function loadHeads(db: Reader, context: Context, ids: readonly string[]): Promise<Map<string, DocumentView>> {
  const rows = await db.document.findMany({ where: { id: { in: [...new Set(ids)] }, workspaceId: context.workspace } });
  const versions = await db.documentVersion.findMany({ where: { OR: rows.map((row) => ({ documentId: row.id, version: row.headVersion })) } });
  const versionOf = new Map(versions.map((version) => [version.documentId, version]));
  return new Map(
    rows.map((row) => {
      const version = versionOf.get(row.id);
      if (!version) throw notFound(`version ${row.headVersion} of the document`, row.id);
      return [row.id, toView(row, version)];
    }),
  );
}

/** Loads the head of a document that must be of the kind. */
export async function loadViewOfKind<K extends StoredKind>(db: Reader, context: Context, id: string, kind: K): Promise<DocumentView<K>> {
  const view = await loadView(db, context, id);
  if (view.kind !== kind) throw notFound(kind.toLowerCase(), id);
  return view as DocumentView<K>;
}
