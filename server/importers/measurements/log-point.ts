import type { MeasuredPoint, TimeValues } from "./measured-point";
import type { RequestLog } from "./request-log";
import type { RunningSummary } from "./running-statistics";

const tidy = (value: number) => Number(value.toPrecision(6));

function valuesOf(summary: RunningSummary): TimeValues {
  return {
    mean: tidy(summary.mean.value),
    p50: tidy(summary.p50.value),
    p90: tidy(summary.p90.value),
    p95: tidy(summary.p95.value),
    p99: tidy(summary.p99.value),
  };
}

/** What a request log measures, as one operating point; null when it has no latency. */
export function pointOfLog(log: RequestLog): MeasuredPoint | null {
  if (!log.latencyMs) return null;
  const point: MeasuredPoint = {
    row: 1,
    latencyMs: valuesOf(log.latencyMs),
    latencyCi95: [tidy(log.latencyMs.mean.ci95[0]), tidy(log.latencyMs.mean.ci95[1])],
    cv: tidy(log.latencyMs.cv),
    samples: log.latencyMs.count,
  };
  if (log.rateRps) point.throughputRps = tidy(log.rateRps.value);
  if (log.okShare) point.failedShare = tidy(1 - log.okShare.value);
  if (log.promptTokens) {
    point.promptTokens = tidy(log.promptTokens.mean.value);
    point.promptTokensOf = valuesOf(log.promptTokens);
  }
  if (log.completionTokens) {
    point.completionTokens = tidy(log.completionTokens.mean.value);
    point.completionTokensOf = valuesOf(log.completionTokens);
  }
  return point;
}
