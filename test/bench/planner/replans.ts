import type { PlanningInput } from "../../../core/metrics/planning-input";
import { PlannerCache } from "../../../server/planner/cache";
import { planFrontier, planPacked } from "../../../server/planner/plan";
import { documentsOf } from "./documents";
import { type Shape, selectionOf } from "./generators";
import type { Change, ReplansResult } from "./jobs";

/** Above any latency of the instances: the target binds nothing yet. */
const LOOSE_MS = 1e6;
/** Planning from nothing is slow; so many rounds are enough to compare. */
const COMPARED = 3;

/** One thing changed on a planned pipeline, again and again, with what a worker thread keeps between runs and, in the same process, without. */
export function measureReplans(shape: Shape, change: Change, rounds: number): ReplansResult {
  const base = withTarget(documentsOf(selectionOf(shape)), LOOSE_MS);
  const cache = new PlannerCache();
  const started = performance.now();
  planPacked(base, { cache });
  const planMs = performance.now() - started;
  const { plans } = planFrontier(base, { cache }).spec;
  const latencies = plans.map((plan) => plan.vector[1]!).sort((a, b) => a - b);
  let same = true;
  const replansMs: number[] = [];
  const freshMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const input =
      change === "latency target"
        ? withTarget(base, latencies[Math.floor(((((round * 2) % rounds) + 0.5) / rounds) * latencies.length)]!)
        : edited(base, change, round + 1);
    const begun = performance.now();
    planPacked(input, { cache });
    replansMs.push(performance.now() - begun);
    if (round >= COMPARED) continue;
    const again = performance.now();
    planPacked(input);
    freshMs.push(performance.now() - again);
    if (round === 0 && JSON.stringify(planFrontier(input)) !== JSON.stringify(planFrontier(input, { cache }))) same = false;
  }
  return { planMs, points: plans.length, replansMs, freshMs, same };
}

function withTarget(input: PlanningInput, latencyMs: number): PlanningInput {
  const [only] = input.workload.spec.classes;
  const slos = [{ metric: "latency" as const, op: "<=" as const, value: latencyMs, hard: true }];
  return { ...input, workload: { ...input.workload, spec: { ...input.workload.spec, classes: [{ ...only!, slos }] } } };
}

/** The input with one candidate, pool or price changed, another time each round. */
function edited(base: PlanningInput, change: Exclude<Change, "latency target">, round: number): PlanningInput {
  const input = structuredClone(base);
  const operators = input.pipeline.spec.operators.length;
  const candidateOf = (operator: number) => {
    const name = `o${String(operator).padStart(2, "0")}-0`;
    return input.catalogues[0]!.spec.implementations!.find((implementation) => implementation.name === name)!;
  };
  switch (change) {
    case "candidate of the first operator":
    case "candidate of the middle operator":
    case "candidate of the last operator": {
      const operator = { first: 0, middle: operators >> 1, last: operators - 1 }[change.split(" ")[3] as "first" | "middle" | "last"];
      const { api, profiles } = candidateOf(operator);
      const latency = (api ?? profiles?.[0])?.latencyMs;
      if (latency) latency.p95 = (latency.p95 ?? 0) + round;
      return input;
    }
    case "price of one API": {
      const { api } = candidateOf(operators - 1);
      if (api) api.pricePerCallUsd = (api.pricePerCallUsd ?? 0) * (1 + 0.05 * round);
      return input;
    }
    case "devices of one pool":
      input.infrastructure.spec.pools[0]!.count += round;
      return input;
    case "price of one pool":
      input.infrastructure.spec.pools[0]!.pricePerHourUsd *= 1 + 0.05 * round;
      return input;
  }
}
