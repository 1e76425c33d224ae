import { lessThanTwins } from "./slack";

/**
 * What a growing set of points (x, y) beats, at one look: per cell of x the least y of the points in the cells strictly before it, and one
 * point of the cell itself. It may say no where a point is beaten, never yes where it is not.
 */
export class Shadow {
  readonly low: number;
  /** Cells per unit of x. */
  readonly scale: number;
  /** Least y of the points in cells strictly before. */
  readonly below: Float64Array;
  /** A point of the cell itself: the one of least y. */
  readonly atX: Float64Array;
  readonly atY: Float64Array;
  /** The last cell; what lies beyond the range is looked up there. */
  readonly top: number;

  constructor(low: number, high: number, points: number) {
    const cells = points > 1 << 12 ? 1024 : 128;
    this.top = cells - 1;
    this.low = low;
    const scale = (cells - 0.001) / (high - low);
    // One value only, or a range that is not finite: everything is in the first cell.
    this.scale = Number.isFinite(scale) && scale > 0 ? scale : 0;
    this.below = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
    this.atX = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
    this.atY = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
  }

  /** Its cell is the whole part of it. */
  position(x: number): number {
    return (x - this.low) * this.scale;
  }

  /** Whether some point is no worse than (x, y) and better than any twin of it would be. */
  beats(x: number, y: number): boolean {
    const cell = Math.min(this.position(x), this.top) | 0;
    const better = lessThanTwins(y);
    return this.below[cell]! < better || (this.atY[cell]! < better && this.atX[cell]! <= x);
  }

  add(x: number, y: number): void {
    const cell = this.position(x) | 0;
    if (y < this.atY[cell]! || (y === this.atY[cell]! && x < this.atX[cell]!)) {
      this.atX[cell] = x;
      this.atY[cell] = y;
    }
    for (let c = cell + 1; c <= this.top && this.below[c]! > y; c += 1) this.below[c] = y;
  }
}
