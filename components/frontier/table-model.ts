import { OBJECTIVES, type Objective } from "../../core/documents/vocabulary";
import { type UnitScale, unitScale } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { extentOf } from "./axis";
import type { PlanColumns } from "./plan-values";

export type SortKey = Objective | "id" | "devices" | `operator:${string}`;
export interface Sort {
  key: SortKey;
  descending: boolean;
}

export interface MetricColumn {
  objective: Objective;
  title: string;
  scale: UnitScale;
}

/** The unit in which a page shows an objective: one for axes, tables and panels, from its largest value over all plans. */
export function scaleOf(columns: PlanColumns, objective: Objective): UnitScale {
  return unitScale(objective, extentOf(columns.values[objective])?.[1] ?? 0);
}

/** Columns of numbers: the objectives first, in the order of the frontier, then what else is known. */
export function metricColumns(columns: PlanColumns): MetricColumn[] {
  const order = [...columns.objectives, ...OBJECTIVES.filter((objective) => !columns.objectives.includes(objective))];
  return order
    .filter((objective) => columns.available.includes(objective))
    .map((objective) => ({
      objective,
      title: objective === "latency" ? `Latency ${columns.statistic}` : metricInfo(objective).title,
      scale: scaleOf(columns, objective),
    }));
}

/** Operator ids over all plans, in order of first appearance (alternatives bring different ones). */
export function operatorColumns(columns: PlanColumns, most = 24): string[] {
  const ids = new Set<string>();
  const step = Math.max(1, Math.floor(columns.count / 2000));
  for (let i = 0; i < columns.count && ids.size < most; i += step) for (const operator of columns.plans[i]?.operators ?? []) ids.add(operator.id);
  return [...ids];
}

/** Plan ids sort by the number in them: p-2 before p-10. */
function compareIds(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Rows in order: indices into the columns, only those the mask lets through. */
export function sortedRows(columns: PlanColumns, sort: Sort, mask: Uint8Array | null): Int32Array {
  const rows = Int32Array.from({ length: columns.count }, (_, index) => index).filter((index) => mask === null || mask[index] === 1);
  const sign = sort.descending ? -1 : 1;
  const key = sort.key;
  if (key === "id") return rows.sort((a, b) => sign * compareIds(columns.plans[a]?.id ?? "", columns.plans[b]?.id ?? ""));
  if (key.startsWith("operator:")) {
    const operator = key.slice("operator:".length);
    const texts = new Map<number, string>();
    for (const row of rows) texts.set(row, columns.choiceText(row, operator));
    return rows.sort((a, b) => sign * compareIds(texts.get(a) ?? "", texts.get(b) ?? "") || a - b);
  }
  const values = key === "devices" ? columns.devices : columns.values[key as Objective];
  return rows.sort((a, b) => {
    const [left, right] = [values[a] as number, values[b] as number];
    // what is not known comes last, whichever way the column is sorted
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
    return left === right ? a - b : left < right ? -sign : sign;
  });
}
