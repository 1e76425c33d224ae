import { sortRows } from "./lexicographic";
import { grown } from "./pair-rows";
import { lessThanTwins, TWIN } from "./slack";

const FIRST_ROOM = 1024;
/** Parts of at most so many rows are sorted as they are. */
const FEW = 12;

/** What is left of the pairs of one batch. */
export class Batch {
  count = 0;
  c0 = new Float64Array(FIRST_ROOM);
  c1 = new Float64Array(FIRST_ROOM);
  c2 = new Float64Array(FIRST_ROOM);
  /** Set for the rows whose ties they decide. */
  devices = new Float64Array(FIRST_ROOM);
  stream = new Int32Array(FIRST_ROOM);
  long = new Int32Array(FIRST_ROOM);
  private order = new Int32Array(FIRST_ROOM);
  private starts = new Int32Array(FIRST_ROOM);
  private waiting = new Int32Array(FIRST_ROOM);

  /** An empty batch; most merges are small, and their room is used again. */
  static empty(): Batch {
    const batch = spare ?? new Batch();
    spare = null;
    batch.count = 0;
    return batch;
  }

  /** Says that nothing of the batch is needed any more. */
  release(): void {
    if (this.c0.length <= 4 * FIRST_ROOM) spare = this;
  }

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

  /** Rows in order of column 0, with twins in it made equal. */
  ordered(): Int32Array {
    const { order, c0, count } = this;
    for (let i = 0; i < count; i += 1) order[i] = i;
    this.scatter(0, count, c0);
    sortRows(order, 0, count, c0, []);
    let value = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < count; k += 1) {
      const own = c0[order[k]!]!;
      if (own - last <= Math.abs(value) * TWIN) c0[order[k]!] = value;
      else value = own;
      last = own;
    }
    return order;
  }

  /** Sorts a part of that order in which column 0 is equal by the other columns; most rows that another of it beats are left out. Where the part then ends. */
  sortEqual(from: number, to: number): number {
    const { order, c1, c2 } = this;
    let end = to;
    if (to - from > FEW) {
      this.scatter(from, to, c1);
      end = from;
      // The row of least column 2 so far.
      let x = Number.POSITIVE_INFINITY;
      let y = Number.POSITIVE_INFINITY;
      for (let k = from; k < to; k += 1) {
        const b = order[k]!;
        if (y < lessThanTwins(c2[b]!) && x <= c1[b]!) continue;
        order[end++] = b;
        if (c2[b]! >= y) continue;
        x = c1[b]!;
        y = c2[b]!;
      }
    }
    sortRows(order, from, end, c1, [c2, this.devices]);
    return end;
  }

  /** Puts a part of the order roughly in order of a column: by equal steps of its range, about one to a row. */
  private scatter(from: number, to: number, column: Float64Array): void {
    const { order, starts, waiting } = this;
    const size = to - from;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < size; k += 1) {
      const item = order[from + k]!;
      waiting[k] = item;
      const value = column[item]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const scale = (size - 1) / (high - low);
    if (!Number.isFinite(scale)) return;
    starts.fill(0, 0, size);
    for (let k = 0; k < size; k += 1) starts[((column[waiting[k]!]! - low) * scale) | 0]! += 1;
    for (let s = 0, at = from; s < size; s += 1) {
      const own = starts[s]!;
      starts[s] = at;
      at += own;
    }
    for (let k = 0; k < size; k += 1) order[starts[((column[waiting[k]!]! - low) * scale) | 0]!++] = waiting[k]!;
  }

  byColumnOne(): Int32Array {
    const { order, count } = this;
    for (let i = 0; i < count; i += 1) order[i] = i;
    sortRows(order, 0, count, this.c1, [this.c2, this.c0]);
    return order;
  }

  private grow(): void {
    const size = this.c0.length * 2;
    this.c0 = grown(this.c0, new Float64Array(size));
    this.c1 = grown(this.c1, new Float64Array(size));
    this.c2 = grown(this.c2, new Float64Array(size));
    this.devices = new Float64Array(size);
    this.stream = grown(this.stream, new Int32Array(size));
    this.long = grown(this.long, new Int32Array(size));
    this.order = new Int32Array(size);
    this.starts = new Int32Array(size);
    this.waiting = new Int32Array(size);
  }
}

let spare: Batch | null = null;
