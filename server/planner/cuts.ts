import { extent, type Side } from "./sides";
import type { SlackOf } from "./slack";

/** Pairs looked at before what is left of them is sorted and swept. */
const PAIRS_PER_BATCH = 3_000;
const SAMPLES_PER_BATCH = 8;
/** More cells of column 0 than this are not made; its values then stand for themselves. */
const MOST_CELLS = 20_000;
/** Cuts are this much below the value they are taken from, relatively: sums of one value formed in another order are then in one batch. */
const BELOW = 1e-13;

/** Column 0 of the two tables of a source, the longer one in ascending order. */
interface Ascending {
  rows: number;
  long: readonly Float64Array[];
  short: readonly Float64Array[];
}

/** Rows of the shorter tables, each to be joined with every row of the longer one. */
interface Joined {
  count: number;
  source: Int32Array;
  short: Int32Array;
}

/** Ascending values of column 0 that cut the pairs into batches of about equal size. */
export function cutsOf(sides: readonly Ascending[], streams: Joined, add: boolean, pairs: number): number[] {
  const wanted = Math.ceil(pairs / PAIRS_PER_BATCH);
  const stride = pairs / (wanted * SAMPLES_PER_BATCH);
  const sample = new Float64Array(Math.ceil(pairs / stride) + streams.count);
  let count = 0;
  let at = 0;
  for (let t = 0; t < streams.count; t += 1) {
    const side = sides[streams.source[t]!]!;
    const column = side.long[0]!;
    const own = side.short[0]![streams.short[t]!]!;
    for (; at < side.rows; at += stride) {
      const value = column[Math.floor(at)]!;
      sample[count] = add ? value + own : Math.max(value, own);
      count += 1;
    }
    at -= side.rows;
  }
  const sorted = sample.subarray(0, count).sort();
  const cuts: number[] = [];
  for (let k = 1; k < wanted; k += 1) {
    const value = sorted[Math.min(count - 1, k * SAMPLES_PER_BATCH)]!;
    const cut = value - Math.abs(value) * BELOW;
    if (cuts.length === 0 || cut > cuts[cuts.length - 1]!) cuts.push(cut);
  }
  return cuts;
}

/** Cuts of column 0 such that whatever is between two of them is within the slack of each other; null without slack or when they are too many. */
export function cellsOf(sides: readonly Side[], add: boolean, slack: SlackOf): number[] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { long, short, rows } of sides) {
    const [column] = long;
    const [a, b] = extent(short[0]);
    low = Math.min(low, add ? column[0]! + a : Math.max(column[0]!, a));
    high = Math.max(high, add ? column[rows - 1]! + b : Math.max(column[rows - 1]!, b));
  }
  if (!slack.wide || !Number.isFinite(high)) return null;
  const cuts: number[] = [];
  for (let at = low; at <= high; ) {
    const next = slack.first(at);
    if (!(next > at) || cuts.length === MOST_CELLS) return null;
    cuts.push(next);
    at = next;
  }
  return cuts;
}

/** Both lists of cuts as one, ascending, and infinity at its end. */
export function joined(first: readonly number[] | null, second: readonly number[]): Float64Array {
  const all = Float64Array.from([...(first ?? []), ...second, Number.POSITIVE_INFINITY]).sort();
  let count = 0;
  for (const cut of all) if (count === 0 || cut > all[count - 1]!) all[count++] = cut;
  return all.subarray(0, count);
}
