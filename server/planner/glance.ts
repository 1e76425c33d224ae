import type { Problem } from "../../core/metrics/problem";
import type { Archive } from "./archive";
import { type Candidate, completeCandidate, preferred } from "./candidate";
import { dimensionsOf, optionColumns } from "./dimensions";
import type { Query } from "./goals";
import type { OperatorOption, OperatorOptions } from "./options";
import { extent } from "./sides";

/** Weights of up to three goals, of four, and of more go in steps of 1 / this. */
const STEPS = [16, 8, 5] as const;
/** How often the prices of overfull pools are raised before a weighting is given up. */
const RAISES = 12;
/** Problems with fewer plans than this are answered before a glance would be of use. */
const WORTH_A_GLANCE = 1e9;

/**
 * A few good plans at once, to show and to fall back on: for some weights of the goals, each operator takes its option of least weighted value, with prices
 * on pools that would be overfull. It proves nothing. Transfers are left to the completion of the plan.
 */
export function glance(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>, checkpoint?: () => void): void {
  if (archive.count > 0 || operators.reduce((product, { options }) => product * options.length, 1) < WORTH_A_GLANCE) return;
  const set = dimensionsOf(problem, query, [], []);
  if (set === null) return;
  const offered = operators.map(({ options }) => options.filter((option) => !option.free));
  if (offered.some((options) => options.length === 0)) return;
  // A goal's unit: how far apart its best and worst plan can be.
  const goals = offered.map((options, o) => optionColumns(problem, o, options, set)).map((columns) => set.goals.map((d) => columns[d]!));
  set.goals.forEach((_, g) => {
    const spread = goals.reduce((sum, columns) => sum + extentOf(columns[g]!), 0);
    for (const columns of goals) columns[g] = columns[g]!.map((value) => (spread > 0 ? value / spread : 0));
  });
  const scores = offered.map((options) => new Float64Array(options.length));
  const seen = new Set<string>();
  for (const weights of weightings(set.goals.length)) {
    checkpoint?.();
    for (let o = 0; o < goals.length; o += 1) weigh(goals[o]!, weights, scores[o]!);
    const prices = problem.pools.map(() => 0);
    for (let raise = 0; raise <= RAISES; raise += 1) {
      const places = offered.map((options, o) => cheapest(options, scores[o]!, prices));
      const chosen = places.map((place, o) => offered[o]![place]!);
      if (raised(problem, chosen, prices)) continue;
      const key = places.join();
      if (seen.has(key)) break;
      seen.add(key);
      const candidate = completeCandidate(
        problem,
        query,
        chosen.map((option) => option.allocation),
      );
      if (candidate) archive.add(candidate.key, candidate, preferred);
      break;
    }
  }
}

function extentOf(column: Float64Array): number {
  const [low, high] = extent(column);
  return high - low;
}

function weigh(columns: readonly Float64Array[], weights: readonly number[], scores: Float64Array): void {
  scores.fill(0);
  columns.forEach((column, g) => {
    const weight = weights[g]!;
    for (let i = 0; i < scores.length; i += 1) scores[i] = scores[i]! + weight * column[i]!;
  });
}

/** The option of least score, with the prices of the pools it uses. */
function cheapest(options: readonly OperatorOption[], scores: Float64Array, prices: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  const priced = prices.some((price) => price > 0);
  for (let i = 0; i < scores.length; i += 1) {
    let score = scores[i]!;
    if (priced) for (let k = 0, { pools } = options[i]!; k < pools.length; k += 2) score += prices[pools[k]!]! * pools[k + 1]!;
    if (score < least) {
      least = score;
      best = i;
    }
  }
  return best;
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

/** All weights in steps that sum to 1. */
function weightings(goals: number): number[][] {
  const steps = STEPS[Math.min(2, Math.max(0, goals - 3))]!;
  const found: number[][] = [];
  const visit = (chosen: number[], left: number): void => {
    if (chosen.length === goals - 1) {
      found.push([...chosen, left / steps]);
      return;
    }
    for (let k = 0; k <= left; k += 1) visit([...chosen, k / steps], left - k);
  };
  visit([], steps);
  return found;
}
