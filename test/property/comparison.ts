import { stringify } from "yaml";
import { STATISTICS } from "../../core/documents/common";
import type { PlanBody, PlanSpec } from "../../core/documents/plan";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { Option } from "./oracle/calls";
import type { Context } from "./oracle/context";
import { type Evaluation, evaluate, latencies } from "./oracle/evaluate";
import { type Candidate, sign } from "./oracle/frontier";
import { configurationsOf } from "./oracle/options";

/** Equal to 1e-9 relative (and to 1e-12 absolute, near zero). */
export function close(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) + 1e-12;
}

/** Readable failure: what disagrees and the documents that show it. */
export class Disagreement extends Error {
  constructor(what: string, input: PlanningInput) {
    super(
      `${what}\n${stringify([input.pipeline.spec, ...input.catalogues.map((c) => c.spec), input.infrastructure.spec, input.workload.spec], { aliasDuplicateObjects: false, lineWidth: 200 })}`,
    );
    this.name = "Disagreement";
  }
}

/** The discrete choices of one of our plans as a Plan document's spec, to be evaluated by the product. */
export function planSpecOf(context: Context, evaluation: Evaluation): PlanSpec {
  const { alternatives } = evaluation.variant;
  return {
    pipeline: context.input.pipeline.metadata.name,
    ...(Object.keys(alternatives).length > 0 ? { alternatives } : {}),
    operators: evaluation.options.map((option, i) => ({
      id: option.id,
      configuration: { implementation: option.configuration.implementation.name, knobs: option.configuration.knobs },
      parts: option.parts.map((part, p) => ({
        pool: part.pool?.id ?? "api",
        tier: part.tier,
        profile: part.profile,
        replicas: part.replicas,
        share: (evaluation.shares[i] as number[])[p] as number,
      })),
    })),
  };
}

/** A listed plan, evaluated by the oracle from its discrete choices only. */
export function reevaluate(context: Context, plan: PlanBody): Evaluation | null {
  const chosen = plan.alternatives ?? {};
  const variant = context.variants.find((v) => JSON.stringify(Object.entries(v.alternatives).sort()) === JSON.stringify(Object.entries(chosen).sort()));
  if (!variant) throw new Error(`no such alternatives: ${JSON.stringify(chosen)}`);
  const options = variant.graph.nodes.map((node): Option => {
    const own = plan.operators.find((o) => o.id === node.id);
    if (!own) throw new Error(`the plan has no operator ${node.id}`);
    const configuration = configurationsOf(node.operator, context.input.catalogues).find(
      (c) =>
        c.implementation.name === own.configuration.implementation &&
        Object.keys(c.knobs).length === Object.keys(own.configuration.knobs).length &&
        Object.entries(c.knobs).every(([knob, value]) => own.configuration.knobs[knob] === value),
    );
    if (!configuration) throw new Error(`no such configuration of ${node.id}`);
    return {
      id: node.id,
      configuration,
      parts: own.parts.map((part) => {
        const pool = part.pool === "api" ? null : context.input.infrastructure.spec.pools.find((p) => p.id === part.pool);
        if (pool === undefined) throw new Error(`no such pool ${part.pool}`);
        return { pool, tier: pool?.tier ?? (part.tier as string), profile: part.profile, replicas: part.replicas };
      }),
    };
  });
  return evaluate(context, variant, options);
}

/** What differs between a plan's numbers and the oracle's, or null. */
export function differenceOf(context: Context, plan: PlanBody, evaluation: Evaluation): string | null {
  const differences: string[] = [];
  const check = (name: string, got: number | null | undefined, expected: number | null) => {
    if (!close(got ?? null, expected)) differences.push(`${name}: got ${got}, expected ${expected}`);
  };
  const { metrics } = plan;
  check("costPerThousandUsd", metrics.costPerThousandUsd, evaluation.costPerThousand);
  check("costPerHourUsd", metrics.costPerHourUsd, evaluation.costPerHour);
  check("energyJ", metrics.energyJ, evaluation.energyJ);
  check("throughputRps", metrics.throughputRps, Number.isFinite(evaluation.throughput) ? evaluation.throughput : null);
  check("devices", metrics.devices, evaluation.devices);
  check("quality", metrics.quality?.value, evaluation.quality);
  const ours = latencies(evaluation);
  for (const statistic of STATISTICS) check(`latency ${statistic}`, metrics.latencyMs?.[statistic], ours[statistic]);
  for (const option of evaluation.options) {
    const own = plan.operators.find((o) => o.id === option.id);
    const shares = evaluation.shares[evaluation.options.indexOf(option)] as number[];
    option.parts.forEach((part, p) => {
      const same = own?.parts.find((q) => q.pool === (part.pool?.id ?? "api") && q.profile === part.profile && (part.pool || q.tier === part.tier));
      if (!same || Math.abs(same.share - (shares[p] as number)) > 1e-7)
        differences.push(`share of ${option.id} on ${part.pool?.id ?? "api"}: got ${same?.share}, expected ${shares[p]}`);
    });
  }
  for (const flow of evaluation.flows) {
    if (flow.share < 1e-7) continue;
    const same = plan.flows.find((f) => f.from === flow.from && f.to === flow.to && f.fromTier === flow.fromTier && f.toTier === flow.toTier);
    if (!same || Math.abs(same.share - flow.share) > 1e-7) {
      differences.push(`flow ${flow.from}→${flow.to} ${flow.fromTier}→${flow.toTier}: got ${same?.share}, expected ${flow.share}`);
    }
  }
  context.slos.forEach((slo, i) => {
    const value = evaluation.slo(slo);
    const got = plan.slos?.[i]?.value ?? null;
    check(`slo ${i} (${slo.metric})`, got, value !== null && !Number.isFinite(value) ? null : value);
  });
  return differences.length > 0 ? differences.join("\n") : null;
}

/** a no worse than b everywhere, up to 1e-9. */
export function nearlyCovers(context: Context, a: readonly number[], b: readonly number[]): boolean {
  return context.objectives.every((objective, i) => {
    const x = a[i] as number;
    const y = b[i] as number;
    return close(x, y) || (x - y) * sign(objective) > 0;
  });
}

export const sameVector = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((value, i) => close(value, b[i] as number));

/**
 * Do the listed plans and ours have the same vectors? A vector of one side that the other lacks is a difference unless the other side has
 * one that is nowhere worse by more than 1e-9 (two sums formed in different order may round to different last digits).
 */
export function vectorDifference(context: Context, plans: readonly PlanBody[], frontier: readonly Candidate[]): string | null {
  const differences: string[] = [];
  for (const candidate of frontier) {
    if (plans.some((plan) => sameVector(plan.vector, candidate.vector))) continue;
    if (plans.some((plan) => nearlyCovers(context, plan.vector, candidate.vector))) continue;
    differences.push(`not listed: ${JSON.stringify(candidate.vector)}\n  ${JSON.stringify(planSpecOf(context, candidate.evaluation))}`);
  }
  for (const plan of plans) {
    if (frontier.some((candidate) => sameVector(plan.vector, candidate.vector))) continue;
    if (frontier.some((candidate) => nearlyCovers(context, candidate.vector, plan.vector) && nearlyCovers(context, plan.vector, candidate.vector))) continue;
    differences.push(
      `listed, but not on the frontier: ${JSON.stringify(plan.vector)}\n  ${JSON.stringify({ alternatives: plan.alternatives, operators: plan.operators.map(({ metrics: _, ...o }) => o) })}`,
    );
  }
  if (differences.length === 0) return null;
  return `objectives ${context.objectives.join(", ")}; expected ${frontier.length}, got ${plans.length}\n${differences.join("\n")}`;
}
