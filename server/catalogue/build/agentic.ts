import type { Implementation, QualityRow, TokensRow } from "../../../core/documents/catalogue";
import { numberOf, optionalNumber, readFigures, textOf } from "../figures/read";
import { assumedLimit, assumedQuality, measuredShare } from "./common";
import { AIDER, MURAKKAB } from "./sources";
import { tidy } from "./yaml";

const MODELS: Record<string, { model: string; title: string }> = {
  "Gemma-3-27B": { model: "gemma-3-27b", title: "Gemma 3 27B" },
  "LLaVA-OneVision-7B": { model: "llava-onevision-7b", title: "LLaVA-OneVision 7B" },
  "NVLM-D-72B": { model: "nvlm-d-72b", title: "NVLM-D 72B" },
  "DeepSeek-Qwen-32B": { model: "deepseek-qwen-32b", title: "DeepSeek R1 distilled to Qwen 32B" },
  "Phi-4": { model: "phi-4", title: "Phi-4 14B" },
};

function settingOf(row: Record<string, string>): Record<string, string | number> {
  const frames = optionalNumber(row, "frames");
  if (frames !== null) return { frames, stt: textOf(row, "stt") };
  return { debaters: numberOf(row, "debaters"), rounds: numberOf(row, "rounds") };
}

/** The two workflows of the Murakkab paper: every knob setting with its accuracy and its completion tokens. */
function workflow(name: string, task: string, suffix: string, dataset: string): Implementation[] {
  const groups = new Map<string, Record<string, string>[]>();
  for (const row of readFigures("agentic-configurations.csv")) {
    if (textOf(row, "workflow") !== name) continue;
    const model = textOf(row, "model");
    groups.set(model, [...(groups.get(model) ?? []), row]);
  }
  const result: Implementation[] = [];
  for (const [label, rows] of groups) {
    const spec = MODELS[label];
    if (!spec) throw new Error(`no model for ${label}`);
    const knobs: Record<string, (string | number)[]> = {};
    const quality: QualityRow[] = [];
    const tokens: TokensRow[] = [];
    for (const row of rows) {
      const when = settingOf(row);
      for (const [knob, value] of Object.entries(when)) {
        const known = knobs[knob] ?? [];
        if (!known.includes(value)) known.push(value);
        knobs[knob] = known;
      }
      const accuracy = numberOf(row, "accuracy_percent");
      const band = numberOf(row, "band_pp");
      quality.push({
        when,
        value: tidy(accuracy / 100, 6),
        metric: "accuracy",
        dataset,
        ci95: [tidy((accuracy - band) / 100, 6), tidy((accuracy + band) / 100, 6)],
        source: `${MURAKKAB}, read off figures 2 and 4; ci95 is the reading band`,
        evidence: "measured",
      });
      const completion = {
        p50: numberOf(row, "tokens_p50"),
        p90: numberOf(row, "tokens_p90"),
        p95: numberOf(row, "tokens_p95"),
        p99: numberOf(row, "tokens_p99"),
      };
      tokens.push({
        when,
        completion,
        source: `${MURAKKAB}, read off figure 2; completion tokens of the whole workflow, prompts unknown`,
        evidence: "measured",
      });
    }
    result.push({ name: `${spec.model}-${suffix}`, title: `${spec.title}, ${suffix.replaceAll("-", " ")}`, task, model: spec.model, knobs, quality, tokens });
  }
  return result;
}

const CODING_NAMES: Record<string, readonly [name: string, title: string]> = {
  "gpt-5 (high)": ["gpt-5-high-code", "GPT-5, high effort"],
  "gpt-5 (medium)": ["gpt-5-medium-code", "GPT-5, medium effort"],
  "gpt-5 (low)": ["gpt-5-low-code", "GPT-5, low effort"],
  o3: ["o3-code", "o3"],
  "o4-mini (high)": ["o4-mini-code", "o4-mini, high effort"],
  "gpt-4.1": ["gpt-4.1-code", "GPT-4.1"],
  "gpt-4.1-mini": ["gpt-4.1-mini-code", "GPT-4.1 mini"],
  "gpt-4.1-nano": ["gpt-4.1-nano-code", "GPT-4.1 nano"],
  "gpt-4o-2024-11-20": ["gpt-4o-code", "GPT-4o"],
  "claude-opus-4-20250514 (no think)": ["claude-opus-4-code", "Claude Opus 4"],
  "claude-sonnet-4-20250514 (no thinking)": ["claude-sonnet-4-code", "Claude Sonnet 4"],
  "claude-sonnet-4-20250514 (32k thinking)": ["claude-sonnet-4-thinking-code", "Claude Sonnet 4, thinking"],
  "claude-3-5-haiku-20241022": ["claude-haiku-3.5-code", "Claude Haiku 3.5"],
  "gemini-2.5-pro-preview-06-05 (default think)": ["gemini-2.5-pro-code", "Gemini 2.5 Pro"],
  "gemini-2.5-flash-preview-05-20 (24k think)": ["gemini-2.5-flash-thinking-code", "Gemini 2.5 Flash, thinking"],
  "gemini-2.5-flash-preview-05-20 (no think)": ["gemini-2.5-flash-code", "Gemini 2.5 Flash"],
  "DeepSeek-V3.2-Exp (Chat)": ["deepseek-v3.2-code", "DeepSeek V3.2"],
  "DeepSeek-V3.2-Exp (Reasoner)": ["deepseek-v3.2-reasoner-code", "DeepSeek V3.2, reasoning"],
  "Kimi K2": ["kimi-k2-code", "Kimi K2"],
  "gpt-oss-120b (high)": ["gpt-oss-120b-code", "gpt-oss 120B, hosted, high effort"],
  "Qwen3 32B": ["qwen3-32b-code", "Qwen 3 32B, hosted"],
};

/** Coding assistants as measured end to end: one call is one exercise with up to two tries. */
function coding(): Implementation[] {
  const result: Implementation[] = [];
  for (const row of readFigures("coding-models.csv")) {
    const known = CODING_NAMES[textOf(row, "model")];
    const usd = optionalNumber(row, "run_usd");
    if (!known || !usd) continue;
    const cases = numberOf(row, "cases");
    const [name, title] = known;
    result.push({
      name,
      title,
      task: "code-generation",
      description: "One call is one exercise of the polyglot benchmark with up to two tries, as its leaderboard timed and paid for it.",
      quality: [measuredShare(numberOf(row, "pass_percent") / 100, "solved within two tries", "Aider polyglot", AIDER, cases)],
      api: {
        pricePerCallUsd: tidy(usd / cases, 5),
        latencyMs: { mean: numberOf(row, "seconds_per_case") * 1000, samples: cases, source: AIDER, evidence: "measured" },
        cv: 1,
        ...assumedLimit(50, { cv: { source: "assumed: exercises differ in length like exponential times", evidence: "assumed" } }),
        source: `${AIDER}: cost of the run over its ${cases} exercises, mean seconds of one`,
        evidence: "measured",
      },
    });
  }
  return result;
}

/** Running code: no public source times sandboxes the way a pipeline calls them. */
function execution(): Implementation[] {
  const sandbox = (name: string, title: string, mean: number, p95: number, share: number, reasoning: string): Implementation => ({
    name,
    title,
    task: "code-execution",
    quality: [assumedQuality(share, "programs that run here", reasoning)],
    profiles: [
      { device: "xeon-8-threads", batch: 1, latencyMs: { mean, p95 }, cv: 1, memoryGiB: 2, powerW: 60, source: `assumed: ${reasoning}`, evidence: "assumed" },
    ],
  });
  return [
    sandbox("sandbox-container", "Fresh container per run", 1400, 3200, 0.99, "a container starts in about 0.6 s, tests of a small function take about 0.8 s"),
    sandbox("sandbox-microvm", "Warm micro virtual machine", 950, 2400, 0.985, "a micro VM starts in about 0.15 s, tests of a small function take about 0.8 s"),
    sandbox(
      "sandbox-wasm",
      "WebAssembly interpreter",
      520,
      1500,
      0.85,
      "starts in milliseconds and runs about half as many libraries; the rest of the programs fail",
    ),
  ];
}

export function agenticImplementations(): Implementation[] {
  return [
    ...workflow("video-qa", "video-qa", "video-qa", "VideoMME"),
    ...workflow("code-generation", "code-generation", "code-debate", "HumanEval"),
    ...coding(),
    ...execution(),
  ];
}
