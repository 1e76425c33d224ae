import type { Problem } from "../../core/metrics/problem";
import { joinAlternatives } from "./alternatives";
import { CoverBudget, slackOf } from "./cover";
import { type DimensionSet, edgeValues, optionColumns } from "./dimensions";
import { edgeLabels, inputInterface } from "./edges";
import { mergeTables } from "./merge";
import type { OperatorOptions } from "./options";
import { type Reduction, type ReductionStep, reductionOf } from "./reduction-steps";
import { regionTables } from "./region-tables";
import { type MergeLimits, type Rule, type Source, singleRow, type Table } from "./table";
import type { TableMemo } from "./table-memo";
import { optionTexts } from "./tie-break";

/** Joining a row to so many more takes as long as keeping it once more. */
const FEW_OPTIONS = 24;
/** More pairs than this are never kept unfiltered. */
const UNFILTERED = 1 << 14;

/** For each pair of interfaces of the operators at its ends the partial plans in between; null where they cannot be joined. */
interface Span {
  tables: (Table | null)[][];
  /** The least that what it is made of adds to each column. */
  least: Float64Array;
}

export interface ReduceContext {
  problem: Problem;
  set: DimensionSet;
  limits: Omit<MergeLimits, "bounds">;
  memo: TableMemo;
  /** Options of each operator by interface, already without dominated ones. */
  nodes: (Table | null)[][];
  operators: readonly OperatorOptions[];
  /** For a (1+ε) cover; absent = exact. */
  epsilon?: number;
}

/** What one step of a reduction may do: columns cannot exceed the bounds, and rows may stand for each other within the slack. */
type StepLimits = Pick<MergeLimits, "bounds" | "slack">;

/** Tables of an operator's options by interface, for the options that `allowed` lets through; dominated ones are left out. */
export function optionTables(
  problem: Problem,
  operator: number,
  options: OperatorOptions,
  set: DimensionSet,
  allowed: (configuration: number) => boolean,
  limits: Omit<MergeLimits, "bounds">,
  memo: TableMemo,
): (Table | null)[] {
  const offered = options.interfaces.map(() => [] as number[]);
  options.options.forEach((option, index) => {
    if (!option.free && allowed(option.configuration)) offered[option.interface]!.push(index);
  });
  const unit = memo.name(singleRow(set.dimensions.map(() => 0)), "unit");
  return offered.map((indices) => {
    if (indices.length === 0) return null;
    const own = Int32Array.from(indices);
    const members = indices.map((index) => options.options[index]!);
    const columns = optionColumns(problem, operator, members, set);
    const devices = Float64Array.from(members, (option) => option.devices);
    const raw: Table = { rows: own.length, columns, devices, origin: { kind: "options", operator, options: own } };
    const texts = optionTexts(problem, options);
    const names = JSON.stringify([operator, problem.operators[operator]!.id, indices.map((index) => texts[index])]);
    memo.name(raw, names, own, devices, ...columns);
    if (own.length === 1) return raw;
    const sources = [{ left: raw, right: unit }];
    const how = `options ${set.series} ${set.bounds}`;
    return memo.table(sources, how, limits.effort, limits.checkpoint, () => mergeTables(sources, set.series, { ...limits, bounds: set.bounds }));
  });
}

/**
 * Whole plans of a pipeline, put together step by step (reduction-steps.ts). The operators' interfaces (tiers and output size) are the only thing the two
 * sides of an operator have to agree on, so a dominated row of a span is dominated in every plan that contains it. With an ε, a (1+ε) cover (cover.ts says why). Null when
 * operators of a region have too many interfaces.
 */
export function reduced(context: ReduceContext, final: readonly number[]): Table | null {
  return new Reducer(context, reductionOf(context.problem), final).run();
}

class Reducer {
  private readonly spans: Span[];
  private readonly budget: CoverBudget | null;
  /** Columns in which the parts of a plan add up. */
  private readonly additive: boolean[];
  private readonly leastOfNode: Float64Array[];
  private leastOfAll: Float64Array;

  constructor(
    private readonly context: ReduceContext,
    private readonly reduction: Reduction,
    private readonly final: readonly number[],
  ) {
    const { set } = context;
    this.additive = set.series.map((rule, d) => rule === "add" && ((set.parallel[d] === "add" && set.means[d] === null) || reduction.chain));
    this.budget = context.epsilon ? new CoverBudget(context.epsilon, reduction.joins) : null;
    this.spans = firstSpans(context, reduction);
    this.leastOfNode = context.nodes.map((tables) => leastOf(tables, set.dimensions.length));
    this.leastOfAll = new Float64Array(set.dimensions.length);
    for (const least of [...this.leastOfNode, ...this.spans.map((span) => span.least)]) this.leastOfAll = sum(this.leastOfAll, least);
  }

  run(): Table | null {
    const { steps } = this.reduction;
    const { set } = this.context;
    for (const [k, step] of steps.entries()) {
      const made =
        step.kind === "parallel" ? this.sideBySide(step) : step.kind === "series" ? this.inSeries(step, k === steps.length - 1) : this.acrossRegion(step);
      if (made === null) return null;
      this.spans[step.result] = made;
    }
    const result = this.spans[this.spans.length - 1]!.tables[0]![0]!;
    if (result === null) return emptyTable(this.final.length);
    if (steps[steps.length - 1]?.kind === "series" || this.final.length === set.dimensions.length) return result;
    return this.finish([{ left: result, right: this.context.memo.name(singleRow(set.dimensions.map(() => 0)), "unit") }]);
  }

  private sideBySide({ first, second, shares }: ReductionStep & { kind: "parallel" }): Span {
    const a = this.spans[first]!;
    const b = this.spans[second]!;
    const least = sum(a.least, b.least);
    const sources = a.tables.map((row, u) => row.map((left, v): Source[] => (left && b.tables[u]![v] ? [{ left, right: b.tables[u]![v]! }] : [])));
    const limits = this.limits(least, sources.flat(), this.context.set.parallel);
    const join = (own: Source[]): Table => (shares ? this.alternatives(own, shares, limits) : this.combine(own, this.context.set.parallel, limits));
    return { least, tables: sources.map((row) => row.map((own) => (own.length === 0 ? null : join(own)))) };
  }

  /**
   * What comes before an operator, the operator, and what comes after it. Mostly the operator is put to the smaller of the two first, so that the larger is gone
   * through once. Many options are not put to mere edges: then all would be joined to the larger one once for each interface of the receiver.
   */
  private inSeries({ left, node, right }: ReductionStep & { kind: "series" }, last: boolean): Span {
    const before = this.spans[left]!;
    const after = this.spans[right]!;
    const own = this.context.nodes[node]!;
    const least = this.leastOfNode[node]!;
    const { series } = this.context.set;
    const joined = (span: Span, sources: Source[][][]): Span => {
      const whole = sum(span.least, least);
      const limits = this.limits(whole, sources.flat(), series);
      return { least: whole, tables: sources.map((row) => row.map((pair) => (pair.length === 0 ? null : this.combine(pair, series, limits)))) };
    };
    const isMany = rowsOf([own]) > FEW_OPTIONS;
    if (rowsOf(after.tables) < rowsOf(before.tables) && !(isMany && after.tables.every((row) => row.every((table) => (table?.rows ?? 0) <= 1)))) {
      const onwards = after.tables.map((row, x) => row.map((table): Source[] => (table && own[x] ? [{ left: own[x]!, right: table }] : [])));
      return this.through(before, joined(after, onwards), last);
    }
    const reached = before.tables.map((row) => row.map((table, x): Source[] => (table && own[x] ? [{ left: table, right: own[x]! }] : [])));
    return this.through(joined(before, reached), after, last);
  }

  /** Two spans one after the other, by whichever interface of the operator between them. */
  private through(before: Span, after: Span, last: boolean): Span {
    const { series } = this.context.set;
    const least = sum(before.least, after.least);
    const receivers = after.tables[0]!.length;
    const sources = before.tables.map((row) =>
      Array.from({ length: receivers }, (_, v) =>
        row.flatMap((table, x): Source[] => (table && after.tables[x]![v] ? [{ left: table, right: after.tables[x]![v]! }] : [])),
      ),
    );
    const limits = this.limits(least, sources.flat(), series);
    return {
      least,
      tables: sources.map((row) => row.map((own) => (own.length === 0 ? null : last ? this.finish(own) : this.combine(own, series, limits)))),
    };
  }

  private acrossRegion({ region }: ReductionStep & { kind: "region" }): Span | null {
    const { context, reduction } = this;
    return regionTables(
      {
        ...context,
        spans: reduction.spans,
        spanOf: (id) => this.spans[id]!,
        nodeOf: (o) => ({ tables: context.nodes[o]!, least: this.leastOfNode[o]! }),
        stepLimits: (least, sources) => this.limits(least, sources, context.set.series),
      },
      region,
    );
  }

  /**
   * Limits of a step whose results have at least `least` in them: what the rest of any plan adds at least is taken off the bounds, and counts for the slack. A
   * step gets slack when it joins sets of more than one row; joining with an edge changes nothing that was not weighed before.
   */
  private limits(least: Float64Array, alternatives: readonly Source[][], rules: readonly Rule[]): StepLimits {
    const { set } = this.context;
    const rest = least.map((value, d) => (this.additive[d] && rules[d] === "add" ? Math.max(0, (this.leastOfAll[d]! - value) * (1 - 1e-9)) : 0));
    const bounds = set.bounds.map((bound, d) => bound - rest[d]! * (1 - 1e-9));
    const joins = alternatives.some((sources) => sources.some(({ left, right }) => left.rows > 1 && right.rows > 1));
    if (!this.budget || !joins) return { bounds, slack: null };
    const pairs = Math.max(...alternatives.map((sources) => sources.reduce((total, { left, right }) => total + left.rows * right.rows, 0)));
    return { bounds, slack: slackOf(set, this.budget.next(pairs), rest) };
  }

  /** The last step: limits are checked in full, then only the goals' columns are compared. */
  private finish(sources: Source[]): Table {
    const { set, limits, memo } = this.context;
    const { final } = this;
    return memo.table(sources, `finish ${set.series} ${set.bounds} ${final}`, limits.effort, limits.checkpoint, () => {
      if (set.dimensions.every((_, d) => final.includes(d))) return mergeTables(sources, set.series, { ...limits, bounds: set.bounds });
      const within = sources.map((source) => joinUnfiltered(source, set.series, set.bounds, limits));
      return mergeTables(
        within.map((left) => ({ left: projected(left, final), right: singleRow(final.map(() => 0)) })),
        final.map((d) => set.series[d]!),
        { ...limits, bounds: Float64Array.from(final, (d) => set.bounds[d]!) },
      );
    });
  }

  private alternatives(sources: Source[], shares: readonly [number, number], { bounds, slack = null }: StepLimits): Table {
    const { set, limits, memo } = this.context;
    if (set.means.every((mean) => mean === null)) return this.combine(sources, set.parallel, { bounds, slack });
    const how = `alternatives ${shares} ${set.means} ${set.parallel} ${bounds} ${slack ? `${slack.times} ${slack.plus}` : ""}`;
    return memo.table(sources, how, limits.effort, limits.checkpoint, () => joinAlternatives(sources, shares, set, { ...limits, bounds, slack }));
  }

  private combine(sources: Source[], rules: readonly Rule[], step: StepLimits): Table {
    const { limits, memo } = this.context;
    const [only] = sources as [Source];
    if (sources.length === 1 && addsNothing(only.right, rules)) return only.left;
    const slack = step.slack ? `${step.slack.times} ${step.slack.plus}` : "";
    return memo.table(sources, `${rules} ${step.bounds} ${slack}`, limits.effort, limits.checkpoint, () => {
      // In many columns (pools) little is dominated, and filtering costs more than it saves.
      const unfiltered =
        sources.length === 1 && (only.right.rows === 1 || only.left.rows === 1 || (rules.length > 4 && only.left.rows * only.right.rows <= UNFILTERED));
      return unfiltered ? joinUnfiltered(only, rules, step.bounds, limits) : mergeTables(sources, rules, { ...limits, ...step });
    });
  }
}

/** The spans that are there before the first step: edges, and what joins operators without a sender or a receiver to the ends. */
function firstSpans(context: ReduceContext, reduction: Reduction): Span[] {
  const { problem, set, operators, memo } = context;
  const width = set.dimensions.length;
  const spans = problem.edges.map((edge): Span => {
    const senders = edge.from < 0 ? [inputInterface(problem, edge)] : operators[edge.from]!.interfaces;
    const labels = edgeLabels(problem, edge, senders, operators[edge.to]!.interfaces);
    const tables = labels.map((row) =>
      row.map((label) => {
        if (label === null) return null;
        const values = edgeValues(label, set, (scenario) => problem.scenarios[scenario]!.usedEdges[edge.index]!);
        return memo.name(singleRow(values), `edge ${values}`);
      }),
    );
    return { tables, least: leastOf(tables.flat(), width) };
  });
  const nothing = memo.name(singleRow(set.dimensions.map(() => 0)), "unit");
  const interfacesOf = (node: number): number => (node < 0 ? 1 : operators[node]!.interfaces.length);
  const free = reduction.spans.length - reduction.steps.length;
  for (const { from, to } of reduction.spans.slice(spans.length, free))
    spans.push({
      least: new Float64Array(width),
      tables: Array.from({ length: interfacesOf(from) }, () => new Array<Table | null>(interfacesOf(to)).fill(nothing)),
    });
  return spans;
}

function rowsOf(tables: readonly (readonly (Table | null)[])[]): number {
  let rows = 0;
  for (const row of tables) for (const table of row) rows += table?.rows ?? 0;
  return rows;
}

/** The least value of each column over all rows of some tables; 0 without any. */
function leastOf(tables: readonly (Table | null)[], width: number): Float64Array {
  const least = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  for (const table of tables)
    table?.columns.forEach((column, d) => {
      for (let row = 0; row < table.rows; row += 1) least[d] = Math.min(least[d]!, column[row]!);
    });
  return least.map((value) => (value === Number.POSITIVE_INFINITY ? 0 : value));
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, d) => value + b[d]!);
}

export function emptyTable(dimensions: number): Table {
  return { rows: 0, columns: Array.from({ length: dimensions }, () => new Float64Array(0)), devices: new Float64Array(0), origin: { kind: "none" } };
}

/** Keeps only some columns (the rows stay, even if one now dominates another). */
export function projected(table: Table, keep: readonly number[]): Table {
  return { ...table, minimal: false, columns: keep.map((d) => table.columns[d]!) };
}

/** Whether a table joined to another leaves it as it is. */
function addsNothing(table: Table, rules: readonly Rule[]): boolean {
  return table.origin.kind === "none" && table.rows === 1 && table.columns.every((column, d) => column[0] === 0 && rules[d] === "add");
}

function joinUnfiltered(source: Source, rules: readonly Rule[], bounds: Float64Array, limits: Omit<MergeLimits, "bounds">): Table {
  const { left, right } = source;
  const dimensions = rules.length;
  const pairs = left.rows * right.rows;
  if (addsNothing(right, rules)) return left;
  limits.effort.fits(pairs);
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
  limits.checkpoint(pairs);
  limits.effort.look(pairs);
  limits.effort.keep(rows);
  return {
    rows,
    columns: columns.map((column) => column.subarray(0, rows)),
    devices: devices.subarray(0, rows),
    origin: { kind: "pairs", sources: [source], source: null, left: lefts.subarray(0, rows), right: rights.subarray(0, rows) },
  };
}
