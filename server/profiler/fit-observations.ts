import { fitBatchLatency } from "./batch-law";
import { FitError, type LinearFit } from "./linear-fit";
import { fitTimePerToken, fitTimeToFirstToken } from "./token-laws";

/** What an imported operating point needs to have for a law; times at one or more statistics, ms. */
export interface Observation {
  label?: string;
  device?: string;
  devices?: number;
  batch?: number;
  concurrency?: number;
  promptTokens?: number;
  latencyMs?: Times;
  ttftMs?: Times;
  tpotMs?: Times;
}
interface Times {
  mean?: number;
  p50?: number;
  p90?: number;
  p95?: number;
  p99?: number;
}

export const LAWS = ["time-per-output-token", "time-to-first-token", "batch-latency"] as const;
export type Law = (typeof LAWS)[number];

export interface FittedLaw {
  label: string;
  device: string;
  devices: number;
  law: Law;
  /** The statistic that was fitted. */
  statistic: keyof Times;
  fit: LinearFit;
}

export interface UnfittedSeries {
  label: string;
  device: string;
  devices: number;
  law: Law;
  reason: string;
}

const STATISTICS = ["mean", "p50", "p90", "p95", "p99"] as const;

/** The statistic that every observation of a series has; the first of them. */
function commonStatistic(times: readonly (Times | undefined)[]): keyof Times | null {
  return STATISTICS.find((name) => times.every((entry) => entry?.[name] !== undefined)) ?? null;
}

/**
 * Fits the laws that a set of operating points supports, per name, device and devices of a replica: time per output token against concurrency, time to
 * first token against prompt length and load, batch latency against batch. Series that are too short, or at one load only, come back with the reason.
 */
export function fitObservations(observations: readonly Observation[], defaultDevice = "device"): { laws: FittedLaw[]; unfitted: UnfittedSeries[] } {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const key = JSON.stringify([observation.label ?? "", observation.device ?? defaultDevice, observation.devices ?? 1]);
    groups.set(key, [...(groups.get(key) ?? []), observation]);
  }
  const laws: FittedLaw[] = [];
  const unfitted: UnfittedSeries[] = [];
  for (const [key, group] of groups) {
    const [label, device, devices] = JSON.parse(key) as [string, string, number];
    const attempt = (
      law: Law,
      series: readonly Observation[],
      times: (observation: Observation) => Times | undefined,
      run: (value: (observation: Observation) => number) => LinearFit,
    ) => {
      if (series.length === 0) return;
      const statistic = commonStatistic(series.map(times));
      if (!statistic) {
        unfitted.push({ label, device, devices, law, reason: "no statistic is given for every point" });
        return;
      }
      try {
        laws.push({ label, device, devices, law, statistic, fit: run((observation) => times(observation)?.[statistic] ?? Number.NaN) });
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
        unfitted.push({ label, device, devices, law, reason: error.message });
      }
    };
    const loaded = group.filter((observation) => observation.concurrency !== undefined);
    attempt(
      "time-per-output-token",
      loaded.filter((observation) => observation.tpotMs),
      (observation) => observation.tpotMs,
      (value) =>
        fitTimePerToken(
          loaded.filter((observation) => observation.tpotMs).map((observation) => ({ concurrency: observation.concurrency ?? 1, tpotMs: value(observation) })),
        ),
    );
    const prompted = loaded.filter((observation) => observation.ttftMs && observation.promptTokens !== undefined);
    attempt(
      "time-to-first-token",
      prompted,
      (observation) => observation.ttftMs,
      (value) =>
        fitTimeToFirstToken(
          prompted.map((observation) => ({
            concurrency: observation.concurrency ?? 1,
            inputTokens: observation.promptTokens ?? 0,
            ttftMs: value(observation),
          })),
        ),
    );
    const batched = group.filter((observation) => observation.batch !== undefined && observation.latencyMs && !observation.tpotMs);
    attempt(
      "batch-latency",
      batched,
      (observation) => observation.latencyMs,
      (value) => fitBatchLatency(batched.map((observation) => ({ batch: observation.batch ?? 1, batchMs: value(observation) }))),
    );
  }
  return { laws, unfitted };
}
