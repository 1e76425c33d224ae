import { API_VERSION } from "../../core/documents/common";
import type { Certificate, FrontierDocument } from "../../core/documents/frontier";
import { compileProblems } from "../../core/metrics/compile-problems";
import { planBody } from "../../core/metrics/plan-body";
import type { PlanControl, PlanningInput } from "../../core/metrics/planning-input";
import type { Problem } from "../../core/metrics/problem";
import { Archive } from "./archive";
import type { Candidate } from "./candidate";
import { frontierQuery, type Query } from "./goals";
import { explainInfeasible } from "./infeasible";
import { SearchStopped, SearchWork, solve } from "./solve";

/**
 * The frontier of one query class (planning model, sections 2–5): every feasible, non-dominated objective vector once, with a certificate,
 * or, when nothing is feasible, what binds and what would be feasible. Pure and deterministic; runs in a worker thread.
 * Throws PlanningError when the documents do not say enough.
 */
export function planFrontier(input: PlanningInput, control: PlanControl = {}): FrontierDocument {
  const problems = compileProblems(input);
  const first = problems[0]!;
  const { settings } = first;
  const work = new SearchWork(control, settings.timeLimitSeconds);
  const archive = new Archive<Candidate>();
  work.watch(archive);
  let reason: string | null = null;
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof SearchStopped)) throw error;
      reason ??= error.message;
    }
  };
  attempt(() => {
    for (const problem of problems) solve(problem, frontierQuery(problem), archive, work);
  });
  reason ??= work.incomplete;
  let infeasible: FrontierDocument["spec"]["infeasible"] = null;
  // A search that was stopped has proven nothing: its certificate says why there is no plan yet.
  if (archive.entries.length === 0 && reason === null) {
    attempt(() => {
      infeasible = explainInfeasible(problems, (query) => bestValue(problems, query, work));
    });
    infeasible ??= {
      binding: [{ kind: "options", message: `No plan is feasible. What binds was not found before the search ended: ${reason}` }],
      nearest: [],
      conflict: [],
    };
  }
  const all = [...archive.entries].sort((a, b) => compareKeys(a.key, b.key));
  const entries = settings.epsilon > 0 ? coverWithin(all, settings.epsilon) : all;
  const counts = { considered: work.considered, pruned: work.pruned, seconds: control.measureTime ? work.seconds() : 0 };
  const complete: Certificate = settings.epsilon > 0 ? { kind: "epsilon", epsilon: settings.epsilon, ...counts } : { kind: "exact", ...counts };
  const certificate: Certificate = reason === null ? complete : { kind: "partial", reason, ...counts };
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
      infeasible,
      excluded: uniqueExclusions(problems),
    },
  };
}

/**
 * A (1+ε) cover of a complete frontier: a plan is left out only when a kept one is within (1+ε) of it in every objective. Every feasible plan is
 * dominated by some plan of the complete frontier, so it is within (1+ε) of the kept plan that covers that one.
 */
function coverWithin<Entry extends { key: readonly number[] }>(entries: readonly Entry[], epsilon: number): Entry[] {
  const within = (kept: number, other: number): boolean => (other >= 0 ? kept <= other * (1 + epsilon) : -kept * (1 + epsilon) >= -other);
  const kept: Entry[] = [];
  for (const entry of entries) if (!kept.some((other) => other.key.every((value, k) => within(value, entry.key[k]!)))) kept.push(entry);
  return kept;
}

function uniqueExclusions(problems: readonly Problem[]): FrontierDocument["spec"]["excluded"] {
  const seen = new Set<string>();
  return problems
    .flatMap((problem) => problem.excluded)
    .filter((entry) => {
      const key = JSON.stringify(entry);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** Best value of a query with one goal over all alternatives, in the goal's own direction. */
function bestValue(problems: readonly Problem[], query: (problem: Problem) => Query | null, work: SearchWork): number | null {
  let best: { key: number; sign: number } | null = null;
  for (const problem of problems) {
    const own = query(problem);
    if (!own) continue;
    const archive = new Archive<Candidate>();
    solve(problem, own, archive, work);
    const key = archive.entries[0]?.key[0];
    if (key !== undefined && (best === null || key < best.key)) best = { key, sign: own.goals[0]!.sign };
  }
  return best === null ? null : best.key * best.sign;
}

export function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
