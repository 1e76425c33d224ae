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
 * the value of observations [from, to); `centre` is the value over all of them ("sectioning" for quantiles: Asmussen and Glynn,
 * "Stochastic Simulation", 2007, section III.5). Null bounds when there are too few observations for eight batches.
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

/**
 * Quantiles of observations in order of time. A batch must hold about ten observations above the quantile; with fewer, the interval is that of order statistics
 * of independent observations (Conover, "Practical Nonparametric Statistics", 3rd ed., section 3.2), open where it would reach beyond the largest.
 */
export function quantileEstimates(values: Float64Array, quantiles: readonly number[], ascending?: Float64Array): Estimate[] {
  if (values.length === 0) return quantiles.map(() => NOTHING);
  const sorted = ascending ?? Float64Array.from(values).sort();
  // Sorting dominates, so a batch is sorted once for all quantiles.
  const batches = new Map<number, Float64Array>();
  const batchQuantile = (q: number) => (from: number, to: number) => {
    const key = from * (values.length + 1) + to;
    let batch = batches.get(key);
    if (batch === undefined) {
      batch = Float64Array.from(values.subarray(from, to)).sort();
      batches.set(key, batch);
    }
    return sortedQuantile(batch, q);
  };
  return quantiles.map((q) => {
    const centre = sortedQuantile(sorted, q);
    const smallest = Math.ceil(10 / Math.min(q, 1 - q));
    const estimate = batched(values.length, centre, smallest, batchQuantile(q));
    return atLeastZero(estimate.low === null ? orderStatisticInterval(sorted, q, centre) : estimate);
  });
}

function orderStatisticInterval(sorted: Float64Array, q: number, centre: number): Estimate {
  const count = sorted.length;
  const spread = jStat.normal.inv(UPPER, 0, 1) * Math.sqrt(count * q * (1 - q));
  const low = Math.floor(count * q - spread);
  const high = Math.ceil(count * q + spread) + 1;
  return { value: centre, low: low >= 1 ? sorted[low - 1]! : null, high: high <= count ? sorted[high - 1]! : null };
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

/** A time average from its averages over equal steps; never below zero. */
export function timeAverageEstimate(steps: Float64Array): Estimate {
  return meanEstimate(steps);
}

function atLeastZero(estimate: Estimate): Estimate {
  return estimate.low !== null && estimate.low < 0 ? { ...estimate, low: 0 } : estimate;
}
