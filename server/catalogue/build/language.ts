import type { Implementation, QualityRow, TokensRow } from "../../../core/documents/catalogue";
import { ARXIV_SUMMARY, CONVERSATION } from "../figures/traces";
import { assumedQuality, assumedTokens, measuredShare, traceTokens } from "./common";
import { AZURE_TRACE, LLAMA_CARD, remembered, VIDUR_ARXIV } from "./sources";

const MMLU_PRO_ITEMS = 12032;
const pro = (value: number, source: string): QualityRow => measuredShare(value, "accuracy", "MMLU-Pro", source, MMLU_PRO_ITEMS);
const proRemembered = (value: number): QualityRow => assumedQuality(value, "accuracy", remembered("MMLU-Pro accuracy"), "MMLU-Pro");

const QWEN_CARD = "Qwen3-235B-A22B-Instruct-2507 model card";

/** Model, quality as a text generator. One benchmark for all, so that they may be compared. */
const TEXT: readonly (readonly [model: string, quality: QualityRow])[] = [
  ["llama-3.1-8b", pro(0.483, LLAMA_CARD)],
  ["llama-3.1-70b", pro(0.664, LLAMA_CARD)],
  ["llama-3.1-405b", pro(0.733, LLAMA_CARD)],
  ["llama-3.3-70b", pro(0.689, LLAMA_CARD)],
  ["llama-4-scout", pro(0.743, LLAMA_CARD)],
  ["llama-4-maverick", pro(0.805, LLAMA_CARD)],
  ["qwen3-8b", proRemembered(0.567)],
  ["qwen3-14b", proRemembered(0.61)],
  ["qwen3-32b", proRemembered(0.655)],
  ["qwen3-30b-a3b", proRemembered(0.784)],
  ["qwen3-235b-a22b", pro(0.83, QWEN_CARD)],
  ["gemma-3-12b", proRemembered(0.606)],
  ["gemma-3-27b", pro(0.675, "Gemma 3 technical report, table 6")],
  ["gpt-oss-20b", proRemembered(0.741)],
  ["gpt-oss-120b", proRemembered(0.8)],
  ["deepseek-v3.1", proRemembered(0.837)],
  ["gpt-5", proRemembered(0.871)],
  ["gpt-5-mini", proRemembered(0.837)],
  ["gpt-5-nano", proRemembered(0.77)],
  ["gpt-4.1", proRemembered(0.806)],
  ["gpt-4.1-mini", proRemembered(0.781)],
  ["gpt-4.1-nano", proRemembered(0.657)],
  ["gpt-4o", pro(0.7149, "MMLU-Pro data set card")],
  ["claude-opus-4", pro(0.866, QWEN_CARD)],
  ["claude-sonnet-4", proRemembered(0.837)],
  ["claude-haiku-4.5", proRemembered(0.8)],
  ["gemini-2.5-pro", proRemembered(0.862)],
  ["gemini-2.5-flash", proRemembered(0.809)],
  ["kimi-k2", pro(0.811, QWEN_CARD)],
  ["deepseek-v3.2", proRemembered(0.836)],
  ["mistral-small-3.2", proRemembered(0.69)],
];

function textGeneration(): Implementation[] {
  const tokens = traceTokens(CONVERSATION, `${AZURE_TRACE} (conversation)`);
  return TEXT.map(([model, quality]) => ({ name: model, task: "text-generation", model, quality: [quality], tokens: [tokens] }));
}

/** Share of the verifiable instructions followed (IFEval, 541 prompts), our stand-in for the quality of a summary or an extraction. */
const FOLLOWING: readonly (readonly [model: string, share: number, cited: boolean])[] = [
  ["llama-3.1-8b", 0.804, true],
  ["llama-3.1-70b", 0.875, true],
  ["llama-3.3-70b", 0.921, true],
  ["gemma-3-12b", 0.889, false],
  ["gemma-3-27b", 0.904, false],
  ["qwen3-30b-a3b", 0.847, false],
  ["gpt-4.1-mini", 0.841, false],
  ["gemini-2.5-flash", 0.898, false],
];

function followingQuality(share: number, cited: boolean): QualityRow {
  return cited
    ? measuredShare(share, "instructions followed (stand-in)", "IFEval", LLAMA_CARD, 541)
    : assumedQuality(share, "instructions followed (stand-in)", remembered("IFEval score"), "IFEval");
}

function summarisation(): Implementation[] {
  const tokens = traceTokens(ARXIV_SUMMARY, VIDUR_ARXIV);
  return FOLLOWING.map(([model, share, cited]) => ({
    name: `${model}-summary`,
    task: "summarisation",
    model,
    quality: [followingQuality(share, cited)],
    tokens: [tokens],
  }));
}

function extraction(): Implementation[] {
  const tokens = assumedTokens({ mean: 1800, p95: 3600 }, { mean: 160, p95: 320 }, "one page of text in, about twenty fields out as JSON");
  return FOLLOWING.slice(0, 6).map(([model, share, cited]) => ({
    name: `${model}-extract`,
    task: "extraction",
    model,
    quality: [followingQuality(share, cited)],
    tokens: [tokens],
  }));
}

const MMMU_ITEMS = 900;
const IMAGES: readonly (readonly [model: string, quality: QualityRow])[] = [
  ["llama-4-scout-vision", measuredShare(0.694, "accuracy", "MMMU (val)", LLAMA_CARD, MMMU_ITEMS)],
  ["llama-4-maverick-vision", measuredShare(0.734, "accuracy", "MMMU (val)", LLAMA_CARD, MMMU_ITEMS)],
  ["gemma-3-27b-vision", measuredShare(0.649, "accuracy", "MMMU (val)", "Gemma 3 technical report", MMMU_ITEMS)],
  ["gemma-3-12b-vision", assumedQuality(0.596, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["qwen3-vl-8b", assumedQuality(0.696, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["qwen3-vl-30b-a3b", assumedQuality(0.742, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["qwen3-vl-32b", assumedQuality(0.76, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["qwen3-vl-235b-a22b", assumedQuality(0.787, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["qwen3-omni-30b-a3b", assumedQuality(0.691, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["gpt-4o", assumedQuality(0.691, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["gpt-4.1-mini", assumedQuality(0.727, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
  ["gemini-2.5-flash", assumedQuality(0.797, "accuracy", remembered("MMMU accuracy"), "MMMU (val)")],
];

function imageTask(task: string, suffix: string, tokens: TokensRow): Implementation[] {
  return IMAGES.map(([model, quality]) => ({ name: `${model.replace("-vision", "")}-${suffix}`, task, model, quality: [quality], tokens: [tokens] }));
}

/** Implementations that are a language model asked to do a task. */
export function languageImplementations(): Implementation[] {
  return [
    ...textGeneration(),
    ...summarisation(),
    ...extraction(),
    ...imageTask(
      "multimodal-generation",
      "image-chat",
      assumedTokens({ mean: 1400, p95: 2600 }, { mean: 260, p95: 520 }, "one image (about 1,000 tokens), a question and context in; an explanation out"),
    ),
    ...imageTask(
      "visual-question-answering",
      "visual-qa",
      assumedTokens({ mean: 1100, p95: 1500 }, { mean: 24, p95: 60 }, "one image (about 1,000 tokens) and a question in; a short answer out"),
    ),
  ];
}
