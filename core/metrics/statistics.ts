import type { Distribution } from "../documents/common";
import { STATISTICS, type Statistic } from "../documents/vocabulary";
import { unitGammaQuantile } from "./gamma";

/** Position of each statistic in vectors that hold all five. */
export const STATISTIC_INDEX: Record<Statistic, number> = { mean: 0, p50: 1, p90: 2, p95: 3, p99: 4 };

/** Probability of each percentile; `mean` has none. */
export const PROBABILITY: Record<Exclude<Statistic, "mean">, number> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** How a statistic was obtained: given, taken from a higher one, through two that are known, or computed from the mean and a `cv`. */
export type FillRule = "given" | "through" | "gamma" | Statistic;

export interface FilledStatistic {
  value: number;
  rule: FillRule;
}

/**
 * The value of a distribution at a statistic (planning model, section 2): the value given there, else the next known higher
 * one, else a gamma distribution. That one has the distribution's mean and coefficient of variation `cv` (shape 1/cv², scale mean·cv²), never
 * below a lower percentile that is known; without a `cv` it goes through what is known of the spread (`spreadKnown`), and without that
 * the mean itself is returned. Unit: that of the distribution.
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
  if (wanted === "mean") return { value: mean, rule: "gamma" };
  const known = cv === 0 ? spreadKnown(distribution) : null;
  if (known) {
    const [anchor, other] = [distribution[known.anchor] as number, distribution[known.other] as number];
    return { value: percentileThrough(known, anchor, other, wanted), rule: "through" };
  }
  const floor = distribution[highestPercentile(distribution) ?? wanted] ?? 0;
  return { value: Math.max(gammaPercentile(mean, cv, PROBABILITY[wanted]), floor), rule: "gamma" };
}

type Percentile = Exclude<Statistic, "mean">;

export function highestPercentile(distribution: Distribution): Percentile | null {
  return (STATISTICS.findLast((name) => name !== "mean" && distribution[name] !== undefined) as Percentile | undefined) ?? null;
}

/** The two statistics that say how wide a distribution is: its highest percentile, and its mean or else its lowest percentile. Null when there are not two. */
export function spreadKnown(distribution: Distribution): { anchor: Percentile; other: Statistic } | null {
  const anchor = highestPercentile(distribution);
  const other = STATISTICS.find((name) => distribution[name] !== undefined);
  return anchor && other && other !== anchor ? { anchor, other } : null;
}

/** Up to here every ratio of two statistics of a gamma distribution grows, or falls, with the coefficient of variation. */
const LARGEST_FITTED_CV = 2;
const fittedCvs = new Map<string, number>();
const widestRatios = new Map<string, number>();

/**
 * A percentile above the known ones, on the gamma distribution through a known percentile (`anchor`) and the mean or a lower percentile (`other`). Where no
 * such distribution has a cv of at most 2, the nearest that has; it always goes through the anchor, so that percentiles never fall.
 */
export function percentileThrough(names: { anchor: Percentile; other: Statistic }, anchor: number, other: number, wanted: Percentile): number {
  if (anchor === 0) return 0;
  const unit = (name: Statistic, cv: number): number => (name === "mean" ? 1 : gammaPercentile(1, cv, PROBABILITY[name]));
  const ratio = (cv: number): number => unit(names.anchor, cv) / unit(names.other, cv);
  const target = other > 0 ? anchor / other : Number.POSITIVE_INFINITY;
  const key = `${names.anchor} ${names.other} ${target}`;
  let cv = fittedCvs.get(key);
  if (cv === undefined) {
    const pair = `${names.anchor} ${names.other}`;
    const widest = widestRatios.get(pair) ?? ratio(LARGEST_FITTED_CV);
    widestRatios.set(pair, widest);
    // The median falls below the mean as the spread grows; every other ratio rises.
    const beyond = (value: number): boolean => (widest < 1 ? value <= target : value >= target);
    if (beyond(1)) cv = 0;
    else if (!beyond(widest)) cv = LARGEST_FITTED_CV;
    else
      cv = crossing(
        (value) => (widest < 1 ? target - ratio(value) : ratio(value) - target),
        LARGEST_FITTED_CV,
        -Math.abs(target - 1),
        Math.abs(widest - target),
      );
    if (fittedCvs.size >= 10_000) fittedCvs.clear();
    fittedCvs.set(key, cv);
  }
  return (anchor * unit(wanted, cv)) / unit(names.anchor, cv);
}

/** Ratios of percentiles are known to about this. */
const RATIO_NOISE = 2e-15;

/** Where a growing function crosses zero between 0 and `high`, given its values there: regula falsi with halving (Dowell & Jarratt 1971). */
function crossing(value: (at: number) => number, high: number, atLow: number, atHigh: number): number {
  let [a, b, fa, fb] = [0, high, atLow, atHigh];
  let at = high;
  let side = 0;
  for (let step = 0; step < 100; step += 1) {
    const next = (a * fb - b * fa) / (fb - fa);
    if (!(next > a && next < b)) return at;
    at = next;
    const f = value(at);
    if (Math.abs(f) <= RATIO_NOISE) return at;
    if (f < 0) {
      [a, fa] = [at, f];
      if (side < 0) fb /= 2;
      side = -1;
    } else {
      [b, fb] = [at, f];
      if (side > 0) fa /= 2;
      side = 1;
    }
  }
  return at;
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
  return mean * unitGammaQuantile(1 / (cv * cv), probability);
}

/** All five statistics of a distribution, in the order of `STATISTICS`. */
export function allStatistics(distribution: Distribution, cv = 0): FilledStatistic[] {
  return STATISTICS.map((name) => fillStatistic(distribution, name, cv));
}

/** Each is exact. */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
/** The last power of ten that left twelve digits before the point: values come in runs of one size. */
let usual = 0;

/** Rounds to 12 significant digits: how objective values are compared, so that the order of a sum never decides dominance. */
export function round12(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const size = Math.abs(value);
  let digits = size * POWERS_OF_TEN[usual]!;
  if (!(digits >= 1e11 && digits < 1e12)) {
    usual = Math.min(22, Math.max(0, 11 - Math.floor(Math.log10(size))));
    digits = size * POWERS_OF_TEN[usual]!;
  }
  const whole = Math.floor(digits + 0.5);
  const above = digits + 0.5 - whole;
  // A whole number over an exact power of ten is the nearest number to those digits. What is close to a half or to another size is left to the slow way.
  if (above > 1e-3 && above < 0.999 && digits > 1e11 + 1 && digits < 1e12 - 1) return Math.sign(value) * (whole / POWERS_OF_TEN[usual]!);
  return Number(value.toPrecision(12));
}
