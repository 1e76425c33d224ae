import type { QueryClass } from "../documents/workload";

/** A number of tokens, or of anything else, over many requests. */
export interface LengthStatistics {
  count: number;
  mean: number;
  min: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
  /** Counts in ten equal bins from 0 to the largest value. */
  histogram: { upTo: number; count: number }[];
}

export interface RateBin {
  /** Since the first arrival, ms. */
  fromMs: number;
  toMs: number;
  rateRps: number;
}

export interface PoissonVerdict {
  /** `unknown` when there are too few arrivals to say. */
  kind: "consistent" | "burstier" | "smoother" | "unknown";
  message: string;
}

export interface WorkloadStatistics {
  requests: number;
  /** From the first arrival to the last, ms. */
  spanMs: number;
  /** (n − 1)/span, per second. */
  meanRateRps: number;
  /** Rate of the busiest bin. */
  peakRateRps: number;
  bins: RateBin[];
  /** Coefficient of variation of the time between arrivals; 1 for Poisson arrivals. */
  interArrivalCv: number | null;
  poisson: PoissonVerdict;
  promptTokens: LengthStatistics | null;
  completionTokens: LengthStatistics | null;
}

/** Fewer arrivals say nothing about burstiness. */
const ENOUGH_ARRIVALS = 30;
/** Beyond these a queueing formula for Poisson arrivals is off by more than about half (Allen and Cunneen: the wait grows with (ca² + cs²)/2). */
const BURSTIER_ABOVE = 1.5;
const SMOOTHER_BELOW = 0.6;

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

/** Quantile q of ascending values by linear interpolation between order statistics (Hyndman and Fan, type 7). */
export function quantileOfSorted(values: ArrayLike<number>, q: number): number {
  if (values.length === 0) return Number.NaN;
  const position = (values.length - 1) * q;
  const low = Math.floor(position);
  const left = values[low] ?? Number.NaN;
  const right = values[Math.min(low + 1, values.length - 1)] ?? left;
  return left + (position - low) * (right - left);
}

/** Mean, percentiles and a ten-bin histogram; null for no values. */
export function lengthStatistics(values: readonly number[]): LengthStatistics | null {
  if (values.length === 0) return null;
  const ordered = sorted(values);
  const max = ordered[ordered.length - 1] ?? 0;
  const width = max > 0 ? max / 10 : 1;
  const counts = new Array<number>(10).fill(0);
  let sum = 0;
  for (const value of ordered) {
    sum += value;
    const bin = Math.min(9, Math.max(0, Math.ceil(value / width) - 1));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    count: ordered.length,
    mean: sum / ordered.length,
    min: ordered[0] ?? 0,
    p50: quantileOfSorted(ordered, 0.5),
    p90: quantileOfSorted(ordered, 0.9),
    p95: quantileOfSorted(ordered, 0.95),
    p99: quantileOfSorted(ordered, 0.99),
    max,
    histogram: counts.map((count, index) => ({ upTo: (index + 1) * width, count })),
  };
}

/** Standard deviation over mean of the times between ascending arrivals; null with fewer than two gaps or when all arrive at once. */
export function interArrivalCv(timestampsMs: ArrayLike<number>): number | null {
  const gaps = timestampsMs.length - 1;
  if (gaps < 2) return null;
  const span = (timestampsMs[gaps] ?? 0) - (timestampsMs[0] ?? 0);
  const mean = span / gaps;
  if (!(mean > 0)) return null;
  let squares = 0;
  for (let index = 1; index <= gaps; index += 1) squares += ((timestampsMs[index] ?? 0) - (timestampsMs[index - 1] ?? 0) - mean) ** 2;
  return Math.sqrt(squares / gaps) / mean;
}

/** What a coefficient of variation means for a plan that assumes Poisson arrivals. */
export function poissonVerdict(cv: number | null, arrivals: number): PoissonVerdict {
  if (cv === null || arrivals < ENOUGH_ARRIVALS) return { kind: "unknown", message: `Too few arrivals (${arrivals}) to say how bursty they are.` };
  const rounded = cv >= 10 ? cv.toFixed(0) : cv.toFixed(2);
  if (cv > BURSTIER_ABOVE) {
    const factor = (cv * cv + 1) / 2;
    return {
      kind: "burstier",
      message: `Arrivals are far burstier than Poisson (inter-arrival CV ${rounded}): waits are about ${factor >= 10 ? factor.toFixed(0) : factor.toFixed(1)} times those of Poisson arrivals at the same load. Plan with the trace, not with a rate.`,
    };
  }
  if (cv < SMOOTHER_BELOW)
    return { kind: "smoother", message: `Arrivals are smoother than Poisson (inter-arrival CV ${rounded}): a plan for Poisson arrivals is on the safe side.` };
  return { kind: "consistent", message: `Arrivals are close to Poisson (inter-arrival CV ${rounded}).` };
}

export interface ArrivalSample {
  /** Ascending, ms since any origin. */
  timestampsMs: readonly number[] | Float64Array;
  promptTokens?: readonly number[];
  completionTokens?: readonly number[];
}

/**
 * Rate over time, burstiness and token lengths of a trace. Times in ms, rates per second.
 * @param bins how many equal bins the span is cut into
 * @throws RangeError when the times are not ascending
 */
export function traceStatistics(sample: ArrivalSample, bins = 60): WorkloadStatistics {
  const times = sample.timestampsMs;
  const requests = times.length;
  for (let index = 1; index < requests; index += 1) {
    if ((times[index] ?? 0) < (times[index - 1] ?? 0)) throw new RangeError(`arrival ${index + 1} is earlier than the one before it`);
  }
  const first = times[0] ?? 0;
  const spanMs = requests > 1 ? (times[requests - 1] ?? 0) - first : 0;
  const counts = new Array<number>(spanMs > 0 ? Math.max(1, bins) : 0).fill(0);
  const width = spanMs / Math.max(1, counts.length);
  if (counts.length > 0) {
    for (let index = 0; index < requests; index += 1) {
      const bin = Math.min(counts.length - 1, Math.floor(((times[index] ?? 0) - first) / width));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const rates = counts.map((count, index) => ({ fromMs: index * width, toMs: (index + 1) * width, rateRps: (count * 1000) / width }));
  const cv = interArrivalCv(times);
  return {
    requests,
    spanMs,
    meanRateRps: spanMs > 0 ? ((requests - 1) * 1000) / spanMs : 0,
    peakRateRps: rates.reduce((peak, bin) => Math.max(peak, bin.rateRps), 0),
    bins: rates,
    interArrivalCv: cv,
    poisson: poissonVerdict(cv, requests),
    promptTokens: lengthStatistics(sample.promptTokens ?? []),
    completionTokens: lengthStatistics(sample.completionTokens ?? []),
  };
}

export interface CurveStatistics {
  meanRateRps: number;
  peakRateRps: number;
  lowRateRps: number;
  /** Peak over mean: what sizing for the busiest minute costs. */
  peakToMean: number;
}

/**
 * Mean, peak and low of a daily curve. Each rate holds from its minute to the next; the last as long as the mean step.
 * @throws RangeError when the curve is empty
 */
export function curveStatistics(curve: NonNullable<QueryClass["curve"]>): CurveStatistics {
  if (curve.length === 0) throw new RangeError("the curve has no points");
  const ordered = curve.toSorted((left, right) => left.minute - right.minute);
  const first = ordered[0];
  const last = ordered[ordered.length - 1];
  if (!first || !last) throw new RangeError("the curve has no points");
  const step = ordered.length > 1 ? (last.minute - first.minute) / (ordered.length - 1) : 1;
  let area = 0;
  let minutes = 0;
  for (const [index, point] of ordered.entries()) {
    const length = (ordered[index + 1]?.minute ?? point.minute + step) - point.minute;
    area += point.rateRps * length;
    minutes += length;
  }
  const rates = ordered.map((point) => point.rateRps);
  const meanRateRps = minutes > 0 ? area / minutes : first.rateRps;
  const peakRateRps = Math.max(...rates);
  return { meanRateRps, peakRateRps, lowRateRps: Math.min(...rates), peakToMean: meanRateRps > 0 ? peakRateRps / meanRateRps : 1 };
}
