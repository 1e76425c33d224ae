import type { Distribution, Statistic } from "../../../core/documents/common";

/** Section 2: order in which a missing statistic looks for "the next known higher one". */
const ORDER: Statistic[] = ["mean", "p50", "p90", "p95", "p99"];
const LEVEL: Record<Exclude<Statistic, "mean">, number> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** Probability that a percentile stands for; null for the mean. */
export function levelOf(statistic: Statistic): number | null {
  return statistic === "mean" ? null : LEVEL[statistic];
}

/** ln Γ(x) by Stirling's series after shifting x above 20 (error below 1e-15). */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 20) {
    shift += Math.log(z);
    z += 1;
  }
  const w = 1 / (z * z);
  const series = (1 / z) * (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188)))));
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** Regularised lower incomplete gamma P(a, x): power series below a + 1, Lentz continued fraction above. */
export function regularisedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10000 && term > sum * 1e-18; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10000; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = an * d + b;
    if (d === 0) d = 1e-300;
    c = b + an / c;
    if (c === 0) c = 1e-300;
    d = 1 / d;
    const delta = c * d;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return 1 - front * h;
}

const quantiles = new Map<string, number>();

/** Quantile of the gamma distribution of mean 1 and the given coefficient of variation, by bisection. */
function unitGammaQuantile(cv: number, level: number): number {
  const key = `${cv} ${level}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const shape = 1 / (cv * cv);
  let low = 0;
  let high = 1;
  while (regularisedGamma(shape, high * shape) < level) high *= 2;
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (regularisedGamma(shape, middle * shape) < level) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  quantiles.set(key, value);
  return value;
}

/** Quantile of the gamma distribution with this mean and coefficient of variation. */
export function gammaQuantile(mean: number, cv: number, level: number): number {
  return cv === 0 ? mean : mean * unitGammaQuantile(cv, level);
}

/** Section 2: the value at a statistic, or the next known higher one, or the gamma quantile from the mean. */
export function valueAt(distribution: Distribution, statistic: Statistic, cv: number | undefined): number {
  for (let i = ORDER.indexOf(statistic); i < ORDER.length; i += 1) {
    const known = distribution[ORDER[i] as Statistic];
    if (known !== undefined) return known;
  }
  const mean = ORDER.map((name) => distribution[name]).find((value) => value !== undefined);
  if (mean === undefined) throw new Error("a distribution without any value");
  const level = levelOf(statistic);
  return level === null ? mean : gammaQuantile(mean, cv ?? 0, level);
}
