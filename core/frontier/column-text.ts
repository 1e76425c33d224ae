/** Columns of numbers as base64 text, little-endian as every machine that runs this is; the same in browser and server. */
const CHUNK = 0x8000;

/** Node's own, many times quicker than going through a string of characters. */
interface NodeBuffer {
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: "base64"): string };
}
const nodeBuffer = (globalThis as { Buffer?: NodeBuffer }).Buffer;

export function writeBytes(bytes: Uint8Array): string {
  if (nodeBuffer) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** What newer engines have built in, a few times quicker. */
const fromBase64 = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array }).fromBase64;

export function readBytes(text: string): Uint8Array {
  if (fromBase64) return fromBase64.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

export function writeFloats(values: Float64Array): string {
  return writeBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function readFloats(text: string): Float64Array {
  return new Float64Array(readBytes(text).buffer);
}

/** `count` numbers of a column from place `from` on, without reading the rest of it. */
export function readFloatsAt(text: string, from: number, count: number): Float64Array {
  const [start, end] = [from * 8, (from + count) * 8];
  // four characters are three bytes
  const group = Math.floor(start / 3);
  const bytes = readBytes(text.slice(group * 4, Math.ceil(end / 3) * 4));
  return new Float64Array(bytes.slice(start - group * 3, end - group * 3).buffer);
}

export function writeWords(values: Uint32Array): string {
  return writeBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function readWords(text: string): Uint32Array {
  return new Uint32Array(readBytes(text).buffer);
}

/** A column as text, or the one value of all its entries (null = not a number), or the place of an earlier column that is equal. */
export type Column = string | { all: number | null } | { same: number };

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
    return same >= 0 ? { same } : writeFloats(column);
  });
}

/** The numbers of a column that does not point at another one. */
export function readColumn(column: string | { all: number | null }, count: number): Float64Array {
  return typeof column === "string" ? readFloats(column) : new Float64Array(count).fill(column.all ?? Number.NaN);
}
