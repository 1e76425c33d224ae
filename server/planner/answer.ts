import type { CompiledSlo } from "../../core/metrics/problem";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import { Archive } from "./archive";
import type { PlannerCache } from "./cache";
import type { Candidate } from "./candidate";
import { frontierQuery, isWhole } from "./goals";
import { lateTargets } from "./late-targets";
import { ListedPlans, shapeKey } from "./listed-plans";
import { BudgetSpent, SearchStopped, type SearchWork, solve } from "./solve";
import type { Study } from "./study";

/** A search that leaves out targets may do as much work as completing this many plans; then the targets are put back and prune. */
const WORK_WITHOUT_TARGETS = 400_000;
const TOO_MUCH = "too much work";

/** Every plan nobody can beat when the late targets are left out, and what it took. */
export interface Answer {
  listed: ListedPlans;
  considered: number;
  pruned: number;
  /** Targets that the search left out, for each problem; a plan has to keep them to be shown. */
  late: readonly (readonly CompiledSlo[])[];
  /** Why it is not complete; null = it is. */
  reason: string | null;
}

type Kept = Pick<Answer, "listed" | "considered" | "pruned">;
type Late = Answer["late"];

/**
 * Targets on the objectives leave out plans and change nothing else, so they are looked at last, and what is found serves every other limit. Where that
 * would be too much work (counted, not timed, so that it is decided the same way each time) they are searched with.
 */
export function answerOf(study: Study, work: SearchWork, cache: PlannerCache | undefined): Answer {
  const late = study.problems.map((problem) => lateTargets(problem, frontierQuery(problem)));
  const none = study.problems.map(() => []);
  if (late.every((slos) => slos.length === 0)) return keptOrSearched(study, none, work, cache);
  const key = answerKey(study, late);
  if (cache?.get(key) !== TOO_MUCH) {
    work.limit(WORK_WITHOUT_TARGETS);
    try {
      return keptOrSearched(study, late, work, cache);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      cache?.set(key, TOO_MUCH, key.length * 2);
    } finally {
      work.limit(Number.POSITIVE_INFINITY);
    }
  }
  work.considered = 0;
  work.pruned = 0;
  return keptOrSearched(study, none, work, cache);
}

function keptOrSearched(study: Study, late: Late, work: SearchWork, cache: PlannerCache | undefined): Answer {
  const key = answerKey(study, late);
  const kept = cache?.get<Kept>(key);
  if (kept) {
    work.considered = kept.considered;
    work.pruned = kept.pruned;
    return { ...kept, late, reason: null };
  }
  const { problems } = study;
  const archive = new Archive<Candidate>();
  work.watch(archive, (candidate) => keeps(candidate, late[problems.findIndex((problem) => problem.operators === candidate.problem.operators)] ?? []));
  let reason: string | null = null;
  try {
    problems.forEach((problem, p) => {
      const query = frontierQuery(problem);
      solve(problem, { ...query, hard: query.hard.filter((slo) => !late[p]!.includes(slo)) }, archive, work);
    });
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
    reason = error.message;
  }
  reason ??= work.incomplete;
  const { epsilon } = problems[0]!.settings;
  const sorted = [...archive.entries].sort((a, b) => compareKeys(a.key, b.key));
  const entries = epsilon > 0 ? coverWithin(sorted, epsilon) : sorted;
  const listed = new ListedPlans(
    problems,
    entries.map((entry) => entry.owner),
  );
  const answer = { listed, considered: work.considered, pruned: work.pruned };
  if (reason === null) cache?.set(key, answer, listed.bytes);
  return { ...answer, late, reason };
}

/** Content of what a search answers when the late targets are left out: the study, what its quality means, and the targets that stay. */
function answerKey({ key, problems }: Study, late: Late): string {
  return JSON.stringify([
    key,
    problems.map(({ slos, settings, qualityUnknown, qualityOptional }, p) => [
      settings.objectives,
      qualityUnknown,
      qualityOptional,
      slos.flatMap((slo) => {
        const stays = slo.hard && !late[p]!.includes(slo);
        return stays || !isWhole({ slo }) ? [[shapeKey(slo), slo.sense, stays ? slo.slo.value : null]] : [];
      }),
    ]),
  ]);
}

function keeps({ problem, chosen, figures, quality }: Candidate, late: readonly CompiledSlo[]): boolean {
  return late.every((slo) =>
    meetsSlo(
      slo,
      sloValue(problem, slo, figures, quality, (o) => problem.quality.stages[o]?.[chosen[o]!.configuration]?.value ?? null),
    ),
  );
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

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
