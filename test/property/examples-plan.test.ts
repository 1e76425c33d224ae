import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CatalogueDocument } from "../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import { parseDocuments } from "../../core/documents/parse";
import type { PipelineDocument } from "../../core/documents/pipeline";
import type { WorkloadDocument } from "../../core/documents/workload";
import { planFrontier } from "../../server/planner/plan";

const folder = join(import.meta.dirname, "../../examples");

function read(name: string) {
  const documents = readdirSync(join(folder, name))
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => parseDocuments(readFileSync(join(folder, name, file), "utf8"), file).documents.map(({ document }) => document));
  const only = <T>(kind: string): T => documents.find((document) => document.kind === kind) as T;
  return {
    pipeline: only<PipelineDocument>("Pipeline"),
    catalogues: documents.filter((document): document is CatalogueDocument => document.kind === "Catalogue"),
    infrastructure: only<InfrastructureDocument>("Infrastructure"),
    workload: only<WorkloadDocument>("Workload"),
  };
}

describe("every example is planned", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const { spec } = planFrontier(read(name));
    expect(spec.infeasible).toBeNull();
    expect(spec.plans.length).toBeGreaterThan(5);
    expect(spec.excluded ?? []).toEqual([]);
    const costs = spec.plans.map((plan) => plan.metrics.costPerThousandUsd);
    expect(Math.max(...costs)).toBeGreaterThan(1.2 * Math.min(...costs));
  });

  it("visual-qa at the published least costs", () => {
    const { spec } = planFrontier(read("visual-qa"));
    const least = (quality: number) =>
      Math.min(
        ...spec.plans.filter((plan) => (plan.metrics.quality?.value ?? 0) >= quality).map((plan) => plan.metrics.costPerHourUsd ?? Number.POSITIVE_INFINITY),
      );
    expect([0.54, 0.56, 0.57, 0.58, 0.583].map(least)).toEqual([7.026597, 7.485018, 13.714519, 16.574654, 17.877716].map((value) => expect.closeTo(value, 5)));
    expect(spec.certificate.kind).toBe("exact");
  });
});
