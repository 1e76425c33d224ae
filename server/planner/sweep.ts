import { Batch } from "./batch";
import { cellsOf, cutsOf, joined } from "./cuts";
import { PairRows } from "./pair-rows";
import { Shadow } from "./shadow";
import { rangeOf, type Side, type Streams, sideOf, streamsOf } from "./sides";
import { SlackOf, twins } from "./slack";
import { Staircase } from "./staircase";
import type { MergeLimits, Rule, Source, Table } from "./table";

/** Fewer pairs than this are one batch. */
const ONE_BATCH = 4_000;
const CHECK_EVERY = 1 << 20;

/**
 * The minima among all pairs of rows of the sources, for up to three columns. The pairs are never kept: they are gone through in batches of
 * ascending column 0 (each row of the shorter table with a contiguous run of the longer one, which is sorted by column 0), so that whatever beats a pair
 * is in an earlier batch or in its own. A pair that the minima of earlier batches beat is dropped by one look at their shadow; the few that are
 * left are sorted and swept with a staircase. Batches are cut at quantiles of a sample, and the cut is a function of the value, so
 * pairs of equal column 0 are in one batch. O(pairs) plus O(log n) per pair that is left. Sweep: Kung, Luccio & Preparata 1975.
 */
export function sweepPairs(sources: Source[], rules: readonly Rule[], limits: MergeLimits): Table {
  return new Sweep(sources, rules, limits).run();
}

/** Where the rows of a longer table are looked up in the shadow, before a row of the shorter one is joined to them. */
interface Aim {
  cells: Float64Array;
  thirds: Float64Array;
}

class Sweep {
  private readonly sides: readonly Side[];
  private readonly aims: readonly Aim[];
  private readonly streams: Streams;
  /** Whether a column of a pair is the sum of its two rows', or else the greater of them; columns that are not used are 0. */
  private readonly adds: readonly [boolean, boolean, boolean];
  private readonly bounds: Float64Array;
  private readonly slack: SlackOf;
  private readonly cuts: Float64Array;
  /** With slack in column 0 a batch is a cell of it, and the rows of a batch can stand for each other. */
  private readonly wide: boolean;
  private readonly shadow: Shadow;
  private readonly stairs = new Staircase();
  private readonly batch = Batch.empty();
  private readonly kept = PairRows.ofThree();

  constructor(
    private readonly sources: Source[],
    private readonly rules: readonly Rule[],
    private readonly limits: MergeLimits,
  ) {
    const dimensions = rules.length;
    // Arrays are made by literals and pushes: `map` makes them of one kind or another, and code that is compiled for one has to be compiled again.
    const sides: Side[] = [];
    let pairs = 0;
    for (const source of sources) {
      sides.push(sideOf(source, dimensions));
      pairs += source.left.rows * source.right.rows;
    }
    this.sides = sides;
    this.adds = [rules[0] === "add", dimensions < 2 || rules[1] === "add", dimensions < 3 || rules[2] === "add"];
    this.bounds = new Float64Array(3).fill(Number.POSITIVE_INFINITY);
    this.bounds.set(limits.bounds.subarray(0, dimensions));
    this.streams = streamsOf(sides);
    this.slack = new SlackOf(limits.slack ?? null);
    const cells = cellsOf(this.sides, this.adds[0], this.slack);
    this.wide = cells !== null;
    this.cuts = joined(cells, pairs <= ONE_BATCH ? [] : cutsOf(this.sides, this.streams, this.adds[0], pairs));
    const [low, high] = rangeOf(sides, this.adds[1], this.bounds[1]!);
    this.shadow = new Shadow(low, high, pairs);
    const aims: Aim[] = [];
    for (const { long } of sides) aims.push(this.aimOf(long));
    this.aims = aims;
  }

  run(): Table {
    const { limits, kept, batch } = this;
    let sinceCheck = 0;
    for (const cut of this.cuts) {
      batch.count = 0;
      sinceCheck += this.collect(cut);
      if (sinceCheck > CHECK_EVERY) {
        limits.checkpoint(sinceCheck);
        limits.effort.look(sinceCheck);
        sinceCheck = 0;
      }
      if (this.wide) this.cover();
      else this.settle();
      limits.effort.fits(kept.count);
    }
    batch.release();
    limits.checkpoint(sinceCheck);
    limits.effort.look(sinceCheck);
    limits.effort.keep(kept.count);
    const table = kept.table(this.sources, this.rules.length);
    kept.release();
    return table;
  }

  /** Slack is taken once for both sides of a sum: what is added to it comes with the shorter one. */
  private aimOf([, second, third]: Side["long"]): Aim {
    const { shadow, slack } = this;
    const [, add1, add2] = this.adds;
    const cells = new Float64Array(second.length);
    const thirds = new Float64Array(third.length);
    for (let i = 0; i < second.length; i += 1) {
      cells[i] = add1 ? second[i]! * (1 + slack.times1) * shadow.scale : shadow.position(slack.second(second[i]!));
      thirds[i] = add2 ? third[i]! * (1 + slack.times2) : slack.third(third[i]!);
    }
    return { cells, thirds };
  }

  /** Pairs of the batch (column 0 below the cut) that no minimum of earlier batches beats; how many were looked at. */
  private collect(cut: number): number {
    const { sides, aims, streams, batch, shadow, slack } = this;
    const [add0, add1, add2] = this.adds;
    const [bound0, bound1, bound2] = [this.bounds[0]!, this.bounds[1]!, this.bounds[2]!];
    const { below, atX, atY, top } = shadow;
    let looked = 0;
    for (let t = 0; t < streams.count; t += 1) {
      const side = sides[streams.source[t]!]!;
      const from = streams.next[t]!;
      const { rows } = side;
      if (from >= rows) continue;
      const j = streams.short[t]!;
      const [l0, l1, l2] = side.long;
      const s0 = side.short[0][j]!;
      const s1 = side.short[1][j]!;
      const s2 = side.short[2][j]!;
      const { cells, thirds } = aims[streams.source[t]!]!;
      // Joined by a sum, or by a maximum: what is added to the longer one's, and what it is at least.
      const cell1 = shadow.position(slack.second(s1));
      const third = slack.third(s2);
      const [plus1, least1] = add1 ? [cell1, Number.NEGATIVE_INFINITY] : [0, cell1];
      const [plus2, least2] = add2 ? [third, Number.NEGATIVE_INFINITY] : [0, third];
      const to = firstAbove(l0, from, rows, s0, add0, cut, true);
      const end = bound0 === Number.POSITIVE_INFINITY ? to : firstAbove(l0, from, to, s0, add0, bound0, false);
      for (let i = from; i < end; i += 1) {
        const cell = Math.min(Math.max(cells[i]! + plus1, least1), top) | 0;
        const y = Math.max(thirds[i]! + plus2, least2);
        if (below[cell]! <= y) continue;
        const v1 = add1 ? l1[i]! + s1 : Math.max(l1[i]!, s1);
        const v2 = add2 ? l2[i]! + s2 : Math.max(l2[i]!, s2);
        if (v1 > bound1 || v2 > bound2 || (atY[cell]! <= y && atX[cell]! <= slack.second(v1))) continue;
        batch.push(add0 ? l0[i]! + s0 : Math.max(l0[i]!, s0), v1, v2, t, i);
      }
      // Ascending: beyond the bound nothing further down the stream is within it.
      streams.next[t] = end < to ? rows : to;
      looked += streams.next[t]! - from;
    }
    return looked;
  }

  /** Sorts what is left of a batch and keeps what neither an earlier row nor one of the batch beats. */
  private settle(): void {
    const { batch, stairs, shadow, kept, slack, limits, sources } = this;
    const { c0, c1, c2, devices, count } = batch;
    const order = batch.ordered();
    for (let from = 0, next = 0; from < count; from = next) {
      // What earlier rows beat is not worth sorting.
      const value = c0[order[from]!]!;
      let to = from;
      for (next = from; next < count && c0[order[next]!] === value; next += 1) {
        const b = order[next]!;
        if (shadow.beats(c1[b]!, c2[b]!)) continue;
        devices[b] = this.devicesOf(b);
        order[to++] = b;
      }
      if (to - from > 1) to = batch.sortEqual(from, to);
      for (let k = from; k < to; k += 1) {
        const b = order[k]!;
        const x = c1[b]!;
        const y = c2[b]!;
        if (shadow.beats(x, y)) continue;
        const other = stairs.dominator(slack.second(x), slack.third(y));
        if (other < 0) {
          stairs.insert(x, y, kept.count);
          shadow.add(x, y);
          this.keep(b);
          continue;
        }
        const [k0, k1, k2] = kept.columns;
        if (!twins(k0![other]!, value) || !twins(k1![other]!, x) || !twins(k2![other]!, y)) continue;
        // Of twins the one with the fewest devices is kept, then the first in order; it takes over the other's place and values.
        const more = devices[b]! - kept.devices[other]!;
        if (more > 0) continue;
        const source = this.streams.source[batch.stream[b]!]!;
        const [left, right] = [this.leftOf(b), this.rightOf(b)];
        if (more === 0 && !limits.tieBreak({ source: sources[source]!, left, right }, kept.pair(other, sources))) continue;
        kept.setPair(other, devices[b]!, source, left, right);
      }
    }
  }

  /**
   * Keeps rows of a batch so that each of it, and each that was dropped before, has one within the slack: of the rows not yet covered the one with the least
   * column 1 is taken, and in its place the row with the least column 2 that still covers it, which covers most of what follows.
   */
  private cover(): void {
    const { batch, stairs, shadow, slack, kept } = this;
    const { c1, c2 } = batch;
    const order = batch.byColumnOne();
    let lastX = 0;
    let lastY = Number.POSITIVE_INFINITY;
    for (let k = 0; k < batch.count; k += 1) {
      const first = order[k]!;
      const y = slack.third(c2[first]!);
      if ((lastY <= y && lastX <= slack.second(c1[first]!)) || stairs.dominator(slack.second(c1[first]!), y) >= 0) continue;
      const reach = slack.second(c1[first]!);
      let best = first;
      for (let n = k + 1; n < batch.count && c1[order[n]!]! <= reach; n += 1) if (c2[order[n]!]! < c2[best]!) best = order[n]!;
      lastX = c1[best]!;
      lastY = c2[best]!;
      stairs.insert(lastX, lastY, kept.count);
      shadow.add(lastX, lastY);
      batch.devices[best] = this.devicesOf(best);
      this.keep(best);
    }
  }

  private keep(b: number): void {
    const { kept, batch } = this;
    kept.makeRoom();
    const row = kept.count;
    kept.columns[0]![row] = batch.c0[b]!;
    kept.columns[1]![row] = batch.c1[b]!;
    kept.columns[2]![row] = batch.c2[b]!;
    kept.setPair(row, batch.devices[b]!, this.streams.source[batch.stream[b]!]!, this.leftOf(b), this.rightOf(b));
    kept.count = row + 1;
  }

  private sideOf(b: number): Side {
    return this.sides[this.streams.source[this.batch.stream[b]!]!]!;
  }

  private devicesOf(b: number): number {
    const { longDevices, shortDevices } = this.sideOf(b);
    return longDevices[this.batch.long[b]!]! + shortDevices[this.streams.short[this.batch.stream[b]!]!]!;
  }

  private leftOf(b: number): number {
    return this.sideOf(b).leftIsLong ? this.longRow(b) : this.streams.short[this.batch.stream[b]!]!;
  }

  private rightOf(b: number): number {
    return this.sideOf(b).leftIsLong ? this.streams.short[this.batch.stream[b]!]! : this.longRow(b);
  }

  private longRow(b: number): number {
    const row = this.batch.long[b]!;
    return this.sideOf(b).order?.[row] ?? row;
  }
}

/** First of some rows in ascending order whose joined value is above the limit (or equal to it, when it is `open`); by steps that double, then halve. */
function firstAbove(column: Float64Array, from: number, to: number, own: number, add: boolean, limit: number, open: boolean): number {
  let low = from;
  let high = from;
  for (let step = 1; high < to; step *= 2) {
    const value = add ? column[high]! + own : Math.max(column[high]!, own);
    if (value > limit || (open && value === limit)) break;
    low = high + 1;
    high += step;
  }
  high = Math.min(high, to);
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = add ? column[middle]! + own : Math.max(column[middle]!, own);
    if (value > limit || (open && value === limit)) high = middle;
    else low = middle + 1;
  }
  return low;
}
