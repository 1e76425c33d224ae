import { TWIN } from "./slack";

/**
 * What a growing set of points (x, y) beats, at one look: per cell of x the least y of the points in the cells strictly before it, and one
 * point of the cell itself. It may say no where a point is beaten, never yes where it is not.
 */
export class Shadow {
  readonly low: number;
  readonly high: number;
  /** Cells per unit of x. */
  readonly scale: number;
  /** Least y of the points in cells strictly before. */
  readonly below: Float64Array;
  /** A point of the cell itself: the one of least y. */
  readonly atX: Float64Array;
  readonly atY: Float64Array;
  private readonly cells: number;

  constructor(low: number, high: number, points: number) {
    this.cells = points > 1 << 20 ? 8192 : points > 1 << 16 ? 4096 : points > 1 << 12 ? 1024 : 128;
    this.low = low;
    this.high = high;
    const scale = (this.cells - 0.001) / (high - low);
    // One value only, or a range that is not finite: everything is in the first cell.
    this.scale = Number.isFinite(scale) && scale > 0 ? scale : 0;
    this.below = new Float64Array(this.cells).fill(Number.POSITIVE_INFINITY);
    this.atX = new Float64Array(this.cells).fill(Number.POSITIVE_INFINITY);
    this.atY = new Float64Array(this.cells).fill(Number.POSITIVE_INFINITY);
  }

  /** Whether some point is no worse than (x, y) and better than any twin of it would be. */
  beats(x: number, y: number): boolean {
    const cell = ((Math.min(x, this.high) - this.low) * this.scale) | 0;
    const better = y - Math.abs(y) * 2 * TWIN;
    return this.below[cell]! < better || (this.atY[cell]! < better && this.atX[cell]! <= x);
  }

  add(x: number, y: number): void {
    const cell = ((x - this.low) * this.scale) | 0;
    if (y < this.atY[cell]! || (y === this.atY[cell]! && x < this.atX[cell]!)) {
      this.atX[cell] = x;
      this.atY[cell] = y;
    }
    for (let c = cell + 1; c < this.cells && this.below[c]! > y; c += 1) this.below[c] = y;
  }
}
