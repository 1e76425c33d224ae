import type { FrontierDocument } from "../../../core/documents/frontier";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";

/** What the pipeline's page would load for this input, with its frontier planned here. */
export function studyOf(input: PlanningInput, frontier: FrontierDocument = planFrontier(input)) {
  const view = <D extends { kind: string; metadata: { name: string; title?: string } }>(document: D, index = 0) => ({
    id: `00000000-0000-7000-8000-${document.kind
      .toLowerCase()
      .padEnd(11, "0")
      .slice(0, 11)
      .replace(/[^0-9a-f]/g, "0")}${index}`,
    kind: document.kind,
    name: document.metadata.name,
    title: document.metadata.title ?? document.metadata.name,
    version: 1,
    headVersion: 1,
    document,
  });
  return {
    pipeline: view(input.pipeline, 1),
    infrastructure: view(input.infrastructure, 2),
    workload: view(input.workload, 3),
    catalogues: input.catalogues.map((catalogue, index) => view(catalogue, 4 + index)),
    available: { infrastructures: [], workloads: [], catalogues: [] },
    runs: { active: null, newest: null, stale: false, shown: { id: "run", status: "done", classId: frontier.spec.class ?? null, frontier } },
  };
}
