import type { CatalogueDocument } from "../../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../../core/documents/infrastructure";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import type { WorkloadDocument } from "../../../core/documents/workload";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import type { SimulatedPlan } from "../../../server/simulator/simulation-input";

/** A small document set: speech and image to an answer, on two tiers, with one step that may be split and one hosted interface. */
const head = (name: string) => ({ apiVersion: "trilemma/v1" as const, metadata: { name } });

export const pipeline: PipelineDocument = {
  ...head("assistant"),
  kind: "Pipeline",
  spec: {
    inputs: [{ id: "speech", at: "edge" }],
    operators: [
      { id: "listen", task: "speech-to-text" },
      { id: "triage", task: "routing" },
      { id: "small", task: "answering" },
      { id: "large", task: "answering", iterations: { mean: 1.5, max: 3 } },
    ],
    edges: [
      { from: "speech", to: "listen", bytes: 100_000 },
      { from: "listen", to: "triage", bytes: 100 },
      { from: "triage", to: "small", bytes: 100 },
      { from: "triage", to: "large", bytes: 100 },
    ],
    routers: [
      {
        at: "triage",
        choose: [
          { to: "small", probability: 0.75 },
          { to: "large", probability: 0.25 },
        ],
      },
    ],
  },
};

export const catalogue: CatalogueDocument = {
  ...head("models"),
  kind: "Catalogue",
  spec: {
    models: [
      {
        name: "lm-8b",
        profiles: [{ device: "gpu", ttftMs: { mean: 50 }, tpotMs: { mean: 5 }, capacityTokensPerSecond: 2000, source: "measured" }],
        api: { latencyMs: { p50: 700, p95: 1900 }, maxRps: 50, pricePerCallUsd: 0.001 },
      },
    ],
    implementations: [
      { name: "wav2vec2", task: "speech-to-text", outputBytes: 4096, profiles: [{ device: "cpu", latencyMs: { mean: 50 }, cv: 1 }] },
      { name: "classifier", task: "routing", profiles: [{ device: "gpu", batch: 4, latencyMs: { mean: 8 }, cv: 0 }] },
      { name: "lm-8b-short", task: "answering", model: "lm-8b", tokens: [{ completion: { mean: 40, p95: 100 } }] },
      { name: "lm-8b-long", task: "answering", model: "lm-8b", tokens: [{ completion: { mean: 120, p95: 300 } }] },
    ],
  },
};

export const infrastructure: InfrastructureDocument = {
  ...head("site"),
  kind: "Infrastructure",
  spec: {
    tiers: [{ id: "edge" }, { id: "cloud" }],
    pools: [
      { id: "edge-cpu", tier: "edge", device: "cpu", count: 4, pricePerHourUsd: 0.1 },
      { id: "cloud-cpu", tier: "cloud", device: "cpu", count: 8, pricePerHourUsd: 0.2 },
      { id: "cloud-gpu", tier: "cloud", device: "gpu", count: 4, pricePerHourUsd: 2 },
    ],
    links: [{ from: "edge", to: "cloud", rttMs: 24, mbps: 100 }],
  },
};

export const workload: WorkloadDocument = {
  ...head("users"),
  kind: "Workload",
  spec: { classes: [{ id: "users", pipeline: "assistant", rateRps: 40, slos: [{ metric: "latency", statistic: "p95", op: "<=", value: 1500 }] }] },
};

export const input: PlanningInput = { pipeline, catalogues: [catalogue], infrastructure, workload };

/** "listen" is split over both tiers, "large" is hosted. */
export const plan: SimulatedPlan["plan"] = {
  id: "p-1",
  operators: [
    {
      id: "listen",
      configuration: { implementation: "wav2vec2", knobs: {} },
      parts: [
        { pool: "edge-cpu", tier: "edge", profile: 0, replicas: 2, share: 0.5 },
        { pool: "cloud-cpu", tier: "cloud", profile: 0, replicas: 2, share: 0.5 },
      ],
    },
    {
      id: "triage",
      configuration: { implementation: "classifier", knobs: {} },
      parts: [{ pool: "cloud-gpu", tier: "cloud", profile: 0, replicas: 1, share: 1 }],
    },
    {
      id: "small",
      configuration: { implementation: "lm-8b-short", knobs: {} },
      parts: [{ pool: "cloud-gpu", tier: "cloud", profile: 0, replicas: 1, share: 1 }],
    },
    { id: "large", configuration: { implementation: "lm-8b-long", knobs: {} }, parts: [{ pool: "api", tier: "cloud", profile: "api", replicas: 0, share: 1 }] },
  ],
  flows: [
    { from: "listen", to: "triage", fromTier: "edge", toTier: "cloud", share: 0.5 },
    { from: "listen", to: "triage", fromTier: "cloud", toTier: "cloud", share: 0.5 },
  ],
};
