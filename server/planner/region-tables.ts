import type { Problem } from "../../core/metrics/problem";
import type { DimensionSet } from "./dimensions";
import { type Region, type RegionStep, stepsThrough } from "./regions";
import { type MergeLimits, type Source, singleRow, type Table } from "./table";
import type { TableMemo } from "./table-memo";
import { type Form, formOf, mergeWide } from "./wide-merge";

/** A column of a table of a region: a dimension, for a time that of one operator. */
interface Column {
  dimension: number;
  /** The operator (or end) that time is counted to; null for what is not a time. */
  at: number | null;
}

/** Partial plans of a region for one choice of interfaces of the operators that the rest of it can see. */
interface Entry {
  /** Interface of each operator in view, in the order of `inView`. */
  faces: number[];
  table: Table;
}

/** More choices of interfaces in view than this are not gone through. */
const MOST_ENTRIES = 20_000;

export interface RegionContext {
  problem: Problem;
  set: DimensionSet;
  memo: TableMemo;
  limits: Omit<MergeLimits, "bounds">;
  /** Partial plans between two ends, by their interfaces. */
  spanOf: (id: number) => { tables: readonly (readonly (Table | null)[])[]; least: Float64Array };
  nodeOf: (o: number) => { tables: readonly (Table | null)[]; least: Float64Array };
  spans: readonly { from: number; to: number }[];
  /** Bounds and slack of a step by dimension: `least` is what its results add at least, `sources` what is joined. */
  stepLimits: (least: Float64Array, sources: readonly Source[][]) => Pick<MergeLimits, "bounds" | "slack">;
}

/**
 * The plans of a region that is not series-parallel, between its two ends, by variable elimination (Bertelè & Brioschi 1972): its operators are taken one after the other, and a
 * partial plan has, instead of one time, the time at which each operator in view is done (one that is done has receivers still to come; one that is
 * reached has senders still to come). Time counts from the end the region begins at. An operator whose last span was joined goes out of view: its time lives on in
 * those it was joined to.
 *
 * Exact: the rest of the plan sees of a partial one only the interfaces of the operators in view, their times, and sums, and depends on each of them
 * monotonically (sums and maxima), so a partial plan that another of the same interfaces beats in all columns is beaten in every plan that contains it. Null when
 * the operators in view have too many interfaces together.
 */
export function regionTables(context: RegionContext, region: Region): { tables: (Table | null)[][]; least: Float64Array } | null {
  return new RegionSweep(context, region).run();
}

class RegionSweep {
  private readonly isTime: boolean[];
  /** Operators whose interface the rest can see, the end the region begins at first. */
  private inView: number[];
  private columns: Column[];
  private entries: Entry[];
  private least: Float64Array;

  constructor(
    private readonly context: RegionContext,
    private readonly region: Region,
  ) {
    const { set, memo } = context;
    this.isTime = set.series.map((rule, d) => rule === "add" && set.parallel[d] === "max");
    this.inView = [region.from];
    this.columns = this.columnsWith([]);
    const nothing = memo.name(singleRow(this.columns.map(() => 0)), `nothing ${this.columns.length}`);
    const senders = context.spanOf(region.spans.find((id) => context.spans[id]!.from === region.from)!).tables.length;
    this.entries = Array.from({ length: senders }, (_, face) => ({ faces: [face], table: nothing }));
    this.least = new Float64Array(set.dimensions.length);
  }

  run(): { tables: (Table | null)[][]; least: Float64Array } | null {
    const { context, region } = this;
    const rowsOf = (tables: readonly (Table | null)[]): number => tables.reduce((most, table) => Math.max(most, table?.rows ?? 0), 1);
    const steps = stepsThrough(region, context.spans, {
      span: (id) => rowsOf(context.spanOf(id).tables.flat()),
      node: (o) => rowsOf(context.nodeOf(o).tables),
    });
    for (const [k, step] of steps.entries()) {
      if (step.kind === "node") this.takeNode(step.node);
      else if (!this.takeSpan(step, k === steps.length - 1)) return null;
    }
    const [senders, receivers] = [this.facesAt(region.from), this.facesAt(region.to)];
    const tables = Array.from({ length: senders }, () => new Array<Table | null>(receivers).fill(null));
    const [a, b] = [this.inView.indexOf(region.from), this.inView.indexOf(region.to)];
    for (const { faces, table } of this.entries) tables[faces[a]!]![faces[b]!] = table;
    return { tables, least: this.least };
  }

  private facesAt(end: number): number {
    const { context, region } = this;
    const id = region.spans.find((span) => context.spans[span]!.from === end || context.spans[span]!.to === end)!;
    const { tables } = context.spanOf(id);
    return end === context.spans[id]!.from ? tables.length : tables[0]!.length;
  }

  /** Columns of a table with the times of some operators. */
  private columnsWith(timed: readonly number[]): Column[] {
    const { isTime } = this;
    const sums = isTime.flatMap((time, dimension): Column[] => (time ? [] : [{ dimension, at: null }]));
    return [...sums, ...timed.flatMap((at) => isTime.flatMap((time, dimension): Column[] => (time ? [{ dimension, at }] : [])))];
  }

  private get timed(): number[] {
    return [...new Set(this.columns.flatMap(({ at }) => (at === null ? [] : [at])))];
  }

  /** Where a column is; −1 for the time at the end the region begins at, which is 0. */
  private place({ dimension, at }: Column): number {
    return this.columns.findIndex((column) => column.dimension === dimension && column.at === at);
  }

  private takeNode(node: number): void {
    const { context } = this;
    const { tables, least } = context.nodeOf(node);
    const own = this.inView.indexOf(node);
    const forms = this.columns.map((column, c): Form => (column.at === null ? this.summed(column, c) : [[c, column.at === node ? column.dimension : -1]]));
    this.join(
      this.entries.flatMap(({ faces, table }) => (tables[faces[own]!] ? [{ faces, source: { left: table, right: tables[faces[own]!]! } }] : [])),
      forms,
      this.columns,
      least,
    );
  }

  /** False when that would be too many choices of interfaces. */
  private takeSpan({ span, closes }: RegionStep & { kind: "span" }, last: boolean): boolean {
    const { context, region } = this;
    const { from, to } = context.spans[span]!;
    const { tables, least } = context.spanOf(span);
    if (this.entries.length * tables[0]!.length > MOST_ENTRIES) return false;
    const leaves = closes && from !== region.from;
    const timed = [...this.timed.filter((at) => at !== to && !(leaves && at === from)), to];
    // The last result has its columns in the order of the dimensions.
    const columns = last ? this.isTime.map((time, dimension): Column => ({ dimension, at: time ? to : null })) : this.columnsWith(timed);
    const forms = columns.map((column): Form => {
      const before = this.place(column);
      if (column.at === null) return this.summed(column, before);
      if (column.at !== to) return [[before, -1]];
      const arrival = [this.place({ ...column, at: from }), column.dimension] as const;
      return before < 0 ? [arrival] : [[before, -1], arrival];
    });
    const [sender, receiver] = [this.inView.indexOf(from), this.inView.indexOf(to)];
    const joined = this.entries.flatMap(({ faces, table }) =>
      tables[faces[sender]!]!.flatMap((right, face) => {
        if (!right || (receiver >= 0 && faces[receiver] !== face)) return [];
        const seen = receiver >= 0 ? faces : [...faces, face];
        return [{ faces: leaves ? seen.filter((_, k) => k !== sender) : seen, source: { left: table, right } }];
      }),
    );
    if (receiver < 0) this.inView = [...this.inView, to];
    if (leaves) this.inView = this.inView.filter((node) => node !== from);
    this.join(joined, forms, columns, least);
    return true;
  }

  private summed({ dimension }: Column, place: number): Form {
    return formOf(this.context.set.series[dimension]!, place, dimension);
  }

  private join(joined: readonly { faces: number[]; source: Source }[], forms: readonly Form[], columns: Column[], least: Float64Array): void {
    const { memo, limits, stepLimits } = this.context;
    const groups = new Map<string, { faces: number[]; sources: Source[] }>();
    for (const { faces, source } of joined) {
      const key = faces.join();
      const group = groups.get(key);
      if (group) group.sources.push(source);
      else groups.set(key, { faces, sources: [source] });
    }
    this.least = this.least.map((value, d) => value + least[d]!);
    this.columns = columns;
    const of = stepLimits(
      this.least,
      [...groups.values()].map(({ sources }) => sources),
    );
    const bounds = Float64Array.from(columns, ({ dimension }) => of.bounds[dimension]!);
    const slack = of.slack && {
      times: Float64Array.from(columns, ({ dimension }) => of.slack!.times[dimension]!),
      plus: Float64Array.from(columns, ({ dimension }) => of.slack!.plus[dimension]!),
    };
    const how = `region ${JSON.stringify(forms)} ${bounds} ${slack ? `${slack.times} ${slack.plus}` : ""}`;
    this.entries = [...groups.values()].map(({ faces, sources }) => ({
      faces,
      table: memo.table(sources, how, limits.effort, limits.checkpoint, () => mergeWide(sources, forms, { ...limits, bounds, slack })),
    }));
  }
}
