import type { ArrivalModel } from "./model";
import type { RandomStream } from "./random";

/** Gives the times of one class's requests, in ascending order, ms from the start of the run. */
export interface ArrivalProcess {
  /** Time of the next request; Infinity when there are no more. */
  next(): number;
}

/** Makes the arrival process of a model; it draws only from the given stream. */
export function arrivalProcess(model: ArrivalModel, random: RandomStream): ArrivalProcess {
  if (model.kind === "uniform") return model.rateRps > 0 ? new EvenArrivals(1000 / model.rateRps, random) : NO_ARRIVALS;
  if (model.kind === "pieces") return new PiecewisePoisson(model.pieces, random);
  if (model.kind === "trace") return model.timesMs.length > 0 ? new TraceArrivals(model.timesMs, model.periodMs) : NO_ARRIVALS;
  if (model.kind === "mmpp") return new ModulatedPoisson(model, random);
  return NO_ARRIVALS;
}

const NO_ARRIVALS: ArrivalProcess = { next: () => Number.POSITIVE_INFINITY };

/** Constant gaps with a random phase. */
class EvenArrivals implements ArrivalProcess {
  private readonly phaseMs: number;
  private count = 0;

  constructor(
    private readonly gapMs: number,
    random: RandomStream,
  ) {
    this.phaseMs = gapMs * random.uniform();
  }

  next(): number {
    const time = this.phaseMs + this.count * this.gapMs;
    this.count += 1;
    return time;
  }
}

/** Poisson with a rate that is constant within pieces. A gap that would cross a boundary is drawn anew from there (no memory). */
class PiecewisePoisson implements ArrivalProcess {
  private nowMs = 0;
  private piece = 0;

  constructor(
    private readonly pieces: { fromMs: number; rateRps: number }[],
    private readonly random: RandomStream,
  ) {}

  next(): number {
    for (;;) {
      const rate = this.pieces[this.piece]!.rateRps;
      const endMs = this.pieces[this.piece + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      const time = rate > 0 ? this.nowMs + (1000 / rate) * this.random.exponential() : Number.POSITIVE_INFINITY;
      if (time < endMs) {
        this.nowMs = time;
        return time;
      }
      if (endMs === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
      this.nowMs = endMs;
      this.piece += 1;
    }
  }
}

/** A recorded trace, repeated with its own period. */
class TraceArrivals implements ArrivalProcess {
  private index = 0;
  private cycleStartMs = 0;

  constructor(
    private readonly timesMs: readonly number[],
    private readonly periodMs: number,
  ) {}

  next(): number {
    if (this.index === this.timesMs.length) {
      if (!(this.periodMs > 0)) return Number.POSITIVE_INFINITY;
      this.index = 0;
      this.cycleStartMs += this.periodMs;
    }
    const time = this.cycleStartMs + this.timesMs[this.index]!;
    this.index += 1;
    return time;
  }
}

/** Two-state Markov-modulated Poisson process: calm and burst, each of exponential length. */
class ModulatedPoisson implements ArrivalProcess {
  private nowMs = 0;
  private burst: boolean;
  private untilMs: number;

  constructor(
    private readonly model: Extract<ArrivalModel, { kind: "mmpp" }>,
    private readonly random: RandomStream,
  ) {
    this.burst = random.uniform() < model.meanBurstMs / (model.meanBurstMs + model.meanCalmMs);
    this.untilMs = this.length();
  }

  private length(): number {
    return (this.burst ? this.model.meanBurstMs : this.model.meanCalmMs) * this.random.exponential();
  }

  next(): number {
    if (this.model.burstRps <= 0 && this.model.calmRps <= 0) return Number.POSITIVE_INFINITY;
    for (;;) {
      const rate = this.burst ? this.model.burstRps : this.model.calmRps;
      const time = rate > 0 ? this.nowMs + (1000 / rate) * this.random.exponential() : Number.POSITIVE_INFINITY;
      if (time <= this.untilMs) {
        this.nowMs = time;
        return time;
      }
      this.nowMs = this.untilMs;
      this.burst = !this.burst;
      this.untilMs = this.nowMs + this.length();
    }
  }
}
