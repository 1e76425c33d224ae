import { describe, expect, test } from "vitest";
import { Effort } from "../../server/planner/effort";
import { mergeTables } from "../../server/planner/merge";
import type { Rule, Table } from "../../server/planner/table";
import { randomFrom } from "../bench/planner/generators";

/** Rows of numbers between 0 and 1, on a grid (so that many are equal) or not. */
function drawnTable(random: () => number, rows: number, width: number, steps: number): Table {
  const value = (): number => (steps > 0 ? Math.floor(random() * steps) / steps : random());
  return {
    rows,
    columns: Array.from({ length: width }, () => Float64Array.from({ length: rows }, value)),
    devices: Float64Array.from({ length: rows }, () => Math.floor(random() * 3)),
    origin: { kind: "none" },
  };
}

function allPairs(left: Table, right: Table, rules: readonly Rule[], bounds: Float64Array): number[][] {
  const found: number[][] = [];
  for (let i = 0; i < left.rows; i += 1)
    for (let j = 0; j < right.rows; j += 1) {
      const row = rules.map((rule, d) => {
        const [a, b] = [left.columns[d]?.[i] ?? 0, right.columns[d]?.[j] ?? 0];
        return rule === "add" ? a + b : Math.max(a, b);
      });
      if (row.every((value, d) => value <= (bounds[d] ?? 0))) found.push([...row, (left.devices[i] ?? 0) + (right.devices[j] ?? 0)]);
    }
  return found;
}

/** What no other row beats, each once, with the fewest devices. */
function minima(rows: number[][]): string[] {
  const width = (rows[0]?.length ?? 1) - 1;
  const sorted = rows.sort((a, b) => a.reduce((order, value, d) => order || value - (b[d] ?? 0), 0));
  const kept: number[][] = [];
  for (const row of sorted) if (!kept.some((other) => other.slice(0, width).every((value, d) => value <= (row[d] ?? 0) * (1 + 1e-14)))) kept.push(row);
  return kept.map((row) => row.map((value) => value.toFixed(9)).join(" "));
}

describe("a merge keeps the minima among all pairs of rows, with the fewest devices", () => {
  test.each([2, 3, 4, 5, 6, 7])("in %i columns", (width) => {
    for (const steps of [0, 6, 40])
      for (const bounded of [false, true]) {
        const random = randomFrom(17 * width + steps);
        const rules = Array.from({ length: width }, (_, d): Rule => (d > 0 && random() < 0.4 ? "max" : "add"));
        const [left, right] = [drawnTable(random, 130, width, steps), drawnTable(random, 90, width, steps)];
        const bounds = new Float64Array(width).fill(bounded ? 1.2 : Number.POSITIVE_INFINITY);
        const table = mergeTables([{ left, right }], rules, { bounds, checkpoint: () => {}, tieBreak: () => false, effort: new Effort() });
        const found = Array.from({ length: table.rows }, (_, r) => [...table.columns.map((column) => column[r] ?? 0), table.devices[r] ?? 0]);
        expect(found.map((row) => row.map((value) => value.toFixed(9)).join(" ")).sort()).toEqual(minima(allPairs(left, right, rules, bounds)).sort());
      }
  });
});
