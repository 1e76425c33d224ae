import type { Problem } from "../../core/metrics/problem";
import { type DimensionSet, edgeValues, optionValues } from "./dimensions";
import { edgeLabels, inputInterface } from "./edges";
import { mergeTables } from "./merge";
import type { OperatorOptions } from "./options";
import { type MergeLimits, type Rule, type Source, singleRow, type Table } from "./table";

/** What lies between two operators: for each pair of their interfaces the partial plans in between; null where they cannot be joined. */
interface Span {
  from: number;
  to: number;
  tables: (Table | null)[][];
}

const SOURCE = -1;
const SINK = -2;

export interface ReduceContext {
  problem: Problem;
  set: DimensionSet;
  limits: Omit<MergeLimits, "bounds">;
  /** Options of each operator by interface, already without dominated ones. */
  nodes: (Table | null)[][];
  operators: readonly OperatorOptions[];
}

/** Tables of an operator's options by interface, for the options that `allowed` lets through; dominated ones are left out. */
export function optionTables(
  problem: Problem,
  operator: number,
  options: OperatorOptions,
  set: DimensionSet,
  allowed: (configuration: number) => boolean,
  limits: Omit<MergeLimits, "bounds">,
): (Table | null)[] {
  const members = options.interfaces.map(() => [] as number[]);
  options.options.forEach((option, index) => {
    if (!option.free && allowed(option.configuration)) members[option.interface]!.push(index);
  });
  const unit = singleRow(set.dimensions.map(() => 0));
  return members.map((indices) => {
    if (indices.length === 0) return null;
    const columns = set.dimensions.map(() => new Float64Array(indices.length));
    const devices = new Float64Array(indices.length);
    indices.forEach((index, row) => {
      const option = options.options[index]!;
      optionValues(problem, operator, option, set).forEach((value, d) => {
        columns[d]![row] = value;
      });
      devices[row] = option.devices;
    });
    const raw: Table = { rows: indices.length, columns, devices, origin: { kind: "options", operator, options: Int32Array.from(indices) } };
    return indices.length === 1 ? raw : mergeTables([{ left: raw, right: unit }], set.series, { ...limits, bounds: set.bounds });
  });
}

/**
 * Whole plans of a pipeline by series and parallel reduction: an operator with one span in and one out is put in series with them, and two
 * spans between the same ends are put side by side, until one span joins the source and the sink. The operators' interfaces (tiers
 * and output size) are the only thing the two sides of an operator have to agree on, so a dominated row of a span is dominated in every
 * plan that contains it. Returns null when the graph is not series-parallel.
 * Source: Valdes, Tarjan & Lawler, "The recognition of series parallel digraphs", SIAM J. Comput. 11 (1982).
 */
export function reduceSeriesParallel(context: ReduceContext, final: readonly number[]): Table | null {
  const { problem, set } = context;
  const interfacesOf = (node: number): number => (node < 0 ? 1 : context.operators[node]!.interfaces.length);
  let spans: Span[] = problem.edges.map((edge) => {
    const labels = edgeLabels(
      problem,
      edge,
      edge.from < 0 ? [inputInterface(problem, edge)] : context.operators[edge.from]!.interfaces,
      context.operators[edge.to]!.interfaces,
    );
    return {
      from: edge.from < 0 ? SOURCE : edge.from,
      to: edge.to,
      tables: labels.map((row) => row.map((label) => label && singleRow(edgeValues(label, set)))),
    };
  });
  const nothing = singleRow(set.dimensions.map(() => 0));
  problem.operators.forEach((_, o) => {
    if (!spans.some((span) => span.to === o)) spans.push({ from: SOURCE, to: o, tables: [new Array<Table | null>(interfacesOf(o)).fill(nothing)] });
    if (!spans.some((span) => span.from === o)) spans.push({ from: o, to: SINK, tables: Array.from({ length: interfacesOf(o) }, () => [nothing]) });
  });
  let projectedAlready = false;
  const alive = new Set(problem.operators.map((_, o) => o));
  for (;;) {
    spans = mergeParallel(context, spans);
    const next = [...alive].find((o) => spans.filter((span) => span.to === o).length === 1 && spans.filter((span) => span.from === o).length === 1);
    if (next === undefined) break;
    const left = spans.find((span) => span.to === next)!;
    const right = spans.find((span) => span.from === next)!;
    alive.delete(next);
    const last = alive.size === 0 && spans.length === 2;
    projectedAlready = last;
    const joined = inSeries(context, left, next, right, last ? final : null);
    spans = [...spans.filter((span) => span !== left && span !== right), joined];
  }
  if (alive.size > 0) return null;
  const result = spans.length === 1 ? spans[0]!.tables[0]![0]! : null;
  if (result === null) return emptyTable(final.length);
  if (projectedAlready || final.length === set.dimensions.length) return result;
  return finish(context, [{ left: result, right: nothing }], final);
}

export function emptyTable(dimensions: number): Table {
  return { rows: 0, columns: Array.from({ length: dimensions }, () => new Float64Array(0)), devices: new Float64Array(0), origin: { kind: "none" } };
}

/** Keeps only some columns (the rows stay, even if one now dominates another). */
export function projected(table: Table, keep: readonly number[]): Table {
  return { ...table, columns: keep.map((d) => table.columns[d]!) };
}

function mergeParallel(context: ReduceContext, spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const twin = merged.findIndex((other) => other.from === span.from && other.to === span.to);
    if (twin < 0) {
      merged.push(span);
      continue;
    }
    const other = merged[twin]!;
    merged[twin] = {
      from: span.from,
      to: span.to,
      tables: span.tables.map((row, a) =>
        row.map((table, b) => {
          const left = other.tables[a]![b];
          return left && table ? combine(context, [{ left, right: table }], context.set.parallel) : null;
        }),
      ),
    };
  }
  return merged;
}

function inSeries(context: ReduceContext, left: Span, node: number, right: Span, final: readonly number[] | null): Span {
  const own = context.nodes[node]!;
  const { series } = context.set;
  const receivers = right.tables[0]!.length;
  const tables = left.tables.map((row) => {
    const reached = row.map((table, x) => {
      const options = own[x];
      return table && options ? combine(context, [{ left: table, right: options }], series) : null;
    });
    return Array.from({ length: receivers }, (_, v): Table | null => {
      const sources: Source[] = [];
      reached.forEach((table, x) => {
        const rest = right.tables[x]![v];
        if (table && rest) sources.push({ left: table, right: rest });
      });
      if (sources.length === 0) return null;
      if (final === null) return combine(context, sources, series);
      return finish(context, sources, final);
    });
  });
  return { from: left.from, to: right.to, tables };
}

/** The last step: limits are checked in full, then only the goals' columns are compared. */
function finish(context: ReduceContext, sources: Source[], final: readonly number[]): Table {
  const { set, limits } = context;
  const whole = set.dimensions.every((_, d) => final.includes(d));
  if (whole) return mergeTables(sources, set.series, { ...limits, bounds: set.bounds });
  const within = sources.map((source) => ({ left: joinUnfiltered(context, source), right: singleRow(final.map(() => 0)) }));
  return mergeTables(
    within.map(({ left, right }) => ({ left: projected(left, final), right })),
    final.map((d) => set.series[d]!),
    { ...limits, bounds: Float64Array.from(final, (d) => set.bounds[d]!) },
  );
}

/** More pairs than this are never kept unfiltered. */
const UNFILTERED = 1 << 14;

function combine(context: ReduceContext, sources: Source[], rules: readonly Rule[]): Table {
  if (sources.length === 1) {
    const [source] = sources as [Source];
    if (source.right.rows === 1 || source.left.rows === 1) return joinUnfiltered(context, source, rules);
    // In many columns (pools) little is dominated, and filtering costs more than it saves.
    if (rules.length > 4 && source.left.rows * source.right.rows <= UNFILTERED) return joinUnfiltered(context, source, rules);
  }
  return mergeTables(sources, rules, { ...context.limits, bounds: context.set.bounds });
}

function joinUnfiltered(context: ReduceContext, source: Source, rules: readonly Rule[] = context.set.series): Table {
  const { left, right } = source;
  const { bounds } = context.set;
  const dimensions = rules.length;
  const pairs = left.rows * right.rows;
  if (right.origin.kind === "none" && right.rows === 1 && right.columns.every((column, d) => column[0] === 0 && rules[d] === "add")) return left;
  const columns = Array.from({ length: dimensions }, () => new Float64Array(pairs));
  const devices = new Float64Array(pairs);
  const lefts = new Int32Array(pairs);
  const rights = new Int32Array(pairs);
  let rows = 0;
  for (let j = 0; j < right.rows; j += 1) {
    for (let i = 0; i < left.rows; i += 1) {
      let inside = true;
      for (let d = 0; d < dimensions; d += 1) {
        const a = left.columns[d]![i]!;
        const b = right.columns[d]![j]!;
        const value = rules[d] === "add" ? a + b : Math.max(a, b);
        if (value > bounds[d]!) {
          inside = false;
          break;
        }
        columns[d]![rows] = value;
      }
      if (!inside) continue;
      devices[rows] = left.devices[i]! + right.devices[j]!;
      lefts[rows] = i;
      rights[rows] = j;
      rows += 1;
    }
  }
  context.limits.checkpoint(pairs);
  return {
    rows,
    columns: columns.map((column) => column.subarray(0, rows)),
    devices: devices.subarray(0, rows),
    origin: { kind: "pairs", sources: [source], source: null, left: lefts.subarray(0, rows), right: rights.subarray(0, rows) },
  };
}
