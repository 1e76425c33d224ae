import type { Statistic } from "../../core/documents/common";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import { OBJECTIVES, type Objective } from "../../core/documents/workload";

/** A plan's value of one metric in the metric's own unit; NaN when it is not known, Infinity for a throughput nothing limits. */
export function planValue(plan: PlanBody, objective: Objective, statistic: Statistic): number {
  const { metrics } = plan;
  switch (objective) {
    case "costPerThousand":
      return metrics.costPerThousandUsd;
    case "costPerHour":
      return metrics.costPerHourUsd ?? Number.NaN;
    case "latency":
      return metrics.latencyMs?.[statistic] ?? Number.NaN;
    case "quality":
      return metrics.quality?.value ?? Number.NaN;
    case "energy":
      return metrics.energyJ;
    case "throughput":
      return metrics.throughputRps ?? Number.POSITIVE_INFINITY;
  }
}

/** A list of plans as columns of numbers: what charts and tables work on. */
export interface PlanColumns {
  readonly plans: readonly PlanBody[];
  readonly count: number;
  readonly statistic: Statistic;
  readonly objectives: readonly Objective[];
  /** Metrics that have at least one finite value. */
  readonly available: readonly Objective[];
  readonly values: Readonly<Record<Objective, Float64Array>>;
  readonly indexOfId: ReadonlyMap<string, number>;
}

const CACHE = new WeakMap<FrontierDocument, PlanColumns>();

/** Columns of a frontier; made once per document. */
export function columnsOf(frontier: FrontierDocument): PlanColumns {
  const known = CACHE.get(frontier);
  if (known) return known;
  const columns = columnsOfPlans(frontier.spec.plans, frontier.spec.objectives, frontier.spec.statistic);
  CACHE.set(frontier, columns);
  return columns;
}

export function columnsOfPlans(plans: readonly PlanBody[], objectives: readonly Objective[], statistic: Statistic): PlanColumns {
  const values = Object.fromEntries(OBJECTIVES.map((objective) => [objective, new Float64Array(plans.length)])) as Record<Objective, Float64Array>;
  const indexOfId = new Map<string, number>();
  plans.forEach((plan, index) => {
    indexOfId.set(plan.id, index);
    for (const objective of OBJECTIVES) values[objective][index] = planValue(plan, objective, statistic);
  });
  // energy is 0 throughout when nothing states its power: that is "no data", not a metric to plot
  const available = OBJECTIVES.filter((objective) => {
    const column = values[objective];
    return objective === "energy" && !objectives.includes("energy") ? column.some((value) => value > 0) : column.some(Number.isFinite);
  });
  return { plans, count: plans.length, statistic, objectives, available, values, indexOfId };
}

/** Whether a is better than b in this objective. */
export function isBetter(objective: Objective, a: number, b: number): boolean {
  return objective === "quality" || objective === "throughput" ? a > b : a < b;
}
