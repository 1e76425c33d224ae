import { describe, expect, it } from "vitest";
import type { PlanBody } from "../../../core/documents/plan";
import { evaluatePlan } from "../../../core/metrics/evaluate";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { ladderOfFrontier, latencyWithoutQueueing } from "../../../server/simulator/ladder-of-frontier";
import { simulate } from "../../../server/simulator/simulate";

const head = (name: string) => ({ apiVersion: "trilemma/v1" as const, metadata: { name } });
const model = (name: string, quality: number, meanMs: number) => ({
  name,
  task: "classify",
  quality: [{ value: quality }],
  profiles: [
    { device: "gpu", latencyMs: { mean: meanMs }, cv: 0.5 },
    { device: "cpu", latencyMs: { mean: 4 * meanMs }, cv: 0.5 },
  ],
});

const input: PlanningInput = {
  pipeline: {
    ...head("classify"),
    kind: "Pipeline",
    spec: { inputs: [{ id: "image" }], operators: [{ id: "look", task: "classify" }], edges: [{ from: "image", to: "look" }], quality: { model: "product" } },
  },
  catalogues: [
    {
      ...head("models"),
      kind: "Catalogue",
      spec: { implementations: [model("large", 0.9, 80), model("middle", 0.8, 30), model("dull", 0.7, 40), model("small", 0.6, 10)] },
    },
  ],
  infrastructure: {
    ...head("site"),
    kind: "Infrastructure",
    spec: {
      tiers: [{ id: "here" }],
      pools: [
        { id: "gpus", tier: "here", device: "gpu", count: 4, pricePerHourUsd: 2 },
        { id: "cpus", tier: "here", device: "cpu", count: 8, pricePerHourUsd: 0.2 },
      ],
    },
  },
  workload: {
    ...head("users"),
    kind: "Workload",
    spec: { classes: [{ id: "users", pipeline: "classify", rateRps: 8, slos: [{ metric: "latency", op: "<=", value: 400 }] }] },
  },
};

const planOf = (implementation: string, pool: string, replicas: number): PlanBody =>
  evaluatePlan(input, {
    id: `${implementation}-${pool}-${replicas}`,
    pipeline: "classify",
    operators: [
      { id: "look", configuration: { implementation, knobs: {} }, parts: [{ pool, tier: "here", profile: pool === "gpus" ? 0 : 1, replicas, share: 1 }] },
    ],
  });

const base = planOf("large", "gpus", 1);
const frontier = [
  base,
  planOf("small", "gpus", 1),
  planOf("middle", "gpus", 1),
  planOf("dull", "gpus", 1),
  planOf("small", "cpus", 1),
  planOf("large", "gpus", 2),
];

describe("ladder", () => {
  it("is the frontier's plans on the same machines, most accurate first, each step faster", () => {
    expect(ladderOfFrontier(input, frontier, base).map(({ id }) => id)).toEqual(["large-gpus-1", "middle-gpus-1", "small-gpus-1"]);
    expect(ladderOfFrontier(input, frontier, planOf("small", "cpus", 1)).map(({ id }) => id)).toEqual(["small-cpus-1"]);
  });

  it("counts latency without queueing", () => {
    expect(latencyWithoutQueueing(input, base)!.mean).toBeCloseTo(80, 9);
    expect(base.metrics.latencyMs!.mean).toBeGreaterThan(100);
  });

  it("keeps a target through a spike that the accurate plan alone misses, and gives up little quality", () => {
    const options = { durationMs: 1_200_000, warmupMs: 60_000, arrivals: { kind: "spike" as const, factor: 4, atMs: 300_000, forMs: 120_000 } };
    const steps = ladderOfFrontier(input, frontier, base);
    const alone = simulate({ plans: [{ input, plan: base }], options }).spec;
    const ladder = simulate({ plans: steps.map((plan) => ({ input, plan })), options: { ...options, ladder: { cooldownMs: 5_000 } } }).spec;
    expect(ladder.stations).toHaveLength(1);
    expect(alone.classes[0]!.sloAttainment.value).toBeLessThan(0.85);
    expect(ladder.classes[0]!.sloAttainment.value).toBeGreaterThan(0.95);
    expect(ladder.meanQuality).toBeGreaterThan(0.75);
    expect(ladder.meanQuality).toBeLessThan(0.9);
    expect(ladder.ladder!.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(ladder.switches).toBeGreaterThan(1);
  });
});
