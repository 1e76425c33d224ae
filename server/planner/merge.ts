import { sweepPairs } from "./sweep";
import type { MergeLimits, Rule, Source, Table } from "./table";
import { formOf, mergeWide } from "./wide-merge";

/**
 * All pairs of rows of each source, combined column by column, without the dominated ones: a Minkowski sum (or maximum) and dominance filter.
 * Exact. Rows come out in lexicographic order. A pure function of its arguments; the result is never changed.
 */
export function mergeTables(sources: Source[], rules: readonly Rule[], limits: MergeLimits): Table {
  const used = sources.filter((source) => source.left.rows > 0 && source.right.rows > 0);
  if (used.length === 1 && changesNothing(used[0]!, rules, limits)) return used[0]!.left;
  if (rules.length <= 3) return sweepPairs(used, rules, limits);
  return mergeWide(
    used,
    rules.map((rule, d) => formOf(rule, d, d)),
    limits,
  );
}

/** Whether the left table is what comes out: nothing is added to it, no row beats another, and all are within the bounds. */
function changesNothing({ left, right }: Source, rules: readonly Rule[], { bounds, slack }: MergeLimits): boolean {
  if (!left.minimal || slack || right.rows > 1 || right.devices[0] !== 0 || right.origin.kind !== "none") return false;
  return rules.every(
    (rule, d) => rule === "add" && right.columns[d]![0] === 0 && (bounds[d] === Number.POSITIVE_INFINITY || within(left.columns[d]!, bounds[d]!)),
  );
}

function within(column: Float64Array, bound: number): boolean {
  for (let row = 0; row < column.length; row += 1) if (column[row]! > bound) return false;
  return true;
}
