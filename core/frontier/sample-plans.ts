import type { PlanBody } from "../documents/plan";
import { compileProblems } from "../metrics/compile-problems";
import { capacityProblems } from "../metrics/figures";
import { type ChosenOperator, type ChosenPart, solveFlows } from "../metrics/flows";
import { planBody } from "../metrics/plan-body";
import type { PlanningInput } from "../metrics/planning-input";
import type { CompiledOperator, Problem } from "../metrics/problem";
import { requestQuality } from "../metrics/quality-levels";

export interface SampleOptions {
  /** Plans wanted; default 1,500. */
  count?: number;
  /** Same seed, same sample; default 1. */
  seed?: number;
  /** Choices tried at most, as a multiple of `count`; default 12. */
  attempts?: number;
}

/** xorshift32: numbers in [0, 1). */
function randomFrom(seed: number): () => number {
  let state = (seed >>> 0) * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

/**
 * Plans that can run, drawn at random from all that are possible: a configuration for every operator, one or two places for it, and replicas from the
 * fewest that carry the load up to a few more. Their figures are those of the planning model (sections 2–4), the same as a planner's. Capacities, links
 * and memory hold; targets need not. No statement about all plans: a sample, for showing what a frontier beats. Deterministic for a seed.
 * Throws PlanningError when the documents do not say enough.
 */
export function samplePlans(input: PlanningInput, options: SampleOptions = {}): PlanBody[] {
  const { count = 1_500, seed = 1, attempts = 12 } = options;
  const problems = compileProblems(input);
  const random = randomFrom(seed);
  const plans: PlanBody[] = [];
  const seen = new Set<string>();
  for (let tried = 0; tried < count * attempts && plans.length < count; tried += 1) {
    const problem = problems[Math.floor(random() * problems.length)] as Problem;
    const chosen = problem.operators.map((operator) => drawOperator(problem, operator, random));
    if (!chosen.every((entry) => entry !== null)) continue;
    const key = JSON.stringify([
      problem.choice,
      chosen.map((entry) => [entry.configuration, entry.parts.map((part) => [part.template.pool, part.template.profile, part.template.tier, part.replicas])]),
    ]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (capacityProblems(problem, chosen).length > 0) continue;
    const flows = solveFlows(problem, chosen);
    if (!flows) continue;
    const configurations = chosen.map((entry) => entry.configuration);
    if (!problem.qualityUnknown && !problem.qualityOptional && !requestQuality(problem, configurations)) continue;
    plans.push(planBody(problem, chosen, flows, `s-${plans.length + 1}`));
  }
  return plans;
}

function drawOperator(problem: Problem, operator: CompiledOperator, random: () => number): ChosenOperator | null {
  const configuration = operator.configurations[Math.floor(random() * operator.configurations.length)];
  if (!configuration || configuration.templates.length === 0) return null;
  const wanted = problem.settings.maxParts > 1 && random() < 0.3 ? 2 : 1;
  const templates = new Set(Array.from({ length: wanted }, () => configuration.templates[Math.floor(random() * configuration.templates.length)]!));
  const load = (problem.rateRps ?? 0) * operator.calls;
  const parts = [...templates].map((template): ChosenPart => {
    const least =
      template.pool < 0 || !Number.isFinite(template.rateRps)
        ? 1
        : Math.max(1, Math.ceil(load / templates.size / (template.rateRps * problem.settings.utilisationLimit)));
    const replicas = template.pool < 0 ? 0 : Math.min(template.maxReplicas, Math.max(operator.minReplicas, least + Math.floor(random() * random() * 4)));
    return { template, replicas, share: 0 };
  });
  // equal utilisation: shares in proportion to the parts' capacities
  const capacities = parts.map(({ template, replicas }) => (template.pool < 0 ? template.rateRps : replicas * template.rateRps));
  const total = capacities.reduce((a, b) => a + b, 0);
  if (!Number.isFinite(total) && parts.length > 1) return null;
  parts.forEach((part, p) => {
    part.share = parts.length === 1 ? 1 : (capacities[p] as number) / total;
  });
  return parts.some((part) => !(part.share > 0)) ? null : { configuration: configuration.index, parts };
}
