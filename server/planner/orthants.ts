import { TWIN } from "./slack";

/** At most about so many cells, whatever the number of columns. */
const CELLS = 1 << 18;
const PAIRS_PER_CELL = 8;
/** Fewer pairs are looked up one by one. */
const FEWEST_PAIRS = 1 << 10;
/** With more columns than this the cells would be too wide to tell much. */
const MOST_COLUMNS = 6;

/**
 * What a growing set of points beats, at one look: a grid over all columns but the last, each cell with the least last column of the points in cells that are strictly
 * before it in every other column. It may say no where a point is beaten, never yes where it is not.
 */
export class Orthants {
  private readonly side: number;
  private readonly scale: Float64Array;
  private readonly least: Float64Array;
  private readonly strides: number[];
  private readonly axes: number;

  /** `low` and `high`: the range of each column; what is outside counts to the cells at the border. */
  constructor(
    private readonly low: Float64Array,
    high: Float64Array,
    pairs: number,
  ) {
    this.axes = low.length - 1;
    const applies = this.axes >= 1 && low.length <= MOST_COLUMNS && pairs > FEWEST_PAIRS;
    this.side = applies ? Math.max(2, Math.floor(Math.min(CELLS, pairs / PAIRS_PER_CELL) ** (1 / this.axes))) : 1;
    this.scale = low.map((value, d) => {
      const scale = (this.side - 0.001) / (high[d]! - value);
      return Number.isFinite(scale) && scale > 0 ? scale : 0;
    });
    this.strides = Array.from({ length: this.axes }, (_, d) => this.side ** d);
    this.least = new Float64Array(this.side ** this.axes).fill(Number.POSITIVE_INFINITY);
  }

  /** Whether some point is below `most` in every column, by more than a twin of it would be. */
  beats(most: Float64Array): boolean {
    let cell = 0;
    for (let d = 0; d < this.axes; d += 1) cell += this.strides[d]! * this.place(d, most[d]!);
    const last = most[this.axes]!;
    return this.least[cell]! < last - Math.abs(last) * 2 * TWIN;
  }

  add(point: Float64Array): void {
    if (this.side > 1) this.lower(this.axes - 1, 0, point);
  }

  private place(d: number, value: number): number {
    const cell = Math.floor((value - this.low[d]!) * this.scale[d]!);
    return cell < 0 ? 0 : cell < this.side ? cell : this.side - 1;
  }

  /** Lowers the cells beyond the point along an axis and all before it; false when there was nothing to lower. What is low stays low further on. */
  private lower(axis: number, base: number, point: Float64Array): boolean {
    const value = point[this.axes]!;
    if (axis < 0) {
      if (this.least[base]! <= value) return false;
      this.least[base] = value;
      return true;
    }
    const first = this.place(axis, point[axis]!) + 1;
    for (let k = first; k < this.side; k += 1) if (!this.lower(axis - 1, base + k * this.strides[axis]!, point)) return k > first;
    return first < this.side;
  }
}
