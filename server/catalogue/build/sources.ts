/** Citations, as they appear beside the figures. Licences and commits are in docs/catalogue.md and at the head of each figures file. */
export const MLENERGY = "ML.ENERGY Benchmark v3, NeurIPS D&B 2025";
export const AICONFIGURATOR = "NVIDIA AIConfigurator silicon samples, 2026-08";
export const MURAKKAB = "Murakkab, OSDI 2026";
export const TIMM = "timm results, 2026-08";
export const OPEN_ASR = "Open ASR Leaderboard, 2026-08";
export const SBERT = "Sentence-Transformers model tables";
export const YOLOX = "YOLOX README";
export const FASTER_WHISPER = "faster-whisper README";
export const AIDER = "Aider polyglot leaderboard, 2026-05";
export const PRICES = "pydantic/genai-prices, 2026-08-21";
export const AZURE_TRACE = "Azure LLM inference trace 2023";
export const ROUTELLM = "RouteLLM evaluation, 2024-08";
export const VIDUR_ARXIV = "Vidur, arXiv summarisation lengths";
export const PADDLEOCR = "PaddleOCR documentation, PP-OCRv5";
export const LLAMA_CARD = "Llama 3.1, 3.3 and 4 model cards, Meta";

/** A figure of the maker's own publication that we know but did not read again. */
export function remembered(what: string): string {
  return `assumed: ${what}, as published by the maker; not re-read`;
}
