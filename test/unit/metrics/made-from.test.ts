import { describe, expect, it } from "vitest";
import { basisShares, computed, decided, figure, figuresOf, recombine, sumOf } from "../../../core/metrics/made-from";
import { provenanceOf } from "../../../core/metrics/made-from-plan";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

describe("what a number is made from", () => {
  it("is as weak as its weakest input, and a sum is divided among its parts", () => {
    const rented = figure("rented", 6, "usdPerHour", "measured");
    const guessed = computed(
      "guessed",
      "usdPerHour",
      "price × count",
      [figure("price", 2, "usdPerHour", "assumed"), decided("count", 2)],
      ([a = 0, b = 0]) => a * b,
    );
    const total = sumOf("cost", "usdPerHour", "rented + guessed", [rented, guessed]);
    expect(total).toMatchObject({ value: 10, basis: "assumed" });
    expect(basisShares(total)).toMatchObject({ measured: 0.6, assumed: 0.4, given: 0 });
    expect(recombine(total, (leaf) => (leaf.label === "price" ? 3 : undefined))).toBe(12);
    expect(figuresOf(total).map((leaf) => leaf.label)).toEqual(["rented", "price", "count"]);
  });

  it("cites the published measurements of the example, and counts none of them as assumed", async () => {
    const input = exampleInput("visual-qa");
    const frontier = await planFrontier(input);
    const plan = frontier.spec.plans[0]!;
    const made = provenanceOf(input)(plan);
    expect(made.latencyMs?.value).toBeCloseTo(plan.metrics.latencyMs?.p90 ?? 0, 9);
    expect(made.quality?.inputs).toHaveLength(1);
    expect(made.quality?.inputs[0]).toMatchObject({ basis: "measured", place: { kind: "Pipeline" } });
    const sources = figuresOf(made.latencyMs!).flatMap((leaf) => leaf.source ?? []);
    expect(sources.join()).toMatch(/JellyBean/);
    expect(made.shares.quality).toMatchObject({ measured: 1, assumed: 0 });
  });

  it("counts a price without a source as assumed", async () => {
    const input = exampleInput("visual-qa");
    const pools = input.infrastructure.spec.pools.map(({ source: _source, evidence: _evidence, ...pool }) => pool);
    const links = input.infrastructure.spec.links?.map(({ source: _source, evidence: _evidence, ...link }) => link) ?? [];
    const bare: PlanningInput = { ...input, infrastructure: { ...input.infrastructure, spec: { ...input.infrastructure.spec, pools, links } } };
    const frontier = await planFrontier(bare);
    const made = provenanceOf(bare)(frontier.spec.plans[0]!);
    expect(made.shares.cost.assumed).toBeGreaterThan(0.99);
  });
});
