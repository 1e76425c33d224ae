import type { PlanBody, PlanPart, PlanSpec } from "../documents/plan";
import { configurationKey } from "./compile";
import { compileProblems } from "./compile-problems";
import { capacityProblems } from "./figures";
import { type ChosenOperator, type ChosenPart, type Flows, NO_SHARE, solveFlows } from "./flows";
import { planBody } from "./plan-body";
import { PlanningError } from "./planning-error";
import type { PlanningInput } from "./planning-input";
import type { CompiledConfiguration, PartTemplate, Problem } from "./problem";
import { requestQuality } from "./quality-levels";

/**
 * Recomputes every number of a plan from its documents (planning model, sections 2–5). The plan's shares are kept and checked; flows are
 * those of least transfer cost. Throws PlanningError: `plan-mismatch` when the plan names what the documents do not have,
 * `plan-infeasible` when capacities, links or memory do not carry it (each finding in `problems`). SLOs that are not met are reported in the
 * result, not thrown.
 */
export function evaluatePlan(input: PlanningInput, plan: PlanSpec): PlanBody {
  return planEvaluator(input)(plan);
}

/** `evaluatePlan` for several plans of the same documents, which are compiled once. */
export function planEvaluator(input: PlanningInput): (plan: Omit<PlanSpec, "pipeline">) => PlanBody {
  const problems = compileProblems(input);
  return (plan) => evaluated(problemOfPlan(problems, plan), plan);
}

function evaluated(problem: Problem, plan: Omit<PlanSpec, "pipeline">): PlanBody {
  const chosen = resolvePlan(problem, plan);
  const findings = [...shareProblems(problem, chosen), ...capacityProblems(problem, chosen)];
  if (findings.length > 0) throw new PlanningError("plan-infeasible", `The plan cannot run: ${findings[0]}.`, findings);
  const flows = flowsOfPlan(problem, chosen);
  if (
    !problem.qualityUnknown &&
    !problem.qualityOptional &&
    !requestQuality(
      problem,
      chosen.map((entry) => entry.configuration),
    )
  ) {
    throw new PlanningError("plan-infeasible", "The quality model has no value for this combination of configurations.");
  }
  return planBody(problem, chosen, flows, plan.id ?? "p-1");
}

/** The problem, one of those that the documents make, whose alternatives the plan uses; throws `plan-mismatch` when it uses none of them. */
export function problemOfPlan(problems: readonly Problem[], plan: Pick<PlanSpec, "alternatives">): Problem {
  const wanted = plan.alternatives ?? {};
  const problem = problems.find((candidate) => Object.entries(candidate.choice).every(([operator, name]) => wanted[operator] === name));
  if (!problem) throw new PlanningError("plan-mismatch", "The plan does not say which alternatives it uses, or names one that the pipeline does not have.");
  return problem;
}

/** The flows of a plan whose shares are fixed; throws `plan-infeasible` where a link does not carry them. */
export function flowsOfPlan(problem: Problem, chosen: readonly ChosenOperator[]): Flows {
  const flows = solveFlows(problem, chosen);
  if (!flows) throw new PlanningError("plan-infeasible", "The plan cannot run: a link that it needs is missing or too narrow.");
  return flows;
}

/** A plan's choices against the compiled problem; throws `plan-mismatch` with every finding. */
export function resolvePlan(problem: Problem, plan: Pick<PlanSpec, "operators">): ChosenOperator[] {
  const findings: string[] = [];
  const known = new Set(problem.operators.map((operator) => operator.id));
  for (const entry of plan.operators) if (!known.has(entry.id)) findings.push(`the pipeline has no operator "${entry.id}"`);
  const chosen = problem.operators.map((operator): ChosenOperator | null => {
    const entry = plan.operators.find((candidate) => candidate.id === operator.id);
    if (!entry) {
      findings.push(`operator "${operator.id}" is missing`);
      return null;
    }
    const key = configurationKey(entry.configuration.implementation, entry.configuration.knobs);
    const configuration = operator.configurations.find((candidate) => candidate.key === key);
    if (!configuration) {
      findings.push(`"${operator.id}": the configuration ${key} is not offered`);
      return null;
    }
    const parts = entry.parts.map((part): ChosenPart | null => {
      const template = templateOf(problem, configuration, part);
      if (template) return { template, replicas: part.replicas, share: part.share };
      findings.push(`"${operator.id}": ${key} cannot run as profile ${part.profile} in ${part.pool}`);
      return null;
    });
    return { configuration: configuration.index, parts: parts.filter((part) => part !== null) };
  });
  if (findings.length > 0) throw new PlanningError("plan-mismatch", `The plan does not fit its documents: ${findings[0]}.`, findings);
  return chosen.map((entry) => entry!);
}

function templateOf(problem: Problem, configuration: CompiledConfiguration, part: PlanPart): PartTemplate | undefined {
  if (part.pool === "api")
    return configuration.templates.find((template) => template.pool < 0 && (part.tier === undefined || problem.tiers[template.tier] === part.tier));
  return configuration.templates.find((template) => template.pool >= 0 && problem.pools[template.pool]!.id === part.pool && template.profile === part.profile);
}

/** Shares must sum to 1 and, under `erlang`, be in proportion to the parts' capacities. */
function shareProblems(problem: Problem, chosen: readonly ChosenOperator[]): string[] {
  const findings: string[] = [];
  chosen.forEach((entry, o) => {
    const { id } = problem.operators[o]!;
    const sum = entry.parts.reduce((total, part) => total + part.share, 0);
    if (Math.abs(sum - 1) > 1e-6) findings.push(`${id}: shares sum to ${sum}, not 1`);
    if (entry.parts.some((part) => part.share <= NO_SHARE)) findings.push(`${id}: a part has no share`);
    if (entry.parts.length < 2 || problem.settings.queueing === "none") return;
    const capacities = entry.parts.map(({ template, replicas }) => (template.pool < 0 ? template.rateRps : replicas * template.rateRps));
    const total = capacities.reduce((a, b) => a + b, 0);
    entry.parts.forEach((part, p) => {
      const expected = capacities[p]! / total;
      if (!(Math.abs(part.share - expected) <= 1e-6))
        findings.push(`${id}: with queueing erlang shares follow capacities; part ${p + 1} should have ${expected}, has ${part.share}`);
    });
  });
  return findings;
}
