import { sortRows } from "./lexicographic";
import type { Source, Table } from "./table";

/** One row of the shorter table of a source, to be joined with every row of the longer one. */
export interface Streams {
  count: number;
  source: Int32Array;
  short: Int32Array;
  /** First row of the longer table that is not done yet. */
  next: Int32Array;
}

/** The two sides of a source for the sweep: the longer one in ascending order of column 0. */
export interface Side {
  leftIsLong: boolean;
  long: readonly [Float64Array, Float64Array, Float64Array];
  short: readonly [Float64Array, Float64Array, Float64Array];
  longDevices: Float64Array;
  shortDevices: Float64Array;
  /** Rows of the longer table in that order; null = as they are. */
  order: Int32Array | null;
  rows: number;
}

export function sideOf(source: Source, dimensions: number): Side {
  const leftIsLong = source.left.rows >= source.right.rows;
  const long = leftIsLong ? source.left : source.right;
  const short = leftIsLong ? source.right : source.left;
  const order = ascending(long.columns[0]!, long.rows);
  const of = ({ columns, rows }: Table, d: number): Float64Array => (d < dimensions ? columns[d]! : new Float64Array(rows));
  return {
    leftIsLong,
    long: [inOrder(of(long, 0), order), inOrder(of(long, 1), order), inOrder(of(long, 2), order)],
    short: [of(short, 0), of(short, 1), of(short, 2)],
    longDevices: inOrder(long.devices, order),
    shortDevices: short.devices,
    order,
    rows: long.rows,
  };
}

/** A column in some order of its rows; null = as they are. */
function inOrder(column: Float64Array, order: Int32Array | null): Float64Array {
  if (order === null) return column;
  const ordered = new Float64Array(order.length);
  for (let i = 0; i < order.length; i += 1) ordered[i] = column[order[i]!]!;
  return ordered;
}

/** The rows in ascending order of a column; null when they are already. */
function ascending(column: Float64Array, rows: number): Int32Array | null {
  let sorted = true;
  for (let i = 1; sorted && i < rows; i += 1) sorted = column[i - 1]! <= column[i]!;
  if (sorted) return null;
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i += 1) order[i] = i;
  sortRows(order, 0, rows, column, []);
  return order;
}

export function streamsOf(sides: readonly Side[]): Streams {
  let count = 0;
  for (const { shortDevices } of sides) count += shortDevices.length;
  const streams: Streams = { count, source: new Int32Array(count), short: new Int32Array(count), next: new Int32Array(count) };
  let t = 0;
  for (let s = 0; s < sides.length; s += 1) {
    const rows = sides[s]!.shortDevices.length;
    for (let j = 0; j < rows; j += 1) {
      streams.source[t] = s;
      streams.short[t] = j;
      t += 1;
    }
  }
  return streams;
}

/** The range of the pairs' column 1, no higher than its bound. */
export function rangeOf(sides: readonly Side[], add: boolean, bound: number): [number, number] {
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

export function extent(column: Float64Array): [number, number] {
  let low = column[0]!;
  let high = low;
  for (let i = 1; i < column.length; i += 1) {
    const value = column[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}
