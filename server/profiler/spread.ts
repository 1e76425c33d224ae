import jstat from "jstat";

const { jStat } = jstat;

/** Quantile q of a gamma distribution given by its mean and coefficient of variation (shape 1/cv², scale mean·cv²). */
export function gammaQuantile(q: number, mean: number, cv: number): number {
  if (cv <= 0) return mean;
  const shape = 1 / (cv * cv);
  return jStat.gamma.inv(q, shape, mean / shape);
}

/** Largest coefficient of variation at which the p90 of a gamma distribution still grows with it. */
const CV_OF_LARGEST_P90 = 2;

/**
 * Coefficient of variation of the gamma distribution that has the given mean and 90th percentile, so that other percentiles can be
 * estimated from the two (planning model, section 2). Bisection on the rising branch; null when no such distribution exists
 * (p90 below the mean, or more than three times above it).
 */
export function cvFromP90(mean: number, p90: number): number | null {
  if (!(mean > 0) || !(p90 >= mean)) return null;
  if (p90 === mean) return 0;
  let low = 0;
  let high = CV_OF_LARGEST_P90;
  if (gammaQuantile(0.9, mean, high) < p90) return null;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (gammaQuantile(0.9, mean, middle) < p90) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
