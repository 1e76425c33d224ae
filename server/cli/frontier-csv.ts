import { STATISTICS } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { operatorText } from "./frontier-table";

/**
 * A cell that a spreadsheet shows and never runs: quoted where needed, and text that it would take for a formula begins with an
 * apostrophe (OWASP, CSV injection). Plain numbers stay numbers.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line per plan with full precision; units in the header. */
export function frontierCsv(plans: readonly PlanBody[], objectives: readonly Objective[]): string {
  const ids = [...new Set(plans.flatMap((plan) => plan.operators.map((operator) => operator.id)))];
  const head = [
    "plan",
    ...objectives.map((objective) => `objective ${objective}`),
    "costPerThousandUsd",
    "costPerHourUsd",
    ...STATISTICS.map((name) => `latencyMs ${name}`),
    "quality",
    "qualityLow",
    "qualityHigh",
    "qualityBasis",
    "energyJ",
    "throughputRps",
    "devices",
    "slosMet",
    ...ids,
  ];
  const rows = plans.map(({ id, vector, metrics, slos, operators }) => {
    const byId = new Map(operators.map((operator) => [operator.id, operator]));
    return [
      id,
      ...objectives.map((_, index) => vector[index]),
      metrics.costPerThousandUsd,
      metrics.costPerHourUsd,
      ...STATISTICS.map((name) => metrics.latencyMs?.[name]),
      metrics.quality?.value,
      metrics.quality?.low,
      metrics.quality?.high,
      metrics.quality?.basis,
      metrics.energyJ,
      metrics.throughputRps,
      metrics.devices,
      slos?.filter((result) => result.met).length,
      ...ids.map((operator) => (byId.has(operator) ? operatorText(byId.get(operator)) : undefined)),
    ];
  });
  return `${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
