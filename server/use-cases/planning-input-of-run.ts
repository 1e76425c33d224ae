import type { PlanningInput } from "../../core/metrics/planning-input";
import type { PrismaClient } from "../db/generated/client";
import type { StoredByKind, StoredKind } from "./stored-document";

/** The exact documents that a run was started with. For the worker side: the run itself was authorised when it was started. */
export async function loadPlanningInput(db: PrismaClient, runId: string): Promise<PlanningInput> {
  const run = await db.run.findUniqueOrThrow({ where: { id: runId }, include: { inputs: { include: { source: true }, orderBy: { position: "asc" } } } });
  const all = <K extends StoredKind>(kind: K) =>
    run.inputs.filter((input) => input.kind === kind).map((input) => input.source.content as unknown as StoredByKind[K]);
  const [pipeline] = all("Pipeline");
  const [infrastructure] = all("Infrastructure");
  const [workload] = all("Workload");
  if (!pipeline || !infrastructure || !workload) throw new Error(`run ${runId} lacks an input`);
  return {
    pipeline,
    infrastructure,
    workload,
    catalogues: all("Catalogue"),
    ...(run.classId ? { classId: run.classId } : {}),
    ...(run.settings ? { settings: run.settings as PlanningInput["settings"] } : {}),
  };
}
