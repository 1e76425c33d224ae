import { describe, expect, test } from "vitest";
import { compileProblems } from "../../core/metrics/compile-problems";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { forEachAllocation } from "../../server/planner/allocations";
import { planFrontier } from "../../server/planner/plan";

const header = (kind: string) => ({ apiVersion: "trilemma/v1" as const, kind, metadata: { name: kind.toLowerCase() } });

/** One operator, two pools of many devices; a call takes 40 or 160 ms. */
function input(count: number, rateRps: number, settings: object): PlanningInput {
  const pool = (id: string, device: string, pricePerHourUsd: number) => ({ id, tier: "t", device, count, pricePerHourUsd });
  return {
    pipeline: { ...header("Pipeline"), spec: { inputs: [{ id: "in" }], operators: [{ id: "a", task: "ta" }], edges: [{ from: "in", to: "a" }] } },
    catalogues: [
      {
        ...header("Catalogue"),
        spec: {
          implementations: [
            {
              name: "one",
              task: "ta",
              quality: [{ value: 0.9 }],
              profiles: [
                { device: "gpu", latencyMs: { mean: 40 } },
                { device: "cpu", latencyMs: { mean: 160 } },
              ],
            },
          ],
        },
      },
    ],
    infrastructure: { ...header("Infrastructure"), spec: { tiers: [{ id: "t" }], pools: [pool("g", "gpu", 1.2), pool("c", "cpu", 0.08)] } },
    workload: { ...header("Workload"), spec: { settings, classes: [{ id: "x", pipeline: "pipeline", rateRps }] } },
  } as PlanningInput;
}

/** Allocations that carry the load, and how often the search was asked whether to go on while forming them. */
function formed(documents: PlanningInput): { visited: number; asked: number } {
  const [problem] = compileProblems(documents);
  const operator = problem?.operators[0];
  if (!problem || !operator) throw new Error("no operator");
  let [visited, asked] = [0, 0];
  const count = (): boolean => {
    visited += 1;
    return true;
  };
  for (const configuration of operator.configurations)
    forEachAllocation(problem, operator, configuration, problem.settings.maxParts, count, () => {
      asked += 1;
    });
  return { visited, asked };
}

describe("pools of many devices", () => {
  test("without queues only as many replicas are looked at as the load may need", () => {
    // 10 requests/s need one device that takes 40 ms, or two of 160 ms.
    expect(formed(input(10_000, 10, { queueing: "none" })).visited).toBeLessThan(20);
  });

  test("a load that all devices together cannot carry is told without trying them one by one", () => {
    expect(formed(input(3_000, 1e6, { queueing: "none" }))).toEqual({ visited: 0, asked: 0 });
    const { certificate, infeasible } = planFrontier(input(3_000, 1e6, { queueing: "erlang" })).spec;
    expect(certificate.kind).toBe("exact");
    expect(infeasible?.binding[0]?.kind).toBe("capacity");
  });

  test("the answer does not depend on devices that nothing needs", () => {
    for (const queueing of ["none", "erlang"]) {
      const vectors = (count: number) => planFrontier(input(count, 40, { queueing })).spec.plans.map((plan) => plan.vector);
      expect(vectors(10_000)).toEqual(vectors(100));
      expect(vectors(100).length).toBeGreaterThan(1);
    }
  });

  test("what a pool has too few of is told as people count", () => {
    const { excluded } = planFrontier(input(0, 10, { queueing: "none" })).spec;
    expect(JSON.stringify(excluded)).toContain("needs 1 device, pool g has 0");
  });
});
