import { fitBatchLatency, predictBatchLatency } from "../../profiler/batch-law";
import { FitError } from "../../profiler/linear-fit";
import {
  fitTimePerToken,
  fitTimeToFirstToken,
  type HeldOut,
  heldOut,
  predictTpot,
  predictTtft,
  type ServingPoint,
  throughputOf,
  withoutSaturation,
} from "../../profiler/token-laws";
import { numberOf, readFigures, textOf } from "../figures/read";
import { deviceOf } from "./devices";
import { energyPoints, servingGroups } from "./serving-series";
import { generatorSeries } from "./vision";

/** Errors of one law on one device, as shares. */
export interface LawRow {
  device: string;
  law: string;
  source: string;
  series: number;
  points: number;
  medianR2: number;
  /** Held out one at a time, between smallest and largest load: median and 90th percentile of the absolute relative error. */
  inside: { tested: number; median: number; p90: number } | null;
  /** The largest load of each series, held out. */
  beyond: { tested: number; median: number; p90: number } | null;
}

export interface LawReport {
  rows: LawRow[];
  saturatedPoints: number;
  servingPoints: number;
  medianR2TimePerToken: number;
  scaling: { from: string; to: string; pairs: number; median: number; p90: number }[];
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * q;
  const low = Math.floor(position);
  const left = sorted[low] ?? Number.NaN;
  return left + (position - low) * ((sorted[low + 1] ?? left) - left);
}

class Collector {
  readonly #groups = new Map<string, { device: string; law: string; source: string; points: number; r2: number[]; held: HeldOut }>();

  add(device: string, law: string, source: string, points: number, r2: number, held: HeldOut): void {
    const key = `${law}/${source}/${device}`;
    const known = this.#groups.get(key) ?? { device, law, source, points: 0, r2: [], held: { inside: [], beyond: [] } };
    known.points += points;
    known.r2.push(r2);
    known.held.inside.push(...held.inside);
    known.held.beyond.push(...held.beyond);
    this.#groups.set(key, known);
  }

  rows(): LawRow[] {
    const summary = (errors: number[]) => (errors.length === 0 ? null : { tested: errors.length, median: quantile(errors, 0.5), p90: quantile(errors, 0.9) });
    return [...this.#groups.values()].map((group) => ({
      device: group.device,
      law: group.law,
      source: group.source,
      series: group.r2.length,
      points: group.points,
      medianR2: quantile(group.r2, 0.5),
      inside: summary(group.held.inside),
      beyond: summary(group.held.beyond),
    }));
  }

  r2(law: string): number[] {
    return [...this.#groups.values()].filter((group) => group.law === law).flatMap((group) => group.r2);
  }
}

const TPOT = "time per output token";
const TTFT = "time to first token";
const THROUGHPUT = "throughput";
const BATCH = "batch latency";

/** Every fit of the catalogue on its own points, and its errors on points it has not seen, per device. */
export function lawReport(): LawReport {
  const collector = new Collector();
  let saturated = 0;
  let total = 0;
  for (const group of servingGroups()) {
    const kept = withoutSaturation(group.all);
    total += group.all.length;
    saturated += group.all.length - kept.length;
    addServing(collector, group.device, kept);
  }
  for (const series of energyPoints()) {
    if (series.points.length < 3) continue;
    const fit = fitTimePerToken(series.points);
    collector.add(
      series.device,
      TPOT,
      "ML.ENERGY",
      series.points.length,
      fit.rSquared,
      heldOut(
        series.points,
        (point) => point.tpotMs,
        (train, test) => predictTpot(fitTimePerToken(train), test.concurrency).value,
      ),
    );
  }
  for (const series of agenticSeries()) {
    const fit = fitTimePerToken(series.points);
    collector.add(
      series.device,
      TPOT,
      "Murakkab (p90)",
      series.points.length,
      fit.rSquared,
      heldOut(
        series.points,
        (point) => point.tpotMs,
        (train, test) => predictTpot(fitTimePerToken(train), test.concurrency).value,
      ),
    );
  }
  for (const series of generatorSeries()) {
    const points = series.points.map((point) => ({ ...point, concurrency: point.batch }));
    const fit = fitBatchLatency(points);
    collector.add(
      series.device,
      BATCH,
      "ML.ENERGY",
      points.length,
      fit.rSquared,
      heldOut(
        points,
        (point) => point.batchMs,
        (train, test) => predictBatchLatency(fitBatchLatency(train), test.batch).value,
      ),
    );
  }
  return {
    rows: collector.rows(),
    saturatedPoints: saturated,
    servingPoints: total,
    medianR2TimePerToken: quantile(collector.r2(TPOT), 0.5),
    scaling: scalingErrors(),
  };
}

/** Points of the agentic figures; requests in service follow from tokens per second times time per token. */
function agenticSeries(): { device: string; points: { concurrency: number; tpotMs: number }[] }[] {
  const series = new Map<string, { device: string; points: { concurrency: number; tpotMs: number }[] }>();
  for (const row of readFigures("agentic-models.csv")) {
    if (textOf(row, "kind") !== "digitised") continue;
    const key = ["model", "device", "gpus"].map((column) => textOf(row, column)).join("|");
    const known = series.get(key) ?? { device: textOf(row, "device") === "a100" ? "a100-80gb" : "h100-80gb", points: [] };
    const tpotMs = numberOf(row, "tpot_p90_ms");
    known.points.push({ concurrency: (numberOf(row, "tokens_per_s") * tpotMs) / 1000, tpotMs });
    series.set(key, known);
  }
  return [...series.values()].filter((entry) => entry.points.length >= 4);
}

function addServing(collector: Collector, device: string, kept: readonly ServingPoint[]): void {
  const series = new Map<string, ServingPoint[]>();
  for (const point of kept) {
    const key = `${point.inputTokens}/${point.outputTokens}`;
    series.set(key, [...(series.get(key) ?? []), point]);
  }
  for (const points of series.values()) {
    if (points.length < 3) continue;
    const fit = fitTimePerToken(points);
    collector.add(
      device,
      TPOT,
      "AIConfigurator",
      points.length,
      fit.rSquared,
      heldOut(
        points,
        (point) => point.tpotMs,
        (train, test) => predictTpot(fitTimePerToken(train), test.concurrency).value,
      ),
    );
  }
  try {
    const fit = fitTimeToFirstToken(kept);
    const held = heldOut(
      kept,
      (point) => point.ttftMs,
      (train, test) => predictTtft(fitTimeToFirstToken(train), test.inputTokens, test.concurrency).value,
    );
    collector.add(device, TTFT, "AIConfigurator", kept.length, fit.rSquared, held);
    const throughput = heldOut(kept, throughputOf, (train, test) => {
      const like = train.filter((point) => point.inputTokens === test.inputTokens && point.outputTokens === test.outputTokens);
      const tpotMs = predictTpot(fitTimePerToken(like), test.concurrency).value;
      const ttftMs = predictTtft(fitTimeToFirstToken(train), test.inputTokens, test.concurrency).value;
      return throughputOf({ ...test, tpotMs, ttftMs });
    });
    collector.add(device, THROUGHPUT, "AIConfigurator", kept.length, Number.NaN, throughput);
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
  }
}

/** How well a law carries over to another device by the ratio of memory bandwidths, judged where both devices were measured at the same setting. */
function scalingErrors(): LawReport["scaling"] {
  const groups = servingGroups();
  const pairs = [
    ["h100-80gb", "h200"],
    ["h100-80gb", "b200"],
    ["h200", "b200"],
  ] as const;
  const result: LawReport["scaling"] = [];
  for (const [from, to] of pairs) {
    const errors: number[] = [];
    const ratio = deviceOf(from).bandwidthGBps / deviceOf(to).bandwidthGBps;
    for (const left of groups.filter((group) => group.device === from)) {
      const right = groups.find(
        (group) =>
          group.device === to && group.model === left.model && group.backend === left.backend && group.precision === left.precision && group.gpus === left.gpus,
      );
      if (!right) continue;
      const targets = withoutSaturation(right.all);
      for (const point of withoutSaturation(left.all)) {
        const target = targets.find(
          (candidate) =>
            candidate.inputTokens === point.inputTokens && candidate.outputTokens === point.outputTokens && candidate.concurrency === point.concurrency,
        );
        if (target) errors.push(Math.abs(point.tpotMs * ratio - target.tpotMs) / target.tpotMs);
      }
    }
    if (errors.length > 0) result.push({ from, to, pairs: errors.length, median: quantile(errors, 0.5), p90: quantile(errors, 0.9) });
  }
  return result;
}
