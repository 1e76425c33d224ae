import type { PlanningInput } from "../../../core/metrics/planning-input";
import { PlannerCache } from "../../../server/planner/cache";
import { planFrontier, planPacked } from "../../../server/planner/plan";
import { documentsOf } from "./documents";
import { type Shape, selectionOf } from "./generators";
import type { MovesResult } from "./jobs";

/** Above any latency of the instances: the target binds nothing yet. */
const LOOSE_MS = 1e6;

/** One hard latency target moved over a planned pipeline, with what a worker thread keeps between runs and, in the same process, without. */
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
  const cache = new PlannerCache();
  const started = performance.now();
  planPacked(withTarget(LOOSE_MS), { cache });
  const planMs = performance.now() - started;
  const whole = planFrontier(withTarget(LOOSE_MS), { cache }).spec.plans;
  const latencies = whole.map((plan) => plan.vector[1]!).sort((a, b) => a - b);
  // To and fro, as a slider is moved.
  const targets = Array.from({ length: moves }, (_, m) => latencies[Math.floor(((((m * 2) % moves) + 0.5) / moves) * latencies.length)]!);
  let same = true;
  const movesMs: number[] = [];
  const freshMs: number[] = [];
  targets.forEach((target, m) => {
    const begun = performance.now();
    planPacked(withTarget(target), { cache });
    movesMs.push(performance.now() - begun);
    // Planning from nothing is slow; every third is enough to compare.
    if (m % 3 !== 0) return;
    const again = performance.now();
    planPacked(withTarget(target));
    freshMs.push(performance.now() - again);
    if (JSON.stringify(planFrontier(withTarget(target))) !== JSON.stringify(planFrontier(withTarget(target), { cache }))) same = false;
  });
  return { planMs, points: whole.length, movesMs, freshMs, same };
}
