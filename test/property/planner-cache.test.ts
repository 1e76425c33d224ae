import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
import { unpackFrontier } from "../../core/frontier/plan-store";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { PlannerCache } from "../../server/planner/cache";
import { planFrontier, planPacked } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES, type Family } from "./families";
import { runsOf } from "./runs";

const families = FAMILIES.filter((family) => /Erlang|least cost|routers|tokens|targets|tables|alternatives|everything/.test(family.name)).map(
  (family): Family => ({ ...family, slos: [0, 3] }),
);

/** The input with one thing changed, as someone who moves sliders would: a limit, what a target is on, a price, a count, a candidate, which candidates an operator has. */
function changed(input: PlanningInput, generate: fc.GeneratorValue): PlanningInput {
  const other = structuredClone(input);
  const [queryClass] = other.workload.spec.classes;
  const slos: Slo[] = queryClass?.slos ?? [];
  const pick = <T>(list: readonly T[]): T | undefined => list[generate(fc.nat, { max: Math.max(0, list.length - 1) })];
  const candidate = pick(other.catalogues.flatMap((catalogue) => catalogue.spec.implementations ?? []));
  switch (generate(fc.nat, { max: 9 })) {
    case 0:
    case 1: {
      const slo = pick(slos);
      if (slo) slo.value *= [0.5, 0.9, 0.99, 1.1, 2][generate(fc.nat, { max: 4 })] as number;
      break;
    }
    case 2: {
      const slo = pick(slos);
      if (slo) slo.hard = !(slo.hard ?? true);
      break;
    }
    case 3:
      if (queryClass) queryClass.slos = slos.slice(1);
      break;
    case 4: {
      const pool = pick(other.infrastructure.spec.pools);
      if (pool) pool.pricePerHourUsd *= 1.25;
      break;
    }
    case 5: {
      const pool = pick(other.infrastructure.spec.pools);
      if (pool) pool.count += 1;
      break;
    }
    case 6: {
      const profile = pick(candidate?.profiles ?? []);
      if (profile?.latencyMs?.mean !== undefined) profile.latencyMs = { mean: profile.latencyMs.mean * 1.01 };
      break;
    }
    case 7:
      if (candidate?.api) candidate.api.pricePerCallUsd = (candidate.api.pricePerCallUsd ?? 0) + 0.001;
      break;
    case 8: {
      const operator = pick(other.pipeline.spec.operators);
      const offered = other.catalogues.flatMap((catalogue) => catalogue.spec.implementations ?? []).filter(({ task }) => task === operator?.task);
      if (operator && offered.length > 1) operator.candidates = offered.slice(1).map(({ name }) => name);
      break;
    }
    default:
      other.settings = { ...other.settings, maxParts: 1 };
  }
  return other;
}

const bytes = (document: FrontierDocument): string => JSON.stringify(document);

describe("a warm cache gives the same bytes as a cold one", () => {
  for (const family of families) {
    test(family.name, () => {
      const build = instanceOf(family, 400);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const cache = new PlannerCache(generate(fc.nat, { max: 3 }) === 0 ? 60_000 : undefined);
          let { input } = build(generate);
          for (let step = 0; step < 4; step += 1) {
            const cold = bytes(planFrontier(structuredClone(input)));
            const warm = bytes(planFrontier(structuredClone(input), { cache }));
            if (warm !== cold) throw new Disagreement(`step ${step}\nwarm ${warm}\ncold ${cold}`, input);
            const packed = unpackFrontier(planPacked(structuredClone(input), { cache }));
            expect(JSON.parse(bytes(packed))).toEqual(JSON.parse(cold));
            input = changed(input, generate);
          }
        }),
        runsOf(12),
      );
    });
  }
});
