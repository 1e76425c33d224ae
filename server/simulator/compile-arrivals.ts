import type { ArrivalPattern } from "../../core/documents/simulation";
import type { QueryClass, Settings } from "../../core/documents/workload";
import { rateOf } from "../../core/metrics/settings";
import type { ArrivalModel } from "./model";
import { SimulationError } from "./simulation-input";

interface Span {
  warmupMs: number;
  durationMs: number;
  rateFactor: number;
}

/** The pattern a class has when none is asked for. */
export function patternOf(queryClass: QueryClass, asked: ArrivalPattern | undefined): ArrivalPattern {
  if (asked) return asked;
  if ((queryClass.trace?.timestampsMs?.length ?? 0) > 1) return { kind: "trace" };
  return queryClass.curve && queryClass.rateRps === undefined ? { kind: "curve" } : { kind: "poisson" };
}

/** Arrivals of a class under a pattern. Patterns that need only a mean rate use the one that the plan is sized for. */
export function compileArrivals(queryClass: QueryClass, pattern: ArrivalPattern, settings: Settings, span: Span): ArrivalModel {
  if (pattern.kind === "trace") return traceArrivals(queryClass, span);
  if (pattern.kind === "curve") return curveArrivals(queryClass, span);
  const sizedFor = rateOf(queryClass, settings);
  if (sizedFor === null) throw new SimulationError("rate-needed", `The class "${queryClass.id}" has no rate, curve or trace, so there is nothing to simulate.`);
  const rateRps = sizedFor * span.rateFactor;
  if (pattern.kind === "uniform") return { kind: "uniform", rateRps };
  if (pattern.kind === "poisson") return { kind: "pieces", pieces: [{ fromMs: 0, rateRps }] };
  if (pattern.kind === "spike") {
    const atMs = span.warmupMs + (pattern.atMs ?? 0.4 * span.durationMs);
    const untilMs = atMs + (pattern.forMs ?? 0.1 * span.durationMs);
    return {
      kind: "pieces",
      pieces: [
        { fromMs: 0, rateRps },
        { fromMs: atMs, rateRps: rateRps * (pattern.factor ?? 3) },
        { fromMs: untilMs, rateRps },
      ],
    };
  }
  const burstShare = pattern.burstShare ?? 0.1;
  // A burst that would carry more than all requests is as high as it can be without any between bursts.
  const burstFactor = Math.min(pattern.burstFactor ?? 4, 1 / burstShare);
  const meanBurstMs = pattern.burstMs ?? 10_000;
  return {
    kind: "mmpp",
    burstRps: rateRps * burstFactor,
    calmRps: Math.max(0, (rateRps * (1 - burstShare * burstFactor)) / (1 - burstShare)),
    meanBurstMs,
    meanCalmMs: (meanBurstMs * (1 - burstShare)) / burstShare,
  };
}

function traceArrivals(queryClass: QueryClass, span: Span): ArrivalModel {
  const times = queryClass.trace?.timestampsMs;
  if (!times || times.length < 2) {
    const why = queryClass.trace?.file ? `its trace file ${queryClass.trace.file} has not been read` : "it has no trace";
    throw new SimulationError("trace-missing", `The class "${queryClass.id}" cannot be replayed: ${why}.`);
  }
  const first = times[0]!;
  const spanMs = times[times.length - 1]! - first;
  // One mean gap separates the last request from the first of the next round.
  const periodMs = spanMs * (times.length / (times.length - 1));
  return { kind: "trace", timesMs: times.map((time) => (time - first) / span.rateFactor), periodMs: periodMs / span.rateFactor };
}

function curveArrivals(queryClass: QueryClass, span: Span): ArrivalModel {
  const { curve } = queryClass;
  if (!curve || curve.length === 0) throw new SimulationError("curve-missing", `The class "${queryClass.id}" has no curve.`);
  const points = [...curve].sort((a, b) => a.minute - b.minute);
  const last = points[points.length - 1]!;
  const stepMinutes = points.length > 1 ? last.minute - points[points.length - 2]!.minute : 60;
  const periodMs = (last.minute - points[0]!.minute + Math.max(stepMinutes, 1e-3)) * 60_000;
  const pieces = [{ fromMs: 0, rateRps: points[0]!.rateRps * span.rateFactor }];
  for (let startMs = 0; startMs < span.durationMs; startMs += periodMs) {
    for (const point of points) {
      const fromMs = startMs + (point.minute - points[0]!.minute) * 60_000;
      if (fromMs < span.durationMs) pieces.push({ fromMs: span.warmupMs + fromMs, rateRps: point.rateRps * span.rateFactor });
    }
  }
  return { kind: "pieces", pieces };
}
