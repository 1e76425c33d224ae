import { sortRows } from "./lexicographic";
import { Shadow } from "./shadow";
import { Staircase } from "./staircase";
import type { MergeLimits, Rule, Source, Table } from "./table";

/** Pairs looked at before what is left of them is sorted and swept. */
const PAIRS_PER_BATCH = 3_000;
/** Fewer pairs than this are one batch. */
const ONE_BATCH = 4_000;
const SAMPLES_PER_BATCH = 8;
const CHECK_EVERY = 1 << 20;
/**
 * Values this close, relatively, are taken for equal: one sum formed in two orders differs by about one part in 10^16 per term, and without this each
 * such twin would be multiplied in every later step. Over 40 steps it adds up to 2·10^-13; answers are compared at 12 digits.
 */
const TWIN = 4e-15;

/** One row of the shorter table of a source, to be joined with every row of the longer one. */
interface Streams {
  count: number;
  source: Int32Array;
  short: Int32Array;
  /** First row of the longer table that is not done yet. */
  next: Int32Array;
}

/** The two sides of a source for the sweep: the longer one in ascending order of column 0. */
interface Side {
  leftIsLong: boolean;
  long: readonly [Float64Array, Float64Array, Float64Array];
  short: readonly [Float64Array, Float64Array, Float64Array];
  longDevices: Float64Array;
  shortDevices: Float64Array;
  /** Rows of the longer table in that order; null = as they are. */
  order: Int32Array | null;
  rows: number;
}

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
  const cuts = pairs <= ONE_BATCH ? Float64Array.of(Number.POSITIVE_INFINITY) : cutsOf(sides, streams, adds[0], pairs);
  const [low, high] = rangeOf(sides, adds[1], bounds[1]);
  const shadow = new Shadow(low, high, pairs);
  const stairs = new Staircase();
  const batch = new Batch();
  const kept = new Kept(dimensions);
  let sinceCheck = 0;
  for (let k = 0; k < cuts.length; k += 1) {
    batch.count = 0;
    const looked = collect(sides, streams, cuts[k]!, adds, bounds, shadow, batch);
    sinceCheck += looked;
    if (sinceCheck > CHECK_EVERY) {
      limits.checkpoint(sinceCheck);
      sinceCheck = 0;
    }
    settle(batch, stairs, shadow, kept, sources, sides, limits);
    if (limits.maxRows !== undefined && kept.count > limits.maxRows) limits.overflow?.(kept.count);
  }
  limits.checkpoint(sinceCheck);
  return kept.table(sources);
}

/** Pairs of the batch (column 0 below the cut) that no minimum of earlier batches beats. */
function collect(
  sides: readonly Side[],
  streams: Streams,
  cut: number,
  adds: readonly [boolean, boolean, boolean],
  bounds: readonly [number, number, number],
  shadow: Shadow,
  batch: Batch,
): number {
  const [add0, add1, add2] = adds;
  const [bound0, bound1, bound2] = bounds;
  const { low, scale, below, atX, atY } = shadow;
  let looked = 0;
  for (let t = 0; t < streams.count; t += 1) {
    const side = sides[streams.source[t]!]!;
    let i = streams.next[t]!;
    const { rows } = side;
    if (i >= rows) continue;
    const j = streams.short[t]!;
    const [l0, l1, l2] = side.long;
    const s0 = side.short[0][j]!;
    const s1 = side.short[1][j]!;
    const s2 = side.short[2][j]!;
    const from = i;
    for (; i < rows; i += 1) {
      const a0 = l0[i]!;
      const v0 = add0 ? a0 + s0 : Math.max(a0, s0);
      if (v0 >= cut) break;
      if (v0 > bound0) {
        // Ascending: nothing further down the stream is within the bound.
        i = rows;
        break;
      }
      const a1 = l1[i]!;
      const v1 = add1 ? a1 + s1 : Math.max(a1, s1);
      if (v1 > bound1) continue;
      const a2 = l2[i]!;
      const v2 = add2 ? a2 + s2 : Math.max(a2, s2);
      const x = v1 + Math.abs(v1) * TWIN;
      const y = v2 + Math.abs(v2) * TWIN;
      const cell = ((v1 - low) * scale) | 0;
      if (below[cell]! <= y || (atY[cell]! <= y && atX[cell]! <= x) || v2 > bound2) continue;
      batch.push(v0, v1, v2, t, i);
    }
    looked += i - from;
    streams.next[t] = i;
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

/** Sorts what is left of a batch and keeps what neither an earlier row nor one of the batch beats. */
function settle(batch: Batch, stairs: Staircase, shadow: Shadow, kept: Kept, sources: Source[], sides: readonly Side[], limits: MergeLimits): void {
  const order = batch.sorted();
  for (let k = 0; k < batch.count; k += 1) {
    const b = order[k]!;
    const x = batch.c1[b]!;
    const y = batch.c2[b]!;
    const other = stairs.dominator(x + Math.abs(x) * TWIN, y + Math.abs(y) * TWIN);
    const source = batch.source[b]!;
    const side = sides[source]!;
    const long = side.order ? side.order[batch.long[b]!]! : batch.long[b]!;
    const left = side.leftIsLong ? long : batch.short[b]!;
    const right = side.leftIsLong ? batch.short[b]! : long;
    if (other < 0) {
      stairs.insert(x, y, kept.count);
      shadow.add(x, y);
      kept.push(batch.c0[b]!, x, y, batch.devices[b]!, source, left, right);
      continue;
    }
    // Of twins the one with the fewest devices is kept, then the first in order; it takes over the other's place and values.
    if (!twins(kept.c0[other]!, batch.c0[b]!) || !twins(kept.c1[other]!, x) || !twins(kept.c2[other]!, y)) continue;
    const more = batch.devices[b]! - kept.devices[other]!;
    if (more < 0 || (more === 0 && limits.tieBreak({ source: sources[source]!, left, right }, kept.pair(other, sources))))
      kept.replace(other, batch.devices[b]!, source, left, right);
  }
}

function twins(a: number, b: number): boolean {
  return Math.abs(a - b) <= TWIN * Math.abs(a);
}

/** What is left of the pairs of one batch. */
class Batch {
  count = 0;
  c0 = new Float64Array(1024);
  c1 = new Float64Array(1024);
  c2 = new Float64Array(1024);
  devices = new Float64Array(1024);
  stream = new Int32Array(1024);
  long = new Int32Array(1024);
  source = new Int32Array(1024);
  short = new Int32Array(1024);
  private order = new Int32Array(1024);

  push(v0: number, v1: number, v2: number, stream: number, long: number): void {
    const { count } = this;
    if (count === this.c0.length) this.grow();
    this.c0[count] = v0;
    this.c1[count] = v1;
    this.c2[count] = v2;
    this.stream[count] = stream;
    this.long[count] = long;
    this.count = count + 1;
  }

  /** In lexicographic order, with twins in column 0 made equal. */
  sorted(): Int32Array {
    const { order, c0, count } = this;
    for (let i = 0; i < count; i += 1) order[i] = i;
    sortRows(order, 0, count, [c0]);
    const rest = [this.c1, this.c2, this.devices];
    for (let from = 0; from < count; ) {
      const value = c0[order[from]!]!;
      const most = value + Math.abs(value) * TWIN;
      let to = from + 1;
      for (; to < count && c0[order[to]!]! <= most; to += 1) c0[order[to]!] = value;
      if (to - from > 1) sortRows(order, from, to, rest);
      from = to;
    }
    return order;
  }

  private grow(): void {
    const size = this.c0.length * 2;
    this.c0 = enlarged(this.c0, size);
    this.c1 = enlarged(this.c1, size);
    this.c2 = enlarged(this.c2, size);
    this.devices = enlarged(this.devices, size);
    this.stream = enlargedIndex(this.stream, size);
    this.long = enlargedIndex(this.long, size);
    this.source = enlargedIndex(this.source, size);
    this.short = enlargedIndex(this.short, size);
    this.order = enlargedIndex(this.order, size);
  }
}

/** The minima found so far, with where they came from. */
class Kept {
  count = 0;
  c0 = new Float64Array(512);
  c1 = new Float64Array(512);
  c2 = new Float64Array(512);
  devices = new Float64Array(512);
  private source = new Int32Array(512);
  private left = new Int32Array(512);
  private right = new Int32Array(512);

  constructor(private readonly dimensions: number) {}

  push(v0: number, v1: number, v2: number, devices: number, source: number, left: number, right: number): void {
    if (this.count === this.c0.length) this.grow();
    this.c0[this.count] = v0;
    this.c1[this.count] = v1;
    this.c2[this.count] = v2;
    this.replace(this.count, devices, source, left, right);
    this.count += 1;
  }

  replace(row: number, devices: number, source: number, left: number, right: number): void {
    this.devices[row] = devices;
    this.source[row] = source;
    this.left[row] = left;
    this.right[row] = right;
  }

  pair(row: number, sources: Source[]): { source: Source; left: number; right: number } {
    return { source: sources[this.source[row]!]!, left: this.left[row]!, right: this.right[row]! };
  }

  table(sources: Source[]): Table {
    const rows = this.count;
    return {
      rows,
      columns: [this.c0, this.c1, this.c2].slice(0, this.dimensions).map((column) => column.slice(0, rows)),
      devices: this.devices.slice(0, rows),
      origin: {
        kind: "pairs",
        sources,
        source: sources.length === 1 ? null : Uint16Array.from(this.source.subarray(0, rows)),
        left: this.left.slice(0, rows),
        right: this.right.slice(0, rows),
      },
    };
  }

  private grow(): void {
    const size = this.c0.length * 2;
    this.c0 = enlarged(this.c0, size);
    this.c1 = enlarged(this.c1, size);
    this.c2 = enlarged(this.c2, size);
    this.devices = enlarged(this.devices, size);
    this.source = enlargedIndex(this.source, size);
    this.left = enlargedIndex(this.left, size);
    this.right = enlargedIndex(this.right, size);
  }
}

function enlarged(from: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(size);
  to.set(from);
  return to;
}

function enlargedIndex(from: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(size);
  to.set(from);
  return to;
}

function sideOf(source: Source, dimensions: number): Side {
  const leftIsLong = source.left.rows >= source.right.rows;
  const long = leftIsLong ? source.left : source.right;
  const short = leftIsLong ? source.right : source.left;
  const order = ascending(long.columns[0]!, long.rows);
  const columns = (table: Table, by: Int32Array | null): [Float64Array, Float64Array, Float64Array] =>
    [0, 1, 2].map((d) => {
      if (d >= dimensions) return new Float64Array(table.rows);
      const column = table.columns[d]!;
      return by ? Float64Array.from(by, (row) => column[row]!) : column;
    }) as [Float64Array, Float64Array, Float64Array];
  return {
    leftIsLong,
    long: columns(long, order),
    short: columns(short, null),
    longDevices: order ? Float64Array.from(order, (row) => long.devices[row]!) : long.devices,
    shortDevices: short.devices,
    order,
    rows: long.rows,
  };
}

/** The rows in ascending order of a column; null when they are already. */
function ascending(column: Float64Array, rows: number): Int32Array | null {
  let sorted = true;
  for (let i = 1; sorted && i < rows; i += 1) sorted = column[i - 1]! <= column[i]!;
  if (sorted) return null;
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i += 1) order[i] = i;
  sortRows(order, 0, rows, [column]);
  return order;
}

function streamsOf(sides: readonly Side[]): Streams {
  const count = sides.reduce((sum, side) => sum + side.short[0].length, 0);
  const streams: Streams = { count, source: new Int32Array(count), short: new Int32Array(count), next: new Int32Array(count) };
  let t = 0;
  sides.forEach((side, s) => {
    for (let j = 0; j < side.short[0].length; j += 1) {
      streams.source[t] = s;
      streams.short[t] = j;
      t += 1;
    }
  });
  return streams;
}

/** Ascending values of column 0 that cut the pairs into batches of about equal size; the last is infinite. */
function cutsOf(sides: readonly Side[], streams: Streams, add: boolean, pairs: number): Float64Array {
  const wanted = Math.ceil(pairs / PAIRS_PER_BATCH);
  const stride = pairs / (wanted * SAMPLES_PER_BATCH);
  const sample = new Float64Array(Math.ceil(pairs / stride) + streams.count);
  let count = 0;
  let at = 0;
  for (let t = 0; t < streams.count; t += 1) {
    const side = sides[streams.source[t]!]!;
    const [column] = side.long;
    const own = side.short[0][streams.short[t]!]!;
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
    const cut = sorted[Math.min(count - 1, k * SAMPLES_PER_BATCH)]!;
    if (cuts.length === 0 || cut > cuts[cuts.length - 1]!) cuts.push(cut);
  }
  cuts.push(Number.POSITIVE_INFINITY);
  return Float64Array.from(cuts);
}

/** The range of the pairs' column 1, no higher than its bound. */
function rangeOf(sides: readonly Side[], add: boolean, bound: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const side of sides) {
    const [a, b] = extent(side.long[1]);
    const [c, d] = extent(side.short[1]);
    low = Math.min(low, add ? a + c : Math.max(a, c));
    high = Math.max(high, add ? b + d : Math.max(b, d));
  }
  return [low, Math.min(high, Math.max(low, bound))];
}

function extent(column: Float64Array): [number, number] {
  let low = column[0]!;
  let high = low;
  for (let i = 1; i < column.length; i += 1) {
    const value = column[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}
