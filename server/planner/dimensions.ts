import type { Statistic } from "../../core/documents/common";
import type { Problem } from "../../core/metrics/problem";
import { PROBABILITY, STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { EdgeLabel } from "./edges";
import { isWhole, type Query } from "./goals";
import type { OperatorOption } from "./options";
import { reductionOf } from "./reduction-steps";
import type { Rule } from "./table";

/** A column of a table of partial plans; always minimised. */
export type Dimension =
  | { kind: "usd" }
  | { kind: "energy" }
  /** In one scenario, or whatever the scenario. */
  | { kind: "time"; statistic: Statistic; scenario: number | null }
  | { kind: "loss"; scenario: number | null }
  | { kind: "throughput" }
  | { kind: "pool"; pool: number }
  | { kind: "link"; pair: number };

/** A value of whole plans that is formed of one column per scenario. */
export interface Fold {
  columns: readonly number[];
  /** What latency is over scenarios; null: the loss of the mean quality. */
  statistic: Statistic | null;
  bound: number;
}

export interface DimensionSet {
  dimensions: Dimension[];
  series: Rule[];
  parallel: Rule[];
  /** What a column is the mean of over scenarios: those of alternatives of a router are neither added nor compared; null = it is no mean. */
  means: ("time" | "product" | null)[];
  bounds: Float64Array;
  /** Positions of those the goals are about; the others only carry limits. */
  goals: number[];
  folds: Fold[];
}

/** With more scenarios there are too many columns, one for each. */
const MOST_SCENARIOS = 5;

/** Whether the longest path over all operators is the latency at a percentile: no scenario is rare enough to fall above it. */
export function longestPathDecides(problem: Problem, statistic: Statistic): boolean {
  if (problem.scenarios.length === 1) return true;
  if (statistic === "mean") return false;
  return problem.scenarios.every((scenario) => scenario.probability > 1 - PROBABILITY[statistic] + 1e-9);
}

/**
 * The columns that a query needs, with the bounds its hard targets set; null when some goal or target does not compose from parts (then
 * branch and bound answers). Quality of a `table` is fixed outside the tables, one combination of rows at a time.
 */
export function dimensionsOf(problem: Problem, query: Query, pools: readonly number[], links: readonly number[]): DimensionSet | null {
  const dimensions: Dimension[] = [];
  const bounds: number[] = [];
  const goals: number[] = [];
  const { quality } = problem;
  const isRouted = problem.scenarios.length > 1;
  const means = isRouted ? reductionOf(problem).means : { time: false, product: false };
  const add = (dimension: Dimension): number => {
    const key = JSON.stringify(dimension);
    let index = dimensions.findIndex((known) => JSON.stringify(known) === key);
    if (index < 0) {
      index = dimensions.length;
      dimensions.push(dimension);
      bounds.push(Number.POSITIVE_INFINITY);
    }
    return index;
  };
  const whole = (dimension: Dimension): Dimension[] => [dimension];
  /** One column per scenario; only where what a scenario does not take can be left out of it as nothing (chances.ts). */
  const perScenario = (of: (scenario: number) => Dimension): Dimension[] | null =>
    means.product && problem.scenarios.length <= MOST_SCENARIOS ? problem.scenarios.map((_, scenario) => of(scenario)) : null;
  const dimensionsFor = (metric: string, statistic: Statistic): Dimension[] | null => {
    switch (metric) {
      case "costPerThousand":
      case "costPerHour":
        return whole({ kind: "usd" });
      case "energy":
        return whole({ kind: "energy" });
      case "throughput":
        return problem.links.some((row) => row.some((link) => link !== null && link.mbps !== Number.POSITIVE_INFINITY)) ? null : whole({ kind: "throughput" });
      case "latency":
        if (longestPathDecides(problem, statistic) || (statistic === "mean" && means.time)) return whole({ kind: "time", statistic, scenario: null });
        return perScenario((scenario) => ({ kind: "time", statistic, scenario }));
      case "quality":
        if (problem.qualityUnknown || quality.model === "table") return [];
        if (quality.model === "chain" || problem.levels) return null;
        if (!isRouted || (quality.model === "product" && means.product)) return whole({ kind: "loss", scenario: null });
        return perScenario((scenario) => ({ kind: "loss", scenario }));
      default:
        return null;
    }
  };
  const folds: Fold[] = [];
  /** Adds the columns of a metric with the bound of a target on it (Infinity: none); null when it does not compose. */
  const take = (metric: string, statistic: Statistic, bound: number): number[] | null => {
    const own = dimensionsFor(metric, statistic);
    if (own === null) return null;
    const columns = own.map(add);
    if (columns.length <= 1) {
      for (const column of columns) bounds[column] = Math.min(bounds[column]!, bound);
      return columns;
    }
    const known = folds.find((fold) => fold.columns[0] === columns[0]);
    if (known) known.bound = Math.min(known.bound, bound);
    else folds.push({ columns, statistic: metric === "latency" ? statistic : null, bound });
    // A column with a limit has no slack (cover.ts), also when the limit is on what is formed of it.
    if (bound < Number.POSITIVE_INFINITY) for (const column of columns) bounds[column] = Number.MAX_VALUE;
    return columns;
  };
  for (const goal of query.goals) {
    if (!isWhole(goal)) return null;
    const columns = take(goal.metric, goal.statistic, Number.POSITIVE_INFINITY);
    if (columns === null) return null;
    for (const column of columns) if (!goals.includes(column)) goals.push(column);
  }
  for (const slo of query.hard)
    if (isWhole({ slo }) && take(slo.slo.metric, slo.statistic, boundOf(problem, slo.slo.metric, slo.slo.value) + 0) === null) return null;
  // With nothing but the fixed quality of a table to compare, cost keeps the tables small.
  if (goals.length === 0) goals.push(add({ kind: "usd" }));
  for (const pool of pools) bounds[add({ kind: "pool", pool })] = problem.pools[pool]!.count;
  for (const pair of links) {
    const tiers = problem.tiers.length;
    const link = problem.links[Math.floor(pair / tiers)]![pair % tiers]!;
    bounds[add({ kind: "link", pair })] = ((link.mbps * 1e6) / (8 * problem.rateRps!)) * (1 + 1e-12);
  }
  if (problem.levels && (problem.qualityUnknown || quality.model === "table")) return null;
  return {
    dimensions,
    series: dimensions.map((dimension) => (dimension.kind === "throughput" || (dimension.kind === "loss" && quality.model === "minimum") ? "max" : "add")),
    parallel: dimensions.map((dimension) =>
      dimension.kind === "throughput" || dimension.kind === "time" || (dimension.kind === "loss" && quality.model === "minimum") ? "max" : "add",
    ),
    means: dimensions.map((dimension) => {
      if (!isRouted) return null;
      if (dimension.kind === "loss") return dimension.scenario === null ? "product" : null;
      return dimension.kind === "time" && dimension.scenario === null && dimension.statistic === "mean" ? "time" : null;
    }),
    bounds: Float64Array.from(bounds),
    goals,
    folds,
  };
}

/** Whether the loss column is 1 − quality (a minimum of stages) instead of a sum of logarithms. */
export function lossIsShortfall(set: DimensionSet): boolean {
  const index = set.dimensions.findIndex((dimension) => dimension.kind === "loss");
  return index >= 0 && set.series[index] === "max";
}

/** A hard target as the largest allowed value of its column, with slack for rounding; the evaluator has the last word. */
function boundOf(problem: Problem, metric: string, value: number): number {
  switch (metric) {
    case "costPerThousand":
      return (value / 1000) * (1 + 1e-9);
    case "costPerHour":
      return (value / (3600 * problem.rateRps!)) * (1 + 1e-9);
    case "quality":
      return lossOf(problem, value) * (1 + 1e-9) + 1e-9;
    case "throughput":
      return value > 0 ? (1 / value) * (1 + 1e-9) : Number.POSITIVE_INFINITY;
    default:
      return value * (1 + 1e-9);
  }
}

/** Quality as something to be minimised that composes: −ln q for a product, 1 − q for a minimum. */
export function lossOf(problem: Problem, value: number): number {
  if (problem.quality.model === "minimum") return 1 - value;
  return value <= 0 ? 1e9 : -Math.log(value);
}

/** Whether an operator or an edge counts in a column: it is of all scenarios, or of one that takes it. */
function counts(scenario: number | null, taken: (scenario: number) => boolean): boolean {
  return scenario === null || taken(scenario);
}

/** The columns of some options of an operator, one value to an option. */
export function optionColumns(problem: Problem, operator: number, options: readonly OperatorOption[], set: DimensionSet): Float64Array[] {
  const { quality, scenarios } = problem;
  const column = (figureOf: (option: OperatorOption) => number): Float64Array => {
    const values = new Float64Array(options.length);
    for (let i = 0; i < options.length; i += 1) values[i] = figureOf(options[i]!);
    return values;
  };
  const isTaken = (scenario: number | null): boolean => counts(scenario, (s) => scenarios[s]!.active[operator]!);
  return set.dimensions.map((dimension) => {
    switch (dimension.kind) {
      case "usd":
        return column((option) => option.usd);
      case "energy":
        return column((option) => option.energyJ);
      case "time": {
        const q = STATISTIC_INDEX[dimension.statistic];
        return column(isTaken(dimension.scenario) ? (option) => option.timeMs?.[q] ?? 0 : () => 0);
      }
      case "loss":
        if (!isTaken(dimension.scenario) || !quality.counted[operator]) return column(() => 0);
        return column((option) => lossOf(problem, quality.stages[operator]![option.configuration]?.value ?? 0));
      case "throughput":
        return column((option) => (option.throughputRps > 0 ? 1 / option.throughputRps : Number.MAX_VALUE));
      case "pool":
        return column(({ pools }) => {
          let used = 0;
          for (let i = 0; i < pools.length; i += 2) if (pools[i] === dimension.pool) used += pools[i + 1]!;
          return used;
        });
      default:
        return column(() => 0);
    }
  });
}

/** An edge's columns; `taken`: whether a scenario takes it. */
export function edgeValues(label: EdgeLabel, set: DimensionSet, taken: (scenario: number) => boolean = () => true): number[] {
  return set.dimensions.map((dimension) => {
    switch (dimension.kind) {
      case "usd":
        return label.usd;
      case "time":
        return counts(dimension.scenario, taken) ? label.ms : 0;
      case "link": {
        let load = 0;
        for (let i = 0; i < label.load.length; i += 2) if (label.load[i] === dimension.pair) load += label.load[i + 1]!;
        return load;
      }
      default:
        return 0;
    }
  });
}
