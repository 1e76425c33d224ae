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
  const copies = copiesOf(used, rules, limits);
  if (copies.some((first, d) => first !== d)) return mergeDistinct(used, rules, limits, copies);
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

/** For each column the first one that is the same in all tables and is treated alike: what beats a row in one does so in the other. */
function copiesOf(sources: readonly Source[], rules: readonly Rule[], { bounds, slack }: MergeLimits): number[] {
  const same = (a: Float64Array, b: Float64Array): boolean => a === b || a.every((value, row) => value === b[row]);
  return rules.map((rule, d) => {
    const first = rules.findIndex(
      (other, e) =>
        other === rule &&
        bounds[e] === bounds[d] &&
        slack?.times[e] === slack?.times[d] &&
        slack?.plus[e] === slack?.plus[d] &&
        sources.every(({ left, right }) => same(left.columns[e]!, left.columns[d]!) && same(right.columns[e]!, right.columns[d]!)),
    );
    return first;
  });
}

/** Merges without the columns that are copies of others, and puts them back. */
function mergeDistinct(sources: readonly Source[], rules: readonly Rule[], { slack, bounds, ...limits }: MergeLimits, copies: readonly number[]): Table {
  const own = copies.flatMap((first, d) => (first === d ? [d] : []));
  const only = (table: Table): Table => ({ ...table, columns: own.map((d) => table.columns[d]!) });
  const pick = (values: Float64Array): Float64Array => Float64Array.from(own, (d) => values[d]!);
  const merged = mergeTables(
    sources.map(({ left, right }) => ({ left: only(left), right: only(right) })),
    own.map((d) => rules[d]!),
    { ...limits, bounds: pick(bounds), slack: slack && { times: pick(slack.times), plus: pick(slack.plus) } },
  );
  return { ...merged, columns: copies.map((first) => merged.columns[own.indexOf(first)]!) };
}
