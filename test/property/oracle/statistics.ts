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

/** Spread of the gamma distribution whose percentile at `level` is `ratio` times its mean, or its percentile at `below`; at most 2 (reading 0011). */
function spreadOf(ratio: number, level: number, below: number | null): number {
  const key = `${ratio} ${level} ${below}`;
  const known = spreads.get(key) ?? solveSpread(ratio, level, below);
  spreads.set(key, known);
  return known;
}

const spreads = new Map<string, number>();

function solveSpread(ratio: number, level: number, below: number | null): number {
  const at = (cv: number) => (cv === 0 ? 1 : unitGammaQuantile(cv, level) / (below === null ? 1 : unitGammaQuantile(cv, below)));
  const falls = at(2) < 1;
  const inside = (cv: number) => (falls ? at(cv) > ratio : at(cv) < ratio);
  if (!inside(0)) return 0;
  if (inside(2)) return 2;
  let [low, high] = [0, 2];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (inside(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Section 2 and reading 0011: the value at a statistic, or the next known higher one, or a gamma quantile. */
export function valueAt(distribution: Distribution, statistic: Statistic, cv: number | undefined): number {
  for (let i = ORDER.indexOf(statistic); i < ORDER.length; i += 1) {
    const known = distribution[ORDER[i] as Statistic];
    if (known !== undefined) return known;
  }
  const mean = ORDER.map((name) => distribution[name]).find((value) => value !== undefined);
  if (mean === undefined) throw new Error("a distribution without any value");
  const level = levelOf(statistic);
  if (level === null) return mean;
  const highest = ORDER.filter((name) => name !== "mean" && distribution[name] !== undefined).at(-1);
  if (highest === undefined) return gammaQuantile(mean, cv ?? 0, level);
  const top = distribution[highest] as number;
  const lowest = ORDER.find((name) => distribution[name] !== undefined) as Statistic;
  if (cv || lowest === highest) return Math.max(top, gammaQuantile(mean, cv ?? 0, level));
  if (top === 0) return 0;
  const topLevel = levelOf(highest) as number;
  const spread = spreadOf(top / mean, topLevel, levelOf(lowest));
  return spread === 0 ? top : (top * unitGammaQuantile(spread, level)) / unitGammaQuantile(spread, topLevel);
}
