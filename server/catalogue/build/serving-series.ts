import type { LinearFit, Prediction } from "../../profiler/linear-fit";
import { fitTimePerToken, fitTimeToFirstToken, predictTtft, type ServingPoint, withoutSaturation } from "../../profiler/token-laws";
import { numberOf, readFigures, textOf } from "../figures/read";

const DEVICE_NAMES: Record<string, string> = { h100: "h100-80gb", h200: "h200", b200: "b200", b300: "b300", a100: "a100-80gb" };

function deviceName(short: string): string {
  const name = DEVICE_NAMES[short];
  if (!name) throw new Error(`unknown device ${short}`);
  return name;
}

export interface EnergyPoint {
  concurrency: number;
  tpotMs: number;
  tokensPerSecond: number;
  powerW: number;
}

/** Runs of one model on one number of GPUs, at rising batch. */
export interface EnergySeries {
  model: string;
  task: string;
  device: string;
  gpus: number;
  precision: string;
  points: EnergyPoint[];
  tpot: LinearFit;
  /** Measured power of the run of nearest batch, W. */
  powerAt: (concurrency: number) => number;
}

/** Points of the energy runs by series; the mean time per token is the mean batch over the tokens per second (Little's law). */
export function energyPoints(): Omit<EnergySeries, "tpot" | "powerAt">[] {
  const series = new Map<string, Omit<EnergySeries, "tpot" | "powerAt">>();
  for (const row of readFigures("llm-energy.csv")) {
    const key = ["model", "task", "device", "gpus", "precision"].map((column) => textOf(row, column)).join("|");
    const concurrency = numberOf(row, "mean_batch");
    const tokensPerSecond = numberOf(row, "tokens_per_s");
    const point = { concurrency, tokensPerSecond, tpotMs: (1000 * concurrency) / tokensPerSecond, powerW: numberOf(row, "power_w") };
    const known = series.get(key);
    if (known) known.points.push(point);
    else
      series.set(key, {
        model: textOf(row, "model"),
        task: textOf(row, "task"),
        device: deviceName(textOf(row, "device")),
        gpus: numberOf(row, "gpus"),
        precision: textOf(row, "precision"),
        points: [point],
      });
  }
  return [...series.values()];
}

export function energySeries(): EnergySeries[] {
  return energyPoints()
    .filter((series) => series.points.length >= 3)
    .map((series) => ({
      ...series,
      tpot: fitTimePerToken(series.points),
      powerAt: (concurrency) => {
        const nearest = series.points.toSorted(
          (left, right) => Math.abs(Math.log(left.concurrency / concurrency)) - Math.abs(Math.log(right.concurrency / concurrency)),
        )[0];
        return nearest?.powerW ?? 0;
      },
    }));
}

/** Serving points of one model in one setting; the time per token is fitted on the series of 1024 prompt and 1024 answer tokens. */
export interface ServingSeries {
  model: string;
  device: string;
  backend: string;
  precision: string;
  gpus: number;
  outputTokens: number;
  points: ServingPoint[];
  all: ServingPoint[];
  tpot: LinearFit;
  ttft: LinearFit;
  ttftAt: (promptTokens: number, concurrency: number) => Prediction;
}

export function servingGroups(): Omit<ServingSeries, "tpot" | "ttft" | "ttftAt" | "points" | "outputTokens">[] {
  const groups = new Map<string, Omit<ServingSeries, "tpot" | "ttft" | "ttftAt" | "points" | "outputTokens">>();
  for (const row of readFigures("llm-serving.csv")) {
    const key = ["model", "device", "backend", "precision", "tensor_parallel"].map((column) => textOf(row, column)).join("|");
    const point: ServingPoint = {
      inputTokens: numberOf(row, "input_tokens"),
      outputTokens: numberOf(row, "output_tokens"),
      concurrency: numberOf(row, "concurrency"),
      ttftMs: numberOf(row, "ttft_ms"),
      tpotMs: numberOf(row, "tpot_ms"),
    };
    const known = groups.get(key);
    if (known) known.all.push(point);
    else
      groups.set(key, {
        model: textOf(row, "model"),
        device: deviceName(textOf(row, "device")),
        backend: textOf(row, "backend"),
        precision: textOf(row, "precision"),
        gpus: numberOf(row, "tensor_parallel"),
        all: [point],
      });
  }
  return [...groups.values()];
}

export function servingSeries(): ServingSeries[] {
  const result: ServingSeries[] = [];
  for (const group of servingGroups()) {
    const kept = withoutSaturation(group.all);
    const points = kept.filter((point) => point.inputTokens === 1024 && point.outputTokens === 1024);
    if (points.length < 3 || new Set(kept.map((point) => point.inputTokens)).size < 2) continue;
    const ttft = fitTimeToFirstToken(kept);
    result.push({ ...group, outputTokens: 1024, points, tpot: fitTimePerToken(points), ttft, ttftAt: (prompt, load) => predictTtft(ttft, prompt, load) });
  }
  return result;
}

/** The settings of a model that we offer: per device and number of GPUs (at most 4 to a replica) the precision the device is made for. */
export function serving(all: readonly ServingSeries[], model: string): ServingSeries[] {
  return all.filter(
    (series) =>
      series.model === model &&
      series.gpus <= 4 &&
      series.device !== "b300" &&
      (series.precision === "fp8" || model === "gpt-oss-120b") &&
      (series.tpot.terms[1]?.value ?? 0) > 0,
  );
}
