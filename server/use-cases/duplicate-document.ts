import { authorise } from "../auth/gate";
import type { Context, Transaction } from "./context";
import { freeName, retryOnTakenName } from "./free-name";
import { insertDocument } from "./insert-document";
import { type DocumentView, loadView, type StoredDocument } from "./stored-document";

/** Copies the head of a document; a pipeline's copy gets a copy of its workload too, and the same infrastructure and catalogues. */
export async function duplicateDocument(context: Context, input: { id: string; title?: string | undefined }): Promise<DocumentView> {
  authorise(context.principal, "document:write");
  return retryOnTakenName(() =>
    context.db.$transaction(async (tx) => {
      const source = await loadView(tx, context, input.id);
      const { id, name } = await copyDocument(tx, context, source, input.title?.trim());
      if (source.kind === "Pipeline") await copyStudy(tx, context, source.id, source.name, id, name);
      return loadView(tx, context, id);
    }),
  );
}

/** A copy of a document under a free name, without what belongs to the original only (that it is built in). Runs in the caller's transaction. */
export async function copyDocument(tx: Transaction, context: Context, source: DocumentView, title?: string): Promise<{ id: string; name: string }> {
  const name = await freeName(tx, context, source.kind, `${source.name.replace(/-copy(-\d+)?$/, "")}-copy`);
  const { labels, ...described } = source.document.metadata;
  const { builtin: _builtin, ...ownLabels } = labels ?? {};
  const kept = Object.keys(ownLabels).length > 0 ? { labels: ownLabels } : {};
  const metadata = { ...described, ...kept, name, title: title || `${source.title.replace(/ \(copy\)$/, "")} (copy)` };
  const id = await insertDocument(tx, context, { ...source.document, metadata } as StoredDocument, { action: "document.duplicate" });
  return { id, name };
}

async function copyStudy(tx: Transaction, context: Context, fromId: string, fromName: string, toId: string, toName: string): Promise<void> {
  const study = await tx.study.findUnique({ where: { pipelineId: fromId }, include: { catalogues: { orderBy: { position: "asc" } } } });
  if (!study) return;
  let workloadId: string | null = null;
  if (study.workloadId) {
    const workload = await loadView(tx, context, study.workloadId);
    if (workload.kind === "Workload") {
      const classes = workload.document.spec.classes.map((entry) => (entry.pipeline === fromName ? { ...entry, pipeline: toName } : entry));
      const retargeted = { ...workload, document: { ...workload.document, spec: { ...workload.document.spec, classes } } };
      workloadId = (await copyDocument(tx, context, retargeted)).id;
    }
  }
  await tx.study.create({
    data: {
      pipelineId: toId,
      workspaceId: context.workspace,
      workloadId,
      infrastructureId: study.infrastructureId,
      catalogues: { create: study.catalogues.map(({ position, catalogueId }) => ({ position, catalogueId })) },
    },
  });
}
