import { describe, expect, test } from "vitest";
import { compileProblems } from "../../core/metrics/compile-problems";
import { compose } from "../../server/planner/compose";
import { searchFactor } from "../../server/planner/cover";
import { EffortExceeded } from "../../server/planner/effort";
import { frontierQuery } from "../../server/planner/goals";
import { composableOptions, SearchWork } from "../../server/planner/solve";
import type { Table } from "../../server/planner/table";
import { documentsOf } from "../bench/planner/documents";
import { type Family, selectionOf } from "../bench/planner/generators";

function composed(family: Family, seed: number, limits: { epsilon?: number; mostPairs?: number }, latencyMs?: number): Table {
  const [problem] = compileProblems(documentsOf(selectionOf({ family, operators: 9, options: 40, seed, steps: { usd: 0.01, ms: 1, quality: 0.001 } })));
  if (!problem) throw new Error("no problem");
  const query = { ...frontierQuery(problem), ...limits };
  const slo = { metric: "latency" as const, op: "<=" as const, value: latencyMs ?? 0, hard: true };
  if (latencyMs !== undefined)
    query.hard = [
      { slo, statistic: problem.settings.statistic, operator: -1, pathFrom: -1, pathTo: -1, sense: "max", hard: true } as (typeof query.hard)[number],
    ];
  const work = new SearchWork({}, null);
  const table = compose(problem, query, composableOptions(problem, query, work), [], [], work);
  if (!table) throw new Error("does not compose");
  return table;
}

/** Exact rows (cost, latency, −ln quality) that no row of the cover is within the factor of. */
function uncovered(exact: Table, cover: Table, factor: number): number {
  const column = (table: Table, d: number): Float64Array => table.columns[d] ?? new Float64Array(table.rows);
  const [c0, c1, c2] = [column(cover, 0), column(cover, 1), column(cover, 2)];
  let missing = 0;
  for (let row = 0; row < exact.rows; row += 1) {
    const a = column(exact, 0)[row]! * factor * (1 + 1e-12);
    const b = column(exact, 1)[row]! * factor * (1 + 1e-12);
    const c = column(exact, 2)[row]! + Math.log(factor) + 1e-12;
    let found = false;
    for (let k = 0; !found && k < cover.rows; k += 1) found = c0[k]! <= a && c1[k]! <= b && c2[k]! <= c;
    if (!found) missing += 1;
  }
  return missing;
}

describe("the steps of a composition keep a (1+ε) cover of the exact frontier, smaller than it", () => {
  test.each([
    ["chain", 1],
    ["chain", 2],
    ["fan-out", 3],
    ["layered", 4],
    ["routers", 5],
  ] as const)("%s, seed %d", (family, seed) => {
    const exact = composed(family, seed, {});
    const cover = composed(family, seed, { epsilon: 0.05 });
    expect(cover.rows).toBeLessThan(exact.rows);
    expect(uncovered(exact, cover, searchFactor(0.05))).toBe(0);
  });

  test("under a latency target, without losing what is feasible", () => {
    const all = composed("chain", 1, {});
    const limit = [...(all.columns[1] ?? [])].sort((a, b) => a - b)[Math.floor(all.rows / 4)]!;
    const exact = composed("chain", 1, {}, limit);
    const cover = composed("chain", 1, { epsilon: 0.05 }, limit);
    expect(exact.rows).toBeGreaterThan(0);
    expect(Math.max(...(cover.columns[1] ?? []))).toBeLessThanOrEqual(limit * (1 + 1e-9));
    expect(uncovered(exact, cover, searchFactor(0.05))).toBe(0);
  });
});

test("a search that needs more than it may look at says so instead of going on", () => {
  expect(() => composed("chain", 1, { mostPairs: 1_000 })).toThrow(EffortExceeded);
});
