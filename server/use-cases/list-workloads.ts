import { type ArrivalSummary, arrivalSummary } from "../../core/metrics/arrivals";
import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { listDocuments } from "./list-documents";
import type { DocumentSummary, StoredByKind } from "./stored-document";
import { usageCounts } from "./used-by";

export interface WorkloadSummary extends DocumentSummary {
  classes: { id: string; title: string | null; pipeline: string; targets: number; arrivals: ArrivalSummary }[];
  /** Pipelines planned for it. */
  usedBy: number;
}

/** All workloads with the rates and burstiness of their classes; newest change first. */
export async function listWorkloads(context: Context): Promise<WorkloadSummary[]> {
  authorise(context.principal, "document:read");
  const rows = await listDocuments(context, { kind: "Workload" });
  const counts = await usageCounts(context.db, context);
  const versions = await context.db.documentVersion.findMany({
    where: { OR: rows.map((row) => ({ documentId: row.id, version: row.version })) },
    select: { documentId: true, content: true },
  });
  const contents = new Map(versions.map((version) => [version.documentId, version.content as unknown as StoredByKind["Workload"]]));
  return rows.map((row) => {
    const spec = contents.get(row.id)?.spec;
    return {
      ...row,
      usedBy: counts.get(row.id) ?? 0,
      classes: (spec?.classes ?? []).map((entry) => ({
        id: entry.id,
        title: entry.title ?? null,
        pipeline: entry.pipeline,
        targets: entry.slos?.length ?? 0,
        arrivals: arrivalSummary(entry, spec?.settings),
      })),
    };
  });
}
