import { describe, expect, test } from "vitest";
import { compileProblems } from "../../../core/metrics/compile-problems";
import { resolvePlan } from "../../../core/metrics/evaluate";
import { planFigures } from "../../../core/metrics/figures";
import { solveFlows } from "../../../core/metrics/flows";
import { linkShares } from "../../../core/metrics/link-shares";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

const input = exampleInput("visual-qa");
const { plans } = planFrontier(input).spec;
const [problem] = compileProblems(input);

describe("what links take of a plan", () => {
  test("is what the edges' transfers cost, and makes the shares whole", () => {
    let crossing = 0;
    for (const plan of plans) {
      const chosen = resolvePlan(problem!, plan);
      const figures = planFigures(problem!, chosen, solveFlows(problem!, chosen)!);
      const usd = figures.edgeUsdPerRequest.reduce((sum, value) => sum + value, 0) * 1000;
      const links = linkShares(plan);
      expect(links?.costPerThousandUsd ?? 0).toBeCloseTo(usd, 9);
      const shares = plan.operators.reduce((sum, operator) => sum + operator.metrics!.costShare, links?.costShare ?? 0);
      expect(shares).toBeCloseTo(1, 9);
      if (usd > 0) {
        crossing += 1;
        expect(links!.crossings.length).toBeGreaterThan(0);
      }
    }
    expect(crossing).toBeGreaterThan(0);
  });

  test("says nothing where a plan does not tell its operators' shares", () => {
    const [plan] = plans;
    expect(linkShares({ ...plan!, operators: plan!.operators.map(({ metrics: _metrics, ...operator }) => operator) })).toBeNull();
  });
});
