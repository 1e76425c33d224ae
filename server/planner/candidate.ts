import { planFigures } from "../../core/metrics/figures";
import { type ChosenOperator, type Flows, NO_SHARE, solveFlows, solveShares } from "../../core/metrics/flows";
import { objectiveValue } from "../../core/metrics/plan-body";
import type { Problem } from "../../core/metrics/problem";
import { requestQuality } from "../../core/metrics/quality-levels";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import { round12 } from "../../core/metrics/statistics";
import { type Allocation, hasIdleReplica } from "./allocations";

/** A complete plan with its flows and its figures. */
export interface Candidate {
  problem: Problem;
  chosen: ChosenOperator[];
  flows: Flows;
  /** Objectives, all to be minimised, rounded to 12 significant digits. */
  key: number[];
  devices: number;
  /** One value per SLO, in the class's order, and whether it is met. */
  sloValues: (number | null)[];
  sloMet: boolean[];
}

/**
 * Completes one allocation per operator into a plan: shares and flows (linear programme where shares are free), figures, quality, SLOs. Null when
 * a link is missing or too narrow, quality has no value, or a part would get no share. Pools are the caller's to check.
 */
export function completeCandidate(problem: Problem, allocations: readonly Allocation[]): Candidate | null {
  const configurations = allocations.map((allocation) => allocation.configuration.index);
  const quality = problem.qualityUnknown ? null : requestQuality(problem, configurations);
  if (!quality && !problem.qualityUnknown && !problem.qualityOptional) return null;
  const chosen = allocations.map(
    (allocation): ChosenOperator => ({
      configuration: allocation.configuration.index,
      parts: allocation.parts.map(({ template, replicas }, p) => ({ template, replicas, share: allocation.shares?.[p] ?? 0 })),
    }),
  );
  let flows: Flows | null;
  if (allocations.some((allocation) => allocation.shares === null)) {
    const solution = solveShares(problem, chosen, true);
    if (!solution) return null;
    for (let o = 0; o < chosen.length; o += 1) {
      const { parts } = chosen[o]!;
      for (let p = 0; p < parts.length; p += 1) {
        parts[p]!.share = parts.length === 1 ? 1 : solution.shares[o]![p]!;
        if (parts[p]!.share <= NO_SHARE) return null;
      }
    }
    flows = solution.flows;
  } else flows = solveFlows(problem, chosen);
  if (!flows) return null;
  for (let o = 0; o < chosen.length; o += 1) {
    if (
      hasIdleReplica(
        problem,
        problem.operators[o]!,
        chosen[o]!.parts,
        chosen[o]!.parts.map((part) => part.share),
      )
    )
      return null;
  }
  const figures = planFigures(problem, chosen, flows);
  const stageQuality = (o: number): number | null => problem.quality.stages[o]?.[configurations[o]!]?.value ?? null;
  const sloValues = problem.slos.map((slo) => sloValue(problem, slo, figures, quality, stageQuality));
  return {
    problem,
    chosen,
    flows,
    key: problem.settings.objectives.map((objective) => {
      const value = round12(objectiveValue(problem, objective, figures, quality));
      return objective === "quality" || objective === "throughput" ? -value : value;
    }),
    devices: figures.devices,
    sloValues,
    sloMet: problem.slos.map((slo, i) => meetsSlo(slo, sloValues[i]!)),
  };
}

/** Whether every hard SLO is met. */
export function isFeasible(candidate: Candidate): boolean {
  return candidate.problem.slos.every((slo, i) => !slo.hard || candidate.sloMet[i]!);
}

/** Of two plans with the same objectives: fewest devices first, then by operator id, configuration and parts. */
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
