import { describe, expect, test } from "vitest";
import { changedOperators } from "../../../core/frontier/picks";
import { swapsOf } from "../../../core/frontier/swaps";
import { evaluatePlan } from "../../../core/metrics/evaluate";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

const input = exampleInput("visual-qa");
const { plans } = planFrontier(input).spec;
const pairs = plans.flatMap((base) => plans.filter((other) => other !== base).map((other) => ({ base, other, changed: changedOperators(base, other) })));

describe("what each difference of two plans does by itself", () => {
  test("the only difference makes the whole of it", () => {
    const single = pairs.find(({ changed }) => changed.length === 1);
    if (!single) throw new Error("no two plans differ in one operator");
    const swaps = swapsOf(input)(single.base, single.other);
    expect([...(swaps?.keys() ?? [])]).toEqual(single.changed);
    const [swap] = swaps?.values() ?? [];
    single.other.vector.forEach((value, k) => {
      expect(swap?.plan?.vector[k]).toBeCloseTo(value, 9);
    });
  });

  test("of several differences each is put into the first plan alone, and what cannot run so says why", () => {
    const swapsBetween = swapsOf(input);
    let refused = 0;
    for (const { base, other, changed } of pairs.filter((pair) => pair.changed.length > 1).slice(0, 40)) {
      const swaps = swapsBetween(base, other);
      expect([...(swaps?.keys() ?? [])].sort()).toEqual(changed);
      for (const [id, { plan, problem }] of swaps ?? []) {
        const wanted = other.operators.find((operator) => operator.id === id);
        const mixed = { ...base, pipeline: "visual-qa", operators: base.operators.map((operator) => (operator.id === id && wanted ? wanted : operator)) };
        if (plan) expect(plan.metrics).toEqual(evaluatePlan(input, mixed).metrics);
        else {
          refused++;
          expect(() => evaluatePlan(input, mixed)).toThrow(problem);
        }
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  test("nothing is said of plans of other documents", () => {
    const [base, other] = plans;
    if (!base || !other) throw new Error("no plans");
    const dearer = structuredClone(input);
    for (const pool of dearer.infrastructure.spec.pools) pool.pricePerHourUsd = (pool.pricePerHourUsd ?? 0) + 1;
    expect(swapsOf(dearer)(base, other)).toBeNull();
  });
});
