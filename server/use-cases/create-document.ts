import { API_VERSION } from "../../core/documents/common";
import { authorise } from "../auth/gate";
import { BUILTIN_ORIGIN } from "./builtin";
import type { Context, Transaction } from "./context";
import { parseStored } from "./document-content";
import { freeName, nameOfTitle, retryOnTakenName } from "./free-name";
import { insertDocument } from "./insert-document";
import { type DocumentView, loadView, type StoredDocument, type StoredKind } from "./stored-document";

export interface CreateDocumentInput {
  kind: StoredKind;
  title?: string | undefined;
  /** Whole content; an empty one of the kind when absent. */
  document?: unknown;
  /** For an empty workload: the pipeline its first class serves. */
  pipelineName?: string | undefined;
}

/** Creates a document under a free name. A new pipeline comes with a workload of one class and with the catalogues and infrastructure at hand. */
export async function createDocument(context: Context, input: CreateDocumentInput): Promise<DocumentView> {
  authorise(context.principal, "document:write");
  return retryOnTakenName(() => create(context, input));
}

async function create(context: Context, input: CreateDocumentInput): Promise<DocumentView> {
  return context.db.$transaction(async (tx) => {
    const wanted = parseStored(input.document ?? emptyDocument(input), input.kind);
    const name = await freeName(tx, context, input.kind, wanted.metadata.name);
    const document = { ...wanted, metadata: { ...wanted.metadata, name } } as StoredDocument;
    const id = await insertDocument(tx, context, document, { action: "document.create" });
    if (input.kind === "Pipeline") await createStudy(tx, context, id, name, document.metadata.title);
    return loadView(tx, context, id);
  });
}

function emptyDocument({ kind, title, pipelineName }: CreateDocumentInput): unknown {
  const shown = title?.trim() || `Untitled ${kind.toLowerCase()}`;
  const spec: Record<StoredKind, unknown> = {
    Pipeline: { inputs: [], operators: [], edges: [] },
    Catalogue: { implementations: [] },
    Infrastructure: { tiers: [{ id: "cloud" }], pools: [] },
    // undivided operators: what everybody starts with is planned exactly in moments
    Workload: { settings: { maxParts: 1, timeLimitSeconds: 20 }, classes: [{ id: "default", pipeline: pipelineName ?? "pipeline", rateRps: 1 }] },
  };
  return { apiVersion: API_VERSION, kind, metadata: { name: nameOfTitle(shown), title: shown }, spec: spec[kind] };
}

/** The built-in infrastructure that a new pipeline starts with. */
const FIRST_SITE = "edge-cloud";

/** A workload of one class for a pipeline that has none; its id. Runs in the caller's transaction. */
export async function createWorkloadFor(tx: Transaction, context: Context, pipelineName: string, title: string | undefined, action: string): Promise<string> {
  const blank = parseStored(emptyDocument({ kind: "Workload", title: title ?? pipelineName, pipelineName }), "Workload");
  const workload = { ...blank, metadata: { ...blank.metadata, name: await freeName(tx, context, "Workload", blank.metadata.name) } };
  return insertDocument(tx, context, workload, { action });
}

async function createStudy(tx: Transaction, context: Context, pipelineId: string, pipelineName: string, title: string | undefined): Promise<void> {
  const workloadId = await createWorkloadFor(tx, context, pipelineName, title, "document.create");
  const live = { workspaceId: context.workspace, archivedAt: null };
  // examples bring catalogues and sites of their own; a new pipeline starts with what is built in and what people made
  const offered = { ...live, OR: [{ origin: null }, { origin: { startsWith: BUILTIN_ORIGIN } }] };
  const catalogues = await tx.document.findMany({ where: { ...offered, kind: "Catalogue" }, orderBy: { createdAt: "asc" }, select: { id: true } });
  const infrastructure =
    (await tx.document.findFirst({ where: { ...live, kind: "Infrastructure", origin: null }, orderBy: { updatedAt: "desc" }, select: { id: true } })) ??
    (await tx.document.findFirst({
      where: { ...live, kind: "Infrastructure", origin: { startsWith: BUILTIN_ORIGIN }, name: FIRST_SITE },
      select: { id: true },
    }));
  await tx.study.create({
    data: {
      pipelineId,
      workspaceId: context.workspace,
      workloadId,
      infrastructureId: infrastructure?.id ?? null,
      catalogues: { create: catalogues.map(({ id }, position) => ({ position, catalogueId: id })) },
    },
  });
}
