import { formatObjectiveExact } from "@/components/ui/format";
import { metricInfo } from "@/components/ui/metrics";
import type { Statistic } from "@/core/documents/common";
import type { Slo } from "@/core/documents/workload";

/** A target in words: `Latency p95 ≤ 400 ms`, `Quality ≥ 0.56 of answer`. `statistic`: of latency where the target names none. */
export function sloText(slo: Slo, statistic: Statistic): string {
  const sign = slo.op === "<=" || slo.op === "<" ? "≤" : "≥";
  const where = slo.operator ? ` of ${slo.operator}` : slo.path ? ` from ${slo.path.from} to ${slo.path.to}` : "";
  const title = slo.metric === "costPerThousand" || slo.metric === "costPerHour" ? "Cost" : slo.metric === "energy" ? "Energy" : metricInfo(slo.metric).title;
  return `${title}${slo.metric === "latency" ? ` ${slo.statistic ?? statistic}` : ""} ${sign} ${formatObjectiveExact(slo.metric, slo.value)}${where}`;
}
