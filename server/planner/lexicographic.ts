/** Ranges of at most this many are sorted by insertion. */
const SHORT = 12;

/** Where one half of a range waits while the two are merged. */
let room = new Int32Array(1 << 12);

/**
 * Sorts `items[from..to)` (row indices) by the rows' values, ascending, the first column first; equal rows stay as they are. By merging, so that what is
 * nearly in order (rows of a table mostly are) takes little more than one look at each row.
 */
export function sortRows(items: Int32Array, from: number, to: number, first: Float64Array, rest: readonly Float64Array[]): void {
  if (to - from > 2 * room.length) room = new Int32Array(to - from);
  mergeSort(items, from, to, first, rest);
}

function mergeSort(items: Int32Array, from: number, to: number, first: Float64Array, rest: readonly Float64Array[]): void {
  if (to - from <= SHORT) {
    for (let i = from + 1; i < to; i += 1) {
      const item = items[i]!;
      let j = i - 1;
      while (j >= from && before(item, items[j]!, first, rest)) {
        items[j + 1] = items[j]!;
        j -= 1;
      }
      items[j + 1] = item;
    }
    return;
  }
  const middle = (from + to) >> 1;
  mergeSort(items, from, middle, first, rest);
  mergeSort(items, middle, to, first, rest);
  if (!before(items[middle]!, items[middle - 1]!, first, rest)) return;
  const waiting = middle - from;
  for (let k = 0; k < waiting; k += 1) room[k] = items[from + k]!;
  let i = 0;
  let j = middle;
  let at = from;
  while (i < waiting && j < to) items[at++] = before(items[j]!, room[i]!, first, rest) ? items[j++]! : room[i++]!;
  while (i < waiting) items[at++] = room[i++]!;
}

function before(a: number, b: number, first: Float64Array, rest: readonly Float64Array[]): boolean {
  const x = first[a]!;
  const y = first[b]!;
  if (x !== y) return x < y;
  for (let c = 0; c < rest.length; c += 1) {
    const u = rest[c]![a]!;
    const v = rest[c]![b]!;
    if (u !== v) return u < v;
  }
  return false;
}

/** Row indices in lexicographic order of several columns, ascending. */
export function lexicographicOrder(columns: readonly Float64Array[], count: number): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  sortRows(order, 0, count, columns[0]!, columns.slice(1));
  return order;
}
