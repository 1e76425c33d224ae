import { type PlanFigures, planFigures } from "../../core/metrics/figures";
import { type ChosenOperator, type Flows, NO_SHARE, solveShares } from "../../core/metrics/flows";
import type { Problem } from "../../core/metrics/problem";
import type { QualityValue } from "../../core/metrics/quality";
import { requestQuality } from "../../core/metrics/quality-levels";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import { type Allocation, hasIdleReplica } from "./allocations";
import { evaluatorOf } from "./evaluator";
import { goalKey, type Query } from "./goals";

/** A complete plan with its flows and its figures. */
export interface Candidate {
  problem: Problem;
  chosen: ChosenOperator[];
  flows: Flows;
  figures: PlanFigures;
  quality: QualityValue | null;
  /** Goals, all to be minimised, rounded to 12 significant digits. */
  key: number[];
  devices: number;
}

/**
 * Completes one allocation per operator into a plan that meets the query's hard targets: shares and flows (linear programme where
 * shares are free), figures, quality. Null when a link is missing or too narrow, quality has no value, a part would get no share, or a
 * target is missed. Pools are the caller's to check.
 */
export function completeCandidate(problem: Problem, query: Query, allocations: readonly Allocation[]): Candidate | null {
  const configurations = allocations.map((allocation) => allocation.configuration.index);
  const quality = problem.qualityUnknown ? null : requestQuality(problem, configurations);
  if (!quality && !problem.qualityUnknown && !problem.qualityOptional) return null;
  const free = allocations.some((allocation) => allocation.shares === null);
  const complete = free ? withLeastCostShares(problem, allocations) : evaluatorOf(problem).evaluate(allocations);
  if (!complete || holdsIdleReplica(problem, complete.chosen)) return null;
  const { chosen, flows, figures } = complete;
  const stageQuality = (o: number): number | null => problem.quality.stages[o]?.[configurations[o]!]?.value ?? null;
  for (const slo of query.hard) if (!meetsSlo(slo, sloValue(problem, slo, figures, quality, stageQuality))) return null;
  const key = goalKey(problem, query.goals, figures, quality, stageQuality);
  return key && { problem, chosen, flows, figures, quality, key, devices: figures.devices };
}

/** Shares and flows of least cost together, with the plan's figures. */
function withLeastCostShares(problem: Problem, allocations: readonly Allocation[]): { chosen: ChosenOperator[]; flows: Flows; figures: PlanFigures } | null {
  const chosen = allocations.map(
    (allocation): ChosenOperator => ({
      configuration: allocation.configuration.index,
      parts: allocation.parts.map(({ template, replicas }, p) => ({
        template,
        replicas,
        share: allocation.parts.length === 1 ? 1 : (allocation.shares?.[p] ?? 0),
      })),
    }),
  );
  const solution = solveShares(problem, chosen, true);
  if (!solution) return null;
  for (let o = 0; o < chosen.length; o += 1) {
    const { parts } = chosen[o]!;
    for (let p = 0; p < parts.length; p += 1) {
      parts[p]!.share = parts.length === 1 ? 1 : solution.shares[o]![p]!;
      if (parts[p]!.share <= NO_SHARE) return null;
    }
  }
  return { chosen, flows: solution.flows, figures: planFigures(problem, chosen, solution.flows) };
}

function holdsIdleReplica(problem: Problem, chosen: readonly ChosenOperator[]): boolean {
  if (problem.rateRps === null || problem.settings.queueing !== "none") return false;
  return chosen.some(
    ({ parts }, o) =>
      parts.length > 1 &&
      hasIdleReplica(
        problem,
        problem.operators[o]!,
        parts,
        parts.map((part) => part.share),
      ),
  );
}

/** Of two plans with the same goals: fewest devices first, then by operator id, configuration and parts. */
export function preferred(challenger: Candidate, holder: Candidate): boolean {
  if (challenger.devices !== holder.devices) return challenger.devices < holder.devices;
  return planText(challenger) < planText(holder);
}

/** A plan's choices as text whose order is the tie-break's. */
export function planText(candidate: Candidate): string {
  const { problem, chosen } = candidate;
  const entries = chosen.map((entry, o) => {
    const operator = problem.operators[o]!;
    const parts = entry.parts.map(({ template, replicas }) => {
      const pool = template.pool < 0 ? "api" : problem.pools[template.pool]!.id;
      return `${pool}:${String(template.profile).padStart(4, "0")}:${problem.tiers[template.tier]}:${String(replicas).padStart(9, "0")}`;
    });
    return `${operator.id}\u0000${operator.configurations[entry.configuration]!.key}\u0000${parts.join("\u0001")}`;
  });
  return `${entries.sort().join("\u0002")}\u0003${JSON.stringify(problem.choice)}`;
}
