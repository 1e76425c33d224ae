import { cutsOf } from "./cuts";
import { lexicographicOrder, sortRows } from "./lexicographic";
import { MinimaTree } from "./minima-tree";
import { Orthants } from "./orthants";
import { PairRows } from "./pair-rows";
import { extent } from "./sides";
import { TWIN, twins } from "./slack";
import type { MergeLimits, Rule, Source, Table } from "./table";

/** A column of the left table (−1: 0) plus one of the right table (−1: 0). */
type Term = readonly [left: number, right: number];

/** How a column of a result is made of a pair of rows: the greatest of one or two terms. */
export type Form = readonly Term[];

const CHECK_EVERY = 1 << 18;
/** Fewer pairs than this are one batch. */
const ONE_BATCH = 4_000;
/** So many comparisons of rows take as long as looking at a pair. */
const COMPARED_PER_PAIR = 4;

/** The form of a column of which both tables have their part. */
export function formOf(rule: Rule, left: number, right: number): Form {
  return rule === "add"
    ? [[left, right]]
    : [
        [left, -1],
        [-1, right],
      ];
}

/**
 * The minima among all pairs of rows of the sources, in any number of columns, each made by its form. Sums and maxima are monotone, so nothing made of rows
 * that are beaten in their own tables is missed. Pairs are taken in batches of ascending column 0, so that whatever beats a pair is in an earlier
 * batch or in its own; a tree of the minima found so far decides the other columns.
 */
export function mergeWide(sources: Source[], forms: readonly Form[], limits: MergeLimits): Table {
  return new WideMerge(
    sources.filter(({ left, right }) => left.rows > 0 && right.rows > 0),
    forms,
    limits,
  ).run();
}

/** One source, with the rows of its longer table in ascending order of what they add to column 0. */
interface WideSide {
  leftIsLong: boolean;
  rows: number;
  order: Int32Array;
  /** What each of the two adds to each term of each column: long[d][term][row], the longer one in its order. */
  longTerms: Float64Array[][];
  shortTerms: Float64Array[][];
  /** Column 0 is the sum (or the maximum) of these. */
  long: readonly Float64Array[];
  short: readonly Float64Array[];
}

class WideMerge {
  private readonly sides: WideSide[];
  private readonly add: boolean;
  private readonly times: Float64Array;
  private readonly plus: Float64Array;
  private readonly tree: MinimaTree;
  private readonly orthants: Orthants;
  private readonly batch: PairRows;
  private readonly kept: PairRows;
  /** What a row may at most be to beat the one that is looked at, in the columns after column 0. */
  private readonly most: Float64Array;
  private lastDominator = -1;
  private looked = 0;
  private compared = 0;

  constructor(
    private readonly sources: Source[],
    private readonly forms: readonly Form[],
    private readonly limits: MergeLimits,
  ) {
    this.add = forms[0]!.length === 1;
    this.sides = sources.map((source) => sideOf(source, forms));
    this.times = Float64Array.from(forms, (_, d) => limits.slack?.times[d] || TWIN);
    this.plus = Float64Array.from(forms, (_, d) => limits.slack?.plus[d] ?? 0);
    this.tree = new MinimaTree(forms.length - 1);
    const ranges = forms.map((form, d) => rangeOf(this.sides, form.length, d, limits.bounds[d]!)).slice(1);
    this.orthants = new Orthants(
      Float64Array.from(ranges, ([low]) => low),
      Float64Array.from(ranges, ([, high]) => high),
      this.pairs(),
    );
    this.batch = new PairRows(forms.length);
    this.kept = new PairRows(forms.length);
    this.most = new Float64Array(forms.length - 1);
  }

  run(): Table {
    const { sides, batch, kept, limits } = this;
    const streams = sides.flatMap((side, source) => Array.from({ length: side.short[0]!.length }, (_, short) => ({ source, short, next: 0 })));
    for (const cut of this.cuts(streams)) {
      batch.count = 0;
      for (const stream of streams) stream.next = this.collect(stream, cut);
      this.settle();
      limits.effort.fits(kept.count);
    }
    this.countWork();
    limits.effort.keep(kept.count);
    return kept.table(this.sources);
  }

  private pairs(): number {
    return this.sides.reduce((sum, side) => sum + side.rows * side.short[0]!.length, 0);
  }

  /** Values of column 0 between which pairs are one batch. */
  private cuts(streams: readonly { source: number; short: number }[]): number[] {
    const { sides } = this;
    const pairs = this.pairs();
    if (pairs <= ONE_BATCH || !isOrdered(this.forms[0]!)) return [Number.POSITIVE_INFINITY];
    const of = { count: streams.length, source: Int32Array.from(streams, ({ source }) => source), short: Int32Array.from(streams, ({ short }) => short) };
    return [...cutsOf(sides, of, this.add, pairs), Number.POSITIVE_INFINITY];
  }

  /** Adds the pairs of one short row that are below the cut, within the bounds and not beaten by what is kept; the first long row that is left. */
  private collect({ source, short, next }: { source: number; short: number; next: number }, cut: number): number {
    const { batch, forms, limits } = this;
    const side = this.sides[source]!;
    const width = forms.length;
    let i = next;
    for (; i < side.rows; i += 1) {
      batch.makeRoom();
      let inside = true;
      for (let d = 0; d < width && inside; d += 1) {
        const long = side.longTerms[d]!;
        const own = side.shortTerms[d]!;
        let value = long[0]![i]! + own[0]![short]!;
        if (long.length > 1) value = Math.max(value, long[1]![i]! + own[1]![short]!);
        if (d === 0 && value >= cut) {
          this.countLooked(i - next);
          return i;
        }
        inside = value <= limits.bounds[d]!;
        batch.columns[d]![batch.count] = value;
      }
      if (!inside || this.isBeaten(batch, batch.count)) continue;
      const row = side.order[i]!;
      const { left, right } = this.sources[source]!;
      const [own, other] = side.leftIsLong ? [row, short] : [short, row];
      batch.setPair(batch.count, left.devices[own]! + right.devices[other]!, source, own, other);
      batch.count += 1;
    }
    this.countLooked(i - next);
    return i;
  }

  /** Sets what a row may at most be to beat one of the batch. In column 0 it is no worse, because it came earlier. */
  private aimAt(batch: PairRows, row: number): void {
    const { most, times, plus } = this;
    for (let d = 0; d < most.length; d += 1) {
      const value = batch.columns[d + 1]![row]!;
      most[d] = value + Math.abs(value) * times[d + 1]! + plus[d + 1]!;
    }
  }

  private isBeaten(batch: PairRows, row: number): boolean {
    const { most, tree } = this;
    this.aimAt(batch, row);
    if (this.orthants.beats(most)) return true;
    if (this.lastDominator >= 0 && tree.isWithin(this.lastDominator, most)) return true;
    const found = tree.dominator(most);
    if (found >= 0) this.lastDominator = found;
    return found >= 0;
  }

  /** Keeps the rows of the batch that neither an earlier one nor one of the batch beats. */
  private settle(): void {
    const { batch, kept, tree, limits } = this;
    const order = lexicographicOrder([...batch.columns, batch.devices], batch.count);
    const point = new Float64Array(this.most.length);
    for (const row of order) {
      this.aimAt(batch, row);
      const other = tree.dominator(this.most);
      if (other < 0) {
        for (let d = 0; d < point.length; d += 1) point[d] = batch.columns[d + 1]![row]!;
        tree.add(point);
        this.orthants.add(point);
        kept.copy(batch, row);
        continue;
      }
      if (!this.isTwin(other, row)) continue;
      // Of twins the one with the fewest devices is kept, then the first in order.
      const more = batch.devices[row]! - kept.devices[other]!;
      if (more > 0 || (more === 0 && !limits.tieBreak(batch.pair(row, this.sources), kept.pair(other, this.sources)))) continue;
      kept.setPair(other, batch.devices[row]!, batch.source[row]!, batch.left[row]!, batch.right[row]!);
    }
  }

  private isTwin(other: number, row: number): boolean {
    return this.kept.columns.every((column, d) => twins(column[other]!, this.batch.columns[d]![row]!));
  }

  private countLooked(pairs: number): void {
    this.looked += pairs;
    if (this.looked + (this.tree.compared - this.compared) / COMPARED_PER_PAIR > CHECK_EVERY) this.countWork();
  }

  private countWork(): void {
    const { limits, tree } = this;
    const pairs = this.looked + Math.floor((tree.compared - this.compared) / COMPARED_PER_PAIR);
    limits.checkpoint(pairs);
    limits.effort.look(pairs);
    limits.effort.fits(this.kept.count + this.batch.count);
    this.looked = 0;
    this.compared = tree.compared;
  }
}

/** Whether column 0 of a result ascends with the longer table: one of its tables has one part in it at most. */
function isOrdered(form: Form): boolean {
  return form.length === 1 || form.every(([left, right]) => left < 0 || right < 0);
}

function sideOf({ left, right }: Source, forms: readonly Form[]): WideSide {
  const leftIsLong = left.rows >= right.rows;
  const [long, short] = leftIsLong ? [left, right] : [right, left];
  const columnOf = (table: Table, side: 0 | 1, term: Term): Float64Array => (term[side] < 0 ? new Float64Array(table.rows) : table.columns[term[side]]!);
  const longTerms = forms.map((form) => form.map((term) => columnOf(long, leftIsLong ? 0 : 1, term)));
  const shortTerms = forms.map((form) => form.map((term) => columnOf(short, leftIsLong ? 1 : 0, term)));
  const lead = forms[0]!.findIndex((term) => term[leftIsLong ? 0 : 1] >= 0);
  const order = new Int32Array(long.rows).map((_, row) => row);
  sortRows(order, 0, long.rows, longTerms[0]![Math.max(0, lead)]!, []);
  const ordered = longTerms.map((terms) => terms.map((column) => Float64Array.from(order, (row) => column[row]!)));
  return {
    leftIsLong,
    rows: long.rows,
    order,
    longTerms: ordered,
    shortTerms,
    long: [ordered[0]![Math.max(0, lead)]!],
    short: [shortTerms[0]![forms[0]!.length === 1 ? 0 : 1 - Math.max(0, lead)]!],
  };
}

/** From the least to the greatest that a column of a result can be. */
function rangeOf(sides: readonly WideSide[], terms: number, d: number, bound: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { longTerms, shortTerms } of sides) {
    let [least, greatest] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let t = 0; t < terms; t += 1) {
      const [a, b] = extent(longTerms[d]![t]!);
      const [x, y] = extent(shortTerms[d]![t]!);
      least = Math.max(least, a + x);
      greatest = Math.max(greatest, b + y);
    }
    low = Math.min(low, least);
    high = Math.max(high, greatest);
  }
  return [low, Math.min(high, Math.max(low, bound))];
}
