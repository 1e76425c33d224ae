import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CatalogueDocument } from "../../../core/documents/catalogue";
import { parseDocuments } from "../../../core/documents/parse";
import { basisShares, computed, decided, figure, figuresOf, recombine, sumOf } from "../../../core/metrics/made-from";
import { provenanceOf } from "../../../core/metrics/made-from-plan";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";

function example(name: string): PlanningInput {
  const read = (file: string) => parseDocuments(readFileSync(join(import.meta.dirname, "../../../examples", name, file), "utf8"), file).documents[0]!.document;
  return {
    pipeline: read("pipeline.yaml") as PlanningInput["pipeline"],
    infrastructure: read("infrastructure.yaml") as PlanningInput["infrastructure"],
    workload: read("workload.yaml") as PlanningInput["workload"],
    catalogues: [read("catalogue.yaml") as CatalogueDocument],
  };
}

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
    const input = example("visual-qa");
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
    const input = example("visual-qa");
    const pools = input.infrastructure.spec.pools.map(({ source: _source, evidence: _evidence, ...pool }) => pool);
    const links = input.infrastructure.spec.links?.map(({ source: _source, evidence: _evidence, ...link }) => link) ?? [];
    const bare: PlanningInput = { ...input, infrastructure: { ...input.infrastructure, spec: { ...input.infrastructure.spec, pools, links } } };
    const frontier = await planFrontier(bare);
    const made = provenanceOf(bare)(frontier.spec.plans[0]!);
    expect(made.shares.cost.assumed).toBeGreaterThan(0.99);
  });
});
