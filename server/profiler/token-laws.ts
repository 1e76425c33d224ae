import { FitError, fitRelative, type LinearFit, type Prediction, predict } from "./linear-fit";

/** One measured operating point of a language model. Times in ms, lengths in tokens. */
export interface ServingPoint {
  inputTokens: number;
  outputTokens: number;
  concurrency: number;
  ttftMs: number;
  tpotMs: number;
}

/**
 * Tokens per second of one replica by Little's law: `concurrency` requests are in service, each for ttft + outputTokens · tpot.
 * @returns completion tokens per second.
 */
export function throughputOf(point: ServingPoint): number {
  return (point.concurrency * point.outputTokens * 1000) / (point.ttftMs + point.outputTokens * point.tpotMs);
}

/** Below this, more concurrency only lengthens the queue: relative gain in throughput over relative gain in concurrency. */
const SATURATED_BELOW = 0.1;

/**
 * Leaves out points beyond saturation. Past it requests wait for memory, so the time to first token explodes while throughput stands still;
 * no law of service time holds there. A point is saturated when its requests wait longer than they are answered (ttft > outputTokens · tpot), or when,
 * against the series' last kept point, a relative gain in concurrency brought less than a tenth of that gain in throughput.
 */
export function withoutSaturation(points: readonly ServingPoint[]): ServingPoint[] {
  const kept: ServingPoint[] = [];
  const series = new Map<string, ServingPoint[]>();
  for (const point of points) {
    const key = `${point.inputTokens}/${point.outputTokens}`;
    series.set(key, [...(series.get(key) ?? []), point]);
  }
  for (const list of series.values()) {
    let last: ServingPoint | null = null;
    for (const point of list.toSorted((left, right) => left.concurrency - right.concurrency)) {
      if (point.ttftMs > point.outputTokens * point.tpotMs) continue;
      if (last && point.concurrency > last.concurrency) {
        const gain = throughputOf(point) / throughputOf(last) - 1;
        if (gain / (point.concurrency / last.concurrency - 1) < SATURATED_BELOW) continue;
      }
      last = point;
      kept.push(point);
    }
  }
  return kept;
}

/**
 * Time per output token against concurrency: tpot = base + perRequest · n (ms). Decoding reads the weights once per step (base) and each
 * request's cache and share of arithmetic on top (perRequest), hence affine. One prompt and answer length.
 * @throws FitError with fewer than three points.
 */
export function fitTimePerToken(points: readonly Pick<ServingPoint, "concurrency" | "tpotMs">[]): LinearFit {
  return fitRelative(
    ["base ms", "ms per concurrent request"],
    points.map((point) => ({ features: timePerTokenFeatures(point.concurrency), y: point.tpotMs })),
  );
}

export function timePerTokenFeatures(concurrency: number): number[] {
  return [1, concurrency];
}

/**
 * Time to first token against prompt length and load: ttft = base + perKiloToken · k + perKiloTokenAndRequest · k · n (ms), k = prompt
 * tokens / 1000: a fixed part, the prompt's own arithmetic, and the prompts of the others it queues behind.
 * @throws FitError with fewer than four points, or with one prompt length only (then the fixed part is left out).
 */
export function fitTimeToFirstToken(points: readonly Pick<ServingPoint, "inputTokens" | "concurrency" | "ttftMs">[]): LinearFit {
  const lengths = new Set(points.map((point) => point.inputTokens));
  if (lengths.size === 1) {
    return fitRelative(
      ["ms per 1000 prompt tokens", "ms per 1000 prompt tokens and concurrent request"],
      points.map((point) => ({ features: timeToFirstTokenFeatures(point.inputTokens, point.concurrency).slice(1), y: point.ttftMs })),
    );
  }
  return fitRelative(
    ["base ms", "ms per 1000 prompt tokens", "ms per 1000 prompt tokens and concurrent request"],
    points.map((point) => ({ features: timeToFirstTokenFeatures(point.inputTokens, point.concurrency), y: point.ttftMs })),
  );
}

export function timeToFirstTokenFeatures(inputTokens: number, concurrency: number): number[] {
  const k = inputTokens / 1000;
  return [1, k, k * concurrency];
}

/** Both laws of one model on one device, and what follows from them. */
export interface TokenLaws {
  tpot: LinearFit;
  ttft: LinearFit;
}

/** Time to first token at a prompt length and load (ms), never below 1 ms. */
export function predictTtft(fit: LinearFit, inputTokens: number, concurrency: number): Prediction {
  const features = timeToFirstTokenFeatures(inputTokens, concurrency);
  const result = predict(fit, fit.terms.length === 2 ? features.slice(1) : features);
  return { value: Math.max(1, result.value), ci95: result.ci95, interval95: result.interval95 };
}

/** Time per output token at a load (ms). */
export function predictTpot(fit: LinearFit, concurrency: number): Prediction {
  return predict(fit, timePerTokenFeatures(concurrency));
}

/** Tokens per second of a replica at a load, by the two laws and Little's law. */
export function predictThroughput(laws: TokenLaws, inputTokens: number, outputTokens: number, concurrency: number): number {
  return throughputOf({
    inputTokens,
    outputTokens,
    concurrency,
    ttftMs: predictTtft(laws.ttft, inputTokens, concurrency).value,
    tpotMs: predictTpot(laws.tpot, concurrency).value,
  });
}

export interface HeldOut {
  /** Absolute relative errors of points left out of the fit one at a time, between the smallest and the largest load. */
  inside: number[];
  /** Absolute relative errors of the largest load, left out of the fit. */
  beyond: number[];
}

/** Errors on points the fit has not seen; points that cannot be left out (too few remain) are skipped. */
export function heldOut<P extends { concurrency: number }>(
  points: readonly P[],
  y: (point: P) => number,
  estimate: (train: readonly P[], test: P) => number,
): HeldOut {
  const loads = points.map((point) => point.concurrency);
  const low = Math.min(...loads);
  const high = Math.max(...loads);
  const result: HeldOut = { inside: [], beyond: [] };
  const judge = (test: P, train: readonly P[], into: number[]) => {
    try {
      into.push(Math.abs(estimate(train, test) - y(test)) / y(test));
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
    }
  };
  for (const point of points) {
    if (point.concurrency > low && point.concurrency < high)
      judge(
        point,
        points.filter((other) => other !== point),
        result.inside,
      );
    else if (point.concurrency === high && high > low)
      judge(
        point,
        points.filter((other) => other.concurrency < high),
        result.beyond,
      );
  }
  return result;
}
