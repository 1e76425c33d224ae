import { builtinCatalogues } from "./catalogues";
import { census } from "./figure-census";
import { builtinInfrastructures } from "./infrastructures";
import { type LawRow, lawReport } from "./law-report";
import { calibration } from "./prefill";
import { detectorLaw } from "./vision";

const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`;

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function lawRows(rows: readonly LawRow[], law: string): (string | number)[][] {
  return rows
    .filter((row) => row.law === law)
    .map((row) => [
      row.device,
      row.source,
      row.series,
      row.points,
      Number.isNaN(row.medianR2) ? "-" : row.medianR2.toFixed(3),
      row.inside ? `${percent(row.inside.median)} / ${percent(row.inside.p90)} (${row.inside.tested})` : "-",
      row.beyond ? `${percent(row.beyond.median)} / ${percent(row.beyond.p90)} (${row.beyond.tested})` : "-",
    ]);
}

const LAW_HEADER = [
  "device",
  "source",
  "series",
  "points",
  "median R²",
  "held out inside: median / p90 (points)",
  "largest load held out: median / p90 (points)",
];

const SOURCES: readonly (readonly string[])[] = [
  [
    "NVIDIA AIConfigurator",
    "github.com/ai-dynamo/aiconfigurator, commit 095f58a (2026-08-21)",
    "Apache-2.0",
    "measured time to first token and per output token (mostly SemiAnalysis InferenceX runs), device facts",
  ],
  [
    "ML.ENERGY Benchmark v3",
    "github.com/ml-energy/leaderboard, commit 0cd52da (2026-02-27); Chung et al., NeurIPS D&B 2025",
    "data set card: Apache-2.0",
    "batch, throughput and power of language, vision-language and image models",
  ],
  [
    "Murakkab",
    "Chaudhry et al., OSDI 2026 (tables, and figures read off)",
    "facts only; no data were released",
    "agentic workflows on A100 and H100: accuracy, tokens, times per setting",
  ],
  ["JellyBean", "github.com/libertyeagle/JellyBean, commit 65a1d67; VLDB 2023", "MIT", "the visual-qa example"],
  [
    "timm",
    "github.com/huggingface/pytorch-image-models, commit aa4b585 (2026-08-08)",
    "Apache-2.0",
    "ImageNet accuracy and step times on consumer GPUs and CPUs",
  ],
  [
    "Open ASR Leaderboard",
    "github.com/huggingface/open_asr_leaderboard, commit d1e99b2 (2026-08-21)",
    "Apache-2.0",
    "word error rate and speed of speech models",
  ],
  ["Sentence-Transformers", "github.com/UKPLab/sentence-transformers, commits 0027ac0 and 0184c5b", "Apache-2.0", "embedding and reranker scores and speeds"],
  ["YOLOX", "github.com/Megvii-BaseDetection/YOLOX, commit 0166887", "Apache-2.0", "detection accuracy and V100 times"],
  ["faster-whisper", "github.com/SYSTRAN/faster-whisper, commit 00cc7e1", "MIT", "transcription times on V100S and Xeon"],
  ["PaddleOCR", "github.com/PaddlePaddle/PaddleOCR, documentation of PP-OCRv5", "Apache-2.0", "reading accuracy and times per image"],
  ["Aider polyglot leaderboard", "github.com/Aider-AI/aider, commit 5dc9490 (2026-05-22)", "Apache-2.0", "coding: share solved, seconds, dollars, tokens"],
  ["genai-prices", "github.com/pydantic/genai-prices, commit 47df840 (2026-08-21)", "MIT", "prices per token"],
  [
    "Azure LLM inference traces 2023",
    "github.com/Azure/AzurePublicDataset, commit b469a11; Patel et al., ISCA 2024",
    "CC-BY-4.0, attribution: Microsoft Azure",
    "prompt and answer lengths",
  ],
  ["Vidur", "github.com/microsoft/vidur, commit 7d47513", "MIT", "lengths of the arXiv summarisation set"],
  ["RouteLLM", "github.com/lm-sys/RouteLLM, commit 0b64fda", "Apache-2.0", "right answers of a weak and a strong model, item by item"],
  ["Llama model cards", "github.com/meta-llama/llama-models (3.1, 3.3, 4), Llama Guard 3", "facts only", "MMLU-Pro, MMMU, IFEval, moderation F1"],
  ["karpenter-provider-aws", "github.com/aws/karpenter-provider-aws, commit 1d92708 (2026-08-21)", "Apache-2.0", "EC2 on-demand list prices, us-east-1"],
  ["Azure documentation", "Azure network round-trip latency statistics, 2026-07-30", "CC-BY-4.0, attribution: Microsoft", "round trips between regions"],
  [
    "Speech synthesis and diarisation benchmarks",
    "heyneo.com CPU benchmark; foxnosetech/diarize; arXiv 2509.26177; pyannote model card",
    "facts only",
    "real-time factors, naturalness, diarisation error",
  ],
];

/** The guide to the catalogue, with every figure in it computed. */
export function catalogueGuide(): string {
  const catalogues = builtinCatalogues();
  const infrastructures = builtinInfrastructures();
  const report = lawReport();
  const counted = census([...catalogues, ...infrastructures]);
  const total = Object.values(counted.byEvidence).reduce((sum, value) => sum + value, 0);
  const tasks = new Map<string, { implementations: number; devices: Set<string> }>();
  const models = new Map(catalogues.flatMap((document) => document.spec.models ?? []).map((model) => [model.name, model]));
  for (const implementation of catalogues.flatMap((document) => document.spec.implementations)) {
    const known = tasks.get(implementation.task) ?? { implementations: 0, devices: new Set<string>() };
    known.implementations += 1;
    const figures = implementation.model ? models.get(implementation.model) : implementation;
    for (const profile of figures?.profiles ?? []) known.devices.add(profile.device);
    if (figures?.api) known.devices.add("API");
    tasks.set(implementation.task, known);
  }
  const implementations = [...tasks.values()].reduce((sum, task) => sum + task.implementations, 0);
  const prefill = calibration();
  const detector = detectorLaw();
  return `# The built-in catalogue

Made by \`npx tsx server/catalogue/build/write.ts\` from the figures in \`server/catalogue/figures\`; \`--check\` says whether anything would change.
This page is written by the same command, so its numbers are those of the catalogue in the repository.

${implementations} implementations of ${tasks.size} tasks, ${models.size} models, ${infrastructures.length} infrastructure profiles. Of ${total} groups of figures
${percent(counted.byEvidence.measured / total, 0)} are measured by their source, ${percent(counted.byEvidence.fitted / total, 0)} fitted to measurements, ${percent(counted.byEvidence.interpolated / total, 0)} interpolated
and ${percent(counted.byEvidence.assumed / total, 0)} assumed, with the reasoning in \`source\`. None is without a source (a test says so).

## What is in it

${table(
  ["task", "implementations", "runs on"],
  [...tasks]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([task, { implementations: count, devices }]) => [task, count, [...devices].toSorted().join(", ")]),
)}

## Evidence

- **measured**: the source measured it. Where it gives an accuracy over so many items, \`ci95\` is the Wilson score interval over them and the citation says so; for
  values read off a figure \`ci95\` is the reading band.
- **fitted**: a law of the next section at this point; \`ci95\` is the interval of the mean, \`samples\` the points of the fit.
- **interpolated**: the time to first token of models that no source times (see below); \`ci95\` is the interval of one new measurement.
- **assumed**: no source gives it. The reasoning stands after \`assumed:\`. A benchmark score that we know from the maker's publication but did not read again is assumed too.

Qualities of one task are on one benchmark where that is possible. Code generation is not: the debate workflows are on HumanEval, the coding assistants on the Aider
polyglot exercises; do not mix them in one pipeline. IFEval stands in for the quality of summaries and extractions, and is named so.
Token lengths of chat are those of the Azure conversation trace for every model, because they belong to the workload; a trace of your own replaces them.

## Laws

All fits minimise relative residuals (a point of 5 ms counts as much as one of 500 ms), with standard errors from the residuals and Student's t. \`server/profiler\`.

- Time per output token: \`base + perRequest · n\` at n requests in service. Median R² over all series ${report.medianR2TimePerToken.toFixed(3)}.
- Time to first token: \`base + a · k + b · k · n\`, k thousands of prompt tokens.
- Throughput follows from the two by Little's law.
- Batches: \`fixed + perItem · batch\`.
- ${report.saturatedPoints} of ${report.servingPoints} serving points are beyond saturation (they wait longer than they are answered, or more load brought almost no throughput) and take no part.

**Held-out errors** are of points the fit has not seen: each point between the smallest and the largest load left out in turn, and, apart from that, the largest load of each
series left out (an extrapolation, usually to twice the load).

### Time per output token

${table(LAW_HEADER, lawRows(report.rows, "time per output token"))}

### Time to first token

${table(LAW_HEADER, lawRows(report.rows, "time to first token"))}

### Throughput

${table(LAW_HEADER, lawRows(report.rows, "throughput"))}

### Batch latency (image generation)

${table(LAW_HEADER, lawRows(report.rows, "batch latency"))}

The affine law is good between measured loads and poor far beyond them, where mixtures of experts grow less than linearly; operating points of the catalogue are
therefore only at loads inside the measured range.

### Estimates that are not fits of the model itself

- **Time to first token of models that no source times**: a fixed part of ${prefill.fit.terms[0]?.value.toFixed(0)} ms plus the prompt's arithmetic at ${percent(1 / (prefill.fit.terms[1]?.value ?? 1), 0)} of the devices' peak,
  calibrated on ${prefill.fit.samples} settings of Llama 3.1 70B (R² ${prefill.fit.rSquared.toFixed(2)}, relative standard deviation ${percent(prefill.fit.relativeSd, 0)}), growing ${percent(prefill.growth)} per further request at once.
- **Small GPUs** (L4, A10G, L40S, RTX 4090, ...): the law of the H100 times the ratio of memory bandwidths, marked assumed. Where both devices were measured at the same setting, that rule is off by:

${table(
  ["from", "to", "pairs", "median error", "p90"],
  report.scaling.map((row) => [row.from, row.to, row.pairs, percent(row.median, 0), percent(row.p90, 0)]),
)}

- **YOLOX nano and tiny** were not timed on the V100: affine in arithmetic over the ${detector.samples} that were (R² ${detector.rSquared.toFixed(3)}).
- **API speeds**: seconds of a coding exercise over its completion tokens where the leaderboard gives both; else assumed.

## Infrastructure profiles

${table(
  ["name", "tiers", "pools", "what"],
  infrastructures.map((document) => [document.metadata.name, document.spec.tiers.length, document.spec.pools.length, document.metadata.description ?? ""]),
)}

List prices of AWS and Azure and round trips between Azure regions are cited. Access networks (5G, business lines, their bandwidth and price), edge premiums, prices of owned hardware and
idle power are assumed, with the reasoning in \`source\`. Peak power is board power.

## Bring your own

\`server/importers/measurements\` reads CSV and JSON tables (with a step in which columns are given a meaning and a unit), results of \`vllm bench serve\`, GuideLLM, Triton perf analyzer, locust and k6,
and request logs. A row that cannot be taken is named with its line and column; nothing is dropped silently. Request logs are streamed: percentiles come from a
DDSketch with a relative error of 0.5 % (on top of the sampling interval that is given), the rate's interval widens with burstiness, and arrivals beyond the first
500,000 count for everything but burstiness and the trace.

## Sources

${table(["source", "where", "licence", "what for"], SOURCES)}

Facts carry over, files do not: each figures file says at its head where it is from.
`;
}
