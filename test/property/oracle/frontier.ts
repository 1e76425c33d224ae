import type { Objective, Slo } from "../../../core/documents/workload";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { loadFits, type Option } from "./calls";
import { type Context, contextOf, rounded, type Variant } from "./context";
import { type Evaluation, evaluate, meets, objectiveValue } from "./evaluate";
import { type Configuration, configurationsOf, type PartChoice, placesOf } from "./options";
import { qualityOf } from "./quality";

export interface Candidate {
  evaluation: Evaluation;
  /** In the order of the objectives, natural directions. */
  vector: number[];
  /** One per SLO of the class, in its order. */
  slos: (number | null)[];
  /** Keeps every hard SLO. */
  feasible: boolean;
}

export interface Answer {
  context: Context;
  /** Every plan that keeps capacities and links, hard SLOs or not. */
  candidates: Candidate[];
  /** The non-dominated feasible plans, one per rounded vector (fewest devices). */
  frontier: Candidate[];
  infeasible: { nearest: { slo: Slo; value: number | null }[]; conflictSize: number } | null;
}

/** 1 where more is better. */
export const sign = (objective: Objective): 1 | -1 => (objective === "quality" || objective === "throughput" ? 1 : -1);

/** Every non-empty set of places of at most `most` parts (one API part), with every number of replicas. */
function allocationsOf(places: ReturnType<typeof placesOf>, most: number, rated: boolean): PartChoice[][] {
  const allocations: PartChoice[][] = [];
  const visit = (index: number, parts: PartChoice[]) => {
    if (index === places.length) {
      if (parts.length > 0) allocations.push(parts);
      return;
    }
    visit(index + 1, parts);
    if (parts.length >= most) return;
    const { place, maxReplicas } = places[index] as (typeof places)[number];
    if (place.pool === null) {
      if (!parts.some((part) => part.pool === null)) visit(index + 1, [...parts, { ...place, replicas: 0 }]);
      return;
    }
    for (let replicas = 1; replicas <= (rated ? maxReplicas : 1); replicas += 1) visit(index + 1, [...parts, { ...place, replicas }]);
  };
  visit(0, []);
  return allocations;
}

/**
 * Without queueing, replicas beyond what the load and `minReplicas` ask for are not plans (docs/decisions/0001), unless throughput counts.
 * Told here only of operators on one pool part, where no share has to be known.
 */
function hasSurplus(context: Context, variant: Variant, option: Option): boolean {
  const [part, second] = option.parts;
  if (!part || second || part.replicas <= 1 || context.rate === null || context.queueing === "erlang" || context.needsThroughput) return false;
  const minimum = variant.graph.nodes.find((node) => node.id === option.id)?.operator.minReplicas ?? 1;
  return part.replicas > minimum && loadFits(context, variant, { ...option, parts: [{ ...part, replicas: part.replicas - 1 }] }) !== null;
}

/** Options of every operator of a variant: configuration × allocation that can carry the operator's own load. */
export function optionsOf(context: Context, variant: Variant): Option[][] {
  const { catalogues, infrastructure } = context.input;
  return variant.graph.nodes.map((node) =>
    configurationsOf(node.operator, catalogues).flatMap((configuration) => {
      const places = placesOf(node.operator, configuration, infrastructure.spec, context.needsLatency, context.sizing);
      return allocationsOf(places, context.maxParts, context.rate !== null)
        .map((parts): Option => ({ id: node.id, configuration, parts }))
        .filter((option) => loadFits(context, variant, option) !== null && !hasSurplus(context, variant, option));
    }),
  );
}

/** Combinations that an exhaustive answer has to look at. */
export function combinationsOf(input: PlanningInput): number {
  const context = contextOf(input);
  return context.variants.reduce((sum, variant) => sum + optionsOf(context, variant).reduce((product, options) => product * options.length, 1), 0);
}

/** The exact answer by trying everything (sections 2–5). */
export function bruteForce(input: PlanningInput): Answer {
  const context = contextOf(input);
  const candidates: Candidate[] = [];
  for (const variant of context.variants) {
    const perOperator = optionsOf(context, variant);
    const qualities = new Map<string, number | null>();
    const numbers = new Map<Configuration, number>();
    for (const options of perOperator) for (const option of options) if (!numbers.has(option.configuration)) numbers.set(option.configuration, numbers.size);
    const counts = new Map(context.input.infrastructure.spec.pools.map((pool) => [pool.id, pool.count]));
    const visit = (index: number, chosen: Option[]) => {
      if (index === perOperator.length) {
        const key = chosen.map((option) => numbers.get(option.configuration)).join(" ");
        if (!qualities.has(key)) {
          const configurations = new Map(chosen.map((option) => [option.id, option.configuration]));
          qualities.set(key, qualityOf(context.level, variant.alternatives, configurations));
        }
        const evaluation = evaluate(context, variant, chosen, qualities.get(key));
        if (evaluation) candidates.push(candidateOf(context, evaluation));
        return;
      }
      for (const option of perOperator[index] as Option[]) {
        const taken: [string, number][] = [];
        let fits = true;
        for (const part of option.parts) {
          if (!part.pool || part.profile === "api") continue;
          const devices = part.replicas * (option.configuration.profiles[part.profile]?.devices ?? 1);
          const left = (counts.get(part.pool.id) as number) - devices;
          counts.set(part.pool.id, left);
          taken.push([part.pool.id, devices]);
          if (left < 0) fits = false;
        }
        if (fits) visit(index + 1, [...chosen, option]);
        for (const [id, devices] of taken) counts.set(id, (counts.get(id) as number) + devices);
      }
    };
    visit(0, []);
  }
  return answerOf(context, candidates);
}

/** Frontier and infeasibility facts from every plan there is. */
export function answerOf(context: Context, candidates: Candidate[]): Answer {
  const hard = context.slos.map((slo, i) => ({ slo, i })).filter(({ slo }) => slo.hard !== false);
  const feasible = candidates.filter((candidate) => candidate.feasible);
  const frontier = nonDominated(context, feasible);
  if (feasible.length > 0) return { context, candidates, frontier, infeasible: null };
  const nearest = hard.map(({ slo, i }) => {
    const values = candidates.filter((c) => hard.every(({ slo: other, i: j }) => j === i || meets(other, c.slos[j] as number | null))).map((c) => c.slos[i]);
    const known = values.filter((v): v is number => v !== null && v !== undefined);
    if (known.length === 0) return { slo, value: null };
    return { slo, value: slo.op.startsWith("<") ? Math.min(...known) : Math.max(...known) };
  });
  return { context, candidates, frontier, infeasible: { nearest, conflictSize: smallestConflict(hard, candidates) } };
}

export function candidateOf(context: Context, evaluation: Evaluation): Candidate {
  const slos = context.slos.map((slo) => evaluation.slo(slo));
  return {
    evaluation,
    vector: context.objectives.map((objective) => objectiveValue(evaluation, objective, context.statistic) ?? Number.NaN),
    slos,
    feasible: context.slos.every((slo, i) => slo.hard === false || meets(slo, slos[i] as number | null)),
  };
}

/** The same answer with other target values on the same SLOs: what is looked at stays, what is feasible changes. */
export function withTargets(answer: Answer, values: number[]): Answer {
  const slos = answer.context.slos.map((slo, i) => ({ ...slo, value: values[i] as number }));
  const workload = structuredClone(answer.context.input.workload);
  for (const queryClass of workload.spec.classes) if (queryClass.id === answer.context.queryClass.id) queryClass.slos = slos;
  const context = { ...answer.context, slos, input: { ...answer.context.input, workload } };
  return answerOf(
    context,
    answer.candidates.map((c) => ({ ...c, feasible: slos.every((slo, i) => slo.hard === false || meets(slo, c.slos[i] as number | null)) })),
  );
}

/** Size of the smallest set of hard SLOs that no plan keeps together; 0 when there is no plan at all. */
function smallestConflict(hard: { slo: Slo; i: number }[], candidates: Candidate[]): number {
  if (candidates.length === 0) return 0;
  const masks = new Set(candidates.map((c) => hard.reduce((mask, { slo, i }, bit) => mask | (meets(slo, c.slos[i] as number | null) ? 1 << bit : 0), 0)));
  let best = hard.length;
  for (let set = 1; set < 1 << hard.length; set += 1) {
    if ([...masks].some((mask) => (mask & set) === set)) continue;
    const size = set.toString(2).split("1").length - 1;
    best = Math.min(best, size);
  }
  return best;
}

/** Is this set of hard SLOs (by index) kept together by no plan? */
export function isConflict(answer: Answer, indices: number[]): boolean {
  return !answer.candidates.some((c) => indices.every((i) => meets(answer.context.slos[i] as Slo, c.slos[i] as number | null)));
}

export function nonDominated(context: Context, candidates: Candidate[]): Candidate[] {
  const signs = context.objectives.map(sign);
  const unique = new Map<string, { key: number[]; candidate: Candidate }>();
  for (const candidate of candidates) {
    const key = candidate.vector.map((value, i) => -(signs[i] as number) * rounded(value));
    const text = key.join(" ");
    const known = unique.get(text);
    if (!known || candidate.evaluation.devices < known.candidate.evaluation.devices) unique.set(text, { key, candidate });
  }
  const sorted = [...unique.values()].sort((a, b) => {
    for (let i = 0; i < a.key.length; i += 1) if (a.key[i] !== b.key[i]) return (a.key[i] as number) - (b.key[i] as number);
    return 0;
  });
  const kept: typeof sorted = [];
  for (const entry of sorted) {
    if (!kept.some((other) => other.key.every((value, i) => value <= (entry.key[i] as number)))) kept.push(entry);
  }
  return kept.map((entry) => entry.candidate);
}
