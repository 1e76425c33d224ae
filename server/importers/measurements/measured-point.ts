import type { Profile } from "../../../core/documents/catalogue";
import type { Statistic } from "../../../core/documents/common";
import type { ProblemList } from "./problems";

export type TimeValues = Partial<Record<Statistic, number>>;

/** One operating point from somebody's measurement file, whatever format it came in. Times in ms. */
export interface MeasuredPoint {
  /** Line, or number of the result, in the file. */
  row: number;
  label?: string;
  device?: string;
  devices?: number;
  batch?: number;
  concurrency?: number;
  latencyMs?: TimeValues;
  /** 95 % interval of the mean latency, ms. */
  latencyCi95?: [number, number];
  /** Coefficient of variation of the latency. */
  cv?: number;
  ttftMs?: TimeValues;
  tpotMs?: TimeValues;
  /** Requests per second. */
  throughputRps?: number;
  /** Completion tokens per second. */
  tokensPerSecond?: number;
  /** Mean tokens of a request. */
  promptTokens?: number;
  completionTokens?: number;
  /** The same in full, where the file has every request. */
  promptTokensOf?: TimeValues;
  completionTokensOf?: TimeValues;
  powerW?: number;
  samples?: number;
  /** Share of requests that failed. */
  failedShare?: number;
}

const ORDER: readonly Statistic[] = ["p50", "p90", "p95", "p99"];

/** Percentiles must not fall: returns false (with a problem) when they do. A mean above the 99th percentile can be, but seldom is. */
export function percentilesRise(values: TimeValues, what: string, row: number, problems: ProblemList): boolean {
  let last: { name: Statistic; value: number } | null = null;
  for (const name of ORDER) {
    const value = values[name];
    if (value === undefined) continue;
    if (last && value < last.value * (1 - 1e-9)) {
      problems.error("percentiles-order", `${what}: ${name} (${value}) is below ${last.name} (${last.value}).`, {
        row,
        hint: "Two columns may be swapped, or have different units.",
      });
      return false;
    }
    last = { name, value };
  }
  if (values.mean !== undefined && values.p99 !== undefined && values.mean > values.p99)
    problems.warning("percentiles-order", `${what}: the mean (${values.mean}) is above p99 (${values.p99}).`, {
      row,
      hint: "Two columns may be swapped, or have different units; else a few calls took very long.",
    });
  return true;
}

function typical(values: TimeValues | undefined): number | null {
  return values ? (values.mean ?? values.p50 ?? values.p90 ?? values.p95 ?? values.p99 ?? null) : null;
}

/** Factors that a wrong unit makes. */
const WRONG_UNIT = 200;

/**
 * Warns about units that are probably off by a thousand: a value far from the other rows of its column, a latency that its throughput contradicts (a single
 * server cannot finish more calls than batch · devices / latency), or a column that is out of the ordinary as a whole.
 */
export function suspectUnits(points: readonly MeasuredPoint[], problems: ProblemList): void {
  for (const [key, what] of [
    ["latencyMs", "latency"],
    ["ttftMs", "time to first token"],
    ["tpotMs", "time per output token"],
  ] as const) {
    const values = points.flatMap((point) => {
      const value = typical(point[key]);
      return value === null ? [] : [{ point, value }];
    });
    if (values.length === 0) continue;
    const sorted = values.map(({ value }) => value).sort((left, right) => left - right);
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    if (values.length >= 3) {
      for (const { point, value } of values) {
        const ratio = Math.max(value / median, median / value);
        if (ratio >= WRONG_UNIT) {
          problems.warning(
            "unit-suspect",
            `The ${what} (${value} ms) is ${Math.round(ratio)} times ${value > median ? "above" : "below"} the median of the other rows (${median} ms).`,
            { row: point.row, hint: "Is this row in another unit?" },
          );
        }
      }
    }
    const low = key === "tpotMs" ? 0.05 : 0.02;
    if (median < low) {
      problems.warning("unit-suspect", `The ${what} is ${median} ms for most rows: unusually short.`, {
        hint: "The column is probably in seconds: choose s as its unit.",
      });
    }
    if (key !== "latencyMs" && median > 60_000) {
      problems.warning("unit-suspect", `The ${what} is ${median} ms for most rows: unusually long.`, {
        hint: "The column is probably in microseconds: choose us as its unit.",
      });
    }
  }
  for (const point of points) {
    const latency = typical(point.latencyMs);
    if (latency === null || point.throughputRps === undefined) continue;
    // Little's law: requests in service = throughput · latency.
    const inService = (point.throughputRps * latency) / 1000;
    const expected = point.concurrency ?? (point.batch ?? 1) * (point.devices ?? 1);
    const ratio = inService / expected;
    if (ratio > WRONG_UNIT || (point.concurrency !== undefined && ratio < 1 / WRONG_UNIT)) {
      problems.warning(
        "unit-suspect",
        `${point.throughputRps} requests per second at ${latency} ms each means ${Number(inService.toPrecision(3))} requests at once, not ${expected}.`,
        {
          row: point.row,
          hint: "The unit of the latency or of the throughput is probably off by a thousand.",
        },
      );
    }
  }
}

export interface ProfileOptions {
  /** Device for points that name none. */
  device: string;
  /** How the file is cited. */
  source: string;
}

/** An operating point as a profile of a catalogue; null when it has no time in it. */
export function profileOf(point: MeasuredPoint, options: ProfileOptions): Profile | null {
  const profile: Profile = { device: point.device ?? options.device };
  if (point.devices !== undefined) profile.devices = point.devices;
  const batch = batchOf(point);
  if (batch !== null) profile.batch = batch;
  const tokens = point.ttftMs && point.tpotMs;
  if (tokens) {
    profile.ttftMs = { ...point.ttftMs };
    profile.tpotMs = { ...point.tpotMs };
    const capacity = point.tokensPerSecond ?? capacityOf(point);
    if (capacity !== null) profile.capacityTokensPerSecond = Number(capacity.toPrecision(6));
  } else if (point.latencyMs) profile.latencyMs = { ...point.latencyMs, ...(point.latencyCi95 ? { ci95: point.latencyCi95 } : {}) };
  else return null;
  if (point.cv !== undefined) profile.cv = Number(point.cv.toPrecision(4));
  if (point.powerW !== undefined) profile.powerW = point.powerW;
  if (point.samples !== undefined) profile.samples = point.samples;
  profile.source = options.source;
  profile.evidence = "measured";
  return profile;
}

/**
 * Calls that are in service together: as given; else as many as the load generator kept open, but no more than throughput and latency allow (Little's law), so
 * that a replica's capacity comes out as what was measured.
 */
function batchOf(point: MeasuredPoint): number | null {
  if (point.batch !== undefined) return point.batch;
  if (point.concurrency === undefined) return null;
  const latencyMs = typical(point.latencyMs);
  const inService = latencyMs !== null && point.throughputRps !== undefined ? (point.throughputRps * latencyMs) / 1000 : point.concurrency;
  return Math.max(1, Math.round(Math.min(point.concurrency, inService)));
}

function capacityOf(point: MeasuredPoint): number | null {
  const ttftMs = typical(point.ttftMs);
  const tpotMs = typical(point.tpotMs);
  if (point.concurrency === undefined || point.completionTokens === undefined || ttftMs === null || tpotMs === null) return null;
  // Little's law: the requests in service each take ttft + completionTokens · tpot.
  return (point.concurrency * point.completionTokens * 1000) / (ttftMs + point.completionTokens * tpotMs);
}
