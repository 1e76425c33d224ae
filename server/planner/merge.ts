import { lexicographicOrder, Staircase } from "./staircase";
import type { MergeLimits, Rule, Source, Table } from "./table";

/** Candidate rows that survived the first sieve. */
interface Survivors {
  count: number;
  columns: Float64Array[];
  devices: Float64Array;
  source: Uint16Array;
  left: Int32Array;
  right: Int32Array;
}

/**
 * All pairs of rows of each source, combined dimension by dimension, without the dominated ones: a Minkowski sum (or maximum) and dominance
 * filter. Exact. Two passes over the pairs keep memory at the size of what survives: the first records, on a grid over dimensions 1 and 2,
 * the least value of dimension 0; the second drops every pair that some cell strictly below it in both beats. The survivors are sorted by
 * dimension 0 and swept with a staircase (up to three dimensions) or compared with those kept (more).
 */
export function mergeTables(sources: Source[], rules: readonly Rule[], limits: MergeLimits): Table {
  const used = sources.filter((source) => source.left.rows > 0 && source.right.rows > 0);
  const dimensions = rules.length;
  const survivors = sieve(used, rules, limits);
  const order = lexicographicOrder([...survivors.columns, survivors.devices], survivors.count);
  const kept = dimensions <= 3 ? sweep(survivors, order, dimensions, used, limits) : filterMany(survivors, order, dimensions, used, limits);
  return gather(survivors, kept, dimensions, used);
}

function sieve(sources: Source[], rules: readonly Rule[], limits: MergeLimits): Survivors {
  const dimensions = rules.length;
  let pairs = 0;
  for (const { left, right } of sources) pairs += left.rows * right.rows;
  const grid = pairs > 4096 && dimensions >= 2 ? makeGrid(sources, rules, pairs, limits) : null;
  const result = new SurvivorList(dimensions, Math.min(pairs, 1 << 16));
  const values = new Float64Array(dimensions);
  let sinceCheck = 0;
  for (let s = 0; s < sources.length; s += 1) {
    const { left, right } = sources[s]!;
    for (let j = 0; j < right.rows; j += 1) {
      sinceCheck += left.rows;
      if (sinceCheck > 1 << 20) {
        limits.checkpoint(sinceCheck);
        sinceCheck = 0;
      }
      if (grid && dimensions === 3 && rules[0] === "add" && rules[1] === "add" && rules[2] === "add") {
        sieveThreeAdded(left, right, s, j, grid, limits.bounds, result);
        continue;
      }
      for (let i = 0; i < left.rows; i += 1) {
        let inside = true;
        for (let d = 0; d < dimensions; d += 1) {
          const a = left.columns[d]![i]!;
          const b = right.columns[d]![j]!;
          const value = rules[d] === "add" ? a + b : Math.max(a, b);
          values[d] = value;
          if (value > limits.bounds[d]!) {
            inside = false;
            break;
          }
        }
        if (!inside || (grid && dimensions <= 3 && grid.beats(values[0]!, values[1]!, dimensions === 3 ? values[2]! : 0))) continue;
        result.push(values, left.devices[i]! + right.devices[j]!, s, i, j);
      }
    }
  }
  limits.checkpoint(sinceCheck);
  return result;
}

function sieveThreeAdded(left: Table, right: Table, s: number, j: number, grid: Grid, bounds: Float64Array, result: SurvivorList): void {
  const l0 = left.columns[0]!;
  const l1 = left.columns[1]!;
  const l2 = left.columns[2]!;
  const r0 = right.columns[0]![j]!;
  const r1 = right.columns[1]![j]!;
  const r2 = right.columns[2]![j]!;
  const bound0 = bounds[0]!;
  const bound1 = bounds[1]!;
  const bound2 = bounds[2]!;
  const { low1, low2, scale1, scale2, size, best } = grid;
  const devices = right.devices[j]!;
  const count = left.rows;
  for (let i = 0; i < count; i += 1) {
    const v0 = l0[i]! + r0;
    const v1 = l1[i]! + r1;
    const v2 = l2[i]! + r2;
    if (v0 > bound0 || v1 > bound1 || v2 > bound2) continue;
    const b1 = ((v1 - low1) * scale1) | 0;
    const b2 = ((v2 - low2) * scale2) | 0;
    // `best` is padded by one row and column, so this is the cell strictly below in both.
    if (best[b1 * (size + 1) + b2]! <= v0) continue;
    result.push3(v0, v1, v2, left.devices[i]! + devices, s, i, j);
  }
}

class SurvivorList implements Survivors {
  count = 0;
  columns: Float64Array[];
  devices: Float64Array;
  source: Uint16Array;
  left: Int32Array;
  right: Int32Array;

  constructor(dimensions: number, size: number) {
    const room = Math.max(16, size);
    this.columns = Array.from({ length: dimensions }, () => new Float64Array(room));
    this.devices = new Float64Array(room);
    this.source = new Uint16Array(room);
    this.left = new Int32Array(room);
    this.right = new Int32Array(room);
  }

  push(values: Float64Array, devices: number, s: number, i: number, j: number): void {
    if (this.count === this.left.length) this.grow();
    for (let d = 0; d < values.length; d += 1) this.columns[d]![this.count] = values[d]!;
    this.finish(devices, s, i, j);
  }

  push3(v0: number, v1: number, v2: number, devices: number, s: number, i: number, j: number): void {
    if (this.count === this.left.length) this.grow();
    this.columns[0]![this.count] = v0;
    this.columns[1]![this.count] = v1;
    this.columns[2]![this.count] = v2;
    this.finish(devices, s, i, j);
  }

  private finish(devices: number, s: number, i: number, j: number): void {
    this.devices[this.count] = devices;
    this.source[this.count] = s;
    this.left[this.count] = i;
    this.right[this.count] = j;
    this.count += 1;
  }

  private grow(): void {
    const size = this.left.length * 2;
    this.columns = this.columns.map((column) => resized(column, new Float64Array(size)));
    this.devices = resized(this.devices, new Float64Array(size));
    this.source = resized(this.source, new Uint16Array(size));
    this.left = resized(this.left, new Int32Array(size));
    this.right = resized(this.right, new Int32Array(size));
  }
}

function resized<T extends Float64Array | Uint16Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Least value of dimension 0 over everything in cells at or below, shifted so that a cell reads what is strictly below it. */
class Grid {
  constructor(
    readonly low1: number,
    readonly low2: number,
    readonly scale1: number,
    readonly scale2: number,
    readonly size: number,
    readonly best: Float64Array,
  ) {}

  beats(v0: number, v1: number, v2: number): boolean {
    const b1 = ((v1 - this.low1) * this.scale1) | 0;
    const b2 = ((v2 - this.low2) * this.scale2) | 0;
    return this.best[b1 * (this.size + 1) + b2]! <= v0;
  }
}

function makeGrid(sources: Source[], rules: readonly Rule[], pairs: number, limits: MergeLimits): Grid | null {
  const dimensions = rules.length;
  if (dimensions > 3) return null;
  const range = [1, 2].map((d) => (d < dimensions ? rangeOf(sources, rules[d]!, d, limits.bounds[d]!) : { low: 0, high: 0 }));
  const size = pairs > 1 << 20 ? 512 : pairs > 1 << 16 ? 256 : 64;
  const scale = range.map(({ low, high }) => (high > low ? (size - 0.001) / (high - low) : 0));
  const [first, second] = range as [{ low: number; high: number }, { low: number; high: number }];
  const stride = size + 1;
  const best = new Float64Array((size + 1) * (size + 1)).fill(Number.POSITIVE_INFINITY);
  // With two dimensions there is one column; reading "strictly below in both" needs it shifted in the first only, so no sieve then.
  if (dimensions < 3) return null;
  const [scale1, scale2] = scale as [number, number];
  if (scale1 === 0 || scale2 === 0) return null;
  const add = rules.map((rule) => rule === "add");
  for (const { left, right } of sources) {
    const [l0, l1, l2] = left.columns as [Float64Array, Float64Array, Float64Array];
    for (let j = 0; j < right.rows; j += 1) {
      const r0 = right.columns[0]![j]!;
      const r1 = right.columns[1]![j]!;
      const r2 = right.columns[2]![j]!;
      const count = left.rows;
      if (add[0] && add[1] && add[2]) {
        for (let i = 0; i < count; i += 1) {
          const v1 = l1[i]! + r1;
          const v2 = l2[i]! + r2;
          if (v1 > first.high || v2 > second.high) continue;
          const cell = ((((v1 - first.low) * scale1) | 0) + 1) * stride + (((v2 - second.low) * scale2) | 0) + 1;
          const v0 = l0[i]! + r0;
          if (v0 < best[cell]!) best[cell] = v0;
        }
        continue;
      }
      for (let i = 0; i < count; i += 1) {
        const v0 = add[0] ? l0[i]! + r0 : Math.max(l0[i]!, r0);
        const v1 = add[1] ? l1[i]! + r1 : Math.max(l1[i]!, r1);
        const v2 = add[2] ? l2[i]! + r2 : Math.max(l2[i]!, r2);
        if (v1 > first.high || v2 > second.high) continue;
        const cell = ((((v1 - first.low) * scale1) | 0) + 1) * stride + (((v2 - second.low) * scale2) | 0) + 1;
        if (v0 < best[cell]!) best[cell] = v0;
      }
    }
    limits.checkpoint(0);
  }
  for (let a = 1; a <= size; a += 1) {
    for (let b = 1; b <= size; b += 1) {
      const at = a * stride + b;
      const below = Math.min(best[at - stride]!, best[at - 1]!);
      if (below < best[at]!) best[at] = below;
    }
  }
  return new Grid(first.low, second.low, scale1, scale2, size, best);
}

function rangeOf(sources: Source[], rule: Rule, d: number, bound: number): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { left, right } of sources) {
    const [leftLow, leftHigh] = extent(left.columns[d]!, left.rows);
    const [rightLow, rightHigh] = extent(right.columns[d]!, right.rows);
    low = Math.min(low, rule === "add" ? leftLow + rightLow : Math.max(leftLow, rightLow));
    high = Math.max(high, rule === "add" ? leftHigh + rightHigh : Math.max(leftHigh, rightHigh));
  }
  return { low, high: Math.min(high, Math.max(low, bound)) };
}

function extent(column: Float64Array, rows: number): [number, number] {
  let low = column[0]!;
  let high = low;
  for (let i = 1; i < rows; i += 1) {
    const value = column[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}

function pairAt(survivors: Survivors, item: number, sources: Source[]): { source: Source; left: number; right: number } {
  return { source: sources[survivors.source[item]!]!, left: survivors.left[item]!, right: survivors.right[item]! };
}

function sweep(survivors: Survivors, order: Int32Array, dimensions: number, sources: Source[], limits: MergeLimits): Int32Array {
  const stairs = new Staircase();
  const kept = new Int32Array(order.length);
  const placeOf = new Map<number, number>();
  let count = 0;
  const first = survivors.columns[0]!;
  const second = dimensions > 1 ? survivors.columns[1]! : null;
  const third = dimensions > 2 ? survivors.columns[2]! : null;
  for (let k = 0; k < order.length; k += 1) {
    const item = order[k]!;
    const x = second ? second[item]! : 0;
    const y = third ? third[item]! : 0;
    const other = stairs.dominator(x, y);
    if (other < 0) {
      stairs.insert(x, y, item);
      kept[count] = item;
      count += 1;
      continue;
    }
    // Rows with equal vectors come one after another: the one with fewer devices first, so only equal devices need the tie-break.
    const equal =
      first[other] === first[item] &&
      (!second || second[other] === x) &&
      (!third || third[other] === y) &&
      survivors.devices[other] === survivors.devices[item];
    if (equal && limits.tieBreak(pairAt(survivors, item, sources), pairAt(survivors, other, sources))) {
      stairs.replace(other, item);
      let place = placeOf.get(other) ?? -1;
      if (place < 0) for (place = count - 1; kept[place] !== other; ) place -= 1;
      kept[place] = item;
      placeOf.set(item, place);
    }
  }
  return kept.subarray(0, count);
}

/** Dominance in four dimensions or more: compares with those kept, the latest successful dominators first. */
function filterMany(survivors: Survivors, order: Int32Array, dimensions: number, sources: Source[], limits: MergeLimits): Int32Array {
  const kept = new Int32Array(order.length);
  let count = 0;
  const { columns } = survivors;
  const lists = columns.map(() => new Float64Array(Math.max(16, order.length)));
  const values = new Float64Array(dimensions);
  let work = 0;
  for (let k = 0; k < order.length; k += 1) {
    const item = order[k]!;
    for (let d = 0; d < dimensions; d += 1) values[d] = columns[d]![item]!;
    let dominated = -1;
    for (let o = 0; o < count; o += 1) {
      let d = 1;
      while (d < dimensions && lists[d]![o]! <= values[d]!) d += 1;
      if (d === dimensions) {
        dominated = o;
        break;
      }
    }
    work += count;
    if (work > 1 << 22) {
      limits.checkpoint(0);
      work = 0;
    }
    if (dominated < 0) {
      for (let d = 0; d < dimensions; d += 1) lists[d]![count] = values[d]!;
      kept[count] = item;
      count += 1;
      continue;
    }
    let equal = survivors.devices[kept[dominated]!] === survivors.devices[item];
    for (let d = 0; equal && d < dimensions; d += 1) equal = lists[d]![dominated] === values[d];
    if (equal && limits.tieBreak(pairAt(survivors, item, sources), pairAt(survivors, kept[dominated]!, sources))) kept[dominated] = item;
    else if (dominated > 0 && !equal) {
      // A row that dominates once tends to dominate again: move it one step to the front.
      const half = dominated >> 1;
      for (let d = 0; d < dimensions; d += 1) {
        const list = lists[d]!;
        const swap = list[half]!;
        list[half] = list[dominated]!;
        list[dominated] = swap;
      }
      const swap = kept[half]!;
      kept[half] = kept[dominated]!;
      kept[dominated] = swap;
    }
  }
  return kept.subarray(0, count);
}

function gather(survivors: Survivors, kept: Int32Array, dimensions: number, sources: Source[]): Table {
  const rows = kept.length;
  const columns = Array.from({ length: dimensions }, () => new Float64Array(rows));
  const devices = new Float64Array(rows);
  const source = sources.length < 256 ? new Uint8Array(rows) : new Uint16Array(rows);
  const left = new Int32Array(rows);
  const right = new Int32Array(rows);
  for (let r = 0; r < rows; r += 1) {
    const item = kept[r]!;
    for (let d = 0; d < dimensions; d += 1) columns[d]![r] = survivors.columns[d]![item]!;
    devices[r] = survivors.devices[item]!;
    source[r] = survivors.source[item]!;
    left[r] = survivors.left[item]!;
    right[r] = survivors.right[item]!;
  }
  return { rows, columns, devices, origin: { kind: "pairs", sources, source, left, right } };
}
