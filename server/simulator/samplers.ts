import jstat from "jstat";
import type { RandomStream } from "./random";

const { jStat } = jstat;

/** A gamma distribution by its mean and coefficient of variation; `cv` 0 is the constant, 1 the exponential. */
export interface GammaShape {
  mean: number;
  cv: number;
}

/** What a service time is made of: one gamma, or time to first token + tokens · time per token, each a gamma. */
export type ServiceTime = { kind: "gamma"; shape: GammaShape } | { kind: "tokens"; ttftMs: GammaShape; tokens: GammaShape; tpotMs: GammaShape };

/** Draws from one gamma distribution (Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000). */
export class GammaSampler {
  private readonly mode: 0 | 1 | 2;
  private readonly mean: number;
  private readonly scale: number;
  private readonly d: number;
  private readonly c: number;
  /** Exponent of the boost for shapes below one; 0 = none. */
  private readonly boost: number;

  constructor(shape: GammaShape) {
    this.mean = shape.mean;
    this.mode = shape.mean <= 0 || shape.cv <= 0 ? 0 : shape.cv === 1 ? 1 : 2;
    const alpha = this.mode === 2 ? 1 / (shape.cv * shape.cv) : 1;
    this.scale = shape.mean / alpha;
    this.boost = alpha < 1 ? 1 / alpha : 0;
    this.d = (alpha < 1 ? alpha + 1 : alpha) - 1 / 3;
    this.c = 1 / Math.sqrt(9 * this.d);
  }

  sample(random: RandomStream): number {
    if (this.mode === 0) return this.mean;
    if (this.mode === 1) return this.mean * random.exponential();
    const { d, c } = this;
    for (;;) {
      const x = random.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = random.uniform();
      if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) {
        const value = d * v * this.scale;
        return this.boost === 0 ? value : value * random.uniform() ** this.boost;
      }
    }
  }
}

/** Draws service times, in ms. */
export class ServiceSampler {
  private readonly first: GammaSampler;
  private readonly tokens: GammaSampler | null;
  private readonly perToken: GammaSampler | null;

  constructor(time: ServiceTime) {
    this.first = new GammaSampler(time.kind === "gamma" ? time.shape : time.ttftMs);
    this.tokens = time.kind === "gamma" ? null : new GammaSampler(time.tokens);
    this.perToken = time.kind === "gamma" ? null : new GammaSampler(time.tpotMs);
  }

  sample(random: RandomStream): number {
    const first = this.first.sample(random);
    return this.tokens === null ? first : first + this.tokens.sample(random) * this.perToken!.sample(random);
  }
}

/** Mean of a service time, ms (tokens and time per token are drawn independently, so their means multiply). */
export function meanServiceMs(time: ServiceTime): number {
  return time.kind === "gamma" ? time.shape.mean : time.ttftMs.mean + time.tokens.mean * time.tpotMs.mean;
}

/** Quantile of a gamma distribution given by mean and cv. */
export function gammaQuantile(q: number, shape: GammaShape): number {
  if (shape.cv <= 0 || shape.mean <= 0) return shape.mean;
  const alpha = 1 / (shape.cv * shape.cv);
  return jStat.gamma.inv(q, alpha, shape.mean / alpha);
}

/** Known percentiles: [q, value]. */
export type Percentiles = readonly (readonly [number, number])[];

const LARGEST_CV = 4;

/**
 * The gamma distribution closest to the given percentiles, in least squares of the logarithms. With `mean` only the coefficient of
 * variation is fitted; with `cv` only the mean; with neither, both. One percentile and no cv gives a constant.
 */
export function fitGamma(percentiles: Percentiles, fixed: { mean?: number; cv?: number }): GammaShape {
  const known = percentiles.filter(([, value]) => value > 0);
  if (known.length === 0) return { mean: fixed.mean ?? 0, cv: fixed.cv ?? 0 };
  const bestMean = (cv: number) => {
    let sum = 0;
    for (const [q, value] of known) sum += Math.log(value / gammaQuantile(q, { mean: 1, cv }));
    return Math.exp(sum / known.length);
  };
  if (fixed.cv !== undefined) return { mean: fixed.mean ?? bestMean(fixed.cv), cv: fixed.cv };
  if (fixed.mean === undefined && known.length === 1) return { mean: known[0]![1], cv: 0 };
  const error = (cv: number) => {
    const mean = fixed.mean ?? bestMean(cv);
    let sum = 0;
    for (const [q, value] of known) sum += Math.log(value / gammaQuantile(q, { mean, cv })) ** 2;
    return sum;
  };
  // The error need not have a single valley (a median falls with cv, a tail rises), so a coarse grid comes before the refinement.
  let best = 0;
  const step = 0.05;
  for (let cv = step; cv <= LARGEST_CV; cv += step) if (error(cv) < error(best) - 1e-15) best = cv;
  let low = Math.max(0, best - step);
  let high = Math.min(LARGEST_CV, best + step);
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let round = 0; round < 60; round += 1) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (error(left) <= error(right)) high = right;
    else low = left;
  }
  const cv = (low + high) / 2;
  return { mean: fixed.mean ?? bestMean(cv), cv: cv < 1e-9 ? 0 : cv };
}
