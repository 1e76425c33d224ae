import type { QueryClass, Settings } from "../documents/workload";
import { arrivalCv2, rateOf } from "./settings";
import { curveStatistics, interArrivalCv, type PoissonVerdict, poissonVerdict } from "./workload-statistics";

/** How a class says when its requests come. */
export type ArrivalKind = "rate" | "curve" | "trace" | "file" | "none";

export interface ArrivalSummary {
  kind: ArrivalKind;
  /** Requests per second; null when they are not known. */
  meanRps: number | null;
  peakRps: number | null;
  /** The rate that a plan is made for. */
  plannedRps: number | null;
  /** Coefficient of variation of the times between arrivals; only of a trace. */
  cv: number | null;
  verdict: PoissonVerdict | null;
  requests: number | null;
}

/** Rates and burstiness of a class, requests per second. A trace decides burstiness also where a rate is given beside it. */
export function arrivalSummary(queryClass: QueryClass, settings: Settings = {}): ArrivalSummary {
  const times = queryClass.trace?.timestampsMs;
  const traced = times !== undefined && times.length > 1;
  const cv = traced ? interArrivalCv(times) : null;
  const spanMs = traced ? (times[times.length - 1] ?? 0) - (times[0] ?? 0) : 0;
  const burst = { cv, verdict: traced ? poissonVerdict(cv, times.length) : null, requests: traced ? times.length : null };
  const plannedRps = rateOf(queryClass, settings);
  if (queryClass.rateRps !== undefined) return { kind: "rate", meanRps: queryClass.rateRps, peakRps: queryClass.rateRps, plannedRps, ...burst };
  if (queryClass.curve) {
    const { meanRateRps, peakRateRps } = curveStatistics(queryClass.curve);
    return { kind: "curve", meanRps: meanRateRps, peakRps: peakRateRps, plannedRps, ...burst };
  }
  if (traced) return { kind: "trace", meanRps: spanMs > 0 ? ((times.length - 1) * 1000) / spanMs : null, peakRps: busiestMinute(times), plannedRps, ...burst };
  return { kind: queryClass.trace?.file ? "file" : "none", meanRps: null, peakRps: null, plannedRps, ...burst };
}

/** Rate of the busiest minute (or of the whole span when it is shorter), requests per second. */
function busiestMinute(times: readonly number[]): number {
  const spanMs = (times[times.length - 1] ?? 0) - (times[0] ?? 0);
  const width = Math.min(60_000, Math.max(1, spanMs));
  let most = 0;
  let first = 0;
  for (let last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= width && first < last) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return (most * 1000) / width;
}

/**
 * What to know before trusting waits that are computed for this class; null when its arrivals are close enough to what is assumed. The planner uses a trace's
 * own burstiness (planning model, section 2); far from Poisson the formula itself is rough (Allen and Cunneen).
 */
export function arrivalWarning(queryClass: QueryClass, settings: Settings = {}): string | null {
  const { cv, verdict } = arrivalSummary(queryClass, settings);
  if (cv === null || verdict?.kind !== "burstier") return null;
  const rounded = cv >= 10 ? cv.toFixed(0) : cv.toFixed(2);
  const start = `Arrivals of ${queryClass.id} are far burstier than Poisson (inter-arrival CV ${rounded})`;
  if (settings.queueing === "none") return `${start}, and this plan counts no waiting at all. Plan with queueing, or simulate the plan with the trace.`;
  const factor = (arrivalCv2(queryClass) + 1) / 2;
  return `${start}: mean waits are taken as about ${factor >= 10 ? factor.toFixed(0) : factor.toFixed(1)} times those of Poisson arrivals, by a formula that is rough there. Simulate the plan with the trace before relying on its latency.`;
}
