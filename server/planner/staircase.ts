import { grown } from "./pair-rows";

const FEW = 4;

/**
 * The minima of a growing set of points in two dimensions: `x` ascending, `y` descending. Tells whether a new point is
 * dominated (weakly) in O(log n). Source: Kung, Luccio & Preparata, "On finding the maxima of a set of vectors", JACM 22 (1975).
 */
export class Staircase {
  private x = new Float64Array(32);
  private y = new Float64Array(32);
  private item = new Int32Array(32);
  private size = 0;
  /** Where the last point was looked for. */
  private last = 0;

  /** Item that dominates (x, y) or equals it, or −1. */
  dominator(x: number, y: number): number {
    const at = this.position(x);
    return at >= 0 && this.y[at]! <= y ? this.item[at]! : -1;
  }

  /** Adds a point that nothing dominates. */
  insert(x: number, y: number, item: number): void {
    let from = this.position(x) + 1;
    if (from > 0 && this.x[from - 1] === x) from -= 1;
    let to = from;
    while (to < this.size && this.y[to]! >= y) to += 1;
    if (this.size + 1 - (to - from) > this.x.length) this.grow();
    if (to !== from + 1) {
      this.x.copyWithin(from + 1, to, this.size);
      this.y.copyWithin(from + 1, to, this.size);
      this.item.copyWithin(from + 1, to, this.size);
    }
    this.size += 1 - (to - from);
    this.x[from] = x;
    this.y[from] = y;
    this.item[from] = item;
  }

  /**
   * Last position whose x is not above the given one; −1 when none. Points mostly come in runs of ascending x, so a few positions from the last one on are tried first.
   */
  private position(x: number): number {
    const { x: xs, size } = this;
    let low = 0;
    let high = size;
    const { last } = this;
    if (last < size && xs[last]! <= x) {
      low = last + 1;
      const few = Math.min(size, low + FEW);
      while (low < few && xs[low]! <= x) low += 1;
      if (low < few) high = low;
    } else high = Math.min(high, last);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (xs[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    this.last = Math.max(0, low - 1);
    return low - 1;
  }

  private grow(): void {
    const size = this.x.length * 2;
    this.x = grown(this.x, new Float64Array(size));
    this.y = grown(this.y, new Float64Array(size));
    this.item = grown(this.item, new Int32Array(size));
  }
}
