/**
 * Row indices in lexicographic order of several columns, ascending: one stable pass per column, the last first. A pass is a bucket sort on the column's
 * range with insertion sort inside buckets, so it is O(n) for spread values and for many equal ones.
 */
export function lexicographicOrder(columns: readonly Float64Array[], count: number): Int32Array {
  let order = new Int32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  for (let c = columns.length - 1; c >= 0; c -= 1) order = stablePass(columns[c]!, order);
  return order;
}

function stablePass(keys: Float64Array, items: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const count = items.length;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i += 1) {
    const key = keys[i]!;
    if (key < low) low = key;
    if (key > high) high = key;
  }
  if (!(high > low)) return items;
  const scale = (count - 1) / (high - low);
  const start = new Int32Array(count + 1);
  for (let i = 0; i < count; i += 1) start[Math.floor((keys[i]! - low) * scale) + 1]! += 1;
  for (let b = 0; b < count; b += 1) start[b + 1]! += start[b]!;
  const next = start.slice(0, count);
  const order = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const item = items[i]!;
    const b = Math.floor((keys[item]! - low) * scale);
    order[next[b]!] = item;
    next[b]! += 1;
  }
  for (let b = 0; b < count; b += 1) {
    const from = start[b]!;
    const to = start[b + 1]!;
    if (to - from < 2) continue;
    let sorted = true;
    for (let i = from + 1; sorted && i < to; i += 1) sorted = keys[order[i - 1]!]! <= keys[order[i]!]!;
    if (sorted) continue;
    if (to - from > 48) {
      order.set(
        Array.from(order.subarray(from, to)).sort((x, y) => keys[x]! - keys[y]!),
        from,
      );
      continue;
    }
    for (let i = from + 1; i < to; i += 1) {
      const item = order[i]!;
      const key = keys[item]!;
      let j = i - 1;
      while (j >= from && keys[order[j]!]! > key) {
        order[j + 1] = order[j]!;
        j -= 1;
      }
      order[j + 1] = item;
    }
  }
  return order;
}

/**
 * The minima of a growing set of points in two dimensions: `x` ascending, `y` descending. Tells whether a new point is
 * dominated (weakly) in O(log n). Source: Kung, Luccio & Preparata, "On finding the maxima of a set of vectors", JACM 22 (1975).
 */
export class Staircase {
  private x = new Float64Array(256);
  private y = new Float64Array(256);
  private item = new Int32Array(256);
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

  /** The item at a point takes another's place (equal vectors). */
  replace(from: number, to: number): void {
    for (let i = 0; i < this.size; i += 1) if (this.item[i] === from) this.item[i] = to;
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
