import { expect, test } from "vitest";
import { figuresOf } from "../../../core/metrics/made-from";
import { provenanceOf } from "../../../core/metrics/made-from-plan";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

test("a hosted model's price is measured, its rate limit and its latency are assumed, each for itself", () => {
  const input = exampleInput("retrieval-chat");
  const plan = planFrontier(input).spec.plans.find(({ operators }) =>
    operators.some(({ id, parts }) => id === "answer" && parts.every(({ pool }) => pool === "api")),
  );
  if (!plan) throw new Error("no plan uses a hosted model");
  const { answer } = provenanceOf(input)(plan).operators;
  const basisOf = (label: RegExp, node = answer?.latencyMs) =>
    new Set((node ? figuresOf(node) : []).filter((leaf) => label.test(leaf.label)).map((leaf) => leaf.basis));
  expect(basisOf(/time to first token/)).toEqual(new Set(["assumed"]));
  expect(basisOf(/price of a million/, answer?.costPerThousandUsd)).toEqual(new Set(["measured"]));
  expect(basisOf(/rate limit/, provenanceOf(input)(plan).throughputRps)).toEqual(new Set(["assumed"]));
});
