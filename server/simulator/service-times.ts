import type { Profile, TokensRow } from "../../core/documents/catalogue";
import type { Distribution } from "../../core/documents/common";
import { meanOf } from "../../core/metrics/statistics";
import { fitGamma, type GammaShape, meanServiceMs, type Percentiles, type ServiceTime } from "./samplers";

const PERCENTILES = [
  ["p50", 0.5],
  ["p90", 0.9],
  ["p95", 0.95],
  ["p99", 0.99],
] as const;

function percentilesOf(distribution: Distribution): (readonly [number, number])[] {
  return PERCENTILES.flatMap(([name, q]) => (distribution[name] === undefined ? [] : [[q, distribution[name]] as const]));
}

/** Whether a distribution says anything about its spread. */
function hasSpread(distribution: Distribution | undefined): boolean {
  if (distribution === undefined) return false;
  return percentilesOf(distribution).length > (distribution.mean === undefined ? 1 : 0);
}

/**
 * A gamma distribution with the mean that the planner uses (the one given, else the lowest percentile: reading 0001), whose spread fits the percentiles
 * given. Without any it is a constant.
 */
function shapeWithPlannersMean(distribution: Distribution): GammaShape {
  const mean = meanOf(distribution);
  // A percentile that stands in for the mean says nothing about the spread round it.
  const percentiles: Percentiles = distribution.mean === undefined ? percentilesOf(distribution).slice(1) : percentilesOf(distribution);
  return fitGamma(percentiles, { mean, ...(percentiles.length === 0 ? { cv: 0 } : {}) });
}

/** For a hosted interface nothing is sized by the mean, so that the mean may be fitted too. */
function freeShape(distribution: Distribution): GammaShape {
  if (distribution.mean !== undefined) return shapeWithPlannersMean(distribution);
  return fitGamma(percentilesOf(distribution), {});
}

type Figures = Pick<Profile, "latencyMs" | "ttftMs" | "tpotMs" | "cv">;

/**
 * The distribution of one call's (or batch's) service time. A coefficient of variation that is given holds for the whole service time; otherwise the percentiles decide;
 * with neither, a station's service is exponential (`cv` 1, the planner's default for queueing) and a hosted interface's constant.
 * Null when there is no latency figure, or no token count where one is needed.
 */
export function serviceTimeOf(figures: Figures, tokens: TokensRow | null, hosted: boolean): ServiceTime | null {
  const shapeOf = hosted ? freeShape : shapeWithPlannersMean;
  if (figures.latencyMs !== undefined) {
    if (figures.cv !== undefined)
      return { kind: "gamma", shape: { mean: hosted ? fittedMean(figures.latencyMs, figures.cv) : meanOf(figures.latencyMs), cv: figures.cv } };
    const meanOnly = figures.latencyMs.mean !== undefined && !hasSpread(figures.latencyMs);
    if (meanOnly) return { kind: "gamma", shape: { mean: meanOf(figures.latencyMs), cv: hosted ? 0 : 1 } };
    return { kind: "gamma", shape: shapeOf(figures.latencyMs) };
  }
  if (figures.ttftMs === undefined && figures.tpotMs === undefined) return null;
  if (figures.tpotMs !== undefined && tokens?.completion === undefined) return null;
  const none: GammaShape = { mean: 0, cv: 0 };
  const time: ServiceTime = {
    kind: "tokens",
    ttftMs: figures.ttftMs ? shapeOf(figures.ttftMs) : none,
    tokens: figures.tpotMs && tokens?.completion ? shapeWithPlannersMean(tokens.completion) : none,
    tpotMs: figures.tpotMs ? shapeOf(figures.tpotMs) : none,
  };
  if (figures.cv !== undefined) return { kind: "gamma", shape: { mean: meanServiceMs(time), cv: figures.cv } };
  const spread = [time.ttftMs, time.tokens, time.tpotMs].some(({ cv }) => cv > 0);
  if (!spread && !hosted) return { kind: "gamma", shape: { mean: meanServiceMs(time), cv: 1 } };
  return time;
}

function fittedMean(distribution: Distribution, cv: number): number {
  return distribution.mean ?? fitGamma(percentilesOf(distribution), { cv }).mean;
}

/**
 * Number of passes of a loop with this mean that never exceeds `max`: the distribution of greatest entropy, a truncated geometric p(k) ∝ θ^k on 1..max
 * (on 0..max where the mean is below one). Equal mean and max: that number of passes, a fraction drawn as its floor or ceiling.
 */
export function passesDistribution(mean: number, max: number): number[] {
  const most = Math.floor(max + 1e-9);
  if (mean >= most - 1e-9) {
    const floor = Math.floor(mean + 1e-9);
    const rest = Math.max(0, mean - floor);
    const passes = new Array<number>(floor + (rest > 1e-9 ? 2 : 1)).fill(0);
    passes[floor] = rest > 1e-9 ? 1 - rest : 1;
    if (rest > 1e-9) passes[floor + 1] = rest;
    return passes;
  }
  const least = mean >= 1 ? 1 : 0;
  const weights = (logTheta: number) => {
    // Relative to the largest power, so that nothing overflows.
    const anchor = logTheta > 0 ? most : least;
    return Array.from({ length: most + 1 }, (_, passes) => (passes < least ? 0 : Math.exp(logTheta * (passes - anchor))));
  };
  const meanUnder = (logTheta: number) => {
    const all = weights(logTheta);
    let sum = 0;
    let total = 0;
    for (const [passes, weight] of all.entries()) {
      sum += passes * weight;
      total += weight;
    }
    return sum / total;
  };
  let low = -60;
  let high = 60;
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (meanUnder(middle) < mean) low = middle;
    else high = middle;
  }
  const all = weights((low + high) / 2);
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return all.map((weight) => weight / total);
}
