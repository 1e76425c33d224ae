import type { Model, Profile } from "../../../core/documents/catalogue";
import { predictTpot } from "../../profiler/token-laws";
import { numberOf, readFigures, textOf } from "../figures/read";
import { assumedLimit } from "./common";
import { deviceOf } from "./devices";
import { prefill, TYPICAL_PROMPT_TOKENS } from "./prefill";
import { type EnergySeries, energySeries, type ServingSeries, serving, servingSeries } from "./serving-series";
import { AICONFIGURATOR, MLENERGY, MURAKKAB } from "./sources";
import { tidy } from "./yaml";

/** Concurrent requests of the operating points we offer: quick, balanced, dense. */
const LOADS = [8, 32, 128];

interface Spec {
  name: string;
  title: string;
  /** Parameters and active parameters, 10^9. */
  size: number;
  active: number;
  /** Nickname in the ML.ENERGY figures, with the task whose runs are used. */
  energy?: { model: string; task: string };
  /** Name in the serving figures. */
  serving?: string;
  /** Name in the agentic figures. */
  agentic?: string;
  /** Small devices to which the law is scaled by memory bandwidth. */
  scaleTo?: string[];
  price?: { input: number; output: number; provider: string };
}

export const LANGUAGE_MODELS: readonly Spec[] = [
  {
    name: "llama-3.1-8b",
    title: "Llama 3.1 8B Instruct",
    size: 8,
    active: 8,
    energy: { model: "Llama 3.1 8B Instruct", task: "lm-arena-chat" },
    scaleTo: ["l4", "a10g", "l40s", "rtx-4090", "a100-80gb"],
    price: { input: 0.05, output: 0.08, provider: "Groq" },
  },
  {
    name: "llama-3.1-70b",
    title: "Llama 3.1 70B Instruct",
    size: 70,
    active: 70,
    energy: { model: "Llama 3.1 70B Instruct", task: "lm-arena-chat" },
    serving: "Llama-3.1-70B",
    price: { input: 0.88, output: 0.88, provider: "Together" },
  },
  {
    name: "llama-3.1-405b",
    title: "Llama 3.1 405B Instruct (fp8)",
    size: 405,
    active: 405,
    energy: { model: "Llama 3.1 405B Instruct FP8", task: "lm-arena-chat" },
    price: { input: 3.5, output: 3.5, provider: "Together" },
  },
  {
    name: "llama-3.3-70b",
    title: "Llama 3.3 70B Instruct",
    size: 70,
    active: 70,
    energy: { model: "Llama 3.3 70B Instruct", task: "lm-arena-chat" },
    price: { input: 0.59, output: 0.79, provider: "Groq" },
  },
  {
    name: "llama-4-scout",
    title: "Llama 4 Scout 17B 16E",
    size: 109,
    active: 17,
    energy: { model: "Llama 4 Scout 17B 16E Instruct", task: "lm-arena-chat" },
    price: { input: 0.11, output: 0.34, provider: "Groq" },
  },
  {
    name: "llama-4-maverick",
    title: "Llama 4 Maverick 17B 128E (fp8)",
    size: 400,
    active: 17,
    energy: { model: "Llama 4 Maverick 17B 128E Instruct FP8", task: "lm-arena-chat" },
    price: { input: 0.2, output: 0.6, provider: "Groq" },
  },
  {
    name: "qwen3-8b",
    title: "Qwen 3 8B",
    size: 8.2,
    active: 8.2,
    energy: { model: "Qwen 3 8B", task: "lm-arena-chat" },
    scaleTo: ["l4", "a10g", "l40s", "rtx-4090", "a100-80gb"],
  },
  { name: "qwen3-14b", title: "Qwen 3 14B", size: 14.8, active: 14.8, energy: { model: "Qwen 3 14B", task: "lm-arena-chat" }, scaleTo: ["l40s", "a100-80gb"] },
  {
    name: "qwen3-32b",
    title: "Qwen 3 32B",
    size: 32.8,
    active: 32.8,
    energy: { model: "Qwen 3 32B", task: "lm-arena-chat" },
    scaleTo: ["a100-80gb"],
    price: { input: 0.29, output: 0.59, provider: "Groq" },
  },
  {
    name: "qwen3-30b-a3b",
    title: "Qwen 3 30B A3B Instruct",
    size: 30.5,
    active: 3.3,
    energy: { model: "Qwen 3 30B A3B Instruct", task: "lm-arena-chat" },
    scaleTo: ["a100-80gb"],
  },
  {
    name: "qwen3-235b-a22b",
    title: "Qwen 3 235B A22B Instruct (fp8)",
    size: 235,
    active: 22,
    energy: { model: "Qwen 3 235B A22B Instruct FP8", task: "lm-arena-chat" },
  },
  {
    name: "gemma-3-12b",
    title: "Gemma 3 12B",
    size: 12.2,
    active: 12.2,
    energy: { model: "Gemma 3 12B", task: "lm-arena-chat" },
    scaleTo: ["l40s", "rtx-5090", "a100-80gb"],
  },
  { name: "gemma-3-27b", title: "Gemma 3 27B", size: 27.4, active: 27.4, energy: { model: "Gemma 3 27B", task: "lm-arena-chat" }, agentic: "Gemma-3-27B" },
  {
    name: "gpt-oss-20b",
    title: "gpt-oss 20B",
    size: 21,
    active: 3.6,
    energy: { model: "GPT OSS 20B", task: "gpqa" },
    price: { input: 0.075, output: 0.3, provider: "Groq" },
  },
  { name: "gpt-oss-120b", title: "gpt-oss 120B", size: 117, active: 5.1, serving: "gpt-oss-120b", price: { input: 0.15, output: 0.6, provider: "Groq" } },
  {
    name: "deepseek-v3.1",
    title: "DeepSeek V3.1",
    size: 671,
    active: 37,
    energy: { model: "DeepSeek V3.1", task: "lm-arena-chat" },
    price: { input: 0.27, output: 0.95, provider: "DeepSeek" },
  },
  {
    name: "nemotron-nano-9b",
    title: "NVIDIA Nemotron Nano 9B v2",
    size: 8.9,
    active: 8.9,
    energy: { model: "NVIDIA Nemotron Nano 9B V2", task: "lm-arena-chat" },
    scaleTo: ["l40s", "a100-80gb"],
  },
  { name: "phi-4", title: "Phi-4 14B", size: 14.7, active: 14.7, agentic: "Phi-4" },
  { name: "nvlm-d-72b", title: "NVLM-D 72B", size: 79, active: 79, agentic: "NVLM-D-72B" },
  { name: "deepseek-qwen-32b", title: "DeepSeek R1 distilled to Qwen 32B", size: 32.8, active: 32.8, agentic: "DeepSeek-Qwen-32B" },
  { name: "llava-onevision-7b", title: "LLaVA-OneVision 7B", size: 8, active: 8, agentic: "LLaVA-OneVision-7B" },
  {
    name: "qwen3-vl-8b",
    title: "Qwen 3 VL 8B",
    size: 8.8,
    active: 8.8,
    energy: { model: "Qwen 3 VL 8B Instruct", task: "image-chat" },
    scaleTo: ["l4", "l40s", "rtx-4090", "a100-80gb"],
  },
  { name: "qwen3-vl-30b-a3b", title: "Qwen 3 VL 30B A3B", size: 31, active: 3.3, energy: { model: "Qwen 3 VL 30B A3B Instruct", task: "image-chat" } },
  { name: "qwen3-vl-32b", title: "Qwen 3 VL 32B", size: 33.4, active: 33.4, energy: { model: "Qwen 3 VL 32B Instruct", task: "image-chat" } },
  {
    name: "qwen3-vl-235b-a22b",
    title: "Qwen 3 VL 235B A22B (fp8)",
    size: 236,
    active: 22,
    energy: { model: "Qwen 3 VL 235B A22B Instruct FP8", task: "image-chat" },
  },
  { name: "qwen3-omni-30b-a3b", title: "Qwen 3 Omni 30B A3B", size: 35, active: 3.3, energy: { model: "Qwen 3 Omni 30B A3B Instruct", task: "image-chat" } },
  {
    name: "gemma-3-12b-vision",
    title: "Gemma 3 12B reading images",
    size: 12.2,
    active: 12.2,
    energy: { model: "Gemma 3 12B", task: "image-chat" },
    scaleTo: ["l40s", "a100-80gb"],
  },
  { name: "gemma-3-27b-vision", title: "Gemma 3 27B reading images", size: 27.4, active: 27.4, energy: { model: "Gemma 3 27B", task: "image-chat" } },
  {
    name: "llama-4-scout-vision",
    title: "Llama 4 Scout reading images",
    size: 109,
    active: 17,
    energy: { model: "Llama 4 Scout 17B 16E Instruct", task: "image-chat" },
  },
  {
    name: "llama-4-maverick-vision",
    title: "Llama 4 Maverick reading images (fp8)",
    size: 400,
    active: 17,
    energy: { model: "Llama 4 Maverick 17B 128E Instruct FP8", task: "image-chat" },
  },
];

/** Weights plus a tenth for buffers; the cache takes what is left. Bytes per parameter by precision. */
function memoryGiB(size: number, precision: string): number {
  const bytes = precision === "bfloat16" || precision === "bf16" ? 2 : precision === "fp8" ? 1 : 0.55;
  return tidy(((size * 1e9 * bytes) / 2 ** 30) * 1.1, 3);
}

function loadsOf(series: { concurrency: number }[]): number[] {
  const measured = series.map((point) => point.concurrency);
  const low = Math.min(...measured);
  const high = Math.max(...measured);
  const inside = LOADS.filter((load) => load >= low * 0.99 && load <= high * 1.01);
  return inside.length > 0 ? inside : [Math.round(low), Math.round(high)].filter((load, index, list) => list.indexOf(load) === index);
}

function energyProfiles(spec: Spec, series: EnergySeries): Profile[] {
  return loadsOf(series.points).map((load) => {
    const tpot = predictTpot(series.tpot, load);
    const ttft = prefill(spec.active, series.device, series.gpus, load);
    const power = series.powerAt(load);
    return {
      device: series.device,
      devices: series.gpus,
      ttftMs: { mean: tidy(ttft.ms, 4), source: ttft.source, evidence: "interpolated", ci95: ttft.ci95 },
      tpotMs: {
        mean: tidy(tpot.value, 4),
        ci95: [tidy(tpot.ci95[0], 4), tidy(tpot.ci95[1], 4)],
        samples: series.tpot.samples,
        source: `${MLENERGY}; affine in concurrency (R2 ${series.tpot.rSquared.toFixed(3)}), at ${load} requests at once`,
        evidence: "fitted",
      },
      capacityTokensPerSecond: tidy((1000 * load) / tpot.value, 4),
      memoryGiB: memoryGiB(spec.size, series.precision),
      powerW: tidy(power, 4),
      source: `${MLENERGY}; capacity = ${load} requests at once over the fitted time per token, power of the measured runs`,
      evidence: "fitted",
    };
  });
}

function servingProfiles(spec: Spec, series: ServingSeries): Profile[] {
  return loadsOf(series.points).map((load) => {
    const tpot = predictTpot(series.tpot, load);
    const ttft = series.ttftAt(TYPICAL_PROMPT_TOKENS, load);
    return {
      device: series.device,
      devices: series.gpus,
      ttftMs: {
        mean: tidy(ttft.value, 4),
        ci95: [tidy(ttft.ci95[0], 4), tidy(ttft.ci95[1], 4)],
        samples: series.ttft.samples,
        source: `${AICONFIGURATOR}; fitted in prompt length and load (R2 ${series.ttft.rSquared.toFixed(3)}), at ${TYPICAL_PROMPT_TOKENS} prompt tokens`,
        evidence: "fitted",
      },
      tpotMs: {
        mean: tidy(tpot.value, 4),
        ci95: [tidy(tpot.ci95[0], 4), tidy(tpot.ci95[1], 4)],
        samples: series.tpot.samples,
        source: `${AICONFIGURATOR} (${series.backend}, ${series.precision}); affine in concurrency (R2 ${series.tpot.rSquared.toFixed(3)}), at ${load} requests at once`,
        evidence: "fitted",
      },
      capacityTokensPerSecond: tidy((1000 * load * series.outputTokens) / (ttft.value + series.outputTokens * tpot.value), 4),
      memoryGiB: memoryGiB(spec.size, series.precision),
      powerW: tidy(deviceOf(series.device).boardPowerW * series.gpus, 4),
      source: `${AICONFIGURATOR}; capacity by Little's law from both fits; powerW is board power, an upper bound`,
      evidence: "fitted",
    };
  });
}

/** Three of the measured points of each (device, GPUs): least, middle, greatest load. */
function agenticProfiles(name: string, size: number): Profile[] {
  const groups = new Map<string, Record<string, string>[]>();
  for (const row of readFigures("agentic-models.csv")) {
    if (textOf(row, "model") !== name) continue;
    const key = `${textOf(row, "device")}/${textOf(row, "gpus")}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const profiles: Profile[] = [];
  for (const rows of groups.values()) {
    const sorted = rows
      .toSorted((left, right) => numberOf(left, "tokens_per_s") - numberOf(right, "tokens_per_s"))
      .filter((row, index, list) => index === 0 || numberOf(row, "tokens_per_s") > 1.03 * numberOf(list[index - 1] ?? row, "tokens_per_s"));
    const picks = [...new Set([0, Math.floor((sorted.length - 1) / 2), sorted.length - 1])];
    for (const pick of picks) {
      const row = sorted[pick];
      if (!row) continue;
      const gpus = numberOf(row, "gpus");
      const device = textOf(row, "device") === "a100" ? "a100-80gb" : "h100-80gb";
      const assumedTtft = name.startsWith("LLaVA");
      profiles.push({
        device,
        devices: gpus,
        ttftMs: assumedTtft
          ? {
              p90: numberOf(row, "ttft_p90_ms"),
              source: `assumed: the largest round value with which the latency choices printed in ${MURAKKAB} hold`,
              evidence: "assumed",
            }
          : { p90: tidy(numberOf(row, "ttft_p90_ms"), 5) },
        tpotMs: { p90: numberOf(row, "tpot_p90_ms") },
        capacityTokensPerSecond: numberOf(row, "tokens_per_s"),
        memoryGiB: memoryGiB(size, "bf16"),
        powerW: deviceOf(device).boardPowerW * gpus,
        source: `${MURAKKAB}, ${textOf(row, "where")} (${textOf(row, "kind")}); powerW is board power, an upper bound`,
        evidence: "measured",
      });
    }
  }
  return profiles;
}

function scaledProfiles(spec: Spec, from: EnergySeries, to: string): Profile[] {
  const source = deviceOf(from.device);
  const target = deviceOf(to);
  const bytes = memoryGiB(spec.size, from.precision);
  if (bytes > target.memoryGiB * 0.95) return [];
  const slower = source.bandwidthGBps / target.bandwidthGBps;
  // Half of the source's concurrency fits at most where the cache has less room than on the source.
  const room = Math.max(0, target.memoryGiB * 0.9 - bytes) / Math.max(1, source.memoryGiB * 0.9 - bytes);
  const loads = [8, 32].filter((load) => load <= Math.max(8, 128 * room));
  return loads.map((load) => {
    const tpot = predictTpot(from.tpot, load).value * slower;
    const ttft = prefill(spec.active, to, 1, load);
    return {
      device: to,
      devices: 1,
      ttftMs: { mean: tidy(ttft.ms, 4), source: ttft.source, evidence: "assumed" },
      tpotMs: { mean: tidy(tpot, 4) },
      capacityTokensPerSecond: tidy((1000 * load) / tpot, 4),
      memoryGiB: bytes,
      powerW: target.boardPowerW,
      source: `assumed: decoding is bound by memory bandwidth, so the law fitted on ${source.title} (${MLENERGY}) is scaled by ${slower.toFixed(2)} (ratio of bandwidths); see docs/catalogue.md for how well that holds`,
      evidence: "assumed",
    };
  });
}

const energy = energySeries();
const served = servingSeries();

function modelOf(spec: Spec): Model {
  const profiles: Profile[] = [];
  const own = spec.energy ? energy.filter((series) => series.model === spec.energy?.model && series.task === spec.energy?.task) : [];
  for (const series of own) profiles.push(...energyProfiles(spec, series));
  if (spec.serving) for (const series of serving(served, spec.serving)) profiles.push(...servingProfiles(spec, series));
  if (spec.agentic) profiles.push(...agenticProfiles(spec.agentic, spec.size));
  const base = own.find((series) => series.device === "h100-80gb" && series.gpus === 1) ?? own.find((series) => series.gpus === 1);
  if (base) for (const device of spec.scaleTo ?? []) profiles.push(...scaledProfiles(spec, base, device));
  const model: Model = { name: spec.name, title: spec.title };
  if (profiles.length > 0) model.profiles = profiles;
  if (spec.price) {
    model.api = {
      pricePerMillionTokensUsd: { input: spec.price.input, output: spec.price.output },
      ttftMs: { p50: 350, p95: 900, source: "assumed: one internet round trip, admission and prefill; no source gives it", evidence: "assumed" },
      tpotMs: {
        mean: spec.active > 100 ? 30 : spec.active > 30 ? 12 : 6,
        source: "assumed: hosts of open models advertise 30 to 200 tokens per second by size",
        evidence: "assumed",
      },
      ...assumedLimit(50),
      source: `price: pydantic/genai-prices, 2026-08-21 (${spec.price.provider})`,
      evidence: "measured",
    };
  }
  // Reading the weights from a local disk at 2 GB/s, then half a minute of start-up.
  model.loadSeconds = Math.round((spec.size * 2) / 2) + 30;
  model.source = "loadSeconds assumed: bf16 weights at 2 GB/s from local disk plus 30 s of start-up";
  return model;
}

let built: Model[] | null = null;
/** Every language and vision-language model with its operating points. */
export function languageModels(): Model[] {
  built ??= LANGUAGE_MODELS.map(modelOf);
  return built;
}
