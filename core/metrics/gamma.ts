/**
 * Quantiles of the gamma distribution. An incomplete gamma function by series and continued fraction (DLMF 8.11.4 and 8.9.2), inverted by Newton steps inside a
 * bracket from the start of Wilson & Hilferty (1931); for large shapes the expansion of Cornish & Fisher (1937), as Goldberg & Levine (1946) give it for chi-square.
 */

/** From this shape on the expansion is exact to about 10⁻¹³. */
const EXPANDED_FROM = 10_000;
const MOST_TERMS = 10_000;
const MOST_STEPS = 100;

/** The x below which a gamma distribution of this shape and mean 1 has the probability, which lies between 0.5 and 1. */
export function unitGammaQuantile(shape: number, probability: number): number {
  const z = normalQuantile(probability);
  if (shape >= EXPANDED_FROM) return expanded(shape, z);
  const ninth = 1 / (9 * shape);
  const start = shape * (1 - ninth + z * Math.sqrt(ninth)) ** 3;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  // For a small shape P(x) is nearly x^shape / Γ(shape + 1).
  let x = shape > 0.3 && start > 0 ? start : Math.exp((Math.log(probability) + logGamma(shape + 1)) / shape);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const density = scaledDensity(shape, x);
    const excess = lowerGamma(shape, x, density) - probability;
    if (excess < 0) low = x;
    else high = x;
    // Newton in ln x, where the distribution function of a small shape is smooth. Errors are squared each time: after a step this small nothing is left.
    const next = x * Math.exp(-excess / density);
    if (Math.abs(next - x) <= 1e-9 * x) return Math.min(high, Math.max(low, next)) / shape;
    if (next > low && next < high) x = next;
    else x = high === Number.POSITIVE_INFINITY ? 2 * x : (low + high) / 2;
  }
  return x / shape;
}

/** x · density(x) of the gamma distribution of scale 1: x^shape e^−x / Γ(shape), without cancellation where x is near the shape. */
function scaledDensity(shape: number, x: number): number {
  if (shape < 20) return Math.exp(shape * Math.log(x) - x - logGamma(shape));
  const u = (x - shape) / shape;
  return Math.exp(shape * (Math.log1p(u) - u) - stirlingRest(shape)) * Math.sqrt(shape / (2 * Math.PI));
}

/** Probability of being at most x; `density` is the scaled one. */
function lowerGamma(shape: number, x: number, density: number): number {
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n < MOST_TERMS && term > sum * 1e-17; n += 1) {
      term *= x / (shape + n);
      sum += term;
    }
    return density * sum;
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b || 1e-300);
    c = b + a / c || 1e-300;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 3e-16) break;
  }
  return 1 - density * fraction;
}

function expanded(shape: number, z: number): number {
  const root = Math.sqrt(shape);
  const [z2, z3, z4] = [z * z, z ** 3, z ** 4];
  return (
    1 +
    z / root +
    (z2 - 1) / (3 * shape) +
    (z3 - 7 * z) / (36 * shape * root) -
    (6 * z4 + 14 * z2 - 32) / (1620 * shape ** 2) +
    (9 * z ** 5 + 256 * z3 - 433 * z) / (38_880 * shape ** 2 * root) +
    (12 * z ** 6 - 243 * z4 - 923 * z2 + 1472) / (204_120 * shape ** 3)
  );
}

/** ln Γ(x), by Stirling's series above 20. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 20; z += 1) shift += Math.log(z);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + stirlingRest(z) - shift;
}

/** What Stirling's series adds, for x from 20 on. */
function stirlingRest(x: number): number {
  const w = 1 / (x * x);
  return (1 / x) * (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188))));
}

/** Quantile of the standard normal distribution for a probability of at least one half. */
function normalQuantile(probability: number): number {
  if (probability === 0.5) return 0;
  // Abramowitz & Stegun 26.2.23, then Newton steps.
  const t = Math.sqrt(-2 * Math.log(1 - probability));
  let z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  for (let step = 0; step < 4; step += 1) z += (1 - probability - upperNormal(z)) * -Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
  return z;
}

/** Probability of a standard normal variable above z ≥ 0: half of that of a gamma variable of shape ½ above z²/2. */
function upperNormal(z: number): number {
  const x = (z * z) / 2;
  return (1 - lowerGamma(0.5, x, scaledDensity(0.5, x))) / 2;
}
