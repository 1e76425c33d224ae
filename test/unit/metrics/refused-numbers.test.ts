import { describe, expect, test } from "vitest";
import { PlanningError } from "../../../core/metrics/planning-error";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

function withFigure(change: (input: PlanningInput) => void): PlanningInput {
  const input = exampleInput("visual-qa");
  change(input);
  return input;
}

function refusal(input: PlanningInput): PlanningError {
  let seen = 0;
  try {
    planFrontier(input, {
      shouldStop() {
        seen += 1;
        return false;
      },
    });
  } catch (error) {
    if (error instanceof PlanningError && seen === 0) return error;
    throw error;
  }
  throw new Error("it was planned");
}

describe("figures that are not numbers are refused before planning, and the row is named", () => {
  test.each([
    ["a NaN latency", Number.NaN, "features, resnet-18, profile 2"],
    ["an infinite latency", Number.POSITIVE_INFINITY, "features, resnet-18, profile 2"],
  ])("%s", (_, value, where) => {
    const error = refusal(
      withFigure((input) => {
        const profile = input.catalogues[0]?.spec.implementations.find((entry) => entry.name === "resnet-18")?.profiles?.[2];
        if (profile) profile.latencyMs = { ...profile.latencyMs, p90: value };
      }),
    );
    expect(error.code).toBe("number-invalid");
    expect(error.message).toContain(where);
  });

  test("a price that is not a number", () => {
    const error = refusal(
      withFigure((input) => {
        const [pool] = input.infrastructure.spec.pools;
        if (pool) pool.pricePerHourUsd = Number.NaN;
      }),
    );
    expect(error.message).toContain("pricePerHourUsd of pool edge-cpu-1");
  });
});
