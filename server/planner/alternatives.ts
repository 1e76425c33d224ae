import type { DimensionSet } from "./dimensions";
import { mergeTables } from "./merge";
import type { MergeLimits, Source, Table } from "./table";

/** Loss of a stage that is never right (dimensions.ts). */
const MOST_LOSS = 1e9;

/**
 * The plans of two spans of which a request takes one or the other, by `shares`: the mean over both of times, and of qualities. Each column is first made one that adds up
 * (share · time; share · (1 − quality)), which changes no order, and made what it was afterwards.
 */
export function joinAlternatives(sources: readonly Source[], shares: readonly [number, number], set: DimensionSet, limits: MergeLimits): Table {
  const slack = limits.slack && {
    times: limits.slack.times.map((value, d) => (set.means[d] === "product" ? 0 : value)),
    plus: limits.slack.plus.map((value, d) => (set.means[d] === "product" ? 0 : value)),
  };
  const bounds = limits.bounds.map((value, d) => (set.means[d] === "product" ? -Math.expm1(-value) * (1 + 1e-12) : value));
  const rules = set.parallel.map((rule, d) => (set.means[d] ? "add" : rule));
  const joined = mergeTables(
    sources.map(({ left, right }) => ({ left: weighed(left, shares[0], set), right: weighed(right, shares[1], set) })),
    rules,
    { ...limits, bounds, slack },
  );
  return {
    ...joined,
    columns: joined.columns.map((column, d) => (set.means[d] === "product" ? column.map((value) => Math.min(MOST_LOSS, -Math.log1p(-value))) : column)),
  };
}

function weighed(table: Table, share: number, set: DimensionSet): Table {
  return {
    ...table,
    columns: table.columns.map((column, d) => {
      const mean = set.means[d];
      return mean === "time" ? column.map((value) => share * value) : mean === "product" ? column.map((value) => -share * Math.expm1(-value)) : column;
    }),
  };
}
