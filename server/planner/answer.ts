import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import { Archive, compareKeys } from "./archive";
import type { PlannerCache } from "./cache";
import type { Candidate } from "./candidate";
import { coverWithin, finalEpsilon } from "./cover";
import { EffortExceeded, SearchStopped } from "./effort";
import { FoundRows } from "./found-rows";
import { frontierQuery, isWhole } from "./goals";
import { type Rung, rungsOf } from "./ladder";
import { lateTargets } from "./late-targets";
import { listCandidates } from "./listed-candidates";
import { type ListedPlans, shapeKey } from "./listed-plans";
import { listRows } from "./listed-rows";
import { BudgetSpent, type SearchWork, solve } from "./solve";
import type { Study } from "./study";

/** A search that leaves out targets may do as much work as completing this many plans; then the targets are put back and prune. */
const WORK_WITHOUT_TARGETS = 400_000;
const TOO_MUCH = "too much work";

/** Every plan nobody can beat when the late targets are left out, and what it took. */
export interface Answer {
  listed: ListedPlans;
  considered: number;
  pruned: number;
  /** Every feasible plan is within (1+ε) of a listed one when it is complete; 0 = all are listed. */
  epsilon: number;
  /** Targets that the search left out, for each problem; a plan has to keep them to be shown. */
  late: readonly (readonly CompiledSlo[])[];
  /** Why it is not complete; null = it is. */
  reason: string | null;
}

type Kept = Pick<Answer, "listed" | "considered" | "pruned" | "epsilon">;
type Late = Answer["late"];

/**
 * Targets on the objectives leave out plans and change nothing else, so they are looked at last, and what is found serves every other limit. Where that
 * would be too much work (counted, not timed, so that it is decided the same way each time) they are searched with.
 */
export function answerOf(study: Study, work: SearchWork, cache: PlannerCache | undefined): Answer {
  const late = study.problems.map((problem) => lateTargets(problem, frontierQuery(problem)));
  const none = study.problems.map(() => []);
  const rungs = rungsOf(study.problems[0]!.settings, study.timeLimitSeconds);
  if (late.every((slos) => slos.length === 0)) return keptOrSearched(study, none, work, cache, rungs);
  const key = answerKey(study, late);
  if (cache?.get(key) !== TOO_MUCH) {
    work.limit(WORK_WITHOUT_TARGETS);
    try {
      return keptOrSearched(study, late, work, cache, null);
    } catch (error) {
      if (!(error instanceof BudgetSpent || error instanceof EffortExceeded)) throw error;
      cache?.set(key, TOO_MUCH, key.length * 2);
    } finally {
      work.limit(Number.POSITIVE_INFINITY);
    }
  }
  work.considered = 0;
  work.pruned = 0;
  return keptOrSearched(study, none, work, cache, rungs);
}

/** What is kept for the study, or a search: by the rungs of the ladder, or exact with EffortExceeded thrown (null). */
function keptOrSearched(study: Study, late: Late, work: SearchWork, cache: PlannerCache | undefined, rungs: readonly Rung[] | null): Answer {
  const key = answerKey(study, late);
  const kept = cache?.get<Kept>(key);
  if (kept) {
    work.considered = kept.considered;
    work.pruned = kept.pruned;
    return answerFrom(kept, late, null);
  }
  const shown = (candidate: Candidate): boolean =>
    keeps(candidate, late[study.problems.findIndex((problem) => problem.operators === candidate.problem.operators)] ?? []);
  const attempt = (rung: Rung): Attempt => searched(study, late, work, rung, shown);
  let found: Attempt;
  let epsilon = 0;
  if (rungs === null) {
    found = attempt({ epsilon: 0, mostPairs: Number.POSITIVE_INFINITY });
    if (found.exceeded) throw found.exceeded;
  } else {
    for (let r = 0; ; r += 1) {
      found = attempt(rungs[r]!);
      epsilon = rungs[r]!.epsilon;
      if (!found.exceeded || r === rungs.length - 1) break;
    }
  }
  const reason = found.reason ?? work.incomplete;
  const listed = listedPlans(study.problems, found.archive, reason === null && !work.isThin ? finalEpsilon(epsilon) : 0);
  const answer = { listed, considered: work.considered, pruned: work.pruned, epsilon };
  // Which ε an automatic search ends with depends on its time limit, which is not part of the key.
  if (reason === null && epsilon === study.problems[0]!.settings.epsilon) cache?.set(key, answer, listed.bytes);
  return answerFrom(answer, late, reason);
}

/** In one place, so that all have one shape. */
function answerFrom({ listed, considered, pruned, epsilon }: Kept, late: Late, reason: string | null): Answer {
  return { listed, considered, pruned, epsilon, late, reason };
}

interface Attempt {
  archive: Archive<Candidate>;
  /** Why it is not complete. */
  reason: string | null;
  /** Set when it took more pairs or rows than it may. */
  exceeded: EffortExceeded | null;
}

function searched({ problems }: Study, late: Late, work: SearchWork, { epsilon, mostPairs }: Rung, shown: (candidate: Candidate) => boolean): Attempt {
  const archive = new Archive<Candidate>();
  work.watch(archive, shown);
  try {
    problems.forEach((problem, p) => {
      const query = frontierQuery(problem);
      solve(problem, { ...query, epsilon, mostPairs, hard: query.hard.filter((slo) => !late[p]!.includes(slo)) }, archive, work);
    });
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
    return { archive, reason: error.message, exceeded: error instanceof EffortExceeded ? error : null };
  }
  return { archive, reason: null, exceeded: null };
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

/** The plans of an archive in the order of their vectors, thinned to a (1+ε) cover. */
function listedPlans(problems: readonly Problem[], archive: Archive<Candidate>, epsilon: number): ListedPlans {
  const { block } = archive;
  if (block instanceof FoundRows) {
    const { keys, order } = block;
    const kept = epsilon > 0 ? coverWithin(block.count, keys.length, (i, k) => keys[k]![order[i]!]!, epsilon) : null;
    return listRows(problems, kept ? block.only(kept) : block);
  }
  const entries = [...archive.entries].sort((a, b) => compareKeys(a.key, b.key));
  const width = entries[0]?.key.length ?? 0;
  const kept =
    epsilon > 0
      ? Array.from(
          coverWithin(entries.length, width, (i, k) => entries[i]!.key[k]!, epsilon),
          (i) => entries[i]!,
        )
      : entries;
  return listCandidates(
    problems,
    kept.map((entry) => entry.owner),
  );
}
