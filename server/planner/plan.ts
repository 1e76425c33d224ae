import { API_VERSION } from "../../core/documents/common";
import type { Certificate, FrontierDocument, Infeasible, TargetPrice } from "../../core/documents/frontier";
import type { PackedFrontier } from "../../core/frontier/packed-frontier";
import type { PlanControl, PlanningInput } from "../../core/metrics/planning-input";
import type { Problem } from "../../core/metrics/problem";
import { type Answer, answerOf } from "./answer";
import { Archive } from "./archive";
import type { PlannerCache } from "./cache";
import type { Candidate } from "./candidate";
import { SearchStopped } from "./effort";
import type { Query } from "./goals";
import { explainInfeasible, sloText } from "./infeasible";
import { bestListedValue } from "./listed-values";
import { pricesOf } from "./prices";
import { SearchWork, solve } from "./solve";
import { type Study, studyOf } from "./study";
import { TableMemo } from "./table-memo";

/** Hooks of a caller; with a cache, what did not change since an earlier run is not computed again. */
export interface PlannerControl extends PlanControl {
  cache?: PlannerCache;
  /** Prices of all hard targets, also of those that need a search of their own; without it only of those that cost nothing to tell. */
  explain?: boolean;
}

interface Outcome {
  study: Study;
  answer: Answer;
  /** Plans of the answer that keep every target. */
  places: Uint32Array;
  spec: Omit<FrontierDocument["spec"], "plans">;
}

/**
 * The frontier of one query class (planning model, sections 2–5): every feasible, non-dominated objective vector once, with a certificate,
 * or, when nothing is feasible, what binds and what would be feasible. Deterministic: the same input gives the same bytes, whatever is in the cache. Runs in
 * a worker thread. Throws PlanningError when the documents do not say enough.
 */
export function planFrontier(input: PlanningInput, control: PlannerControl = {}): FrontierDocument {
  const { study, answer, places, spec } = planOutcome(input, control);
  const { infeasible, prices, excluded, ...head } = spec;
  const plans = Array.from(places, (i, index) => answer.listed.body(i, `p-${index + 1}`, study.slos));
  return { ...documentHead(study), spec: { ...head, plans, infeasible, ...(prices ? { prices } : {}), excluded } };
}

/** The same frontier in packed form, without spelling its plans out. */
export function planPacked(input: PlanningInput, control: PlannerControl = {}): PackedFrontier {
  const { study, answer, places, spec } = planOutcome(input, control);
  return answer.listed.pack(places, { ...documentHead(study), spec }, study.slos);
}

function documentHead({ problems }: Study): Pick<FrontierDocument, "apiVersion" | "kind" | "metadata"> {
  return { apiVersion: API_VERSION, kind: "Frontier", metadata: { name: problems[0]!.pipelineName } };
}

function planOutcome(input: PlanningInput, control: PlannerControl): Outcome {
  const study = studyOf(input, control.cache);
  const first = study.problems[0]!;
  const { settings } = first;
  const memo = new TableMemo(control.cache);
  const work = new SearchWork(control, study.timeLimitSeconds, memo);
  const answer = answerOf(study, work, control.cache);
  let { reason } = answer;
  const places = answer.listed.meeting(answer.late);
  let infeasible: Infeasible | null = null;
  // A search that was stopped has proven nothing: its certificate says why there is no plan yet.
  if (places.length === 0 && reason === null) {
    const explained = whyInfeasible(study, answer, work);
    infeasible = explained.infeasible;
    reason = explained.reason;
  }
  const prices = reason === null ? pricesWithin(study, answer, work, control.explain ?? false) : [];
  memo.keep();
  if (reason !== null && places.length === 0) reason += nearestFound(answer);
  const counts = { considered: work.considered, pruned: work.pruned, seconds: control.measureTime ? work.seconds() : 0 };
  const complete: Certificate = answer.epsilon > 0 ? { kind: "epsilon", epsilon: answer.epsilon, ...counts } : { kind: "exact", ...counts };
  return {
    study,
    answer,
    places,
    spec: {
      pipeline: first.pipelineName,
      class: first.classId,
      objectives: settings.objectives,
      statistic: settings.statistic,
      rateRps: first.rateRps,
      certificate: reason === null ? complete : { kind: "partial", reason, ...counts },
      infeasible,
      ...(prices.length > 0 ? { prices } : {}),
      excluded: uniqueExclusions(study.problems),
    },
  };
}

/** Why nothing is feasible; read from the frontier without the late targets where it can tell, else from searches. */
function whyInfeasible({ problems }: Study, { listed, late }: Answer, work: SearchWork): { infeasible: Infeasible; reason: string | null } {
  try {
    const infeasible = explainInfeasible(problems, (query) => {
      const known = bestListedValue(listed, problems, late, query);
      return known === undefined ? bestValue(problems, query, work) : known;
    });
    return { infeasible, reason: null };
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
    const message = `No plan is feasible. What binds was not found before the search ended: ${error.message}`;
    return { infeasible: { binding: [{ kind: "options", message }], nearest: [], conflict: [] }, reason: error.message };
  }
}

/** What a search that ended early had found, when none of it keeps every target. */
function nearestFound({ listed, late }: Answer): string {
  if (listed.count === 0) return "";
  const targets = late[0]!.map((slo) => {
    let best: number | null = null;
    for (let i = 0; i < listed.count; i += 1) {
      if (listed.problemIndexOf(i) !== 0) continue;
      const value = listed.valueOf(slo, i);
      if (value !== null && (best === null || (slo.sense === "max" ? value < best : value > best))) best = value;
    }
    return best === null ? [] : [`${sloText(slo)}: ${Number(best.toPrecision(6))}`];
  });
  if (targets.flat().length === 0) return "";
  return ` None of the ${listed.count} plans found so far keeps every target; the best values among them are ${targets.flat().join(", ")}.`;
}

/** Prices as far as they were found before the search ended; they are an explanation, and the frontier stands without them. */
function pricesWithin(study: Study, answer: Answer, work: SearchWork, searched: boolean): TargetPrice[] {
  try {
    return pricesOf(study, answer, work, searched);
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
    return pricesOf(study, answer, work, false);
  }
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
