import type { Problem } from "../../core/metrics/problem";
import type { Archive } from "./archive";
import { type Candidate, completeCandidate, preferred } from "./candidate";
import { dimensionsOf, optionValues } from "./dimensions";
import type { Query } from "./goals";
import type { OperatorOption, OperatorOptions } from "./options";
import type { SearchWork } from "./solve";

/** Weights of the goals go in steps of 1 / this. */
const STEPS = 4;
/** How often the prices of overfull pools are raised before a weighting is given up. */
const RAISES = 12;
/** Problems with fewer plans than this are answered before a glance would be of use. */
const WORTH_A_GLANCE = 1e8;

/**
 * A few good plans at once, to show and to fall back on: for some weights of the goals, each operator takes its option of least weighted value, with prices
 * on pools that would be overfull. It proves nothing. Transfers are left to the completion of the plan.
 */
export function glance(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>, work: SearchWork): void {
  if (archive.entries.length > 0 || operators.reduce((product, { options }) => product * options.length, 1) < WORTH_A_GLANCE) return;
  const set = dimensionsOf(problem, query, [], []);
  if (set === null) return;
  const offered = operators.map(({ options }) => options.filter((option) => !option.free));
  if (offered.some((options) => options.length === 0)) return;
  const values = offered.map((options, o) => options.map((option) => optionValues(problem, o, option, set)));
  // A goal's unit: how far apart its best and worst plan can be.
  const spread = set.goals.map((d) => values.reduce((sum, rows) => sum + Math.max(...rows.map((row) => row[d]!)) - Math.min(...rows.map((row) => row[d]!)), 0));
  for (const weights of weightings(set.goals.length)) {
    work.checkpoint();
    const scores = values.map((rows) =>
      rows.map((row) => set.goals.reduce((sum, d, g) => sum + (spread[g]! > 0 ? (weights[g]! * row[d]!) / spread[g]! : 0), 0)),
    );
    const prices = problem.pools.map(() => 0);
    for (let raise = 0; raise <= RAISES; raise += 1) {
      const chosen = offered.map((options, o) => cheapest(options, scores[o]!, prices));
      const overfull = raised(problem, chosen, prices);
      if (overfull) continue;
      const candidate = completeCandidate(
        problem,
        query,
        chosen.map((option) => option.allocation),
      );
      work.considered += 1;
      if (candidate && archive.add(candidate.key, candidate, preferred)) work.improved();
      break;
    }
  }
  work.checkpoint();
}

function cheapest(options: readonly OperatorOption[], scores: readonly number[], prices: readonly number[]): OperatorOption {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  options.forEach((option, i) => {
    let score = scores[i]!;
    for (let k = 0; k < option.pools.length; k += 2) score += prices[option.pools[k]!]! * option.pools[k + 1]!;
    if (score < least) {
      least = score;
      best = i;
    }
  });
  return options[best]!;
}

/** Raises the price of every overfull pool; whether there was one. */
function raised(problem: Problem, chosen: readonly OperatorOption[], prices: number[]): boolean {
  const used = problem.pools.map(() => 0);
  for (const { pools } of chosen) for (let k = 0; k < pools.length; k += 2) used[pools[k]!]! += pools[k + 1]!;
  let overfull = false;
  problem.pools.forEach(({ count }, p) => {
    if (used[p]! <= count) return;
    overfull = true;
    prices[p] = prices[p]! * 1.5 + 0.2 / Math.max(1, used[p]!);
  });
  return overfull;
}

/** All weights in steps of 1 / STEPS that sum to 1. */
function weightings(goals: number): number[][] {
  const found: number[][] = [];
  const visit = (chosen: number[], left: number): void => {
    if (chosen.length === goals - 1) {
      found.push([...chosen, left / STEPS]);
      return;
    }
    for (let k = 0; k <= left; k += 1) visit([...chosen, k / STEPS], left - k);
  };
  visit([], STEPS);
  return found;
}
