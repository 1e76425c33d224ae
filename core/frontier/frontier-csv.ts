import type { PlanBody } from "../documents/plan";
import { STATISTICS } from "../documents/vocabulary";
import { operatorText } from "./operator-text";
import { unknownEnergyOf } from "./unknown-energy";

type Cell = string | number | null | undefined;

/**
 * One cell of a CSV file (RFC 4180) that a spreadsheet shows and never runs: text that it would take for a formula begins with an apostrophe (OWASP,
 * "CSV injection"). Numbers stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Plans as CSV, one line each, in the order given: every metric in full with its unit in the header, and what is decided for each of `operators`.
 * `meetsTargets` adds a column with yes or no; `energyComplete` is no where a part of the energy is not known and counts as nothing.
 */
export function frontierCsv(plans: Iterable<PlanBody>, operators: readonly string[], meetsTargets?: (plan: PlanBody) => boolean): string {
  const head = [
    "plan",
    ...(meetsTargets ? ["meetsTargets"] : []),
    "costPerThousandUsd",
    "costPerHourUsd",
    ...STATISTICS.map((name) => `latencyMs.${name}`),
    "quality",
    "qualityLow",
    "qualityHigh",
    "qualityBasis",
    "energyJ",
    "energyComplete",
    "throughputRps",
    "devices",
    ...operators,
  ];
  const lines = [line(head)];
  for (const plan of plans) {
    const { metrics } = plan;
    const byId = new Map(plan.operators.map((operator) => [operator.id, operator]));
    lines.push(
      line([
        plan.id,
        ...(meetsTargets ? [meetsTargets(plan) ? "yes" : "no"] : []),
        metrics.costPerThousandUsd,
        metrics.costPerHourUsd,
        ...STATISTICS.map((name) => metrics.latencyMs?.[name]),
        metrics.quality?.value,
        metrics.quality?.low,
        metrics.quality?.high,
        metrics.quality?.basis,
        metrics.energyJ,
        unknownEnergyOf(plan).length > 0 ? "no" : "yes",
        metrics.throughputRps,
        metrics.devices,
        ...operators.map((id) => {
          const operator = byId.get(id);
          return operator && operatorText(operator);
        }),
      ]),
    );
  }
  return lines.join("");
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
