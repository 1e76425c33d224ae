import { sortRows } from "./lexicographic";
import { lessThanTwins, TWIN } from "./slack";
import type { Source, Table } from "./table";

const FIRST_ROOM = 1024;
/** Parts of at most so many rows are sorted as they are. */
const FEW = 12;

/** What is left of the pairs of one batch. */
export class Batch {
  count = 0;
  c0 = new Float64Array(FIRST_ROOM);
  c1 = new Float64Array(FIRST_ROOM);
  c2 = new Float64Array(FIRST_ROOM);
  devices = new Float64Array(FIRST_ROOM);
  stream = new Int32Array(FIRST_ROOM);
  long = new Int32Array(FIRST_ROOM);
  source = new Int32Array(FIRST_ROOM);
  short = new Int32Array(FIRST_ROOM);
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
    this.c0 = enlarged(this.c0, size);
    this.c1 = enlarged(this.c1, size);
    this.c2 = enlarged(this.c2, size);
    this.devices = enlarged(this.devices, size);
    this.stream = enlargedIndex(this.stream, size);
    this.long = enlargedIndex(this.long, size);
    this.source = enlargedIndex(this.source, size);
    this.short = enlargedIndex(this.short, size);
    this.order = enlargedIndex(this.order, size);
    this.starts = enlargedIndex(this.starts, size);
    this.waiting = enlargedIndex(this.waiting, size);
  }
}

let spare: Batch | null = null;

/** The minima found so far, with where they came from. */
export class Kept {
  count = 0;
  c0 = new Float64Array(64);
  c1 = new Float64Array(64);
  c2 = new Float64Array(64);
  devices = new Float64Array(64);
  private source = new Int32Array(64);
  private left = new Int32Array(64);
  private right = new Int32Array(64);

  constructor(private readonly dimensions: number) {}

  push(v0: number, v1: number, v2: number, devices: number, source: number, left: number, right: number): void {
    if (this.count === this.c0.length) this.grow();
    this.c0[this.count] = v0;
    this.c1[this.count] = v1;
    this.c2[this.count] = v2;
    this.replace(this.count, devices, source, left, right);
    this.count += 1;
  }

  replace(row: number, devices: number, source: number, left: number, right: number): void {
    this.devices[row] = devices;
    this.source[row] = source;
    this.left[row] = left;
    this.right[row] = right;
  }

  pair(row: number, sources: Source[]): { source: Source; left: number; right: number } {
    return { source: sources[this.source[row]!]!, left: this.left[row]!, right: this.right[row]! };
  }

  table(sources: Source[]): Table {
    const rows = this.count;
    return {
      rows,
      columns: [this.c0, this.c1, this.c2].slice(0, this.dimensions).map((column) => column.slice(0, rows)),
      devices: this.devices.slice(0, rows),
      minimal: true,
      origin: {
        kind: "pairs",
        sources,
        source: sources.length === 1 ? null : Uint16Array.from(this.source.subarray(0, rows)),
        left: this.left.slice(0, rows),
        right: this.right.slice(0, rows),
      },
    };
  }

  private grow(): void {
    const size = this.c0.length * 2;
    this.c0 = enlarged(this.c0, size);
    this.c1 = enlarged(this.c1, size);
    this.c2 = enlarged(this.c2, size);
    this.devices = enlarged(this.devices, size);
    this.source = enlargedIndex(this.source, size);
    this.left = enlargedIndex(this.left, size);
    this.right = enlargedIndex(this.right, size);
  }
}

function enlarged(from: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(size);
  to.set(from);
  return to;
}

function enlargedIndex(from: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(size);
  to.set(from);
  return to;
}
