import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanBody } from "../../core/documents/plan";
import { evaluatePlan } from "../../core/metrics/evaluate";
import { type BasisShares, type FigurePlace, figuresOf, type MadeFrom, recombine } from "../../core/metrics/made-from";
import { type PlanProvenance, provenanceOf } from "../../core/metrics/made-from-plan";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement, planSpecOf } from "./comparison";
import { FAMILIES } from "./families";
import { runsOf } from "./runs";

type Numbers = Record<"latency" | "cost" | "hour" | "quality" | "energy" | "throughput", number | null>;

function numbersOf(plan: PlanBody, statistic: PlanProvenance["statistic"]): Numbers {
  const { metrics } = plan;
  return {
    latency: metrics.latencyMs?.[statistic] ?? null,
    cost: metrics.costPerThousandUsd,
    hour: metrics.costPerHourUsd,
    quality: metrics.quality?.value ?? null,
    energy: metrics.energyJ,
    throughput: metrics.throughputRps,
  };
}

function nodesOf(provenance: PlanProvenance): Record<keyof Numbers, MadeFrom | null> {
  return {
    latency: provenance.latencyMs,
    cost: provenance.costPerThousandUsd,
    hour: provenance.costPerHourUsd,
    quality: provenance.quality,
    energy: provenance.energyJ,
    throughput: provenance.throughputRps,
  };
}

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-12);

/** Writes another value where a figure stands. */
function changed(input: PlanningInput, place: FigurePlace, value: number): PlanningInput {
  const copy = structuredClone(input);
  const documents = [copy.pipeline, copy.infrastructure, copy.workload, ...[...copy.catalogues].reverse()];
  const document = documents.find((entry) => entry.kind === place.kind && entry.metadata.name === place.name);
  let holder = document as unknown as Record<string | number, unknown>;
  for (const key of place.path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  holder[place.path.at(-1) as string | number] = value;
  return copy;
}

describe("every number of a plan is made from its inputs, and from nothing else", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 300);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          const { candidates, context } = answer;
          const read = provenanceOf(input);
          for (let k = 0; k < Math.min(2, candidates.length); k += 1) {
            const { evaluation } = candidates[generate(fc.nat, { max: candidates.length - 1 })] as (typeof candidates)[number];
            const spec = planSpecOf(context, evaluation);
            const plan = evaluatePlan(input, spec);
            const statistic = generate(fc.constantFrom, "mean" as const, "p50" as const, "p95" as const, "p99" as const);
            const provenance = read(plan, statistic);
            const wanted = numbersOf(plan, statistic);
            for (const [name, node] of Object.entries(nodesOf(provenance)) as [keyof Numbers, MadeFrom | null][]) {
              const expected = wanted[name];
              if ((expected === null) !== (node === null)) throw new Disagreement(`${name} is ${expected}, made from ${JSON.stringify(node)}`, input);
              if (node === null || expected === null) continue;
              if (!close(node.value, expected) || !close(recombine(node), expected))
                throw new Disagreement(
                  `${name} is ${expected}; made from its inputs ${recombine(node)}, said to be ${node.value}\n${JSON.stringify(spec)}`,
                  input,
                );
            }
            for (const shares of Object.values(provenance.shares) as (BasisShares | null)[])
              if (shares) expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);

            // another figure in the documents: the plan evaluated anew and the number made again must move together
            const figures = Object.values(nodesOf(provenance)).flatMap((node) => (node ? figuresOf(node).filter((leaf) => leaf.place && leaf.value > 0) : []));
            if (figures.length === 0) continue;
            const leaf = figures[generate(fc.nat, { max: figures.length - 1 })] as MadeFrom;
            const place = leaf.place as FigurePlace;
            const value = leaf.value * (leaf.unit === "fraction" ? 0.97 : 1.01);
            let again: PlanBody;
            try {
              again = evaluatePlan(changed(input, place, value), spec);
            } catch {
              continue; // full stations, shares that follow capacities, or tables that no longer sum up
            }
            if (spec.operators.some((operator) => operator.parts.length > 1)) continue;
            const moved = numbersOf(again, statistic);
            for (const [name, node] of Object.entries(nodesOf(provenance)) as [keyof Numbers, MadeFrom | null][]) {
              const expected = moved[name];
              if (node === null || expected === null) continue;
              const made = recombine(node, (candidate) => (JSON.stringify(candidate.place) === JSON.stringify(place) ? value : undefined));
              if (!close(made, expected))
                throw new Disagreement(
                  `with ${leaf.label} (${JSON.stringify(place)}) ${value} instead of ${leaf.value}, ${name} is ${expected}; made from its inputs ${made}\n${JSON.stringify(spec)}`,
                  input,
                );
            }
          }
        }),
        runsOf(15),
      );
    });
  }
});
