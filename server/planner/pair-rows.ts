import type { Source, Table } from "./table";

const FIRST_ROOM = 64;
/** Room for more rows than this is not held. */
const MOST_SPARE = 1 << 14;

/** Rows in columns, with the pair of rows that each is made of; they grow. */
export class PairRows {
  count = 0;
  columns: Float64Array[];
  devices = new Float64Array(FIRST_ROOM);
  source = new Int32Array(FIRST_ROOM);
  left = new Int32Array(FIRST_ROOM);
  right = new Int32Array(FIRST_ROOM);

  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Float64Array(FIRST_ROOM));
  }

  /** Three empty columns; most tables are small, and the room in which one was made is used again. */
  static ofThree(): PairRows {
    const rows = spare ?? new PairRows(3);
    spare = null;
    rows.count = 0;
    return rows;
  }

  /** Says that nothing of the rows, which are three columns, is needed any more. */
  release(): void {
    if (this.left.length <= MOST_SPARE) spare = this;
  }

  /** Room for one row more than there are. */
  makeRoom(): void {
    if (this.count < this.left.length) return;
    const size = 2 * this.count;
    this.columns = this.columns.map((column) => grown(column, new Float64Array(size)));
    this.devices = grown(this.devices, new Float64Array(size));
    this.source = grown(this.source, new Int32Array(size));
    this.left = grown(this.left, new Int32Array(size));
    this.right = grown(this.right, new Int32Array(size));
  }

  copy(from: PairRows, row: number): void {
    this.makeRoom();
    for (let d = 0; d < this.columns.length; d += 1) this.columns[d]![this.count] = from.columns[d]![row]!;
    this.setPair(this.count, from.devices[row]!, from.source[row]!, from.left[row]!, from.right[row]!);
    this.count += 1;
  }

  setPair(row: number, devices: number, source: number, left: number, right: number): void {
    this.devices[row] = devices;
    this.source[row] = source;
    this.left[row] = left;
    this.right[row] = right;
  }

  pair(row: number, sources: Source[]): { source: Source; left: number; right: number } {
    return { source: sources[this.source[row]!]!, left: this.left[row]!, right: this.right[row]! };
  }

  /** The rows, with the first of their columns, as a table of which no row beats another. */
  table(sources: Source[], width = this.columns.length): Table {
    const { count } = this;
    return {
      rows: count,
      columns: this.columns.slice(0, width).map((column) => column.slice(0, count)),
      devices: this.devices.slice(0, count),
      minimal: true,
      origin: {
        kind: "pairs",
        sources,
        source: sources.length === 1 ? null : Uint16Array.from(this.source.subarray(0, count)),
        left: this.left.slice(0, count),
        right: this.right.slice(0, count),
      },
    };
  }
}

let spare: PairRows | null = null;

/** A longer array that begins like another. */
export function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
