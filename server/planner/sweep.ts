import { Batch, Kept } from "./batch";
import { cellsOf, cutsOf, joined } from "./cuts";
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
  const dimensions = rules.length;
  const sides = sources.map((source) => sideOf(source, dimensions));
  const adds = [0, 1, 2].map((d) => d >= dimensions || rules[d] === "add") as [boolean, boolean, boolean];
  const bounds = [0, 1, 2].map((d) => limits.bounds[d] ?? Number.POSITIVE_INFINITY) as [number, number, number];
  const streams = streamsOf(sides);
  let pairs = 0;
  for (const side of sides) pairs += side.rows * side.short[0].length;
  const slack = new SlackOf(limits.slack ?? null);
  // With slack in column 0 a batch is a cell of it, and the rows of a batch can stand for each other.
  const cells = cellsOf(sides, adds[0], slack);
  const wide = cells !== null;
  const cuts = joined(cells, pairs <= ONE_BATCH ? [] : cutsOf(sides, streams, adds[0], pairs));
  const [low, high] = rangeOf(sides, adds[1], bounds[1]);
  const shadow = new Shadow(low, high, pairs);
  const aims = sides.map(({ long }) => aimOf(long, adds, shadow, slack));
  const stairs = new Staircase();
  const batch = Batch.empty();
  const kept = new Kept(dimensions);
  let sinceCheck = 0;
  for (let k = 0; k < cuts.length; k += 1) {
    batch.count = 0;
    const looked = collect(sides, aims, streams, cuts[k]!, adds, bounds, shadow, batch, slack);
    sinceCheck += looked;
    if (sinceCheck > CHECK_EVERY) {
      limits.checkpoint(sinceCheck);
      limits.effort.look(sinceCheck);
      sinceCheck = 0;
    }
    if (wide) cover(batch, stairs, shadow, kept, sides, slack);
    else settle(batch, stairs, shadow, kept, sources, sides, limits, slack);
    limits.effort.fits(kept.count);
  }
  batch.release();
  limits.checkpoint(sinceCheck);
  limits.effort.look(sinceCheck);
  limits.effort.keep(kept.count);
  return kept.table(sources);
}

/** Where the rows of a longer table are looked up in the shadow, before a row of the shorter one is joined to them. */
interface Aim {
  cells: Float64Array;
  thirds: Float64Array;
}

/** Slack is taken once for both sides of a sum: what is added to it comes with the shorter one. */
function aimOf([, second, third]: Side["long"], [, add1, add2]: readonly boolean[], shadow: Shadow, slack: SlackOf): Aim {
  return {
    cells: second.map((value) => (add1 ? value * (1 + slack.times1) * shadow.scale : shadow.position(slack.second(value)))),
    thirds: third.map((value) => (add2 ? value * (1 + slack.times2) : slack.third(value))),
  };
}

/** Pairs of the batch (column 0 below the cut) that no minimum of earlier batches beats. */
function collect(
  sides: readonly Side[],
  aims: readonly Aim[],
  streams: Streams,
  cut: number,
  adds: readonly [boolean, boolean, boolean],
  bounds: readonly [number, number, number],
  shadow: Shadow,
  batch: Batch,
  slack: SlackOf,
): number {
  const [add0, add1, add2] = adds;
  const [bound0, bound1, bound2] = bounds;
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
  for (let b = 0; b < batch.count; b += 1) {
    const t = batch.stream[b]!;
    const side = sides[streams.source[t]!]!;
    batch.source[b] = streams.source[t]!;
    batch.short[b] = streams.short[t]!;
    batch.devices[b] = side.longDevices[batch.long[b]!]! + side.shortDevices[batch.short[b]!]!;
  }
  return looked;
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

/** Sorts what is left of a batch and keeps what neither an earlier row nor one of the batch beats. */
function settle(
  batch: Batch,
  stairs: Staircase,
  shadow: Shadow,
  kept: Kept,
  sources: Source[],
  sides: readonly Side[],
  limits: MergeLimits,
  slack: SlackOf,
): void {
  const { c0, c1, c2, devices, source: sourceOf, count } = batch;
  const order = batch.ordered();
  for (let from = 0, next = 0; from < count; from = next) {
    // What earlier rows beat is not worth sorting.
    const value = c0[order[from]!]!;
    let to = from;
    for (next = from; next < count && c0[order[next]!] === value; next += 1) {
      const b = order[next]!;
      if (!shadow.beats(c1[b]!, c2[b]!)) order[to++] = b;
    }
    if (to - from > 1) to = batch.sortEqual(from, to);
    for (let k = from; k < to; k += 1) {
      const b = order[k]!;
      const x = c1[b]!;
      const y = c2[b]!;
      if (shadow.beats(x, y)) continue;
      const other = stairs.dominator(slack.second(x), slack.third(y));
      const isTwin = other >= 0 && twins(kept.c0[other]!, value) && twins(kept.c1[other]!, x) && twins(kept.c2[other]!, y);
      if (other >= 0 && !isTwin) continue;
      const source = sourceOf[b]!;
      const left = leftOf(batch, b, sides[source]!);
      const right = rightOf(batch, b, sides[source]!);
      if (other < 0) {
        stairs.insert(x, y, kept.count);
        shadow.add(x, y);
        kept.push(value, x, y, devices[b]!, source, left, right);
        continue;
      }
      // Of twins the one with the fewest devices is kept, then the first in order; it takes over the other's place and values.
      const more = devices[b]! - kept.devices[other]!;
      if (more < 0 || (more === 0 && limits.tieBreak({ source: sources[source]!, left, right }, kept.pair(other, sources))))
        kept.replace(other, devices[b]!, source, left, right);
    }
  }
}

/**
 * Keeps rows of a batch so that each of it, and each that was dropped before, has one within the slack: of the rows not yet covered the one with the least
 * column 1 is taken, and in its place the row with the least column 2 that still covers it, which covers most of what follows.
 */
function cover(batch: Batch, stairs: Staircase, shadow: Shadow, kept: Kept, sides: readonly Side[], slack: SlackOf): void {
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
    const side = sides[batch.source[best]!]!;
    stairs.insert(lastX, lastY, kept.count);
    shadow.add(lastX, lastY);
    kept.push(batch.c0[best]!, lastX, lastY, batch.devices[best]!, batch.source[best]!, leftOf(batch, best, side), rightOf(batch, best, side));
  }
}

function leftOf(batch: Batch, b: number, side: Side): number {
  return side.leftIsLong ? longRow(batch, b, side) : batch.short[b]!;
}

function rightOf(batch: Batch, b: number, side: Side): number {
  return side.leftIsLong ? batch.short[b]! : longRow(batch, b, side);
}

function longRow(batch: Batch, b: number, side: Side): number {
  return side.order ? side.order[batch.long[b]!]! : batch.long[b]!;
}
