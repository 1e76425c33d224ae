import { DDSketch } from "@datadog/sketches-js";

/** Relative error of every quantile that a sketch gives (Masson, Rim, Lee, "DDSketch", VLDB 2019). */
export const SKETCH_ACCURACY = 0.005;

export interface Estimate {
  value: number;
  /** 95 % interval. */
  ci95: [number, number];
}

export interface RunningSummary {
  count: number;
  mean: Estimate;
  cv: number;
  min: number;
  max: number;
  p50: Estimate;
  p90: Estimate;
  p95: Estimate;
  p99: Estimate;
}

/** Mean, spread and percentiles of a stream in constant memory; deterministic. */
export class RunningStatistics {
  readonly #sketch = new DDSketch({ relativeAccuracy: SKETCH_ACCURACY });
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    this.#count += 1;
    // Welford's update keeps the variance exact to rounding over long streams.
    const delta = value - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#sketch.accept(value);
  }

  /** The smallest value that at least a share `q` of the values do not exceed: the 99th percentile of fifty values is the largest of them. */
  quantile(q: number): number {
    if (this.#count === 0) return Number.NaN;
    if (this.#count === 1) return this.#max;
    const rank = Math.min(this.#count, Math.max(1, Math.ceil(q * this.#count)));
    // The sketch takes a share of count - 1 and rounds down; half a step more keeps rounding from reaching the value before.
    const value = this.#sketch.getValueAtQuantile(Math.min(1, (rank - 0.5) / (this.#count - 1)));
    return Math.min(this.#max, Math.max(this.#min, value));
  }

  /**
   * Quantile with the interval between the order statistics that hold it with 95 % probability (binomial, normal approximation; David and
   * Nagaraja, Order Statistics, section 7.1), widened by the sketch's own error.
   */
  estimate(q: number): Estimate {
    const spread = 1.96 * Math.sqrt((q * (1 - q)) / this.#count);
    return { value: this.quantile(q), ci95: [this.quantile(q - spread) * (1 - SKETCH_ACCURACY), this.quantile(q + spread) * (1 + SKETCH_ACCURACY)] };
  }

  /** Everything at once; null while nothing was added. */
  summary(): RunningSummary | null {
    if (this.#count === 0) return null;
    const deviation = this.#count > 1 ? Math.sqrt(this.#squares / (this.#count - 1)) : 0;
    const half = (1.96 * deviation) / Math.sqrt(this.#count);
    return {
      count: this.#count,
      mean: { value: this.#mean, ci95: [Math.max(0, this.#mean - half), this.#mean + half] },
      cv: this.#mean > 0 ? deviation / this.#mean : 0,
      min: this.#min,
      max: this.#max,
      p50: this.estimate(0.5),
      p90: this.estimate(0.9),
      p95: this.estimate(0.95),
      p99: this.estimate(0.99),
    };
  }
}
