import type { PlanBody } from "../../core/documents/plan";
import { mergeCatalogues } from "../../core/metrics/compile";
import { evaluatePlan } from "../../core/metrics/evaluate";
import { PlanningError } from "../../core/metrics/planning-error";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { SimulatedPlanChoice } from "./simulation-input";

/**
 * The plans of a frontier that run on the same machines as `base`, most accurate first: for every operator the same pools with the same number of
 * devices, whatever the model. Of plans with the same quality only the fastest stays, and each step is faster than the one before.
 */
export function ladderOfFrontier(input: PlanningInput, plans: readonly PlanBody[], base: PlanBody): PlanBody[] {
  const machines = machinesOf(input);
  const wanted = machines(base);
  const speed = new Map<PlanBody, number>();
  const same = plans.filter((plan) => {
    if (machines(plan) !== wanted || !plan.metrics.quality) return false;
    const latency = latencyWithoutQueueing(input, plan);
    if (latency) speed.set(plan, latency.p95);
    return latency !== null;
  });
  const byQuality = same.toSorted((a, b) => b.metrics.quality!.value - a.metrics.quality!.value || speed.get(a)! - speed.get(b)!);
  const steps: PlanBody[] = [];
  for (const plan of byQuality) {
    const last = steps[steps.length - 1];
    if (!last || speed.get(plan)! < speed.get(last)!) steps.push(plan);
  }
  return steps;
}

/** Which devices each operator has where, as text. */
function machinesOf(input: PlanningInput): (plan: PlanBody) => string {
  const { implementations, models } = mergeCatalogues(input.catalogues);
  return (plan) =>
    plan.operators
      .map((operator) => {
        const implementation = implementations.get(operator.configuration.implementation);
        const profiles = implementation?.profiles ?? models.get(implementation?.model ?? "")?.profiles ?? [];
        const parts = operator.parts.map(
          (part) => `${part.pool}=${part.profile === "api" ? part.tier : part.replicas * (profiles[part.profile]?.devices ?? 1)}`,
        );
        return `${operator.id}:${parts.sort().join(",")}`;
      })
      .sort()
      .join(";");
}

/** Request latency of a plan when nothing waits, ms; null when the plan cannot be evaluated so. */
export function latencyWithoutQueueing(input: PlanningInput, plan: SimulatedPlanChoice): { mean: number; p95: number } | null {
  try {
    const settings = { ...input.settings, queueing: "none" as const };
    return evaluatePlan({ ...input, settings }, { ...plan, pipeline: input.pipeline.metadata.name }).metrics.latencyMs;
  } catch (error) {
    if (error instanceof PlanningError) return null;
    throw error;
  }
}
