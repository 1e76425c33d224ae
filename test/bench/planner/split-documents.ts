import type { PlanningInput } from "../../../core/metrics/planning-input";
import { randomFrom } from "./generators";

const POOLS = [
  { id: "edge-small", tier: "edge", device: "small", count: 3, pricePerHourUsd: 0.4 },
  { id: "cloud-small", tier: "cloud", device: "small", count: 3, pricePerHourUsd: 0.6 },
  { id: "cloud-large", tier: "cloud", device: "large", count: 2, pricePerHourUsd: 2.2 },
];
const RATE_RPS = 20;

/** A chain in which one replica often cannot carry an operator's load, on three shared pools in two tiers: plans split operators over pools. */
export function splitDocuments(operators: number, seed = 3): PlanningInput {
  const random = randomFrom(seed);
  const header = (kind: string) => ({ apiVersion: "trilemma/v1" as const, kind, metadata: { name: "splits" } });
  const ids = Array.from({ length: operators }, (_, o) => `o${o}`);
  return {
    pipeline: {
      ...header("Pipeline"),
      spec: {
        inputs: [{ id: "in", at: "edge" }],
        operators: ids.map((id) => ({ id, task: id })),
        edges: ids.map((id, o) => ({ from: o === 0 ? "in" : ids[o - 1]!, to: id, bytes: 20_000 })),
        quality: { model: "product" },
      },
    },
    catalogues: [
      {
        ...header("Catalogue"),
        spec: {
          implementations: ids.flatMap((id) =>
            [0, 1].map((k) => {
              const smallMs = Math.round(25 + 30 * random() + 15 * k);
              return {
                name: `${id}-${k}`,
                task: id,
                quality: [{ value: Math.round((0.88 + 0.05 * random() + 0.04 * k) * 1000) / 1000 }],
                profiles: [
                  { device: "small", latencyMs: { mean: smallMs } },
                  { device: "large", latencyMs: { mean: Math.round(smallMs / (2 + random())) } },
                ],
              };
            }),
          ),
        },
      },
    ],
    infrastructure: {
      ...header("Infrastructure"),
      spec: {
        tiers: [{ id: "edge" }, { id: "cloud" }],
        pools: POOLS,
        links: [{ from: "edge", to: "cloud", rttMs: 24, pricePerGiBUsd: 0.05 }],
      },
    },
    workload: {
      ...header("Workload"),
      spec: { settings: { queueing: "none" }, classes: [{ id: "c", pipeline: "splits", rateRps: RATE_RPS, at: "edge" }] },
    },
  } as PlanningInput;
}
