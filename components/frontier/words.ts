import type { Certificate } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
import type { PlanProgress } from "../../core/metrics/planning-input";
import { formatCount, formatObjective, formatObjectiveExact, formatPercent, formatSeconds, plural } from "../ui/format";
import { metricInfo } from "../ui/metrics";

/** What is proven about the list, short enough for a badge, and in full for its tooltip. */
export function certificateWords(certificate: Certificate, plans: number): { short: string; long: string } {
  const work = `${plural(certificate.considered, "plan")} considered, ${formatCount(certificate.pruned)} ruled out without being built${certificate.seconds > 0 ? `, in ${formatSeconds(certificate.seconds)}` : ""}.`;
  switch (certificate.kind) {
    case "exact":
      return {
        short: "Exact",
        long:
          plans === 0
            ? `Proven: no plan is feasible. ${work}`
            : `Proven complete: no feasible plan beats any of these ${formatCount(plans)}, and none is missing. ${work}`,
      };
    case "epsilon":
      return {
        short: `Within ${formatPercent(certificate.epsilon)}`,
        long: `Every feasible plan is within ${formatPercent(certificate.epsilon)} of a listed one in every objective. ${work}`,
      };
    case "partial":
      return {
        short: "Partial",
        long: `Stopped early: ${certificate.reason.replace(/\.+$/, "")}. These plans do not beat each other, yet better ones may exist. ${work}`,
      };
  }
}

const PHASES: Record<PlanProgress["phase"], string> = {
  compile: "Reading the documents",
  options: "Listing options",
  search: "Searching",
  finish: "Finishing",
};

/** `Searching · 12,300 plans considered · 8,100 ruled out · 1.2 s`. */
export function progressWords(progress: PlanProgress | null): string {
  if (!progress) return "Starting";
  const parts = [PHASES[progress.phase]];
  if (progress.considered > 0) parts.push(`${plural(progress.considered, "plan")} considered`);
  if (progress.pruned > 0) parts.push(`${formatCount(progress.pruned)} ruled out`);
  parts.push(formatSeconds(progress.seconds));
  return parts.join(" · ");
}

const SIGNS = { "<=": "≤", ">=": "≥", "<": "≤", ">": "≥" } as const;

/** A limit is what somebody typed: it is told in full, quality with three decimals at least. */
function limitWords(slo: Slo, value: number): string {
  return slo.metric === "quality" && Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-9
    ? formatObjective("quality", value)
    : formatObjectiveExact(slo.metric, value);
}

/** `p95 latency ≤ 1,500 ms`, `quality ≥ 0.560 (answer)`. */
export function sloWords(slo: Slo, value: number = slo.value): string {
  const name = slo.metric === "latency" ? `${slo.statistic ? `${slo.statistic} ` : ""}latency` : metricInfo(slo.metric).noun;
  const where = slo.operator ? ` (${slo.operator})` : slo.path ? ` (${slo.path.from} to ${slo.path.to})` : "";
  return `${name} ${SIGNS[slo.op]} ${limitWords(slo, value)}${where}`;
}
