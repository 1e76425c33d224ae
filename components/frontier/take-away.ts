import { STATISTICS } from "../../core/documents/vocabulary";
import { type Limit, meetsTargets } from "./limits";
import { operatorWords } from "./operator-words";
import type { PlanColumns } from "./plan-values";
import { operatorColumns } from "./table-model";

/**
 * One cell of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises; numbers stay numbers.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The plans as CSV: every metric in its own unit and in full, and what was chosen per operator. `rows` are positions, in order. */
export function plansCsv(columns: PlanColumns, rows: Iterable<number>, limits: readonly Limit[]): string {
  const operators = operatorColumns(columns, 200);
  const header = [
    "plan",
    ...(limits.length > 0 ? ["meetsTargets"] : []),
    "costPerThousandUsd",
    "costPerHourUsd",
    ...STATISTICS.map((name) => `latencyMs.${name}`),
    "quality",
    "qualityLow",
    "qualityHigh",
    "qualityBasis",
    "energyJ",
    "throughputRps",
    "devices",
    ...operators,
  ];
  const lines = [header.map(csvCell).join(",")];
  for (const row of rows) {
    const plan = columns.plans[row];
    if (!plan) continue;
    const { metrics } = plan;
    lines.push(
      [
        plan.id,
        ...(limits.length > 0 ? [meetsTargets(plan, limits) ? "yes" : "no"] : []),
        metrics.costPerThousandUsd,
        metrics.costPerHourUsd,
        ...STATISTICS.map((name) => metrics.latencyMs?.[name] ?? null),
        metrics.quality?.value,
        metrics.quality?.low,
        metrics.quality?.high,
        metrics.quality?.basis,
        metrics.energyJ,
        metrics.throughputRps,
        metrics.devices,
        ...operators.map((id) => {
          const operator = plan.operators.find((candidate) => candidate.id === id);
          return operator ? operatorWords(operator) : null;
        }),
      ]
        .map(csvCell)
        .join(","),
    );
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** Hands a file to the browser. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
