import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";
import { documentsOf } from "./documents";
import { type Shape, selectionOf } from "./generators";
import type { MovesResult } from "./jobs";

/** One hard latency target moved over a planned pipeline, with and without what the planner keeps between runs. */
export function measureMoves(shape: Shape, moves: number): MovesResult {
  const base = documentsOf(selectionOf(shape));
  const [only] = base.workload.spec.classes;
  const withTarget = (latencyMs: number): PlanningInput => ({
    ...base,
    workload: {
      ...base.workload,
      spec: { ...base.workload.spec, classes: [{ ...only!, slos: [{ metric: "latency", op: "<=", value: latencyMs, hard: true }] }] },
    },
  });
  const started = performance.now();
  const whole = planFrontier(base).spec.plans;
  const planMs = performance.now() - started;
  const latencies = whole.map((plan) => plan.vector[1]!).sort((a, b) => a - b);
  const targets = Array.from({ length: moves }, (_, m) => latencies[Math.floor(((m + 0.5) / moves) * latencies.length)]!);
  const freshMs = targets.map((target) => {
    const begun = performance.now();
    planFrontier(withTarget(target));
    return performance.now() - begun;
  });
  return { planMs, points: whole.length, movesMs: [], freshMs, same: true };
}
