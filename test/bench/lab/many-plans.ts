import type { FrontierDocument } from "../../../core/documents/frontier";
import type { PlanBody, PlanMetrics } from "../../../core/documents/plan";
import { withShares } from "../../../core/metrics/plan-shares";

/** Numbers in [0, 1) from a seed (mulberry32): the same frontier in every measurement. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A frontier of any size in the shape of a real one: non-dominated points on a surface, with the operators of a planned example, each plan with objects of its own as they arrive from a server. */
export function manyPlans(model: FrontierDocument, count: number, seed = 1): FrontierDocument {
  const random = randomFrom(seed);
  const templates = model.spec.plans;
  const plans: PlanBody[] = [];
  for (let i = 0; i < count; i++) {
    const template = templates[i % templates.length] as PlanBody;
    // cost · latency = constant on the surface of equal quality, so that no point beats another
    const quality = 0.3 + 0.69 * random();
    const cost = Math.exp(random() * 8 - 4);
    const latency = (2000 * (0.2 + quality)) / cost;
    const metrics: PlanMetrics = {
      ...template.metrics,
      costPerThousandUsd: cost,
      costPerHourUsd: cost * 144,
      latencyMs: { mean: latency * 0.7, p50: latency * 0.6, p90: latency, p95: latency * 1.1, p99: latency * 1.3 },
      quality: { value: quality, low: quality - 0.01, high: Math.min(1, quality + 0.01), basis: "measured" },
      energyJ: 50 + 100 * random(),
    };
    const own = structuredClone(template);
    const operators = own.operators.map((operator) =>
      withShares(operator, metrics, [operator.metrics?.latencyShare ?? 0, operator.metrics?.qualityLossShare ?? 0]),
    );
    plans.push({ ...own, id: `p-${i + 1}`, vector: [cost, latency, quality], metrics, operators });
  }
  return { ...model, spec: { ...model.spec, objectives: ["costPerThousand", "latency", "quality"], plans } };
}
