import { describe, expect, test } from "vitest";
import { explainPlan } from "../../core/frontier/explain";
import { namedPicks } from "../../core/frontier/picks";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { PlannerCache } from "../../server/planner/cache";
import { planFrontier } from "../../server/planner/plan";
import { exampleInput } from "../support/example-input";

const input = exampleInput("visual-qa");
const document = planFrontier(input);
const { spec } = document;

describe("the visual question answering instance of JellyBean", () => {
  test.each([
    [0.54, 7.0266],
    [0.56, 7.485],
    [0.57, 13.7145],
    [0.58, 16.5747],
    [0.583, 17.8777],
  ])("costs least per hour at quality ≥ %d", (quality, usdPerHour) => {
    const costs = spec.plans.filter((plan) => (plan.metrics.quality?.value ?? 0) >= quality).map((plan) => plan.metrics.costPerHourUsd ?? Number.NaN);
    expect(Math.min(...costs)).toBeCloseTo(usdPerHour, 4);
  });

  test("the whole frontier is exact and the same bytes every time", () => {
    expect(spec.certificate.kind).toBe("exact");
    expect(JSON.stringify(planFrontier(input))).toBe(JSON.stringify(document));
  });

  test("an ε cover keeps a plan within 1+ε of every plan", () => {
    const cover = planFrontier({ ...input, settings: { epsilon: 0.1 } }).spec;
    expect(cover.certificate).toMatchObject({ kind: "epsilon", epsilon: 0.1 });
    expect(cover.plans.length).toBeLessThan(spec.plans.length);
    for (const plan of spec.plans) {
      const [cost, latency, quality] = plan.vector as [number, number, number];
      const near = cover.plans.some(({ vector: [c, l, q] }) => (c as number) <= cost * 1.1 && (l as number) <= latency * 1.1 && (q as number) * 1.1 >= quality);
      expect(near).toBe(true);
    }
  });

  test("a stopped search says so", () => {
    const stopped = planFrontier(input, { shouldStop: () => true });
    expect(stopped.spec.certificate.kind).toBe("partial");
  });

  test("a limit moved on a planned study is answered without a search", () => {
    const limited = (value: number): PlanningInput => {
      const workload = structuredClone(input.workload);
      const [questions] = workload.spec.classes;
      if (questions) questions.slos = [{ metric: "latency", op: "<=", value }];
      return { ...input, workload };
    };
    const cache = new PlannerCache();
    planFrontier(limited(150), { cache });
    for (const value of [120, 400]) {
      const moved = planFrontier(limited(value), { cache, shouldStop: () => true });
      expect(moved.spec.certificate.kind).toBe("exact");
      expect(moved.spec.plans.length).toBeGreaterThan(0);
      expect(JSON.stringify(moved)).toBe(JSON.stringify(planFrontier(limited(value))));
    }
    expect(planFrontier(limited(1), { cache, shouldStop: () => true }).spec.infeasible?.nearest[0]?.feasibleValue).toBeCloseTo(
      Math.min(...spec.plans.map((plan) => plan.vector[1] as number)),
      9,
    );
  });

  test("picks and explanations point at plans of the frontier", () => {
    const picks = namedPicks(spec);
    const best = picks.find((pick) => pick.name === "best-quality");
    expect(best?.because.value).toBe(0.5833);
    const cheapest = picks.find((pick) => pick.name === "cheapest-within-targets");
    const plan = spec.plans.find((candidate) => candidate.id === cheapest?.planId);
    expect(plan?.slos?.every((slo) => slo.met)).toBe(true);
    const explanation = explainPlan(spec, "p-1", input.infrastructure.spec);
    expect(explanation?.bottlenecks.map((entry) => entry.by)).toEqual(["latency", "cost", "quality"]);
    expect(explanation?.fullPools.map((entry) => entry.pool)).toContain("cloud-cpu-6");
    const [wide] = structuredClone(input.catalogues);
    const infrastructure = structuredClone(input.infrastructure.spec);
    for (const pool of infrastructure.pools) pool.count = 3;
    for (const implementation of wide?.spec.implementations ?? []) for (const profile of implementation.profiles ?? []) profile.devices = 2;
    // Two devices a replica: the one that is left is too few for another, so the pool's count binds.
    expect(explainPlan(spec, "p-1", infrastructure, wide ? [wide] : [])?.fullPools).toContainEqual({ pool: "cloud-cpu-6", used: 2, count: 3, needed: 2 });
    expect(explainPlan(spec, "p-1", infrastructure, input.catalogues)?.fullPools).toEqual([]);
  });
});

test("targets that cannot hold together are named with the nearest values", () => {
  const workload = structuredClone(input.workload);
  const [questions] = workload.spec.classes;
  if (questions) {
    questions.slos = [
      { metric: "quality", op: ">=", value: 0.58 },
      { metric: "costPerHour", op: "<=", value: 10 },
    ];
  }
  const { infeasible, plans } = planFrontier({ ...input, workload }).spec;
  expect(plans).toEqual([]);
  expect(infeasible?.conflict).toHaveLength(2);
  expect(infeasible?.nearest.map((entry) => entry.feasibleValue)).toEqual([0.5685, expect.closeTo(16.574654, 5)]);
});

test("two targets out of reach are both named with the best that any plan reaches, and values that hold at once", () => {
  const workload = structuredClone(input.workload);
  const [questions] = workload.spec.classes;
  const withSlos = (slos: NonNullable<typeof questions>["slos"]) => {
    if (questions) questions.slos = slos;
    return planFrontier({ ...input, workload }).spec;
  };
  const { infeasible } = withSlos([
    { metric: "latency", op: "<=", value: 1 },
    { metric: "costPerHour", op: "<=", value: 0.01 },
  ]);
  const fastest = Math.min(...spec.plans.map((plan) => plan.metrics.latencyMs?.[spec.statistic] ?? Number.NaN));
  const cheapest = Math.min(...spec.plans.map((plan) => plan.metrics.costPerHourUsd ?? Number.NaN));
  expect(infeasible?.nearest.map((entry) => entry.feasibleValue)).toEqual([null, null]);
  expect(infeasible?.alone?.map((entry) => entry.bestValue)).toEqual([expect.closeTo(fastest, 6), expect.closeTo(cheapest, 6)]);
  expect(infeasible?.binding.map((entry) => entry.slo?.metric)).toEqual(["latency", "costPerHour"]);
  const relaxed = infeasible?.together?.map(({ slo, value }) => ({ ...slo, value })) ?? [];
  expect(relaxed).toHaveLength(2);
  expect(withSlos(relaxed).plans.length).toBeGreaterThan(0);
});
