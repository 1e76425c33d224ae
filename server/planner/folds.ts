import type { Problem } from "../../core/metrics/problem";
import { percentileOverScenarios } from "../../core/metrics/scenarios";
import { PROBABILITY } from "../../core/metrics/statistics";
import type { DimensionSet, Fold } from "./dimensions";
import { mergeTables } from "./merge";
import { type MergeLimits, singleRow, type Table } from "./table";

/** Columns that whole plans have: those of the goals, and those that a value with a limit is formed of. */
export function wholeColumns({ goals, folds }: DimensionSet): number[] {
  return [...new Set([...goals, ...folds.flatMap(({ columns }) => columns)])];
}

/** How many columns are left when those of single scenarios are folded. */
export function foldedWidth(set: DimensionSet): number {
  return plainGoals(set).length + set.folds.length;
}

/**
 * Whole plans with their columns of single scenarios folded into one per value: a percentile, or a mean. Both are monotone in each scenario's, so a plan that is beaten in
 * all columns is beaten in the folded ones: the minima of the minima are those of all plans.
 */
export function folded(table: Table, problem: Problem, set: DimensionSet, limits: Omit<MergeLimits, "bounds">): Table {
  if (set.folds.length === 0) return table;
  const places = wholeColumns(set);
  const columnOf = (dimension: number): Float64Array => table.columns[places.indexOf(dimension)]!;
  const plain = plainGoals(set);
  const columns = [...plain.map(columnOf), ...set.folds.map((fold) => foldedColumn(problem, fold, fold.columns.map(columnOf), table.rows))];
  return mergeTables(
    [{ left: { ...table, minimal: false, columns }, right: singleRow(columns.map(() => 0)) }],
    columns.map(() => "add" as const),
    { ...limits, bounds: Float64Array.from([...plain.map(() => Number.POSITIVE_INFINITY), ...set.folds.map(({ bound }) => bound)]) },
  );
}

function plainGoals({ goals, folds }: DimensionSet): number[] {
  return goals.filter((goal) => !folds.some(({ columns }) => columns.includes(goal)));
}

/** Latency over scenarios; else the mean of what each scenario's weakest stage lacks. */
function foldedColumn(problem: Problem, { statistic }: Fold, columns: readonly Float64Array[], rows: number): Float64Array {
  const probabilities = problem.scenarios.map(({ probability }) => probability);
  const total = probabilities.reduce((sum, probability) => sum + probability, 0);
  return Float64Array.from({ length: rows }, (_, row) => {
    const values = columns.map((column) => column[row]!);
    if (statistic !== null && statistic !== "mean") return percentileOverScenarios(values, probabilities, PROBABILITY[statistic]);
    return values.reduce((sum, value, s) => sum + value * probabilities[s]!, 0) / total;
  });
}
