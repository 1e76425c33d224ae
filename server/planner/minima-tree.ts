import { grown } from "./pair-rows";

/** Rows in one leaf before it is divided. */
const LEAF = 24;

/**
 * The minima of a growing set of points in any number of dimensions: a k-d tree whose nodes know the least value of each column below them. A point is
 * dominated only by one that is no greater in each column, so half-spaces above it and boxes whose least corner is above it are never entered.
 * Source: Bentley, "Multidimensional binary search trees used for associative searching", CACM 18 (1975).
 */
export class MinimaTree {
  count = 0;
  /** Points and boxes that were looked at, as a measure of work. */
  compared = 0;
  /** Row by row. */
  private points: Float64Array;
  /** Per node: the column it divides by (−1: a leaf), the first value of its upper half, its two halves. */
  private readonly column: number[] = [-1];
  private readonly cut: number[] = [0];
  private readonly lower: number[] = [0];
  private readonly upper: number[] = [0];
  private readonly members: number[][] = [[]];
  private least: Float64Array;
  private readonly waiting: number[] = [];

  constructor(private readonly width: number) {
    this.points = new Float64Array(64 * width);
    this.least = new Float64Array(16 * width).fill(Number.POSITIVE_INFINITY);
  }

  /** A point that is nowhere greater than `most`, or −1. */
  dominator(most: Float64Array): number {
    const { width, points, least, column, waiting } = this;
    waiting.length = 0;
    waiting.push(0);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const corner = node * width;
      this.compared += 1;
      let d = 0;
      while (d < width && least[corner + d]! <= most[d]!) d += 1;
      if (d < width) continue;
      const by = column[node]!;
      if (by >= 0) {
        // What beats a point that is hard to tell is mostly close to it: the upper half is gone into first.
        waiting.push(this.lower[node]!);
        if (most[by]! >= this.cut[node]!) waiting.push(this.upper[node]!);
        continue;
      }
      const members = this.members[node]!;
      this.compared += members.length;
      for (let m = 0; m < members.length; m += 1) {
        const at = members[m]! * width;
        d = 0;
        while (d < width && points[at + d]! <= most[d]!) d += 1;
        if (d === width) return members[m]!;
      }
    }
    return -1;
  }

  /** Whether a point is nowhere greater than `most`. */
  isWithin(point: number, most: Float64Array): boolean {
    const at = point * this.width;
    for (let d = 0; d < this.width; d += 1) if (this.points[at + d]! > most[d]!) return false;
    return true;
  }

  /** Adds a point; its number is how many there were before. */
  add(point: Float64Array): void {
    const { width } = this;
    if ((this.count + 1) * width > this.points.length) this.points = grown(this.points, new Float64Array(this.points.length * 2));
    this.points.set(point, this.count * width);
    let node = 0;
    for (;;) {
      const corner = node * width;
      for (let d = 0; d < width; d += 1) if (point[d]! < this.least[corner + d]!) this.least[corner + d] = point[d]!;
      const by = this.column[node]!;
      if (by < 0) break;
      node = point[by]! < this.cut[node]! ? this.lower[node]! : this.upper[node]!;
    }
    const members = this.members[node]!;
    members.push(this.count);
    this.count += 1;
    if (members.length > LEAF) this.divide(node);
  }

  /** Divides a leaf at the median of the column with the most different values; a leaf of equal points grows. */
  private divide(node: number): void {
    const { width, points } = this;
    const members = this.members[node]!;
    let best = -1;
    let most = 1;
    let cut = 0;
    for (let d = 0; d < width; d += 1) {
      const values = Float64Array.from(members, (member) => points[member * width + d]!).sort();
      let different = 1;
      for (let k = 1; k < values.length; k += 1) if (values[k] !== values[k - 1]) different += 1;
      if (different <= most) continue;
      best = d;
      most = different;
      let middle = values.length >> 1;
      while (middle < values.length && values[middle] === values[0]) middle += 1;
      cut = values[middle]!;
    }
    if (best < 0) return;
    this.column[node] = best;
    this.cut[node] = cut;
    this.members[node] = [];
    this.lower[node] = this.leafOf(members.filter((member) => points[member * width + best]! < cut));
    this.upper[node] = this.leafOf(members.filter((member) => points[member * width + best]! >= cut));
  }

  private leafOf(members: number[]): number {
    const { width, points } = this;
    const node = this.column.length;
    this.column.push(-1);
    this.cut.push(0);
    this.lower.push(0);
    this.upper.push(0);
    this.members.push(members);
    if ((node + 1) * width > this.least.length) this.least = grown(this.least, new Float64Array(this.least.length * 2).fill(Number.POSITIVE_INFINITY));
    for (const member of members)
      for (let d = 0; d < width; d += 1) this.least[node * width + d] = Math.min(this.least[node * width + d]!, points[member * width + d]!);
    return node;
  }
}
