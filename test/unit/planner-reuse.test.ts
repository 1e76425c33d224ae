import { describe, expect, test } from "vitest";
import { compileProblems } from "../../core/metrics/compile-problems";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { PlannerCache } from "../../server/planner/cache";
import { compose } from "../../server/planner/compose";
import { EffortExceeded } from "../../server/planner/effort";
import { frontierQuery } from "../../server/planner/goals";
import { planFrontier } from "../../server/planner/plan";
import { composableOptions, SearchWork } from "../../server/planner/solve";
import type { Table } from "../../server/planner/table";
import { TableMemo } from "../../server/planner/table-memo";
import { documentsOf } from "../bench/planner/documents";
import { type Family, selectionOf } from "../bench/planner/generators";

const OPERATORS = 6;
const inputOf = (family: Family, operators = OPERATORS, tiers = 2): PlanningInput =>
  documentsOf(selectionOf({ family, operators, options: 10, tiers, steps: { usd: 0.1, ms: 10, quality: 0.005 } }));

function composed(input: PlanningInput, cache: PlannerCache, mostPairs?: number): { table: Table; memo: TableMemo; work: SearchWork } {
  const [problem] = compileProblems(input);
  if (!problem) throw new Error("no problem");
  const memo = new TableMemo(cache);
  const work = new SearchWork({}, null, memo);
  const query = { ...frontierQuery(problem), ...(mostPairs === undefined ? {} : { mostPairs }) };
  const table = compose(problem, query, composableOptions(problem, query, work), [], [], work);
  memo.keep();
  if (!table) throw new Error("does not compose");
  return { table, memo, work };
}

/** The input with the first candidate of an operator a little slower. */
function withSlowerCandidate(input: PlanningInput, operator: number): PlanningInput {
  const other = structuredClone(input);
  const name = `o${String(operator).padStart(2, "0")}-0`;
  const profile = other.catalogues[0]?.spec.implementations?.find((implementation) => implementation.name === name)?.profiles?.[0];
  if (!profile?.latencyMs) throw new Error(`no ${name}`);
  profile.latencyMs = { ...profile.latencyMs, p95: (profile.latencyMs.p95 ?? 0) + 1 };
  return other;
}

describe("a table is made again only when something that it is made of has changed", () => {
  test("nothing changed: nothing is merged", () => {
    const cache = new PlannerCache();
    const input = inputOf("chain");
    expect(composed(input, cache).memo.made).toBeGreaterThan(OPERATORS);
    expect(composed(structuredClone(input), cache).memo.made).toBe(0);
  });

  test("a chain is merged again from the operator that changed on", () => {
    const input = inputOf("chain");
    const made = Array.from({ length: OPERATORS }, (_, o) => {
      const cache = new PlannerCache();
      composed(input, cache);
      return composed(withSlowerCandidate(input, o), cache).memo.made;
    });
    // Two interfaces: its own two tables, and for each step from there on one with the operator and one with the edge behind it.
    for (let o = 1; o < OPERATORS; o += 1) expect(made[o]).toBeLessThan(made[o - 1] as number);
    expect(made[OPERATORS - 1]).toBeLessThanOrEqual(5);
  });

  test("branches beside the one that changed are not merged again", () => {
    const cache = new PlannerCache();
    const input = inputOf("fan-out", 11);
    const all = composed(input, cache).memo.made;
    const branch = composed(withSlowerCandidate(input, 1), cache).memo.made;
    expect(branch).toBeLessThan(0.6 * all);
  });

  test("devices that no plan needs change nothing", () => {
    const cache = new PlannerCache();
    const input = inputOf("chain");
    composed(input, cache);
    const more = structuredClone(input);
    for (const pool of more.infrastructure.spec.pools) pool.count += 1;
    expect(composed(more, cache).memo.made).toBe(0);
  });

  test("devices that no plan can use are answered without a search; one too few is searched", () => {
    const cache = new PlannerCache();
    // each of the operators can use two devices of a pool: one replica does, and one more is looked at
    const withDevices = (count: number): PlanningInput => {
      const input = inputOf("chain");
      for (const pool of input.infrastructure.spec.pools) pool.count = count;
      return input;
    };
    const entriesFor = (count: number): number => {
      const before = cache.size;
      expect(planFrontier(withDevices(count), { cache })).toEqual(planFrontier(withDevices(count)));
      return cache.size - before;
    };
    entriesFor(2 * OPERATORS + 4);
    const compiled = 1;
    expect(entriesFor(2 * OPERATORS)).toBe(compiled);
    expect(entriesFor(2 * OPERATORS - 1)).toBeGreaterThan(compiled);
    expect(entriesFor(3)).toBeGreaterThan(compiled);
  });

  test("another rate changes nothing where every device is paid for what it does", () => {
    const cache = new PlannerCache();
    const input = inputOf("chain");
    composed(input, cache);
    const classes = input.workload.spec.classes.map((entry) => ({ ...entry, rateRps: (entry.rateRps as number) * 0.97 }));
    expect(composed({ ...input, workload: { ...input.workload, spec: { ...input.workload.spec, classes } } }, cache).memo.made).toBe(0);
  });

  test("a price that one operator pays leaves what comes before it", () => {
    const cache = new PlannerCache();
    const input = inputOf("chain", OPERATORS, 1);
    const first = composed(input, cache).memo.made;
    const dearer = structuredClone(input);
    const last = dearer.catalogues[0]?.spec.implementations?.find(({ name }) => name === `o0${OPERATORS - 1}-3`);
    if (!last?.api) throw new Error("no such implementation");
    last.api.pricePerCallUsd = (last.api.pricePerCallUsd ?? 0) * 1.25;
    const { made, found } = composed(dearer, cache).memo;
    expect(made).toBeLessThanOrEqual(3);
    expect(made + found).toBe(first);
  });
});

describe("what is found counts as much as what is made", () => {
  test("pairs looked at", () => {
    const cache = new PlannerCache();
    const input = inputOf("diamonds", 7);
    const cold = composed(input, cache);
    const warm = composed(input, cache);
    expect(warm.memo.found).toBeGreaterThan(0);
    expect(warm.work.pruned).toBe(cold.work.pruned);
  });

  test("a search that may look at less ends where it would have ended, although the tables are there", () => {
    const input = inputOf("chain");
    const cache = new PlannerCache();
    const { pruned } = composed(input, cache).work;
    expect(() => composed(input, cache, pruned / 2)).toThrow(EffortExceeded);
    expect(() => composed(input, cache, pruned)).not.toThrow();
  });
});

describe("what is kept stays within its bytes", () => {
  test("tables are evicted before those they were made from", () => {
    const input = inputOf("chain");
    const whole = new PlannerCache();
    composed(input, whole);
    const small = new PlannerCache(whole.bytes);
    composed(input, small);
    expect(small.bytes).toBeLessThanOrEqual(whole.bytes);
    const again = composed(input, small).memo;
    expect(again.found).toBeGreaterThan(0);
    expect(again.made).toBeGreaterThan(0);
  });

  test("answers are the same with hardly any room", () => {
    const cache = new PlannerCache(20_000);
    const input = inputOf("fan-out", 6);
    for (const edited of [input, withSlowerCandidate(input, 2), withSlowerCandidate(input, 4), input])
      expect(JSON.stringify(planFrontier(edited, { cache }))).toBe(JSON.stringify(planFrontier(edited)));
    expect(cache.bytes).toBeLessThanOrEqual(20_000);
  });
});

describe("plans found at a glance", () => {
  const input = inputOf("diamonds", 9);

  test("an answer is the same whether someone is shown plans on the way or not", () => {
    let shown = 0;
    const heard = planFrontier(input, { onProgress: ({ plans }) => (shown += plans?.length ?? 0) });
    expect(shown).toBeGreaterThan(0);
    expect(JSON.stringify(planFrontier(input))).toBe(JSON.stringify(heard));
  });

  test("a search that is stopped before its tables are done has them, also where nobody was shown any", () => {
    let patience = 8;
    const { certificate, plans } = planFrontier(input, { shouldStop: () => patience-- <= 0 }).spec;
    expect(certificate.kind).toBe("partial");
    expect(plans.length).toBeGreaterThan(10);
  });
});
