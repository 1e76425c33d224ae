import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Slo } from "../../core/documents/workload";
import { explainPlan } from "../../core/frontier/explain";
import { changedOperators, directionOf, namedPicks } from "../../core/frontier/picks";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { planFrontier } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { FAMILIES, type Family } from "./families";
import { runsOf } from "./runs";

const families = FAMILIES.filter((family) => /Erlang|least cost|routers|tokens|tables|energy|everything/.test(family.name)).map(
  (family): Family => ({ ...family, alternatives: 0 }),
);
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** The input with soft targets on every operator, whose values (checked against the oracle elsewhere) are those of its own parts. */
function withOperatorTargets(input: PlanningInput): { input: PlanningInput; added: Slo[] } {
  const other = structuredClone(input);
  const [only] = other.workload.spec.classes;
  const added = other.pipeline.spec.operators.flatMap(({ id }): Slo[] => [
    { metric: "costPerThousand", op: "<=", value: 1e-6, hard: false, operator: id },
    { metric: "energy", op: "<=", value: 1e-6, hard: false, operator: id },
  ]);
  if (only) only.slos = [...(only.slos ?? []), ...added];
  return { input: other, added };
}

describe("what a plan is explained by follows from its numbers", () => {
  for (const family of families) {
    test(family.name, () => {
      const build = instanceOf(family, 400);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input } = withOperatorTargets(build(generate).input);
          const frontier = planFrontier(input).spec;
          for (const plan of frontier.plans.slice(0, 4)) {
            const told = explainPlan(frontier, plan.id, input.infrastructure.spec, input.catalogues);
            if (!told) throw new Error(`${plan.id} is not explained`);
            const own = (metric: Slo["metric"], operator: string): number =>
              plan.slos?.find(({ slo }) => slo.metric === metric && slo.operator === operator && !slo.hard && slo.value === 1e-6)?.value ?? 0;
            for (const { by, operator, share } of told.bottlenecks) {
              if (by !== "cost" && by !== "energy") expect(share).toBeLessThanOrEqual(1 + 1e-9);
              else {
                const metric = by === "cost" ? "costPerThousand" : "energy";
                const total = by === "cost" ? plan.metrics.costPerThousandUsd : plan.metrics.energyJ;
                expect(near(share * total, own(metric, operator))).toBe(true);
                for (const { id } of plan.operators) expect(own(metric, id)).toBeLessThanOrEqual(own(metric, operator) * (1 + 1e-9) + 1e-12);
              }
            }
            for (const { slo, value } of plan.slos ?? []) {
              if (value === null || slo.value === 0) continue;
              const room = (slo.op.startsWith("<") ? slo.value - value : value - slo.value) / slo.value;
              expect(told.bindingTargets.some((entry) => entry.slo === slo)).toBe(room <= 0.02);
            }
            const devicesOf = (implementation: string, profile: number): number => {
              const all = input.catalogues.flatMap((catalogue) => catalogue.spec.implementations).filter(({ name }) => name === implementation);
              const { model, profiles } = all.at(-1) ?? {};
              const shared = input.catalogues.flatMap((catalogue) => catalogue.spec.models ?? []).filter(({ name }) => name === model);
              return (profiles ?? shared.at(-1)?.profiles)?.[profile]?.devices ?? 1;
            };
            for (const pool of input.infrastructure.spec.pools) {
              const parts = plan.operators.flatMap(({ configuration, parts }) =>
                parts.flatMap((part) =>
                  part.pool === pool.id ? [{ replicas: part.replicas, devices: devicesOf(configuration.implementation, part.profile as number) }] : [],
                ),
              );
              const used = parts.reduce((sum, { replicas, devices }) => sum + replicas * devices, 0);
              const full = parts.length > 0 && parts.every(({ devices }) => used + devices > pool.count);
              expect(told.fullPools.some((entry) => entry.pool === pool.id && entry.used === used)).toBe(full);
            }
            const worths = frontier.plans.flatMap((other) => {
              if (other === plan || changedOperators(plan, other).length !== 1) return [];
              if (plan.slos?.some((own, index) => own.met && !other.slos?.[index]?.met)) return [];
              const gains = plan.vector.map((before, k) => {
                const gain = (other.vector[k] as number) - before;
                return before === 0 ? 0 : (gain * directionOf(frontier.objectives[k] ?? "latency")) / Math.abs(before);
              });
              return [Math.max(...gains) + gains.reduce((sum, gain) => sum + Math.min(0, gain), 0)];
            });
            if (worths.length === 0) expect(told.bestChange).toBeNull();
            else expect(near(told.bestChange?.worth ?? Number.NaN, Math.max(...worths))).toBe(true);
          }
        }),
        runsOf(10),
      );
    });
  }
});

describe("picks are the best of the whole frontier", () => {
  for (const family of families.map((entry): Family => ({ ...entry, slos: [1, 4] }))) {
    test(family.name, () => {
      const build = instanceOf(family, 400);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input } = build(generate);
          for (const slo of input.workload.spec.classes[0]?.slos ?? []) {
            slo.hard = false;
            slo.weight = generate(fc.integer, { min: 1, max: 5 });
          }
          const frontier = planFrontier(input).spec;
          const { plans } = frontier;
          const reference = plans[generate(fc.nat, { max: Math.max(0, plans.length - 1) })];
          if (!reference) return;
          const budgetPerThousandUsd = reference.metrics.costPerThousandUsd;
          const picks = namedPicks(frontier, { reference, budgetPerThousandUsd });
          const planOf = (name: string) => plans.find(({ id }) => id === picks.find((pick) => pick.name === name)?.planId);
          const missed = (plan: (typeof plans)[number]): number => (plan.slos ?? []).reduce((sum, { slo, met }) => sum + (met ? 0 : (slo.weight ?? 1)), 0);
          const cost = (plan: (typeof plans)[number]): number => plan.metrics.costPerThousandUsd;
          const cheapest = planOf("cheapest-within-targets");
          expect(cheapest).toBeDefined();
          for (const plan of plans) {
            if (cheapest && missed(plan) === missed(cheapest)) expect(cost(plan)).toBeGreaterThanOrEqual(cost(cheapest));
            expect(missed(plan)).toBeGreaterThanOrEqual(missed(cheapest ?? plan));
          }
          const fastest = planOf("fastest-within-budget");
          const speed = (plan: (typeof plans)[number]): number => plan.metrics.latencyMs?.[frontier.statistic] ?? Number.POSITIVE_INFINITY;
          if (fastest) {
            expect(cost(fastest)).toBeLessThanOrEqual(budgetPerThousandUsd * (1 + 1e-9));
            for (const plan of plans.filter((other) => cost(other) <= budgetPerThousandUsd)) {
              expect(missed(plan)).toBeGreaterThanOrEqual(missed(fastest));
              if (missed(plan) === missed(fastest)) expect(speed(plan)).toBeGreaterThanOrEqual(speed(fastest));
            }
          }
          const best = planOf("best-quality");
          for (const plan of plans) if (best) expect(plan.metrics.quality?.value ?? 0).toBeLessThanOrEqual((best.metrics.quality?.value ?? 0) + 1e-9);
          expect(planOf("closest")?.id).toBe(reference.id);
        }),
        runsOf(10),
      );
    });
  }
});
