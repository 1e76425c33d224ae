import jstat from "jstat";
import type { Estimate } from "../../core/documents/simulation";

const { jStat } = jstat;

/** All intervals are at this confidence. */
export const CONFIDENCE = 0.95;
const UPPER = 0.5 + CONFIDENCE / 2;

/** Numbers of batches that are tried, most first. More batches give a steadier width, fewer are less correlated. */
const BATCH_COUNTS = [32, 16, 8] as const;
const SMALLEST_BATCH = 4;

export const NOTHING: Estimate = { value: null, low: null, high: null };

const quantileCache = new Map<number, number>();
/** Two-sided 95 % quantile of Student's t. */
export function studentQuantile(degreesOfFreedom: number): number {
  let value = quantileCache.get(degreesOfFreedom);
  if (value === undefined) {
    value = jStat.studentt.inv(UPPER, degreesOfFreedom);
    quantileCache.set(degreesOfFreedom, value);
  }
  return value;
}

/** Value at rank ⌈q·n⌉ of ascending values. */
export function sortedQuantile(sorted: Float64Array, q: number): number {
  const rank = Math.ceil(q * sorted.length - 1e-9);
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank - 1))]!;
}

/**
 * Half-width of the 95 % interval from the values of consecutive batches, or null when they are still correlated.
 * Lag-1 correlation of the batch values is the test (Fishman, "Grouping observations in digital simulation", Management Science 24(5), 1978).
 */
function halfWidth(values: number[], centre: number, lastResort: boolean): number | null {
  const count = values.length;
  let average = 0;
  for (const value of values) average += value / count;
  let squares = 0;
  let around = 0;
  let lagged = 0;
  for (let index = 0; index < count; index += 1) {
    const deviation = values[index]! - average;
    squares += deviation * deviation;
    around += (values[index]! - centre) ** 2;
    if (index > 0) lagged += deviation * (values[index - 1]! - average);
  }
  if (squares > 0 && !lastResort && lagged / squares > 0.5 / Math.sqrt(count)) return null;
  return studentQuantile(count - 1) * Math.sqrt(around / (count - 1) / count);
}

/**
 * Interval by batch means with as many batches as stay uncorrelated (Law, "Simulation Modeling and Analysis", 5th ed., section 9.5.3). `statistic` gives
 * the value of observations [from, to); `centre` is the value over all of them. Null bounds when there are too few observations for eight batches.
 */
function batched(count: number, centre: number, smallest: number, statistic: (from: number, to: number) => number): Estimate {
  for (const batches of BATCH_COUNTS) {
    const size = Math.floor(count / batches);
    if (size < smallest) continue;
    const skip = count - size * batches;
    const values: number[] = [];
    for (let batch = 0; batch < batches; batch += 1) values.push(statistic(skip + batch * size, skip + (batch + 1) * size));
    const width = halfWidth(values, centre, batches === BATCH_COUNTS[BATCH_COUNTS.length - 1]);
    if (width !== null) return { value: centre, low: centre - width, high: centre + width };
  }
  return { value: centre, low: null, high: null };
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += values[index]!;
  return sum / (to - from);
}

/** Mean of observations in order of time; never below zero. */
export function meanEstimate(values: Float64Array): Estimate {
  if (values.length === 0) return NOTHING;
  return atLeastZero(batched(values.length, meanOf(values, 0, values.length), SMALLEST_BATCH, (from, to) => meanOf(values, from, to)));
}

/** Batches that count: fewer than there are when the rare side of a quantile falls into few of them (Kish, "Survey Sampling", 1965, section 8.2). */
function effectiveCount(rare: readonly number[]): number {
  let sum = 0;
  let squares = 0;
  for (const share of rare) {
    sum += share;
    squares += share * share;
  }
  return squares > 0 ? (sum * sum) / squares : rare.length;
}

/**
 * Half-width of the interval of the share at or below a quantile: the widest that 32, 16 and 8 batches give, each widened by the lag-1 correlation that is left
 * among its batches (first-order autoregression: Law, section 9.5.3). Beyond a high quantile lie few and long excursions of a busy queue; Student's t has
 * as many degrees of freedom as batches that they fall into.
 */
function shareHalfWidth(count: number, share: number, shareBelow: (from: number, to: number) => number): number {
  let widest = 0;
  for (const batches of BATCH_COUNTS) {
    const size = Math.floor(count / batches);
    if (size < SMALLEST_BATCH) continue;
    const skip = count - size * batches;
    const values = Array.from({ length: batches }, (_, batch) => shareBelow(skip + batch * size, skip + (batch + 1) * size));
    let around = 0;
    let lagged = 0;
    values.forEach((value, index) => {
      around += (value - share) ** 2;
      if (index > 0) lagged += (value - share) * (values[index - 1]! - share);
    });
    if (around === 0) continue;
    const correlation = Math.min(0.9, Math.max(0, lagged / around));
    const effective = effectiveCount(values.map((value) => (share >= 0.5 ? 1 - value : value)));
    const freedom = Math.max(1, Math.min(batches - 1, Math.round(effective) - 1));
    const width = studentQuantile(freedom) * Math.sqrt((around / (batches - 1) / batches) * ((1 + correlation) / (1 - correlation)));
    widest = Math.max(widest, width);
  }
  return widest;
}

/**
 * Quantiles of observations in order of time. The interval is that of the share of observations at or below the quantile, by batch means and never
 * narrower than for independent observations, turned back into values by the observed distribution: so it is not symmetric where the tail is not, and small
 * batches do not bias it (Seila, "A batching approach to quantile estimation in regenerative simulations", Management Science 28(5), 1982; Conover,
 * "Practical Nonparametric Statistics", 3rd ed., section 3.2). It is open where it would reach beyond the largest observation. `ascending` may give the sorted values.
 */
export function quantileEstimates(values: Float64Array, quantiles: readonly number[], ascending?: Float64Array): Estimate[] {
  const count = values.length;
  if (count === 0) return quantiles.map(() => NOTHING);
  const sorted = ascending ?? Float64Array.from(values).sort();
  return quantiles.map((q) => {
    const value = sortedQuantile(sorted, q);
    const shareBelow = (from: number, to: number) => {
      let below = 0;
      for (let index = from; index < to; index += 1) if (values[index]! <= value) below += 1;
      return below / (to - from);
    };
    const independent = jStat.normal.inv(UPPER, 0, 1) * Math.sqrt((q * (1 - q)) / count);
    const half = Math.max(independent, shareHalfWidth(count, shareBelow(0, count), shareBelow));
    // On the scale of log-odds a share stays within (0, 1).
    const factor = Math.exp(half / (q * (1 - q)));
    const low = Math.floor((count * q) / (q + (1 - q) * factor));
    const high = Math.ceil((count * q * factor) / (q * factor + (1 - q))) + 1;
    return { value, low: low >= 1 ? sorted[low - 1]! : null, high: high <= count ? sorted[high - 1]! : null };
  });
}

/** Share of ones; Wilson's interval where batches do not differ (all ones, all zeros), and bounds within [0, 1]. */
export function shareEstimate(outcomes: Float64Array): Estimate {
  const count = outcomes.length;
  if (count === 0) return NOTHING;
  const share = meanOf(outcomes, 0, count);
  const estimate = batched(count, share, SMALLEST_BATCH, (from, to) => meanOf(outcomes, from, to));
  if (estimate.low !== null && estimate.high !== null && estimate.high > estimate.low) {
    return { value: share, low: Math.max(0, estimate.low), high: Math.min(1, estimate.high) };
  }
  const z = jStat.normal.inv(UPPER, 0, 1);
  const centre = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const width = (z / (1 + (z * z) / count)) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return { value: share, low: Math.max(0, Math.min(share, centre - width)), high: Math.min(1, Math.max(share, centre + width)) };
}

function atLeastZero(estimate: Estimate): Estimate {
  return estimate.low !== null && estimate.low < 0 ? { ...estimate, low: 0 } : estimate;
}
