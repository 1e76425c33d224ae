/** Columns of numbers as bytes, little-endian as every machine that runs this is; the same in browser and server. */

/** Node's own, many times quicker than going through a string of characters. */
interface NodeBuffer {
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: "base64"): string };
  from(text: string, encoding: "base64"): Uint8Array;
}
const nodeBuffer = (globalThis as { Buffer?: NodeBuffer }).Buffer;

export type Numbers = Float64Array | Uint32Array | Uint8Array;

/** The bytes of a column, not copied. */
export function bytesOf(column: Numbers): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** Bytes that begin where numbers of this size may: themselves, or a copy. */
function aligned(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : bytes.slice();
}

export function floatsOf(bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 8);
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

export function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 4);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

const CHUNK = 0x8000;

/** Base64. */
export function textOfBytes(bytes: Uint8Array): string {
  if (nodeBuffer) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** What newer engines have built in, a few times quicker. */
const fromBase64 = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array }).fromBase64;

export function bytesOfText(text: string): Uint8Array {
  if (fromBase64) return fromBase64.call(Uint8Array, text);
  if (nodeBuffer) return nodeBuffer.from(text, "base64");
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** A column in full, or the one value of all its entries (null = not a number), or the place of an earlier column that is equal. */
export type Column<C = Uint8Array> = C | { all: number | null } | { same: number };

/** Whether a column is told without its numbers. */
export function isShort<C>(column: Column<C>): column is { all: number | null } | { same: number } {
  return typeof column === "object" && column !== null && ("all" in column || "same" in column);
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i += 1) if (!Object.is(a[i], b[i])) return false;
  return true;
}

export function writeColumns(columns: readonly Float64Array[]): Column[] {
  return columns.map((column, place): Column => {
    const first = column[0];
    if (first !== undefined && Math.abs(first) !== Number.POSITIVE_INFINITY && !Object.is(first, -0) && column.every((value) => Object.is(value, first)))
      return { all: Number.isNaN(first) ? null : first };
    const same = columns.findIndex((other, earlier) => earlier < place && isEqual(other, column));
    return same >= 0 ? { same } : bytesOf(column);
  });
}

export function readColumns(columns: readonly Column[], count: number): Float64Array[] {
  const read: Float64Array[] = [];
  for (const column of columns) {
    if (!isShort(column)) read.push(floatsOf(column));
    else if ("same" in column) read.push(read[column.same] as Float64Array);
    else read.push(new Float64Array(count).fill(column.all ?? Number.NaN));
  }
  return read;
}
