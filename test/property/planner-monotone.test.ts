import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { planFrontier } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement, nearlyCovers } from "./comparison";
import { FAMILIES, type Family } from "./families";
import { contextOf } from "./oracle/context";
import { runsOf } from "./runs";

const several = FAMILIES.filter((family) => /Erlang|least cost|routers|tokens|targets|everything/.test(family.name));

function worsening(input: PlanningInput, before: FrontierDocument, after: FrontierDocument): string | null {
  const context = contextOf(input);
  const lost = before.spec.plans.find((plan) => !after.spec.plans.some((other) => nearlyCovers(context, other.vector, plan.vector)));
  return lost ? `nothing is as good as ${JSON.stringify(lost.vector)} any more: ${JSON.stringify(after.spec.plans.map((p) => p.vector))}` : null;
}

function each(check: (input: PlanningInput, generate: fc.GeneratorValue) => void, family: Family): void {
  const build = instanceOf(family, 400);
  fc.assert(
    fc.property(fc.gen(), (generate) => check(build(generate).input, generate)),
    runsOf(15),
  );
}

describe("easing a target never worsens the frontier", () => {
  for (const family of several.map((f): Family => ({ ...f, slos: [1, 3] }))) {
    test(family.name, () =>
      each((input, generate) => {
        const before = planFrontier(input);
        const eased = structuredClone(input);
        const slos = eased.workload.spec.classes[0]?.slos ?? [];
        const slo = slos[generate(fc.nat, { max: slos.length - 1 })];
        if (!slo) return;
        slo.value *= slo.op.startsWith("<") ? 1.3 : 0.7;
        const worse = worsening(input, before, planFrontier(eased));
        if (worse) throw new Disagreement(`eased ${JSON.stringify(slo)}\n${worse}`, input);
      }, family),
    );
  }
});

describe("more devices never worsen the frontier", () => {
  for (const family of several) {
    test(family.name, () =>
      each((input, generate) => {
        const before = planFrontier(input);
        const larger = structuredClone(input);
        const { pools } = larger.infrastructure.spec;
        const pool = pools[generate(fc.nat, { max: pools.length - 1 })];
        if (!pool) return;
        pool.count += 1;
        const worse = worsening(input, before, planFrontier(larger));
        if (worse) throw new Disagreement(`one more device in ${pool.id}\n${worse}`, input);
      }, family),
    );
  }
});

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const timeless = (document: FrontierDocument) =>
  JSON.stringify({ ...document, spec: { ...document.spec, certificate: { ...document.spec.certificate, seconds: 0 } } });

describe("the same documents give the same bytes", () => {
  for (const family of several) {
    test(`${family.name}: again, and with the keys in another order`, () =>
      each((input) => {
        const first = timeless(planFrontier(input));
        expect(timeless(planFrontier(structuredClone(input)))).toBe(first);
        const other = reversed(input) as PlanningInput;
        // What the answer repeats from the documents (an SLO) keeps its own order of keys.
        expect(JSON.parse(timeless(planFrontier(other)))).toEqual(JSON.parse(first));
      }, family));
  }
});
