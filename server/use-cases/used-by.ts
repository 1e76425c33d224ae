import { authorise } from "../auth/gate";
import type { Context, Transaction } from "./context";
import { findDocument } from "./stored-document";

/** A pipeline that is planned against a document. */
export interface Usage {
  pipelineId: string;
  title: string;
  as: "infrastructure" | "workload" | "catalogue";
  archived: boolean;
  /** Finished and running plans that read some version of the document. */
  runs: number;
}

/** The pipelines whose page plans against a catalogue, an infrastructure or a workload; those in use first. */
export async function usedBy(context: Context, input: { id: string }): Promise<Usage[]> {
  authorise(context.principal, "document:read");
  const row = await findDocument(context.db, context, input.id);
  const studies = await context.db.study.findMany({
    where: { workspaceId: context.workspace, OR: [{ infrastructureId: row.id }, { workloadId: row.id }, { catalogues: { some: { catalogueId: row.id } } }] },
    include: { pipeline: { select: { title: true, archivedAt: true } } },
  });
  const readers = await context.db.run.findMany({
    where: { workspaceId: context.workspace, inputs: { some: { documentId: row.id } } },
    select: { pipelineId: true },
  });
  const runs = new Map<string, number>();
  for (const { pipelineId } of readers) runs.set(pipelineId, (runs.get(pipelineId) ?? 0) + 1);
  return studies
    .map((study) => ({
      pipelineId: study.pipelineId,
      title: study.pipeline.title,
      as: study.infrastructureId === row.id ? ("infrastructure" as const) : study.workloadId === row.id ? ("workload" as const) : ("catalogue" as const),
      archived: study.pipeline.archivedAt !== null,
      runs: runs.get(study.pipelineId) ?? 0,
    }))
    .sort((a, b) => Number(a.archived) - Number(b.archived) || (a.title < b.title ? -1 : 1));
}

/** For each document the number of pipelines (not archived) that are planned against it. */
export async function usageCounts(db: Transaction | Context["db"], context: Context): Promise<Map<string, number>> {
  const studies = await db.study.findMany({
    where: { workspaceId: context.workspace, pipeline: { archivedAt: null } },
    select: { infrastructureId: true, workloadId: true, catalogues: { select: { catalogueId: true } } },
  });
  const counts = new Map<string, number>();
  for (const study of studies) {
    for (const id of [study.infrastructureId, study.workloadId, ...study.catalogues.map((entry) => entry.catalogueId)]) {
      if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}
