import type { DimensionSet } from "./dimensions";
import type { ChainGroup } from "./least-chain";
import type { Table } from "./table";

/** Options of an operator that look alike to its neighbours; along a chain also those that take as much of the same pools. */
export function groupsOf(tables: readonly (Table | null)[], set: DimensionSet, isChain: boolean): (ChainGroup & { rows: number[] })[] {
  const groups = new Map<string, ChainGroup & { rows: number[] }>();
  tables.forEach((table, state) => {
    for (let row = 0; table && row < table.rows; row += 1) {
      const used = set.dimensions.flatMap(({ kind }, d) => {
        const devices = isChain && kind === "pool" ? table.columns[d]![row]! : 0;
        return devices > 0 ? [[d, devices] as const] : [];
      });
      const [pool, devices] = used.length === 1 ? used[0]! : [-1, 0];
      const key = `${state}|${used.join("|")}`;
      const group = groups.get(key);
      if (group) group.rows.push(row);
      else groups.set(key, { state, pool, devices, used, rows: [row] });
    }
  });
  return [...groups.values()].sort((a, b) => a.state - b.state || a.pool - b.pool || a.devices - b.devices);
}
