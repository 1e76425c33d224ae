import type { FrontierSpec } from "../documents/frontier";
import type { PlanBody, PlanSpec } from "../documents/plan";
import type { Objective } from "../documents/workload";
import { storeOf } from "./plan-store";
import { unknownEnergyOf } from "./unknown-energy";

export type PickName = "cheapest-within-targets" | "fastest-within-budget" | "best-quality" | "knee" | "least-energy" | "closest";

export interface Pick {
  name: PickName;
  planId: string;
  /**
   * What made it the pick, as figures a page can put in words. For least energy: how many of its operators count as 0 J because their energy is not
   * known, and how many plans were left out because more of theirs do.
   */
  because: {
    value: number;
    unit: "US$/1,000" | "ms" | "fraction" | "J" | "distance" | "operators";
    limit?: number;
    unknownOperators?: number;
    leftOut?: number;
    /** No plan that could be picked meets every target; this one misses some, of the least weight. */
    missesTargets?: boolean;
  };
}

/** 1 where more is better. */
export function directionOf(objective: Objective): 1 | -1 {
  return objective === "quality" || objective === "throughput" ? 1 : -1;
}

/**
 * Named plans of a frontier: cheapest that meets every target (hard and soft), fastest within the cost target (or `budgetPerThousandUsd`) of those that meet
 * every target (where none meets all, of those whose missed soft targets have the least sum of weights), best quality, knee (closest to the ideal point when every objective is scaled to its range), least energy (of the plans with the fewest operators whose
 * energy is not known, as those count as 0 J), and closest to a given plan (fewest operators that change, then least scaled distance). Picks that have no meaning (no quality known, no budget) are left out.
 */
export function namedPicks(frontier: FrontierSpec, options: { budgetPerThousandUsd?: number; reference?: PlanSpec | PlanBody } = {}): Pick[] {
  const { plans } = frontier;
  if (plans.length === 0) return [];
  const picks: Pick[] = [];
  const least = (candidates: readonly PlanBody[], value: (plan: PlanBody) => number): PlanBody | null => {
    let best: PlanBody | null = null;
    for (const plan of candidates) if (!best || value(plan) < value(best)) best = plan;
    return best;
  };
  const cost = (plan: PlanBody): number => plan.metrics.costPerThousandUsd;
  const within = leastMissed(plans);
  const cheapest = least(within.plans, cost);
  if (cheapest) picks.push({ name: "cheapest-within-targets", planId: cheapest.id, because: { value: cost(cheapest), unit: "US$/1,000", ...within.misses } });
  const budget = options.budgetPerThousandUsd ?? budgetOf(frontier);
  const statistic = frontier.statistic;
  const latency = (plan: PlanBody): number => plan.metrics.latencyMs?.[statistic] ?? Number.POSITIVE_INFINITY;
  // without a budget there is none to be fastest within; other targets decide before speed does
  const affordable = leastMissed(budget === null ? [] : plans.filter((plan) => cost(plan) <= budget * (1 + 1e-12)));
  const fastest = least(affordable.plans, latency);
  if (fastest && budget !== null && Number.isFinite(latency(fastest))) {
    picks.push({
      name: "fastest-within-budget",
      planId: fastest.id,
      because: { value: latency(fastest), unit: "ms", limit: budget, ...affordable.misses },
    });
  }
  const withQuality = plans.filter((plan) => plan.metrics.quality !== null);
  const best = least(withQuality, (plan) => -(plan.metrics.quality?.value ?? 0) + cost(plan) * 1e-15);
  if (best) picks.push({ name: "best-quality", planId: best.id, because: { value: best.metrics.quality?.value ?? 0, unit: "fraction" } });
  const distance = distanceToIdeal(frontier);
  const knee = least(plans, distance);
  if (knee) picks.push({ name: "knee", planId: knee.id, because: { value: distance(knee), unit: "distance" } });
  if (plans.some((plan) => plan.metrics.energyJ > 0)) {
    const unknown = unknownEnergy(plans);
    const fewest = unknown.reduce((smallest, count) => Math.min(smallest, count), Number.POSITIVE_INFINITY);
    const comparable = plans.filter((_, index) => unknown[index] === fewest);
    const frugal = least(comparable, (plan) => plan.metrics.energyJ);
    if (frugal) {
      const leftOut = plans.length - comparable.length;
      const doubt = { ...(fewest > 0 ? { unknownOperators: fewest } : {}), ...(leftOut > 0 ? { leftOut } : {}) };
      picks.push({ name: "least-energy", planId: frugal.id, because: { value: frugal.metrics.energyJ, unit: "J", ...doubt } });
    }
  }
  const { reference } = options;
  if (reference) {
    const scaled = distanceBetween(frontier, reference.vector ?? null);
    const closest = least(plans, (plan) => changedOperators(reference, plan).length * 1e6 + scaled(plan));
    if (closest) picks.push({ name: "closest", planId: closest.id, because: { value: changedOperators(reference, closest).length, unit: "operators" } });
  }
  return picks;
}

/** The plans whose missed targets have the least sum of weights, and whether that is more than nothing. */
function leastMissed(plans: readonly PlanBody[]): { plans: PlanBody[]; misses: { missesTargets?: boolean } } {
  let least = Number.POSITIVE_INFINITY;
  let found: PlanBody[] = [];
  for (const plan of plans) {
    let missed = 0;
    for (const { slo, met } of plan.slos ?? []) if (!met) missed += slo.weight ?? 1;
    if (missed < least) [least, found] = [missed, []];
    if (missed === least) found.push(plan);
  }
  return { plans: found, misses: least > 0 && found.length > 0 ? { missesTargets: true } : {} };
}

/** How many operators of each plan have an energy that is not known. */
function unknownEnergy(plans: readonly PlanBody[]): number[] {
  const store = storeOf(plans);
  if (!store) return plans.map((plan) => unknownEnergyOf(plan).length);
  const isUnknown = store.dictionary.map((operator) => (operator.metrics?.energyUnknown ? 1 : 0));
  return plans.map((_, index) => {
    let count = 0;
    for (let at = store.starts[index] as number; at < (store.starts[index + 1] as number); at += 1) count += isUnknown[store.choices[at] as number] as number;
    return count;
  });
}

/** The tightest cost target, in US$ per 1,000 requests; null when there is none. */
function budgetOf(frontier: FrontierSpec): number | null {
  let budget: number | null = null;
  for (const { slo } of frontier.plans[0]?.slos ?? []) {
    if (slo.operator || slo.path || (slo.op !== "<=" && slo.op !== "<")) continue;
    let value: number | null = null;
    if (slo.metric === "costPerThousand") value = slo.value;
    else if (slo.metric === "costPerHour" && frontier.rateRps) value = slo.value / (3.6 * frontier.rateRps);
    if (value !== null && (budget === null || value < budget)) budget = value;
  }
  return budget;
}

interface Range {
  low: number;
  high: number;
  sign: 1 | -1;
}

function rangesOf(frontier: FrontierSpec): Range[] {
  return frontier.objectives.map((objective, k) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const plan of frontier.plans) {
      const value = plan.vector[k] as number;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { low, high, sign: directionOf(objective) };
  });
}

/** Euclidean distance to the ideal point, every objective scaled to its range on the frontier. */
function distanceToIdeal(frontier: FrontierSpec): (plan: PlanBody) => number {
  const ranges = rangesOf(frontier);
  return (plan) =>
    Math.hypot(
      ...ranges.map(({ low, high, sign }, k) =>
        high > low ? (sign === 1 ? high - (plan.vector[k] as number) : (plan.vector[k] as number) - low) / (high - low) : 0,
      ),
    );
}

function distanceBetween(frontier: FrontierSpec, vector: readonly number[] | null): (plan: PlanBody) => number {
  const ranges = rangesOf(frontier);
  if (!vector || vector.length !== ranges.length) return () => 0;
  return (plan) => Math.hypot(...ranges.map(({ low, high }, k) => (high > low ? ((plan.vector[k] as number) - (vector[k] as number)) / (high - low) : 0)));
}

/** Operators whose configuration or allocation differs between two plans, by id. */
export function changedOperators(a: OperatorChoices, b: OperatorChoices): string[] {
  const text = (plan: OperatorChoices): Map<string, string> =>
    new Map(
      plan.operators.map((operator) => [
        operator.id,
        JSON.stringify([
          operator.configuration.implementation,
          Object.entries(operator.configuration.knobs).sort(([x], [y]) => (x < y ? -1 : 1)),
          operator.parts.map((part) => [part.pool, part.profile, part.replicas]),
        ]),
      ]),
    );
  const first = text(a);
  const second = text(b);
  return [...new Set([...first.keys(), ...second.keys()])].filter((id) => first.get(id) !== second.get(id)).sort();
}

type OperatorChoices = { operators: PlanBody["operators"] };
