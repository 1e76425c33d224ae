import type { PlanBody } from "../documents/plan";
import type { Slo } from "../documents/workload";

/** Whether two targets measure the same thing, whatever their limits. */
export function sameMeasure(a: Slo, b: Slo, defaultStatistic: string): boolean {
  const statistic = (slo: Slo) => (slo.metric === "latency" ? (slo.statistic ?? defaultStatistic) : "");
  return a.metric === b.metric && statistic(a) === statistic(b) && a.operator === b.operator && a.path?.from === b.path?.from && a.path?.to === b.path?.to;
}

/**
 * The value that a plan has for a target, in the metric's own unit; undefined when the plan does not tell (the target is newer than the plan
 * and is not one that the plan's own figures answer), null when it has none.
 */
export function measuredValue(plan: PlanBody, slo: Slo, defaultStatistic: "mean" | "p50" | "p90" | "p95" | "p99"): number | null | undefined {
  const told = plan.slos?.find((result) => sameMeasure(result.slo, slo, defaultStatistic));
  if (told) return told.value;
  const { metrics } = plan;
  if (slo.path) return undefined;
  if (slo.operator) {
    const own = plan.operators.find((operator) => operator.id === slo.operator)?.metrics;
    if (!own) return undefined;
    if (slo.metric === "quality") return own.quality;
    return undefined;
  }
  switch (slo.metric) {
    case "latency":
      return metrics.latencyMs ? metrics.latencyMs[slo.statistic ?? defaultStatistic] : null;
    case "quality":
      return metrics.quality?.value ?? null;
    case "costPerThousand":
      return metrics.costPerThousandUsd;
    case "costPerHour":
      return metrics.costPerHourUsd;
    case "energy":
      return metrics.energyJ;
    case "throughput":
      return metrics.throughputRps ?? Number.POSITIVE_INFINITY;
  }
}

/** Whether a value keeps a target; `<` and `>` are read as `≤` and `≥`. A value that is not known keeps nothing. */
export function keepsTarget(value: number | null, slo: Slo): boolean {
  if (value === null) return false;
  return slo.op === "<=" || slo.op === "<" ? value <= slo.value : value >= slo.value;
}
