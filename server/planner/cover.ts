import { type DimensionSet, lossIsShortfall } from "./dimensions";
import { Staircase } from "./staircase";
import type { Slack } from "./table";

/** Share of ln(1+ε) that the steps may use; the rest thins the finished cover. */
const SHARE_OF_STEPS = 0.8;
/** Steps with fewer pairs than this are exact, and what they do not use is left to the others. */
const WORTH_THINNING = 20_000;

/**
 * How far rows of a step may be taken for each other in a (1+ε) cover.
 *
 * A step that uses δ drops a row only when it keeps one that is within a factor 1+δ of it *as part of a whole plan*: for a column that adds up, with `rest`
 * the least that the other operators and edges can add, kept ≤ row + δ · (row + rest). Every plan that contains the row adds some x ≥ rest, so
 * kept + x ≤ (1+δ)(row + x). For −ln of a product of qualities, kept ≤ row + ln(1+δ) is a factor of quality of at least 1/(1+δ). Sums and maxima are
 * monotone, so replacing the row in a plan worsens each objective by at most that factor. Take any feasible plan and go through the steps in
 * their order: each replaces at most one partial plan of it, made of rows that earlier steps kept, so the plan that remains at the end is within
 * the product of the factors, (1+δ₁)···(1+δₙ) ≤ 1+ε. Columns that carry a limit (a hard target, a pool, a link) have no slack at all: a kept row is no
 * worse in them, so the replaced plan is feasible too, and feasibility is never lost.
 */
export class CoverBudget {
  private left: number;

  constructor(
    epsilon: number,
    private steps: number,
  ) {
    this.left = Math.log1p(epsilon) * SHARE_OF_STEPS;
  }

  /** What the next step may use, in logarithms; the step is then counted. `pairs`: the most that one of its tables is made from. */
  next(pairs: number): number {
    const share = this.left / Math.max(1, this.steps);
    this.steps -= 1;
    if (pairs < WORTH_THINNING) return 0;
    this.left -= share;
    return share;
  }
}

/** What is left out of a search because a known plan is within this factor of it; the rest of ε thins the finished cover. */
export function searchFactor(epsilon: number): number {
  return (1 + epsilon) ** SHARE_OF_STEPS;
}

/** The ε by which a cover made with such steps may still be thinned at the end. */
export function finalEpsilon(epsilon: number): number {
  return Math.expm1(Math.log1p(epsilon) * (1 - SHARE_OF_STEPS));
}

/** Slack of each column for a step that may use `logarithm`; null when there is none. `rest`: the least that the rest of a plan adds. */
export function slackOf(set: DimensionSet, logarithm: number, rest: Float64Array): Slack | null {
  if (logarithm <= 0) return null;
  const delta = Math.expm1(logarithm);
  const times = new Float64Array(set.dimensions.length);
  const plus = new Float64Array(set.dimensions.length);
  set.dimensions.forEach((dimension, d) => {
    if (set.bounds[d] !== Number.POSITIVE_INFINITY || dimension.kind === "pool" || dimension.kind === "link") return;
    if (dimension.kind !== "loss") {
      times[d] = delta;
      plus[d] = delta * rest[d]!;
    } else if (lossIsShortfall(set)) {
      // The column is 1 − q: the kept q is at least q / (1+δ).
      plus[d] = delta / (1 + delta);
      times[d] = -delta / (1 + delta);
    } else plus[d] = logarithm;
  });
  return { times, plus };
}

/**
 * A (1+ε) cover of vectors in ascending order, all to be minimised (those of quality and throughput are negative): one is left out only when a kept one is
 * within a factor 1+ε of it in each. Up to three columns in O(n log n): what was kept before is no worse in the first. Returns the places of those kept.
 */
export function coverWithin(count: number, width: number, keyAt: (place: number, k: number) => number, epsilon: number): Int32Array {
  const most = (value: number): number => (value >= 0 ? value * (1 + epsilon) : value / (1 + epsilon));
  const kept: number[] = [];
  const stairs = new Staircase();
  const isNear = (other: number, place: number): boolean => {
    for (let k = 0; k < width; k += 1) if (keyAt(other, k) > most(keyAt(place, k))) return false;
    return true;
  };
  for (let place = 0; place < count; place += 1) {
    if (width > 3) {
      if (kept.some((other) => isNear(other, place))) continue;
    } else {
      const x = width > 1 ? keyAt(place, 1) : 0;
      const y = width > 2 ? keyAt(place, 2) : 0;
      if (stairs.dominator(most(x), most(y)) >= 0) continue;
      stairs.insert(x, y, kept.length);
    }
    kept.push(place);
  }
  return Int32Array.from(kept);
}
