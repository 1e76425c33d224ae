import type { Problem } from "../../core/metrics/problem";
import type { OperatorOptions } from "./options";
import type { Table } from "./table";

/** Option per operator of every row of a table: choices[operator][row]; −1 where a row has none. */
export function choicesOfRows(table: Table, operators: number): Int32Array[] {
  const choices = Array.from({ length: operators }, () => new Int32Array(table.rows).fill(-1));
  const all = Int32Array.from(choices[0] ?? [], (_, row) => row);
  unroll(table, all, all, choices);
  return choices;
}

/** Writes what rows of a table are made of at their places; table by table, so that each is gone through once for all rows. */
function unroll(table: Table, rows: Int32Array, places: Int32Array, choices: readonly Int32Array[]): void {
  const { origin } = table;
  if (origin.kind === "none") return;
  if (origin.kind === "options") {
    const column = choices[origin.operator]!;
    for (let k = 0; k < rows.length; k += 1) column[places[k]!] = origin.options[rows[k]!]!;
    return;
  }
  const { source } = origin;
  origin.sources.forEach(({ left, right }, s) => {
    const own = source === null ? null : rows.map((_, k) => k).filter((k) => source[rows[k]!] === s);
    const from = own ? own.map((k) => rows[k]!) : rows;
    const to = own ? own.map((k) => places[k]!) : places;
    unroll(left, picked(origin.left, from), to, choices);
    unroll(right, picked(origin.right, from), to, choices);
  });
}

function picked(column: Int32Array, rows: Int32Array): Int32Array {
  const values = new Int32Array(rows.length);
  for (let k = 0; k < rows.length; k += 1) values[k] = column[rows[k]!]!;
  return values;
}

/** Pools that some of the rows overfill, and the rows that overfill none. */
export function withinPools(
  problem: Problem,
  operators: readonly OperatorOptions[],
  choices: readonly Int32Array[],
): { overfull: number[]; within: Int32Array } {
  const rows = choices[0]!.length;
  const breaks = new Uint8Array(rows);
  const overfull = problem.pools.flatMap(({ count }, pool) => {
    const used = new Float64Array(rows);
    operators.forEach(({ options }, o) => {
      const uses = Float64Array.from(options, ({ pools }) => devicesIn(pools, pool));
      if (!uses.some((devices) => devices > 0)) return;
      const column = choices[o]!;
      for (let r = 0; r < rows; r += 1) used[r] = used[r]! + uses[column[r]!]!;
    });
    let any = false;
    for (let r = 0; r < rows; r += 1) {
      if (used[r]! <= count) continue;
      breaks[r] = 1;
      any = true;
    }
    return any ? [pool] : [];
  });
  const within = new Int32Array(rows);
  let size = 0;
  for (let r = 0; r < rows; r += 1) if (!breaks[r]) within[size++] = r;
  return { overfull, within: within.subarray(0, size) };
}

/** Of how many pools the operators can ask for more devices than there are. */
export function shortPools({ pools }: Problem, operators: readonly OperatorOptions[]): number {
  const most = new Float64Array(pools.length);
  for (const { options } of operators) {
    const own = new Float64Array(pools.length);
    for (const option of options)
      for (let i = 0; i < option.pools.length; i += 2) own[option.pools[i]!] = Math.max(own[option.pools[i]!]!, option.pools[i + 1]!);
    for (let p = 0; p < own.length; p += 1) most[p] = most[p]! + own[p]!;
  }
  return pools.filter(({ count }, p) => most[p]! > count).length;
}

/** Devices of one pool in a flat list of pool and devices. */
function devicesIn(pools: readonly number[], pool: number): number {
  let devices = 0;
  for (let k = 0; k < pools.length; k += 2) if (pools[k] === pool) devices += pools[k + 1]!;
  return devices;
}
