import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { createWorkloadFor } from "./create-document";
import { parseStored } from "./document-content";
import { DomainError } from "./domain-error";
import { freeName } from "./free-name";
import { insertDocument } from "./insert-document";
import { writeStudy } from "./save-study";
import { loadViewOfKind, STORED_KINDS, type StoredDocument, type StoredKind } from "./stored-document";

export interface ImportedDocument {
  id: string;
  kind: StoredKind;
  name: string;
  title: string;
}

export interface ImportDocumentsInput {
  documents: unknown[];
  /** What pipelines are planned on where no infrastructure comes with them; absent: the newest. */
  infrastructureId?: string | undefined;
  /** What they are planned with where no catalogue comes with them; absent: every catalogue. */
  catalogueIds?: string[] | undefined;
}

/** Catalogues and infrastructures first: what a pipeline is planned against exists before it. */
const ORDER: readonly StoredKind[] = ["Catalogue", "Infrastructure", "Pipeline", "Workload"];

/**
 * Stores documents from files, all or none. A name that is taken gets a number; classes of imported workloads follow a pipeline
 * that was renamed so. Every imported pipeline is planned against the documents that came with it, else against those that are chosen; without
 * a workload for it, it gets one of its own.
 */
export async function importDocuments(context: Context, input: ImportDocumentsInput): Promise<ImportedDocument[]> {
  authorise(context.principal, "document:write");
  const documents = input.documents.map((value) => parseStored(value, kindOf(value)));
  return context.db.$transaction(async (tx) => {
    if (input.infrastructureId) await loadViewOfKind(tx, context, input.infrastructureId, "Infrastructure");
    const catalogueIds = input.catalogueIds && [...new Set(input.catalogueIds)];
    for (const id of catalogueIds ?? []) await loadViewOfKind(tx, context, id, "Catalogue");
    const imported: ImportedDocument[] = [];
    const renamed = new Map<string, string>();
    const serves = new Map<string, string>();
    for (const kind of ORDER) {
      for (const original of documents.filter((document) => document.kind === kind)) {
        const name = await freeName(tx, context, kind, original.metadata.name);
        if (kind === "Pipeline") renamed.set(original.metadata.name, name);
        const document = retarget({ ...original, metadata: { ...original.metadata, name } } as StoredDocument, renamed);
        const id = await insertDocument(tx, context, document, { action: "document.import" });
        imported.push({ id, kind, name, title: document.metadata.title ?? name });
        if (document.kind === "Workload") for (const entry of document.spec.classes) if (!serves.has(entry.pipeline)) serves.set(entry.pipeline, id);
      }
    }
    const idsOf = (kind: StoredKind) => imported.filter((document) => document.kind === kind).map((document) => document.id);
    for (const pipeline of imported.filter((document) => document.kind === "Pipeline")) {
      await writeStudy(tx, context, {
        pipelineId: pipeline.id,
        infrastructureId: idsOf("Infrastructure")[0] ?? input.infrastructureId ?? (await newest(tx, context, "Infrastructure")),
        // a pipeline alone comes with a workload as a new one does, so that it can be planned
        workloadId: serves.get(pipeline.name) ?? (await createWorkloadFor(tx, context, pipeline.name, pipeline.title, "document.import")),
        catalogueIds: idsOf("Catalogue").length > 0 ? idsOf("Catalogue") : (catalogueIds ?? (await all(tx, context, "Catalogue"))),
      });
    }
    return imported;
  });
}

function kindOf(value: unknown): StoredKind {
  const kind = value !== null && typeof value === "object" && "kind" in value ? value.kind : undefined;
  const found = STORED_KINDS.find((known) => known === kind);
  if (found) return found;
  throw new DomainError("invalid-document", `A document of kind ${JSON.stringify(kind ?? null)} cannot be stored; the app keeps ${STORED_KINDS.join(", ")}.`, {
    kind,
  });
}

function retarget(document: StoredDocument, renamed: ReadonlyMap<string, string>): StoredDocument {
  if (document.kind !== "Workload") return document;
  const classes = document.spec.classes.map((entry) => ({ ...entry, pipeline: renamed.get(entry.pipeline) ?? entry.pipeline }));
  return { ...document, spec: { ...document.spec, classes } };
}

type Tx = Parameters<typeof freeName>[0];

async function newest(tx: Tx, context: Context, kind: StoredKind): Promise<string | null> {
  const row = await tx.document.findFirst({
    where: { workspaceId: context.workspace, archivedAt: null, kind },
    orderBy: { updatedAt: "desc" },
    select: { id: true },
  });
  return row?.id ?? null;
}

async function all(tx: Tx, context: Context, kind: StoredKind): Promise<string[]> {
  const rows = await tx.document.findMany({
    where: { workspaceId: context.workspace, archivedAt: null, kind },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
