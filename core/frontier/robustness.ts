import type { FrontierSpec } from "../documents/frontier";
import type { PlanBody } from "../documents/plan";
import { compileProblems } from "../metrics/compile-problems";
import { resolvePlan } from "../metrics/evaluate";
import { capacityProblems, planFigures } from "../metrics/figures";
import { type ChosenOperator, NO_SHARE, solveFlows, solveShares } from "../metrics/flows";
import type { PlanningInput } from "../metrics/planning-input";
import type { CompiledSlo, Problem } from "../metrics/problem";
import { requestQuality } from "../metrics/quality-levels";
import { meetsSlo, sloValue } from "../metrics/slos";

/** How a plan fares in one bad situation, with the devices it has. */
export interface Situation {
  /** `surge`: more load; `loss`: a pool is gone, and its calls go to the operator's other parts. */
  kind: "surge" | "loss";
  /** The pool that is lost; null for a surge. */
  pool: string | null;
  /** The targets that the plan keeps today hold, and the load is carried. */
  holds: boolean;
  /** What gives way first, in words and numbers; null when all holds. */
  broken: string | null;
}

export interface PlanRobustness {
  planId: string;
  /** A surge, then the loss of each pool that the plan uses. */
  situations: Situation[];
  held: number;
  /** The rate at which the first part, API or link is full, as a multiple of today's; null when nothing limits it. */
  headroom: number | null;
}

export interface RobustnessOptions {
  /** Load in a surge as a multiple of today's rate; default 1.5. */
  surge?: number;
  /** Most plans that are evaluated; default 400. Those that meet the most targets and have room for the surge come first, then the cheapest. */
  most?: number;
}

/**
 * Plans of a frontier under stress: 50 % more load, and the loss of each pool they use. Every situation is evaluated by the same functions as a plan
 * (planning model, sections 2–4) with the replicas as they are: shares follow from what is left, minimum replicas are not asked for. A target counts when it
 * is hard, or when the plan meets it today. About 0.1 ms per plan and situation; the number of plans is bounded by `most`. Empty without a rate.
 * Throws PlanningError when the frontier is not of these documents.
 */
export function robustnessOf(input: PlanningInput, frontier: Pick<FrontierSpec, "plans" | "rateRps">, options: RobustnessOptions = {}): PlanRobustness[] {
  const surge = options.surge ?? 1.5;
  const problems = compileProblems(input);
  const rate = problems[0]?.rateRps ?? null;
  if (rate === null) return [];
  return robustHead(frontier.plans, rate * surge, options.most ?? 400).map((plan) => {
    const wanted = plan.alternatives ?? {};
    const problem = problems.find((candidate) => Object.entries(candidate.choice).every(([operator, name]) => wanted[operator] === name)) ?? problems[0]!;
    const kept = problem.slos.filter((slo, i) => slo.hard || plan.slos?.[i]?.met === true);
    const chosen = resolvePlan(problem, plan);
    const stressed = { ...problem, operators: problem.operators.map((operator) => ({ ...operator, minReplicas: 0 })) };
    const pools = [...new Set(chosen.flatMap((entry) => entry.parts.map((part) => part.template.pool)))].filter((pool) => pool >= 0).sort((a, b) => a - b);
    const situations = [
      situation("surge", null, breaks({ ...stressed, rateRps: rate * surge }, chosen, kept)),
      ...pools.map((pool) => situation("loss", problem.pools[pool]!.id, lossBreaks(stressed, chosen, kept, pool))),
    ];
    const { throughputRps } = plan.metrics;
    return {
      planId: plan.id,
      situations,
      held: situations.filter((entry) => entry.holds).length,
      headroom: throughputRps === null || throughputRps === undefined ? null : throughputRps / rate,
    };
  });
}

function situation(kind: Situation["kind"], pool: string | null, broken: string | null): Situation {
  return { kind, pool, holds: broken === null, broken };
}

/** The plans worth evaluating, in the order of the frontier. */
function robustHead(plans: readonly PlanBody[], surgeRps: number, most: number): PlanBody[] {
  if (plans.length <= most) return [...plans];
  const ranks = plans.map((plan, index) => ({
    index,
    missed: (plan.slos ?? []).filter((slo) => !slo.met).length,
    full: (plan.metrics.throughputRps ?? Number.POSITIVE_INFINITY) < surgeRps ? 1 : 0,
    cost: plan.metrics.costPerThousandUsd,
  }));
  ranks.sort((a, b) => a.missed - b.missed || a.full - b.full || a.cost - b.cost || a.index - b.index);
  return ranks
    .slice(0, most)
    .map((entry) => entry.index)
    .sort((a, b) => a - b)
    .map((index) => plans[index]!);
}

function lossBreaks(problem: Problem, chosen: readonly ChosenOperator[], kept: readonly CompiledSlo[], pool: number): string | null {
  const left = chosen.map((entry) => ({ ...entry, parts: entry.parts.filter((part) => part.template.pool !== pool) }));
  const gone = left.findIndex((entry) => entry.parts.length === 0);
  if (gone >= 0) return `${problem.operators[gone]!.id} runs nowhere else`;
  return breaks(problem, left, kept);
}

/** What gives way first, or null: capacities and links, then each target. */
function breaks(problem: Problem, chosen: readonly ChosenOperator[], kept: readonly CompiledSlo[]): string | null {
  const settled = withShares(problem, chosen);
  if (settled === null) return "the load is more than what is left can carry";
  const [capacity] = capacityProblems(problem, settled);
  if (capacity !== undefined) return capacity;
  const flows = solveFlows(problem, settled);
  if (!flows) return "a link is missing or too narrow";
  const figures = planFigures(problem, settled, flows);
  const configurations = settled.map((entry) => entry.configuration);
  const quality = problem.qualityUnknown ? null : requestQuality(problem, configurations);
  for (const slo of kept) {
    const value = sloValue(problem, slo, figures, quality, (o) => problem.quality.stages[o]?.[configurations[o]!]?.value ?? null);
    if (!meetsSlo(slo, value)) return missedTarget(slo, value);
  }
  return null;
}

function missedTarget({ slo, statistic, operator, pathFrom }: CompiledSlo, value: number | null): string {
  const where = operator >= 0 ? ` of ${slo.operator}` : pathFrom >= 0 ? ` from ${slo.path?.from} to ${slo.path?.to}` : "";
  const name = slo.metric === "latency" ? `${statistic} latency` : slo.metric;
  return `${name}${where} would be ${value === null ? "unknown" : Number(value.toPrecision(4))}, its target is ${slo.op} ${slo.value}`;
}

/** The parts with the shares that follow from the load: by capacity with queues, by least cost without. Null when they cannot carry it. */
function withShares(problem: Problem, chosen: readonly ChosenOperator[]): ChosenOperator[] | null {
  if (problem.settings.queueing === "erlang") {
    return chosen.map((entry) => {
      const capacities = entry.parts.map(({ template, replicas }) => (template.pool < 0 ? template.rateRps : replicas * template.rateRps));
      const total = capacities.reduce((a, b) => a + b, 0);
      return { ...entry, parts: entry.parts.map((part, p) => ({ ...part, share: entry.parts.length === 1 ? 1 : capacities[p]! / total })) };
    });
  }
  const whole = chosen.map((entry) => (entry.parts.length === 1 ? { ...entry, parts: [{ ...entry.parts[0]!, share: 1 }] } : entry));
  if (whole.every((entry) => entry.parts.length === 1)) return whole;
  const solution = solveShares(problem, whole, true);
  if (!solution) return null;
  return whole.map((entry, o) => ({
    ...entry,
    parts: entry.parts.flatMap((part, p) => {
      const share = entry.parts.length === 1 ? 1 : solution.shares[o]![p]!;
      return share > NO_SHARE ? [{ ...part, share }] : [];
    }),
  }));
}
