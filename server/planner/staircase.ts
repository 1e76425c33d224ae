/**
 * The minima of a growing set of points in two dimensions: `x` ascending, `y` descending. Tells whether a new point is
 * dominated (weakly) in O(log n). Source: Kung, Luccio & Preparata, "On finding the maxima of a set of vectors", JACM 22 (1975).
 */
export class Staircase {
  private x = new Float64Array(32);
  private y = new Float64Array(32);
  private item = new Int32Array(32);
  private size = 0;

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

  /** Last position whose x is not above the given one; −1 when none. */
  private position(x: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.x[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private grow(): void {
    const size = this.x.length * 2;
    const copy = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(size);
      next.set(old);
      return next;
    };
    this.x = copy(this.x);
    this.y = copy(this.y);
    const items = new Int32Array(size);
    items.set(this.item);
    this.item = items;
  }
}
