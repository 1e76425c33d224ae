import type { Problem } from "../../core/metrics/problem";
import type { OperatorOptions } from "./options";
import type { Table } from "./table";

/** Rows of a table, and the places of the plans that they are part of. */
interface Asked {
  rows: Int32Array;
  places: Int32Array;
}

/**
 * Option per operator of every row of a table: choices[operator][row]; −1 where a row has none. A table that several others are made of is gone through once,
 * for all that any of them has of it: the ways that lead to it can be as many as the plans.
 */
export function choicesOfRows(table: Table, operators: number): Int32Array[] {
  const choices = Array.from({ length: operators }, () => new Int32Array(table.rows).fill(-1));
  const all = new Int32Array(table.rows);
  for (let row = 0; row < all.length; row += 1) all[row] = row;
  const asked = new Map<Table, Asked[]>([[table, [{ rows: all, places: all }]]]);
  const ask = (of: Table, column: Int32Array, { rows, places }: Asked): void => {
    if (of.origin.kind === "none") return;
    const own = { rows: picked(column, rows), places };
    const known = asked.get(of);
    if (known) known.push(own);
    else asked.set(of, [own]);
  };
  for (const next of wholeFirst(table)) {
    const { origin } = next;
    const { rows, places } = together(asked.get(next) ?? []);
    if (origin.kind === "options") {
      const column = choices[origin.operator]!;
      for (let k = 0; k < rows.length; k += 1) column[places[k]!] = origin.options[rows[k]!]!;
    } else if (origin.kind === "pairs") {
      bySource({ rows, places }, origin.source, origin.sources.length).forEach((own, s) => {
        if (own.rows.length === 0) return;
        ask(origin.sources[s]!.left, origin.left, own);
        ask(origin.sources[s]!.right, origin.right, own);
      });
    }
  }
  return choices;
}

/** The entries of a column at some places. */
function picked(column: Int32Array, places: Int32Array): Int32Array {
  const entries = new Int32Array(places.length);
  for (let k = 0; k < places.length; k += 1) entries[k] = column[places[k]!]!;
  return entries;
}

/** A table and all that it is made of, each before what it is made of. */
function wholeFirst(table: Table): Table[] {
  const done = new Set<Table>();
  const visit = (next: Table): void => {
    if (done.has(next)) return;
    if (next.origin.kind === "pairs")
      for (const { left, right } of next.origin.sources) {
        visit(left);
        visit(right);
      }
    done.add(next);
  };
  visit(table);
  return [...done].reverse();
}

function together(parts: readonly Asked[]): Asked {
  if (parts.length === 1) return parts[0]!;
  const size = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const whole = { rows: new Int32Array(size), places: new Int32Array(size) };
  let at = 0;
  for (const { rows, places } of parts) {
    whole.rows.set(rows, at);
    whole.places.set(places, at);
    at += rows.length;
  }
  return whole;
}

/** Rows parted by the pair of tables that each comes from. */
function bySource({ rows, places }: Asked, source: Uint16Array | null, sources: number): Asked[] {
  if (source === null) return [{ rows, places }];
  const sizes = new Int32Array(sources);
  for (let k = 0; k < rows.length; k += 1) sizes[source[rows[k]!]!]!++;
  const parts = Array.from(sizes, (size): Asked => ({ rows: new Int32Array(size), places: new Int32Array(size) }));
  sizes.fill(0);
  for (let k = 0; k < rows.length; k += 1) {
    const s = source[rows[k]!]!;
    const at = sizes[s]!++;
    parts[s]!.rows[at] = rows[k]!;
    parts[s]!.places[at] = places[k]!;
  }
  return parts;
}

/** Pools that some of the rows overfill, and the rows that overfill none. */
export function withinPools(
  problem: Problem,
  operators: readonly OperatorOptions[],
  choices: readonly Int32Array[],
): { overfull: number[]; within: Int32Array } {
  const rows = choices[0]!.length;
  const breaks = new Uint8Array(rows);
  const overfull: number[] = [];
  for (const pool of shortPools(problem, operators)) {
    const { count } = problem.pools[pool]!;
    const used = new Float64Array(rows);
    for (let o = 0; o < operators.length; o += 1) {
      const uses = Float64Array.from(operators[o]!.options, ({ pools }) => devicesIn(pools, pool));
      const column = choices[o]!;
      for (let r = 0; r < rows; r += 1) used[r] = used[r]! + uses[column[r]!]!;
    }
    let any = false;
    for (let r = 0; r < rows; r += 1) {
      if (used[r]! <= count) continue;
      breaks[r] = 1;
      any = true;
    }
    if (any) overfull.push(pool);
  }
  const within = new Int32Array(rows);
  let size = 0;
  for (let r = 0; r < rows; r += 1) if (!breaks[r]) within[size++] = r;
  return { overfull, within: within.subarray(0, size) };
}

/** The pools of which the operators can ask for more devices than there are. */
export function shortPools({ pools }: Problem, operators: readonly OperatorOptions[]): number[] {
  const most = new Float64Array(pools.length);
  for (const { options } of operators) {
    const own = new Float64Array(pools.length);
    for (const option of options)
      for (let i = 0; i < option.pools.length; i += 2) own[option.pools[i]!] = Math.max(own[option.pools[i]!]!, option.pools[i + 1]!);
    for (let p = 0; p < own.length; p += 1) most[p] = most[p]! + own[p]!;
  }
  return pools.flatMap(({ count }, p) => (most[p]! > count ? [p] : []));
}

/** Devices of one pool in a flat list of pool and devices. */
function devicesIn(pools: readonly number[], pool: number): number {
  let devices = 0;
  for (let k = 0; k < pools.length; k += 2) if (pools[k] === pool) devices += pools[k + 1]!;
  return devices;
}
