import type { FrontierDocument } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
import { close, differenceOf, reevaluate, sameVector, vectorDifference } from "./comparison";
import { rounded } from "./oracle/context";
import { type Evaluation, meets } from "./oracle/evaluate";
import { type Answer, candidateOf, isConflict, sign } from "./oracle/frontier";

/** What is wrong with an exact frontier, or null. `ties`: whether the choice among plans of one vector is looked at too. */
export function faultOf(answer: Answer, document: FrontierDocument, ties = false): string | null {
  const { context } = answer;
  const { spec } = document;
  if (spec.certificate.kind !== "exact") return `certificate ${JSON.stringify(spec.certificate)}`;
  if (JSON.stringify(spec.objectives) !== JSON.stringify(context.objectives))
    return `objectives ${spec.objectives.join()} instead of ${context.objectives.join()}`;
  if (spec.statistic !== context.statistic) return `statistic ${spec.statistic} instead of ${context.statistic}`;
  return (
    planFault(answer, document) ??
    vectorDifference(context, spec.plans, answer.frontier) ??
    (ties ? tieFault(answer, document) : null) ??
    infeasibleFault(answer, document)
  );
}

/** What a frontier claims by its certificate, and does not keep; null when it keeps it. */
export function claimFault(answer: Answer, document: FrontierDocument): string | null {
  const { certificate, plans, infeasible } = document.spec;
  if (certificate.kind === "exact") return faultOf(answer, document);
  const wrong = planFault(answer, document);
  if (wrong) return wrong;
  if (infeasible && !answer.infeasible)
    return `said to be infeasible by a certificate of kind ${certificate.kind}, but ${answer.frontier.length} plans keep everything`;
  if (certificate.kind === "partial") return certificate.reason.length > 0 ? null : "no reason for stopping early";
  if (answer.infeasible) return infeasibleFault(answer, document);
  return coverFault(
    answer,
    plans.map((plan) => plan.vector),
    certificate.epsilon,
  );
}

/** A feasible plan that is not within (1 + ε) of some listed plan in every objective. */
function coverFault(answer: Answer, vectors: number[][], epsilon: number): string | null {
  const { objectives } = answer.context;
  const factor = (1 + epsilon) * (1 + 1e-9);
  const within = (listed: number[], wanted: number[]) =>
    objectives.every((objective, i) => {
      const [a, b] = [listed[i] as number, wanted[i] as number];
      return sign(objective) < 0 ? a <= b * factor + 1e-12 : b <= a * factor + 1e-12;
    });
  const lost = answer.frontier.find((candidate) => !vectors.some((vector) => within(vector, candidate.vector)));
  return lost ? `no listed plan is within ${epsilon} of ${JSON.stringify(lost.vector)}: ${JSON.stringify(vectors)}` : null;
}

/** Every listed plan is feasible, has the numbers that follow from its discrete choices, and is beaten by no other. */
export function planFault(answer: Answer, document: FrontierDocument): string | null {
  const { context } = answer;
  const { plans } = document.spec;
  for (const plan of plans) {
    const evaluation = reevaluate(context, plan);
    const shown = JSON.stringify({ alternatives: plan.alternatives, operators: plan.operators.map(({ metrics: _, ...o }) => o) });
    if (!evaluation) return `a listed plan breaks a capacity, a link or the quality model: ${shown}`;
    const difference = differenceOf(context, plan, evaluation);
    if (difference) return `a listed plan's numbers differ:\n${difference}\n${shown}`;
    const candidate = candidateOf(context, evaluation);
    if (!sameVector(plan.vector, candidate.vector)) return `vector ${JSON.stringify(plan.vector)} instead of ${JSON.stringify(candidate.vector)}: ${shown}`;
    if (!candidate.feasible) return `a listed plan breaks a hard SLO: ${shown}`;
    for (const [i, slo] of context.slos.entries()) {
      if (plan.slos?.[i]?.met !== meets(slo, candidate.slos[i] as number | null)) return `SLO ${i} is ${plan.slos?.[i]?.met ? "" : "not "}met by ${shown}`;
    }
  }
  const keys = plans.map((plan) => plan.vector.map((value, i) => -sign(context.objectives[i] as never) * rounded(value)));
  for (const [i, a] of keys.entries()) {
    for (const [j, b] of keys.entries()) {
      if (i !== j && a.every((value, k) => value <= (b[k] as number)))
        return `plan ${j} is beaten or repeated by plan ${i}: ${JSON.stringify(plans[j]?.vector)} ${JSON.stringify(plans[i]?.vector)}`;
    }
  }
  const ids = new Set(plans.map((plan) => plan.id));
  return ids.size === plans.length ? null : "plan ids repeat";
}

/** Implementations in the order of operator ids: what ties of equal devices are first ordered by. */
const implementationsOf = (options: Evaluation["options"]): string[] =>
  [...options].sort((a, b) => (a.id < b.id ? -1 : 1)).map((option) => option.configuration.implementation.name);

/** Among plans of one vector the one with the fewest devices is listed, and of these the first by operator id (told here of the implementations). */
function tieFault(answer: Answer, document: FrontierDocument): string | null {
  // Composed answers exchange one operator at a time, so the order of names among equals is kept only in small graphs (docs/decisions/0001).
  const small = (document.spec.plans[0]?.operators.length ?? 0) <= 4;
  for (const plan of document.spec.plans) {
    const listed = reevaluate(answer.context, plan);
    if (!listed) continue;
    const key = candidateOf(answer.context, listed).vector.map(rounded).join();
    const ties = answer.candidates.filter((c) => c.feasible && c.vector.map(rounded).join() === key);
    const fewest = Math.min(...ties.map((c) => c.evaluation.devices));
    if (listed.devices > fewest) return `${listed.devices} devices where ${fewest} give the same vector ${JSON.stringify(plan.vector)}`;
    const own = implementationsOf(listed.options).join(" ");
    const before = !small
      ? undefined
      : ties
          .filter((c) => c.evaluation.devices === fewest && c.evaluation.variant === listed.variant)
          .map((c) => implementationsOf(c.evaluation.options).join(" "))
          .find((names) => names < own);
    if (before !== undefined) return `of equal plans ${before} comes before ${own} (${JSON.stringify(plan.vector)})`;
  }
  return null;
}

const indexOf = (slos: Slo[], slo: Slo) =>
  slos.findIndex(
    (s) =>
      s.metric === slo.metric &&
      s.op === slo.op &&
      s.value === slo.value &&
      s.statistic === slo.statistic &&
      s.operator === slo.operator &&
      s.path?.from === slo.path?.from &&
      s.path?.to === slo.path?.to &&
      (s.hard ?? true) === (slo.hard ?? true),
  );

/** What is said of an infeasible problem: the nearest feasible value of every hard SLO, and a smallest conflict. */
function infeasibleFault(answer: Answer, document: FrontierDocument): string | null {
  const got = document.spec.infeasible;
  const expected = answer.infeasible;
  if (!expected) return got ? "said to be infeasible" : null;
  if (!got) return "not said to be infeasible";
  if (got.binding.length === 0) return "nothing binds";
  for (const { slo, value } of expected.nearest) {
    const theirs =
      got.nearest.find((entry) => JSON.stringify(entry.slo) === JSON.stringify(slo)) ?? got.nearest.find((entry) => indexOf([slo], entry.slo) === 0);
    const shown = value !== null && !Number.isFinite(value) ? null : value;
    if (!theirs) return `no nearest value of ${JSON.stringify(slo)}`;
    if (!close(theirs.feasibleValue, shown)) return `nearest value of ${JSON.stringify(slo)}: got ${theirs.feasibleValue}, expected ${shown}`;
  }
  if (got.conflict.length !== expected.conflictSize)
    return `conflict of ${got.conflict.length} SLOs, smallest has ${expected.conflictSize}: ${JSON.stringify(got.conflict)}`;
  const indices = got.conflict.map((slo) => indexOf(answer.context.slos, slo));
  if (indices.includes(-1)) return `conflict names an unknown SLO: ${JSON.stringify(got.conflict)}`;
  return isConflict(answer, indices) ? null : `not a conflict: ${JSON.stringify(got.conflict)}`;
}
