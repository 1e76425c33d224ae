import type { PlanBody } from "../../core/documents/plan";
import { frontierCsv } from "../../core/frontier/frontier-csv";
import { type Limit, meetsTargets } from "./limits";
import type { PlanColumns } from "./plan-values";
import { operatorColumns } from "./table-model";

/** The listed plans as the command writes them; `rows` are positions, in order. */
export function plansCsv(columns: PlanColumns, rows: Iterable<number>, limits: readonly Limit[]): string {
  return frontierCsv(plansAt(columns, rows), operatorColumns(columns, 200), limits.length > 0 ? (plan) => meetsTargets(plan, limits) : undefined);
}

function* plansAt(columns: PlanColumns, rows: Iterable<number>): Generator<PlanBody> {
  for (const row of rows) {
    const plan = columns.plans[row];
    if (plan) yield plan;
  }
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
