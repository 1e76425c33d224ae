/** Ranges of at most this many are sorted by insertion. */
const SHORT = 16;

/** Sorts `items[from..to)` (row indices) by the rows' values, ascending, the first column first. Deterministic; equal rows come in any one order. */
export function sortRows(items: Int32Array, from: number, to: number, columns: readonly Float64Array[]): void {
  let low = from;
  let high = to;
  while (high - low > SHORT) {
    const middle = (low + high) >> 1;
    const pivot = medianOf(items[low]!, items[middle]!, items[high - 1]!, columns);
    let i = low;
    let j = high - 1;
    for (;;) {
      while (before(items[i]!, pivot, columns)) i += 1;
      while (before(pivot, items[j]!, columns)) j -= 1;
      if (i >= j) break;
      const swap = items[i]!;
      items[i] = items[j]!;
      items[j] = swap;
      i += 1;
      j -= 1;
    }
    // The shorter side by recursion, so its depth stays logarithmic.
    const cut = j + 1;
    if (cut - low < high - cut) {
      sortRows(items, low, cut, columns);
      low = cut;
    } else {
      sortRows(items, cut, high, columns);
      high = cut;
    }
  }
  for (let i = low + 1; i < high; i += 1) {
    const item = items[i]!;
    let j = i - 1;
    while (j >= low && before(item, items[j]!, columns)) {
      items[j + 1] = items[j]!;
      j -= 1;
    }
    items[j + 1] = item;
  }
}

function before(a: number, b: number, columns: readonly Float64Array[]): boolean {
  for (let c = 0; c < columns.length; c += 1) {
    const column = columns[c]!;
    const x = column[a]!;
    const y = column[b]!;
    if (x !== y) return x < y;
  }
  return false;
}

function medianOf(a: number, b: number, c: number, columns: readonly Float64Array[]): number {
  if (before(a, b, columns)) {
    if (before(b, c, columns)) return b;
    return before(a, c, columns) ? c : a;
  }
  if (before(a, c, columns)) return a;
  return before(b, c, columns) ? c : b;
}

/** Row indices in lexicographic order of several columns, ascending. */
export function lexicographicOrder(columns: readonly Float64Array[], count: number): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  let sorted = true;
  for (let i = 1; sorted && i < count; i += 1) sorted = !before(i, i - 1, columns);
  if (!sorted) sortRows(order, 0, count, columns);
  return order;
}
