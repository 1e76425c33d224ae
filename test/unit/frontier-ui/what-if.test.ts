import { describe, expect, it } from "vitest";
import { applyWhatIf, isWhatIf, NO_WHAT_IF, whatIfWords } from "../../../components/frontier/what-if";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

const input = exampleInput("visual-qa");
const documents = {
  pipeline: input.pipeline,
  workload: input.workload,
  infrastructure: input.infrastructure,
  classId: input.workload.spec.classes[0]?.id ?? null,
};
const [pool] = input.infrastructure.spec.pools;
const tiers = input.infrastructure.spec.links ?? [];
const link = tiers[0];
if (!pool || !link) throw new Error("the example has no pool or no link");

describe("a what-if", () => {
  it("changes nothing when nothing is tried", () => {
    expect(isWhatIf(NO_WHAT_IF)).toBe(false);
    expect(applyWhatIf(NO_WHAT_IF, documents)).toEqual(documents);
  });

  it("moves rate, targets, prices, counts and bandwidths in copies", () => {
    const before = structuredClone(documents);
    const whatIf = {
      ...NO_WHAT_IF,
      rateRps: 7,
      targets: { 0: 123 },
      counts: { [pool.id]: pool.count + 2 },
      prices: { [pool.id]: 9 },
      bandwidths: { [`${link.from}~${link.to}`]: 5 },
    };
    const tried = applyWhatIf(whatIf, documents);
    expect(documents).toEqual(before);
    expect(tried.workload.spec.classes[0]).toMatchObject({ rateRps: 7 });
    expect(tried.workload.spec.classes[0]?.slos?.[0]?.value).toBe(123);
    expect(tried.infrastructure.spec.pools[0]).toMatchObject({ count: pool.count + 2, pricePerHourUsd: 9 });
    expect(tried.infrastructure.spec.links?.find((entry) => entry.from === link.from && entry.to === link.to)?.mbps).toBe(5);
    expect(whatIfWords(whatIf, documents).join("; ")).toContain(`2 ${pool.id} more`);
  });

  it("is planned as if it were written in the documents", () => {
    const usual = planFrontier(input).spec.plans;
    const tried = applyWhatIf(
      { ...NO_WHAT_IF, prices: Object.fromEntries(input.infrastructure.spec.pools.map((entry) => [entry.id, entry.pricePerHourUsd * 2])) },
      documents,
    );
    const dearer = planFrontier({ ...input, infrastructure: tried.infrastructure }).spec.plans;
    const cheapest = (plans: typeof usual) => Math.min(...plans.map((plan) => plan.metrics.costPerThousandUsd));
    expect(cheapest(dearer)).toBeGreaterThan(cheapest(usual));
  });
});
