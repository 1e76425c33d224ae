import type { PlanBody } from "../../../core/documents/plan";

interface Figures {
  cost: number;
  latency: number | null;
  quality: number | null;
  energy?: number;
  throughput?: number | null;
  implementation?: string;
}

/** A plan of one operator with the given figures. */
export function plan(id: string, { cost, latency, quality, energy = 0, throughput = 40, implementation = "a" }: Figures): PlanBody {
  return {
    id,
    vector: [cost, latency ?? 0, quality ?? 0],
    metrics: {
      costPerThousandUsd: cost,
      costPerHourUsd: cost * 144,
      latencyMs: latency === null ? null : { mean: latency, p50: latency, p90: latency, p95: latency, p99: latency },
      quality: quality === null ? null : { value: quality, low: quality, high: quality, basis: "measured" },
      energyJ: energy,
      throughputRps: throughput,
      devices: 1,
    },
    operators: [{ id: "answer", configuration: { implementation, knobs: {} }, parts: [{ pool: "gpu", profile: 0, replicas: 1, share: 1 }] }],
    flows: [],
  };
}
