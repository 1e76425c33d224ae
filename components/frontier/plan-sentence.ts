import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { formatObjective } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { planValue } from "./plan-values";

/** A plan read out: `p-3: latency 410 ms, cost $0.052 / 1k, quality 0.570`. */
export function planSentence(plan: PlanBody, objectives: readonly Objective[], statistic: Statistic): string {
  const values = [...new Set(objectives)].map((objective) => {
    const value = planValue(plan, objective, statistic);
    return `${metricInfo(objective).noun} ${formatObjective(objective, Number.isNaN(value) ? undefined : Number.isFinite(value) ? value : null)}`;
  });
  return `${plan.id}: ${values.join(", ")}`;
}
