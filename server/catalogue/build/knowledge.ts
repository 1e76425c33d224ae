import type { Implementation, Profile } from "../../../core/documents/catalogue";
import { numberOf, readFigures, textOf } from "../figures/read";
import { assumedLimit, assumedQuality, assumedTokens, measuredShare } from "./common";
import { deviceOf } from "./devices";
import { PRICES, remembered, SBERT } from "./sources";
import { tidy } from "./yaml";

/** A question and its context as sentences; the sources count sentences per second. */
const SENTENCES_PER_CALL = 4;
const BATCH = 32;

function encoderProfiles(perSecond: number, sizeMb: number, what: string, perCall: number): Profile[] {
  const memoryGiB = tidy(1 + (sizeMb * 2) / 1024, 3);
  const v100 = (1000 * BATCH * perCall) / perSecond;
  const at = (device: string, factor: number, cited: boolean): Profile => ({
    device,
    batch: BATCH,
    latencyMs: { mean: tidy(3 + v100 * factor, 4) },
    cv: 0.3,
    memoryGiB,
    powerW: tidy(deviceOf(device).boardPowerW * 0.8, 3),
    source: cited
      ? `${SBERT}: ${perSecond} ${what} per second, as ${BATCH} calls of ${perCall} plus 3 ms of launches (assumed); cv and powerW assumed`
      : `assumed: the V100 figure (${SBERT}) times ${factor.toFixed(2)}, the geometric mean of the ratios of arithmetic and bandwidth`,
    evidence: cited ? "measured" : "assumed",
  });
  const ratio = (device: string) => {
    const base = deviceOf("v100-32gb");
    const other = deviceOf(device);
    return Math.sqrt((base.bf16Tflops / other.bf16Tflops) * (base.bandwidthGBps / other.bandwidthGBps));
  };
  const profiles = [at("v100-32gb", 1, true), ...["l4", "t4", "a100-80gb", "rtx-4090"].map((device) => at(device, ratio(device), false))];
  if (sizeMb <= 500) {
    profiles.push({
      device: "xeon-8-threads",
      latencyMs: { mean: tidy(2 + ((1000 * perCall) / perSecond) * 60, 4) },
      cv: 0.3,
      memoryGiB,
      powerW: 90,
      source: `assumed: sixty times the V100's time (${SBERT}), the ratio of 8 threads of fp32 to fp16 tensor cores that small encoders show`,
      evidence: "assumed",
    });
  }
  return profiles;
}

function embedding(): Implementation[] {
  const result = readFigures("embedding-models.csv").map((row): Implementation => {
    const model = textOf(row, "model");
    const perSecond = numberOf(row, "sentences_per_s_v100");
    return {
      name: model.toLowerCase(),
      title: model,
      task: "embedding",
      outputBytes: numberOf(row, "dimensions") * 4,
      quality: [measuredShare(numberOf(row, "search_score") / 100, "semantic search score", "mean of 6 data sets", SBERT, undefined)],
      profiles: encoderProfiles(perSecond, numberOf(row, "size_mb"), "sentences", SENTENCES_PER_CALL),
    };
  });
  const hosted = (name: string, title: string, price: number, share: number, bytes: number): Implementation => ({
    name,
    title,
    task: "embedding",
    outputBytes: bytes,
    quality: [
      assumedQuality(share, "semantic search score", "placed beside the open models by its published retrieval average; not measured on the same sets"),
    ],
    tokens: [assumedTokens({ mean: 60, p95: 160 }, { mean: 0, p95: 0 }, "a question of about forty words")],
    api: {
      pricePerMillionTokensUsd: { input: price, output: 0 },
      latencyMs: { p50: 120, p95: 400, source: "assumed: one internet round trip and a short queue", evidence: "assumed" },
      ...assumedLimit(100),
      source: `price: ${PRICES}`,
      evidence: "measured",
    },
  });
  result.push(
    hosted("text-embedding-3-small", "OpenAI text-embedding-3-small", 0.02, 0.58, 6144),
    hosted("text-embedding-3-large", "OpenAI text-embedding-3-large", 0.13, 0.61, 12288),
    hosted("voyage-4", "Voyage 4", 0.06, 0.63, 4096),
    hosted("embed-v4", "Cohere Embed v4", 0.12, 0.62, 6144),
  );
  return result;
}

/** Passages scored for one question. */
export const PASSAGES = 50;

function reranking(): Implementation[] {
  return readFigures("rerank-models.csv").map((row): Implementation => {
    const model = textOf(row, "model").replace("cross-encoder/", "");
    const perSecond = numberOf(row, "docs_per_s");
    const memoryGiB = 1.5;
    const base = (1000 * PASSAGES) / perSecond;
    const at = (device: string, factor: number, evidence: "measured" | "assumed", source: string): Profile => ({
      device,
      latencyMs: { mean: tidy(base * factor, 4) },
      cv: 0.2,
      memoryGiB,
      powerW: tidy(deviceOf(device).boardPowerW * 0.8, 3),
      source,
      evidence,
    });
    return {
      name: model.toLowerCase(),
      title: model,
      task: "reranking",
      outputBytes: 12_000,
      quality: [measuredShare(numberOf(row, "ndcg10") / 100, "nDCG@10", "TREC DL 2019", SBERT)],
      profiles: [
        at(
          "v100-32gb",
          1,
          "measured",
          `${SBERT}: ${perSecond} documents per second, as ${PASSAGES} passages; device taken to be the V100 of the project's other tables; cv and powerW assumed`,
        ),
        at("l4", 1.74, "assumed", `assumed: 1.74 times the V100 (${SBERT}), the geometric mean of the ratios of arithmetic and bandwidth`),
        at("rtx-4090", 0.82, "assumed", `assumed: 0.82 of the V100 (${SBERT}), the geometric mean of the ratios of arithmetic and bandwidth`),
        at("xeon-8-threads", 60, "assumed", `assumed: sixty times the V100's time (${SBERT}), as for the encoders`),
      ],
    };
  });
}

function retrieval(): Implementation[] {
  const index = (name: string, title: string, milliseconds: number, recall: number, memoryGiB: number, reasoning: string): Implementation => ({
    name,
    title,
    task: "retrieval",
    outputBytes: 60_000,
    quality: [assumedQuality(recall, "recall@10 against exact search", reasoning)],
    profiles: ["xeon-8-threads", "i7-12700h"].map((device) => ({
      device,
      latencyMs: { mean: milliseconds },
      cv: 0.5,
      memoryGiB,
      powerW: 60,
      source: `assumed: ${reasoning}`,
      evidence: "assumed" as const,
    })),
  });
  return [
    index(
      "flat-index",
      "Exact search, 1 million vectors",
      75,
      1,
      1.6,
      "a million vectors of 384 floats are 1.5 GB, read once at 20 GB/s; exact by construction",
    ),
    index("hnsw-index", "HNSW graph, 1 million vectors", 2.5, 0.98, 2.4, "about a thousand distances at depth; recall at the usual ef of 100"),
    index("ivf-index", "Inverted lists, 1 million vectors", 7, 0.93, 1.7, "32 of 4,096 lists are read; recall at that depth"),
    index("bm25-index", "BM25 on words, 1 million passages", 12, 0.72, 1.2, "posting lists of a few words; misses paraphrases that vectors find"),
  ];
}

function webSearch(): Implementation[] {
  const engine = (name: string, title: string, price: number, p50: number, p95: number, share: number): Implementation => ({
    name,
    title,
    task: "web-search",
    outputBytes: 40_000,
    quality: [assumedQuality(share, "questions with the answer among the results", remembered("search quality"))],
    api: {
      pricePerCallUsd: price,
      latencyMs: { p50, p95 },
      maxRps: 20,
      source: "assumed: list prices of search interfaces lie between 3 and 10 US$ per thousand calls; latency from use",
      evidence: "assumed",
    },
  });
  return [
    engine("search-basic", "Search interface, titles and snippets", 0.003, 450, 1100, 0.78),
    engine("search-deep", "Search interface, pages fetched and cut", 0.008, 1400, 3200, 0.89),
  ];
}

export function knowledgeImplementations(): Implementation[] {
  return [...embedding(), ...reranking(), ...retrieval(), ...webSearch()];
}
