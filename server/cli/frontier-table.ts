import type { FrontierDocument, Infeasible, TargetPrice } from "../../core/documents/frontier";
import type { PlanBody, PlanOperator } from "../../core/documents/plan";
import type { Objective, Slo } from "../../core/documents/workload";
import { operatorText } from "../../core/frontier/operator-text";
import { alignColumns, count, short } from "./numbers";
import { printable } from "./output";

const UNITS: Record<Objective, string> = { costPerThousand: "US$/1000", costPerHour: "US$/h", latency: "ms", quality: "", energy: "J", throughput: "req/s" };
const NAMES: Record<Objective, string> = {
  costPerThousand: "cost",
  costPerHour: "cost per hour",
  latency: "latency",
  quality: "quality",
  energy: "energy",
  throughput: "throughput",
};

/** More operators than this make a table too wide to read. */
const MAX_OPERATOR_COLUMNS = 8;

/** Rows shown on a terminal; piped output has all. */
const MAX_ROWS = 100;

/** A target as people write it: `latency p95 <= 150 ms (soft)`. */
export function sloText(slo: Slo, statistic: string): string {
  const where = slo.operator ? ` of ${slo.operator}` : slo.path ? ` from ${slo.path.from} to ${slo.path.to}` : "";
  const unit = UNITS[slo.metric];
  return `${NAMES[slo.metric]}${slo.metric === "latency" ? ` ${slo.statistic ?? statistic}` : ""}${where} ${slo.op} ${Number(slo.value.toPrecision(6))}${unit ? ` ${unit}` : ""}${slo.hard === false ? " (soft)" : ""}`;
}

/** A frontier for reading: what was planned, the plans, what was left out, how sure it is; or why there is none. */
export function frontierTable(frontier: FrontierDocument, slos: readonly Slo[], columns: number | undefined): string {
  const { spec } = frontier;
  const lines: string[] = [];
  const title = [
    spec.pipeline ?? frontier.metadata.name,
    spec.class && `class ${spec.class}`,
    spec.rateRps === null || spec.rateRps === undefined ? "no rate" : `${short(spec.rateRps)} requests/s`,
    spec.statistic,
  ];
  lines.push(title.filter((part) => part).join(" · "));
  if (slos.length > 0) lines.push(`SLOs: ${slos.map((slo) => sloText(slo, spec.statistic)).join(" · ")}`);
  lines.push("");
  if (spec.plans.length > 0) {
    const shown = columns === undefined ? spec.plans : spec.plans.slice(0, MAX_ROWS);
    lines.push(...planRows(shown, spec.objectives, spec.statistic, slos.length));
    if (shown.length < spec.plans.length) lines.push(`... and ${count(spec.plans.length - shown.length)} more plans; --format csv or json has all`);
    lines.push("");
  }
  if (spec.infeasible) lines.push(...infeasibleLines(spec.infeasible, spec.statistic), "");
  if (spec.prices && spec.prices.length > 0) lines.push(...priceLines(spec.prices, spec.statistic), "");
  lines.push(...excludedLines(spec.excluded ?? []));
  lines.push(certificateLine(frontier));
  return `${lines.map(printable).join("\n")}\n`;
}

function planRows(plans: readonly PlanBody[], objectives: readonly Objective[], statistic: string, sloCount: number): string[] {
  const metrics: { head: string; cell: (plan: PlanBody) => string }[] = [];
  const add = (objective: Objective, cell: (plan: PlanBody) => string): void => {
    const name = objective === "latency" ? `latency ${statistic}` : objective === "costPerHour" ? "cost" : NAMES[objective];
    metrics.push({ head: UNITS[objective] ? `${name} ${UNITS[objective]}` : name, cell });
  };
  add("costPerThousand", (plan) => short(plan.metrics.costPerThousandUsd));
  if (plans.some((plan) => plan.metrics.costPerHourUsd !== null)) add("costPerHour", (plan) => short(plan.metrics.costPerHourUsd));
  add("latency", (plan) => short(plan.metrics.latencyMs?.[statistic as "p95"]));
  add("quality", (plan) => `${short(plan.metrics.quality?.value)}${plan.metrics.quality?.basis === "assumed" ? "*" : ""}`);
  if (objectives.includes("energy")) add("energy", (plan) => short(plan.metrics.energyJ));
  if (objectives.includes("throughput")) add("throughput", (plan) => (plan.metrics.throughputRps === null ? "no limit" : short(plan.metrics.throughputRps)));
  metrics.push({ head: "devices", cell: (plan) => String(plan.metrics.devices) });
  if (sloCount > 0) metrics.push({ head: "SLOs met", cell: (plan) => `${(plan.slos ?? []).filter((result) => result.met).length}/${sloCount}` });
  const ids = [...new Set(plans.flatMap((plan) => plan.operators.map((operator) => operator.id)))];
  const shownIds = ids.length <= MAX_OPERATOR_COLUMNS ? ids : [];
  const head = ["plan", ...metrics.map((metric) => metric.head), ...shownIds];
  const body = plans.map((plan) => {
    const operators = new Map(plan.operators.map((operator) => [operator.id, operator]));
    return [plan.id, ...metrics.map((metric) => metric.cell(plan)), ...shownIds.map((id) => textOf(operators.get(id)))];
  });
  const rows = alignColumns([head, ...body], [false, ...metrics.map(() => true), ...shownIds.map(() => false)]);
  const notes = plans.some((plan) => plan.metrics.quality?.basis === "assumed") ? ["* rests on an assumption"] : [];
  if (shownIds.length < ids.length) notes.push(`${ids.length} operators are not shown; --format csv or json has them`);
  return [...rows, ...notes];
}

/** A dash for an operator that the plan's alternatives leave out. */
function textOf(operator: PlanOperator | undefined): string {
  return operator ? operatorText(operator) : "-";
}

function infeasibleLines(infeasible: Infeasible, statistic: string): string[] {
  const lines = ["No plan is feasible."];
  for (const entry of infeasible.binding) lines.push(`  ${entry.message}`);
  if (infeasible.nearest.length > 0)
    lines.push("What would be feasible:", ...infeasible.nearest.map((entry) => `  ${sloText(entry.slo, statistic)}: ${entry.message}`));
  if (infeasible.conflict.length > 0) {
    lines.push(
      infeasible.conflict.length === 1 ? "This target cannot hold by itself:" : "These targets cannot hold together:",
      ...infeasible.conflict.map((slo) => `  ${sloText(slo, statistic)}`),
    );
  }
  return lines;
}

/** `latency p95 <= 1200 ms: cost 12 US$/1000; eased to 1500 ms: 8.5 (-31 %); tightened to 1100 ms: 14 (+12 %)`. */
function priceLines(prices: readonly TargetPrice[], statistic: string): string[] {
  const lines = prices.map(({ slo, objective, now, tighten, ease }) => {
    const unit = UNITS[slo.metric] ? ` ${UNITS[slo.metric]}` : "";
    const step = (word: string, entry: TargetPrice["ease"][number] | undefined): string => {
      if (!entry) return word === "eased to" ? "easing it gains nothing" : "no plan is inside a tighter limit";
      const change = now === null ? "" : ` (${entry.change > 0 ? "+" : ""}${(entry.change * 100).toFixed(1)} %)`;
      return `${word} ${Number(entry.value.toPrecision(5))}${unit}: ${short(entry.best)}${change}`;
    };
    const today = now === null ? "no plan" : `${NAMES[objective]} ${short(now)}${UNITS[objective] ? ` ${UNITS[objective]}` : ""}`;
    return `  ${sloText(slo, statistic)}: ${today}; ${step("eased to", ease[0])}; ${step("tightened to", tighten[0])}`;
  });
  return ["What the targets cost, each moved by itself:", ...lines];
}

function excludedLines(excluded: readonly { operator: string; implementation: string; reason: string }[]): string[] {
  if (excluded.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const { operator, implementation, reason } of excluded) {
    const key = `${operator}: ${reason}`;
    groups.set(key, [...(groups.get(key) ?? []), implementation]);
  }
  const lines = [...groups].map(([key, names]) => {
    const unique = [...new Set(names)];
    return `  ${key}: ${unique.slice(0, 6).join(", ")}${unique.length > 6 ? ` and ${unique.length - 6} more` : ""}`;
  });
  return [`Left out (${excluded.length}):`, ...lines.slice(0, 20), ...(lines.length > 20 ? [`  ... and ${lines.length - 20} more reasons`] : []), ""];
}

function certificateLine(frontier: FrontierDocument): string {
  const { certificate, plans } = frontier.spec;
  const work = `${count(certificate.considered)} plans considered, ${count(certificate.pruned)} pruned${certificate.seconds > 0 ? `, ${short(certificate.seconds)} s` : ""}`;
  const size = plans.length === 1 ? "1 plan" : `${count(plans.length)} plans`;
  if (certificate.kind === "exact")
    return plans.length === 0
      ? `Certificate: exact: there is no feasible plan (${work}).`
      : `Certificate: exact: ${size}, and no feasible plan beats any of them (${work}).`;
  if (certificate.kind === "epsilon")
    return `Certificate: ${size}; every feasible plan is within ${short(certificate.epsilon * 100)} % of one of them in every objective (${work}).`;
  return `Certificate: partial: ${size}. ${certificate.reason} (${work}).`;
}
