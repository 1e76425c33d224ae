import { STATISTICS } from "../common";
import type { DocumentPath } from "../problem";
import type { Report } from "./context";

const PERCENTILES = STATISTICS.filter((name) => name !== "mean");

/**
 * Every figure of a document: percentiles ascend, intervals are the right way round and contain what they are about (`value`, else
 * the mean, else the lowest statistic given).
 */
export function checkFigures(root: object, rootPath: DocumentPath, report: Report): void {
  const stack: { value: object; path: DocumentPath }[] = [{ value: root, path: rootPath }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, path } = entry;
    if (Array.isArray(value)) {
      value.forEach((child: unknown, index) => {
        if (child !== null && typeof child === "object") stack.push({ value: child, path: [...path, index] });
      });
      continue;
    }
    const record = value as Record<string, unknown>;
    checkPercentiles(record, path, report);
    checkInterval(record, path, report);
    for (const [key, child] of Object.entries(record)) if (child !== null && typeof child === "object") stack.push({ value: child, path: [...path, key] });
  }
}

function checkPercentiles(record: Record<string, unknown>, path: DocumentPath, report: Report): void {
  let lower: { name: string; value: number } | undefined;
  for (const name of PERCENTILES) {
    const value = record[name];
    if (typeof value !== "number") continue;
    if (lower && value < lower.value)
      report("non-monotone-statistics", [...path, name], `${name} (${value}) is lower than ${lower.name} (${lower.value})`, {
        hint: "a higher percentile is never lower",
      });
    lower = { name, value };
  }
}

function checkInterval(record: Record<string, unknown>, path: DocumentPath, report: Report): void {
  const { ci95 } = record;
  if (!Array.isArray(ci95)) return;
  const [low, high] = ci95 as unknown[];
  if (typeof low !== "number" || typeof high !== "number") return;
  const at = [...path, "ci95"];
  if (low > high) {
    report("interval-order", at, `the interval [${low}, ${high}] is the wrong way round`, {
      fix: { label: "Swap the ends", edits: [{ path: at, value: [high, low] }] },
    });
    return;
  }
  const about = ["value", ...STATISTICS].find((name) => typeof record[name] === "number");
  if (about === undefined) return;
  const value = record[about] as number;
  if (value < low || value > high)
    report("interval-misses-value", at, `the interval [${low}, ${high}] does not contain ${about} (${value})`, { severity: "warning" });
}
