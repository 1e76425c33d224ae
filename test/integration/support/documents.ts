import type { CatalogueDocument } from "../../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../../core/documents/infrastructure";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import type { WorkloadDocument } from "../../../core/documents/workload";

/** A pipeline of two operators on two pools: small, and with a real trade-off. */
export function pipeline(name = "describe-photo"): PipelineDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: { name, title: "Describe a photo", layout: { nodes: { detect: { x: 10, y: 20 } } } },
    spec: {
      inputs: [{ id: "photo" }],
      operators: [
        { id: "detect", task: "detection" },
        { id: "describe", task: "description" },
      ],
      edges: [
        { from: "photo", to: "detect", bytes: 1000 },
        { from: "detect", to: "describe", bytes: 100 },
      ],
      quality: { model: "product" },
    },
  };
}

export function catalogue(name = "models"): CatalogueDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Catalogue",
    metadata: { name },
    spec: {
      implementations: [
        { name: "detect-small", task: "detection", quality: [{ value: 0.7 }], profiles: [{ device: "cpu", latencyMs: { mean: 40 } }] },
        { name: "detect-large", task: "detection", quality: [{ value: 0.9 }], profiles: [{ device: "cpu", latencyMs: { mean: 120 } }] },
        { name: "describe-small", task: "description", quality: [{ value: 0.8 }], profiles: [{ device: "cpu", latencyMs: { mean: 30 } }] },
      ],
    },
  };
}

export function infrastructure(name = "site"): InfrastructureDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Infrastructure",
    metadata: { name },
    spec: { tiers: [{ id: "cloud" }], pools: [{ id: "cpus", tier: "cloud", device: "cpu", count: 8, pricePerHourUsd: 0.1 }] },
  };
}

export function workload(name = "day", pipelineName = "describe-photo"): WorkloadDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Workload",
    metadata: { name },
    spec: { settings: { queueing: "none", statistic: "mean" }, classes: [{ id: "all", pipeline: pipelineName, rateRps: 5, at: "cloud" }] },
  };
}
