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
  sortRows(order, 0, rows, column, []);
  return order;
}

export function streamsOf(sides: readonly Side[]): Streams {
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
