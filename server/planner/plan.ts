import { API_VERSION } from "../../core/documents/common";
import type { Certificate, FrontierDocument, Infeasible } from "../../core/documents/frontier";
import { compileProblems } from "../../core/metrics/compile-problems";
import { planBody } from "../../core/metrics/plan-body";
import type { PlanControl, PlanningInput } from "../../core/metrics/planning-input";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { type Allocation, allocationsOf } from "./allocations";
import { Archive } from "./archive";
import { type Candidate, completeCandidate, isFeasible, preferred } from "./candidate";

/**
 * The frontier of one query class (planning model, sections 2–5): every feasible, non-dominated objective vector once, with a certificate,
 * or, when nothing is feasible, what binds and what would be feasible. Pure and deterministic; runs in a worker thread.
 * Throws PlanningError when the documents do not say enough.
 */
export function planFrontier(input: PlanningInput, control: PlanControl = {}): FrontierDocument {
  const started = Date.now();
  const problems = compileProblems(input);
  const first = problems[0]!;
  const { settings } = first;
  const search = { considered: 0, pruned: 0, stopped: "" };
  const archive = new Archive<Candidate>();
  const relaxed = problems.flatMap((problem) => problem.slos.map((slo, i) => ({ slo, i }))).slice(0, first.slos.length);
  const nearest: (number | null)[] = relaxed.map(() => null);
  const masks = new Set<number>();
  const shouldStop = (): boolean => {
    if (settings.timeLimitSeconds !== null && Date.now() - started > settings.timeLimitSeconds * 1000)
      search.stopped = `the time limit of ${settings.timeLimitSeconds} s was reached`;
    else if (control.shouldStop?.()) search.stopped = "it was stopped";
    return search.stopped !== "";
  };
  for (const problem of problems) {
    searchExhaustively(problem, search, shouldStop, (candidate) => {
      if (isFeasible(candidate)) archive.add(candidate.key, candidate, preferred);
      recordMiss(candidate, nearest, masks);
    });
  }
  const entries = [...archive.entries].sort((a, b) => compareKeys(a.key, b.key));
  const work = { considered: search.considered, pruned: search.pruned, seconds: control.measureTime ? (Date.now() - started) / 1000 : 0 };
  const certificate: Certificate = search.stopped
    ? { kind: "partial", reason: `The search is not complete: ${search.stopped}.`, ...work }
    : { kind: "exact", ...work };
  return {
    apiVersion: API_VERSION,
    kind: "Frontier",
    metadata: { name: first.pipelineName },
    spec: {
      pipeline: first.pipelineName,
      class: first.classId,
      objectives: settings.objectives,
      statistic: settings.statistic,
      rateRps: first.rateRps,
      certificate,
      plans: entries.map(({ owner }, index) => planBody(owner.problem, owner.chosen, owner.flows, `p-${index + 1}`)),
      infeasible: entries.length > 0 ? null : explainInfeasible(problems, nearest, masks),
      excluded: problems.flatMap((problem) => problem.excluded),
    },
  };
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

function recordMiss(candidate: Candidate, nearest: (number | null)[], masks: Set<number>): void {
  let mask = 0;
  const { slos } = candidate.problem;
  let missed = -1;
  let misses = 0;
  slos.forEach((slo, i) => {
    if (!slo.hard) return;
    if (candidate.sloMet[i]) mask |= 1 << i;
    else {
      missed = i;
      misses += 1;
    }
  });
  masks.add(mask);
  if (misses !== 1) return;
  const value = candidate.sloValues[missed];
  if (value === null || value === undefined) return;
  const known = nearest[missed] ?? null;
  nearest[missed] = known === null ? value : slos[missed]!.sense === "max" ? Math.min(known, value) : Math.max(known, value);
}

function explainInfeasible(problems: Problem[], nearest: (number | null)[], masks: Set<number>): Infeasible {
  const { slos } = problems[0]!;
  const hard = slos.map((slo, i) => ({ slo, i })).filter(({ slo }) => slo.hard);
  const conflict = smallestConflict(
    hard.map(({ i }) => i),
    masks,
  ).map((i) => slos[i]!.slo);
  return {
    binding:
      masks.size === 0
        ? capacityBinding(problems)
        : conflict.map((slo) => ({
            kind: "slo" as const,
            slo,
            message: `No plan meets ${sloText(slo)}${conflict.length > 1 ? " together with the others named" : ""}.`,
          })),
    nearest: hard.map(({ slo, i }) => ({
      slo: slo.slo,
      feasibleValue: nearest[i] ?? null,
      message:
        nearest[i] == null
          ? `No value of this target alone makes a plan feasible.`
          : `With all others kept, ${slo.slo.metric} ${slo.sense === "max" ? "≤" : "≥"} ${nearest[i]} is feasible.`,
    })),
    conflict,
  };
}

function capacityBinding(problems: Problem[]): Infeasible["binding"] {
  const binding: Infeasible["binding"] = [];
  for (const problem of problems) {
    for (const operator of problem.operators) {
      if (operator.configurations.length === 0)
        binding.push({ kind: "options", operator: operator.id, message: `No implementation of "${operator.id}" can be offered.` });
      else if (!operator.configurations.some((configuration) => !allocationsOf(problem, operator, configuration, problem.settings.maxParts).next().done)) {
        binding.push({ kind: "capacity", operator: operator.id, message: `No allocation carries the load of "${operator.id}".` });
      }
    }
  }
  if (binding.length === 0) binding.push({ kind: "capacity", message: "The pools and links together are too small for every combination." });
  return binding;
}

function sloText(slo: CompiledSlo["slo"]): string {
  return `${slo.metric}${slo.statistic ? ` ${slo.statistic}` : ""} ${slo.op} ${slo.value}${slo.operator ? ` on ${slo.operator}` : slo.path ? ` from ${slo.path.from} to ${slo.path.to}` : ""}`;
}

function smallestConflict(hard: number[], masks: Set<number>): number[] {
  if (masks.size === 0) return [];
  let best = hard;
  for (let set = 1; set < 1 << hard.length; set += 1) {
    const members = hard.filter((_, bit) => set & (1 << bit));
    if (members.length >= best.length) continue;
    const wanted = members.reduce((mask, i) => mask | (1 << i), 0);
    if (![...masks].some((mask) => (mask & wanted) === wanted)) best = members;
  }
  return best;
}

function searchExhaustively(
  problem: Problem,
  search: { considered: number; stopped: string },
  shouldStop: () => boolean,
  found: (candidate: Candidate) => void,
): void {
  const count = problem.operators.length;
  const options = problem.operators.map((operator) =>
    operator.configurations.flatMap((configuration) => [...allocationsOf(problem, operator, configuration, problem.settings.maxParts)]),
  );
  const left = problem.pools.map((pool) => pool.count);
  const chosen: Allocation[] = [];
  const visit = (o: number): void => {
    if (search.stopped) return;
    if (o === count) {
      search.considered += 1;
      if ((search.considered & 63) === 0 && shouldStop()) return;
      const candidate = completeCandidate(problem, chosen);
      if (candidate) found(candidate);
      return;
    }
    for (const option of options[o]!) {
      let fits = true;
      for (const { template, replicas } of option.parts) {
        if (template.pool < 0) continue;
        left[template.pool]! -= replicas * template.devices;
        if (left[template.pool]! < 0) fits = false;
      }
      if (fits) {
        chosen.push(option);
        visit(o + 1);
        chosen.pop();
      }
      for (const { template, replicas } of option.parts) if (template.pool >= 0) left[template.pool]! += replicas * template.devices;
    }
  };
  visit(0);
}
