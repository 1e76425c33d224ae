import type { Api, Model } from "../../../core/documents/catalogue";
import { numberOf, optionalNumber, readFigures, textOf } from "../figures/read";
import { assumedLimit } from "./common";
import { AIDER, PRICES } from "./sources";
import { tidy } from "./yaml";

interface ApiSpec {
  name: string;
  title: string;
  input: number;
  output: number;
  /** The run of the coding leaderboard whose seconds and tokens give the speed. */
  speedFrom?: string;
  /** Milliseconds per output token where no source gives it. */
  assumedTpotMs?: number;
}

/** Closed models, priced per token. */
export const API_MODELS: readonly ApiSpec[] = [
  { name: "gpt-5", title: "GPT-5", input: 1.25, output: 10, speedFrom: "gpt-5 (medium)" },
  { name: "gpt-5-mini", title: "GPT-5 mini", input: 0.25, output: 2, assumedTpotMs: 9 },
  { name: "gpt-5-nano", title: "GPT-5 nano", input: 0.05, output: 0.4, assumedTpotMs: 6 },
  { name: "gpt-4.1", title: "GPT-4.1", input: 2, output: 8, assumedTpotMs: 12 },
  { name: "gpt-4.1-mini", title: "GPT-4.1 mini", input: 0.4, output: 1.6, assumedTpotMs: 10 },
  { name: "gpt-4.1-nano", title: "GPT-4.1 nano", input: 0.1, output: 0.4, assumedTpotMs: 6 },
  { name: "gpt-4o", title: "GPT-4o", input: 2.5, output: 10, assumedTpotMs: 11 },
  { name: "claude-opus-4", title: "Claude Opus 4", input: 15, output: 75, speedFrom: "claude-opus-4-20250514 (no think)" },
  { name: "claude-sonnet-4", title: "Claude Sonnet 4", input: 3, output: 15, speedFrom: "claude-sonnet-4-20250514 (no thinking)" },
  { name: "claude-haiku-4.5", title: "Claude Haiku 4.5", input: 1, output: 5, assumedTpotMs: 8 },
  { name: "gemini-2.5-pro", title: "Gemini 2.5 Pro", input: 1.25, output: 10, speedFrom: "gemini-2.5-pro-preview-06-05 (default think)" },
  { name: "gemini-2.5-flash", title: "Gemini 2.5 Flash", input: 0.3, output: 2.5, speedFrom: "gemini-2.5-flash-preview-05-20 (no think)" },
  { name: "kimi-k2", title: "Kimi K2", input: 1, output: 3, speedFrom: "Kimi K2" },
  { name: "deepseek-v3.2", title: "DeepSeek V3.2", input: 0.2288, output: 0.3432, speedFrom: "DeepSeek-V3.2-Exp (Chat)" },
  { name: "mistral-small-3.2", title: "Mistral Small 3.2", input: 0.075, output: 0.2, assumedTpotMs: 8 },
];

/** Seconds of one exercise over its completion tokens: time per token with everything else in it. */
function codingSpeed(run: string): { tpotMs: number; cases: number } {
  const row = readFigures("coding-models.csv").find((candidate) => textOf(candidate, "model") === run);
  if (!row) throw new Error(`no coding run ${run}`);
  const tokens = optionalNumber(row, "run_completion_tokens");
  if (!tokens) throw new Error(`${run} has no completion tokens`);
  const cases = numberOf(row, "cases");
  return { tpotMs: tidy((numberOf(row, "seconds_per_case") * 1000 * cases) / tokens, 4), cases };
}

function apiOf(spec: ApiSpec): Api {
  const api: Api = {
    pricePerMillionTokensUsd: { input: spec.input, output: spec.output },
    ttftMs: { p50: 500, p95: 1400, source: "assumed: one internet round trip, admission and prefill; no source gives it", evidence: "assumed" },
    ...assumedLimit(50),
    source: `price: ${PRICES}`,
    evidence: "measured",
  };
  if (spec.speedFrom) {
    const speed = codingSpeed(spec.speedFrom);
    api.tpotMs = {
      mean: speed.tpotMs,
      samples: speed.cases,
      source: `${AIDER}: seconds of an exercise over its completion tokens (${spec.speedFrom}), so the wait for the first token is counted in`,
      evidence: "fitted",
    };
  } else if (spec.assumedTpotMs) {
    api.tpotMs = { mean: spec.assumedTpotMs, source: "assumed: models of this class stream 80 to 170 tokens per second", evidence: "assumed" };
  }
  return api;
}

export function apiModels(): Model[] {
  return API_MODELS.map((spec) => ({ name: spec.name, title: spec.title, api: apiOf(spec) }));
}
