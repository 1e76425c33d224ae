import { lexicographicOrder } from "./lexicographic";
import { TWIN } from "./slack";
import { sweepPairs } from "./sweep";
import type { MergeLimits, Rule, Source, Table } from "./table";

/**
 * All pairs of rows of each source, combined column by column, without the dominated ones: a Minkowski sum (or maximum) and dominance filter.
 * Exact. Rows come out in lexicographic order. A pure function of its arguments; the result is never changed.
 */
export function mergeTables(sources: Source[], rules: readonly Rule[], limits: MergeLimits): Table {
  const used = sources.filter((source) => source.left.rows > 0 && source.right.rows > 0);
  if (used.length === 1 && changesNothing(used[0]!, rules, limits)) return used[0]!.left;
  if (rules.length <= 3) return sweepPairs(used, rules, limits);
  const survivors = allPairs(used, rules, limits);
  const order = lexicographicOrder([...survivors.columns, survivors.devices], survivors.count);
  const kept = filterMany(survivors, order, rules.length, used, limits);
  limits.effort.keep(kept.length);
  return gather(survivors, kept, rules.length, used);
}

/** Whether the left table is what comes out: nothing is added to it, no row beats another, and all are within the bounds. */
function changesNothing({ left, right }: Source, rules: readonly Rule[], { bounds, slack }: MergeLimits): boolean {
  if (!left.minimal || slack || right.rows > 1 || right.devices[0] !== 0 || right.origin.kind !== "none") return false;
  return rules.every(
    (rule, d) => rule === "add" && right.columns[d]![0] === 0 && (bounds[d] === Number.POSITIVE_INFINITY || within(left.columns[d]!, bounds[d]!)),
  );
}

function within(column: Float64Array, bound: number): boolean {
  for (let row = 0; row < column.length; row += 1) if (column[row]! > bound) return false;
  return true;
}

/** Candidate rows. */
interface Survivors {
  count: number;
  columns: Float64Array[];
  devices: Float64Array;
  source: Uint16Array;
  left: Int32Array;
  right: Int32Array;
}

function allPairs(sources: Source[], rules: readonly Rule[], limits: MergeLimits): Survivors {
  const dimensions = rules.length;
  let pairs = 0;
  for (const { left, right } of sources) pairs += left.rows * right.rows;
  const result = new SurvivorList(dimensions, Math.min(pairs, 1 << 16));
  const values = new Float64Array(dimensions);
  let sinceCheck = 0;
  for (let s = 0; s < sources.length; s += 1) {
    const { left, right } = sources[s]!;
    for (let j = 0; j < right.rows; j += 1) {
      sinceCheck += left.rows;
      if (sinceCheck > 1 << 20) {
        limits.checkpoint(sinceCheck);
        limits.effort.look(sinceCheck);
        limits.effort.fits(result.count);
        sinceCheck = 0;
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
        if (inside) result.push(values, left.devices[i]! + right.devices[j]!, s, i, j);
      }
    }
  }
  limits.checkpoint(sinceCheck);
  limits.effort.look(sinceCheck);
  limits.effort.fits(result.count);
  return result;
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

function pairAt(survivors: Survivors, item: number, sources: Source[]): { source: Source; left: number; right: number } {
  return { source: sources[survivors.source[item]!]!, left: survivors.left[item]!, right: survivors.right[item]! };
}

/** Dominance in four dimensions or more: compares with those kept, the latest successful dominators first. */
function filterMany(survivors: Survivors, order: Int32Array, dimensions: number, sources: Source[], limits: MergeLimits): Int32Array {
  const kept = new Int32Array(order.length);
  let count = 0;
  const { columns } = survivors;
  const lists = columns.map(() => new Float64Array(Math.max(16, order.length)));
  const values = new Float64Array(dimensions);
  const room = new Float64Array(dimensions);
  const times = columns.map((_, d) => limits.slack?.times[d] || TWIN);
  const plus = columns.map((_, d) => limits.slack?.plus[d] ?? 0);
  let work = 0;
  for (let k = 0; k < order.length; k += 1) {
    const item = order[k]!;
    for (let d = 0; d < dimensions; d += 1) {
      const value = columns[d]![item]!;
      values[d] = value;
      room[d] = value + Math.abs(value) * times[d]! + plus[d]!;
    }
    let dominated = -1;
    for (let o = 0; o < count; o += 1) {
      let d = 1;
      while (d < dimensions && lists[d]![o]! <= room[d]!) d += 1;
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
  const source = new Uint16Array(rows);
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
