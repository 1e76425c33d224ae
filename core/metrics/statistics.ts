import gammaQuantile from "@stdlib/stats-base-dists-gamma-quantile";
import { type Distribution, STATISTICS, type Statistic } from "../documents/common";

/** Position of each statistic in vectors that hold all five. */
export const STATISTIC_INDEX: Record<Statistic, number> = { mean: 0, p50: 1, p90: 2, p95: 3, p99: 4 };

/** Probability of each percentile; `mean` has none. */
export const PROBABILITY: Record<Exclude<Statistic, "mean">, number> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** How a statistic was obtained: given, taken from a higher one, or computed from the mean by a gamma distribution. */
export type FillRule = "given" | "gamma" | Statistic;

export interface FilledStatistic {
  value: number;
  rule: FillRule;
}

/**
 * The value of a distribution at a statistic (planning model, section 2): the value given there, else the next known higher
 * one, else the gamma quantile with the distribution's mean and coefficient of variation `cv` (shape 1/cv², scale mean·cv²).
 * With `cv` 0 there is no spread and the mean itself is returned. Unit: that of the distribution.
 */
export function fillStatistic(distribution: Distribution, wanted: Statistic, cv = 0): FilledStatistic {
  const exact = distribution[wanted];
  if (exact !== undefined) return { value: exact, rule: "given" };
  for (let index = STATISTIC_INDEX[wanted] + 1; index < STATISTICS.length; index += 1) {
    const name = STATISTICS[index] as Statistic;
    const value = distribution[name];
    if (value !== undefined) return { value, rule: name };
  }
  const mean = meanOf(distribution);
  return { value: wanted === "mean" ? mean : gammaPercentile(mean, cv, PROBABILITY[wanted]), rule: "gamma" };
}

/** The mean of a distribution, or else its lowest known statistic. */
export function meanOf(distribution: Distribution): number {
  for (const name of STATISTICS) {
    const value = distribution[name];
    if (value !== undefined) return value;
  }
  return Number.NaN;
}

/** Quantile of a gamma distribution given by its mean and coefficient of variation; the mean itself when either is 0. */
export function gammaPercentile(mean: number, cv: number, probability: number): number {
  if (cv === 0 || mean === 0) return mean;
  const shape = 1 / (cv * cv);
  return gammaQuantile(probability, shape, shape / mean);
}

/** All five statistics of a distribution, in the order of `STATISTICS`. */
export function allStatistics(distribution: Distribution, cv = 0): FilledStatistic[] {
  return STATISTICS.map((name) => fillStatistic(distribution, name, cv));
}

/** Rounds to 12 significant digits: how objective values are compared, so that the order of a sum never decides dominance. */
export function round12(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  return Number(value.toPrecision(12));
}
