import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solve } from "yalps";
import { parseAllDocuments } from "yaml";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { type Option, overScenarios } from "./oracle/calls";
import { contextOf } from "./oracle/context";
import { type Evaluation, evaluate } from "./oracle/evaluate";
import { bruteForce } from "./oracle/frontier";
import { solveLexicographic } from "./oracle/linear";
import { configurationsOf } from "./oracle/options";
import { minimumNormLeastSquares } from "./oracle/quality";
import { erlangC, waitMs } from "./oracle/queueing";
import { gammaQuantile, logGamma, regularisedGamma, valueAt } from "./oracle/statistics";

/** Documents as one YAML text. */
function inputOf(text: string): PlanningInput {
  const documents = parseAllDocuments(text).map((d) => d.toJS() as { kind: string });
  const only = (kind: string) => documents.filter((d) => d.kind === kind);
  return {
    pipeline: only("Pipeline")[0],
    catalogues: only("Catalogue"),
    infrastructure: only("Infrastructure")[0],
    workload: only("Workload")[0],
  } as PlanningInput;
}

const head = (kind: string, name = "x") => `---\napiVersion: trilemma/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;

describe("statistics by hand", () => {
  test("gamma of shape 1 is the exponential, whose quantile is −mean·ln(1 − q)", () => {
    expect(gammaQuantile(10, 1, 0.95)).toBeCloseTo(-10 * Math.log(0.05), 9);
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    // Shape 2: P(2, x) = 1 − (1 + x)·e^−x.
    expect(regularisedGamma(2, 3)).toBeCloseTo(1 - 4 * Math.exp(-3), 14);
    expect(regularisedGamma(2, 0.5)).toBeCloseTo(1 - 1.5 * Math.exp(-0.5), 14);
  });
  test("a missing statistic is the next higher one, else the gamma quantile of the mean", () => {
    expect(valueAt({ mean: 10, p95: 30 }, "p90", 1)).toBe(30);
    expect(valueAt({ p50: 7 }, "mean", 1)).toBe(7);
    expect(valueAt({ mean: 10 }, "p99", undefined)).toBe(10);
    // The exponential's own mean and p95 give its p99 (reading 0011), and percentiles never fall.
    expect(valueAt({ mean: 10, p95: -10 * Math.log(0.05) }, "p99", undefined)).toBeCloseTo(-10 * Math.log(0.01), 9);
    expect(valueAt({ p50: 10 * Math.LN2, p90: -10 * Math.log(0.1) }, "p95", 0)).toBeCloseTo(-10 * Math.log(0.05), 9);
    expect(valueAt({ mean: 10, p95: 90 }, "p99", 1)).toBe(90);
    expect(valueAt({ mean: 10, p95: 30 }, "p99", 1)).toBeCloseTo(-10 * Math.log(0.01), 9);
    // Only p50 known and p95 wanted: the mean is read as 7.
    expect(valueAt({ p50: 7 }, "p95", 1)).toBeCloseTo(-7 * Math.log(0.05), 9);
  });
});

describe("queueing by hand", () => {
  test("one server waits with probability ρ; two with 2a²/(…) as in the textbook", () => {
    expect(erlangC(1, 10, 4)).toBeCloseTo(0.4, 14);
    // a = 1 on 2 servers: a²/2 · 2/(2 − 1) = 1; 1/(1 + 1 + 1) = 1/3.
    expect(erlangC(2, 1, 1)).toBeCloseTo(1 / 3, 14);
  });
  test("M/M/1: mean wait ρ/(μ − λ), percentile of the wait from ρ·e^−(μ−λ)t", () => {
    const station = { servers: 1, mu: 10, rate: 8, ca2: 1, cs2: 1 };
    expect(waitMs(station, null)).toBeCloseTo(400, 10);
    // 0.8·e^(−2t) = 0.05 → t = ln(16)/2 s.
    expect(waitMs(station, 0.95)).toBeCloseTo((1000 * Math.log(16)) / 2, 9);
    expect(waitMs({ ...station, rate: 0.4 }, 0.95)).toBe(0);
  });
});

describe("linear programmes", () => {
  test("the first objective agrees with another solver", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), { minLength: 2, maxLength: 6 }), (parts) => {
        const variables = parts.length;
        const bounded = parts.map(([, bound]) => bound / 10);
        const ours = solveLexicographic({
          variables,
          constraints: [
            { terms: parts.map((_, i): [number, number] => [i, 1]), kind: "=", rhs: 1 },
            ...bounded.map((rhs, i) => ({ terms: [[i, 1]] as [number, number][], kind: "<=" as const, rhs })),
          ],
          objectives: [parts.map(([price], i): [number, number] => [i, price])],
        });
        const theirs = solve({
          direction: "minimize",
          objective: "cost",
          constraints: { total: { equal: 1 }, ...Object.fromEntries(bounded.map((max, i) => [`b${i}`, { max }])) },
          variables: Object.fromEntries(parts.map(([cost], i) => [`x${i}`, { cost, total: 1, [`b${i}`]: 1 }])),
        });
        if (theirs.status === "infeasible") return ours === null;
        return ours !== null && Math.abs(parts.reduce((sum, [price], i) => sum + price * (ours[i] as number), 0) - theirs.result) < 1e-7;
      }),
    );
  });
  test("ties are broken by the next objective", () => {
    // x + y = 1 at equal price; the second objective wants y.
    const x = solveLexicographic({
      variables: 2,
      constraints: [
        {
          terms: [
            [0, 1],
            [1, 1],
          ],
          kind: "=",
          rhs: 1,
        },
      ],
      objectives: [
        [
          [0, 3],
          [1, 3],
        ],
        [[1, -1]],
      ],
    });
    expect([...(x ?? [])]).toEqual([0, 1]);
  });
});

test("percentiles over scenarios take the smallest value that covers enough", () => {
  const values = [
    { value: 10, probability: 0.9 },
    { value: 50, probability: 0.1 },
  ];
  expect(overScenarios(values, "p90")).toBe(10);
  expect(overScenarios(values, "p95")).toBe(50);
  expect(overScenarios(values, "mean")).toBeCloseTo(14, 12);
});

test("minimum-norm least squares", () => {
  // b + e1 = 2 and nothing else: the shortest solution is (1, 1).
  expect(minimumNormLeastSquares([[1, 1]], [2])[0]).toBeCloseTo(1, 12);
  // y = 1 + 2x through three points on the line.
  const line = minimumNormLeastSquares(
    [
      [1, 0],
      [1, 1],
      [1, 2],
    ],
    [1, 3, 5],
  );
  expect(line[0]).toBeCloseTo(1, 12);
  expect(line[1]).toBeCloseTo(2, 12);
});

const TWO = `${head("Pipeline", "p")}spec:
  inputs: [{ id: in, at: edge }]
  operators: [{ id: a, task: one }, { id: b, task: two }]
  edges: [{ from: in, to: a, bytes: 1000000 }, { from: a, to: b, bytes: 500000 }]
${head("Catalogue")}spec:
  implementations:
    - { name: a1, task: one, quality: [{ value: 0.8 }], profiles: [{ device: cpu, latencyMs: { mean: 100 }, cv: 1 }] }
    - { name: b1, task: two, quality: [{ value: 0.5 }], profiles: [{ device: gpu, latencyMs: { mean: 50 }, batch: 2 }] }
${head("Infrastructure")}spec:
  tiers: [{ id: edge }, { id: cloud }]
  pools:
    - { id: cpus, tier: edge, device: cpu, count: 2, pricePerHourUsd: 1, power: { idleW: 10, peakW: 50 } }
    - { id: gpus, tier: cloud, device: gpu, count: 1, pricePerHourUsd: 3.6, billing: used, power: { idleW: 20, peakW: 120 } }
  links: [{ from: edge, to: cloud, rttMs: 20, mbps: 100, pricePerGiBUsd: 1.073741824 }]
`;

describe("a chain of two by hand", () => {
  const at = (settings: string, slos = "") =>
    inputOf(`${TWO}${head("Workload")}spec:\n  settings: ${settings}\n  classes: [{ id: c, pipeline: p, rateRps: 8${slos} }]\n`);
  test("without queueing", () => {
    const { frontier } = bruteForce(at("{ queueing: none, statistic: mean }"));
    expect(frontier).toHaveLength(1);
    const { evaluation } = frontier[0] as { evaluation: Evaluation };
    // cpu: 8/s on one replica of 10/s. gpu: 8/s of 40/s, busy 0.2 of 1 device. Link: 8·500,000 B = 4 MB/s = 32 Mbit/s of 100.
    // US$/h: 1 + 0.2·3.6 + 8·3600·500000·1.073741824/2^30 = 1 + 0.72 + 14.4.
    expect(evaluation.costPerHour).toBeCloseTo(16.12, 10);
    expect(evaluation.costPerThousand).toBeCloseTo(16.12 / 28.8, 12);
    // ms: 100 + (10 + 500000·8/100000 = 40) + 50.
    expect(evaluation.latency("mean")).toBeCloseTo(200, 10);
    // p95 of the exponential 100; the gpu has no spread without a cv.
    expect(evaluation.latency("p95")).toBeCloseTo(-100 * Math.log(0.05) + 100, 8);
    expect(evaluation.quality).toBeCloseTo(0.4, 14);
    // J: (10 + 0.8·40)/8 + (20 + 0.2·100)/8.
    expect(evaluation.energyJ).toBeCloseTo(42 / 8 + 40 / 8, 12);
    // cpu 10/s; gpu 40/s; link 100/4 = 25/s.
    expect(evaluation.throughput).toBeCloseTo(10, 12);
    expect(evaluation.devices).toBe(2);
  });
  test("with Erlang queueing a second replica buys latency", () => {
    const { frontier } = bruteForce(at("{ statistic: mean }"));
    expect(frontier).toHaveLength(2);
    // One replica: W = 0.8/(10 − 8) = 400 ms. Two: a = 0.8, C = 0.64/2·(2/1.2)/(1.8 + 0.5333) = 0.228571, W = C/(20 − 8) = 19.047619 ms.
    // gpu: C = 8/40 = 0.2, W = 0.2/32 = 6.25 ms (ca = cs = 1).
    const latencies = frontier.map((c) => c.vector[1] as number).sort((x, y) => x - y);
    expect(latencies[1]).toBeCloseTo(600 + 6.25, 9);
    expect(latencies[0]).toBeCloseTo(200 + 19.047619047619047 + 6.25, 9);
  });
  test("an infeasible target gets the nearest value and the smallest conflict", () => {
    const { infeasible } = bruteForce(
      at("{ queueing: none, statistic: mean }", ", slos: [{ metric: latency, op: <=, value: 150 }, { metric: quality, op: '>=', value: 0.3 }]"),
    );
    expect(infeasible?.conflictSize).toBe(1);
    expect(infeasible?.nearest[0]?.value).toBeCloseTo(200, 10);
    expect(infeasible?.nearest[1]?.value).toBeNull();
  });
});

test("a router, a loop and a split by hand", () => {
  const input = inputOf(`${head("Pipeline", "p")}spec:
  inputs: [{ id: in, at: t }]
  operators: [{ id: a, task: one }, { id: b, task: two, iterations: { mean: 2, max: 3 } }, { id: c, task: two, fanOut: 2, parallel: false }]
  edges: [{ from: in, to: a }, { from: a, to: b }, { from: a, to: c }]
  routers: [{ at: a, choose: [{ to: b, probability: 0.75 }, { to: c, probability: 0.25 }] }]
${head("Catalogue")}spec:
  implementations:
    - { name: a1, task: one, quality: [{ value: 0.9 }], profiles: [{ device: slow, latencyMs: { mean: 100 } }, { device: fast, latencyMs: { mean: 50 } }] }
    - { name: b1, task: two, quality: [{ value: 0.5 }], api: { latencyMs: { mean: 10 }, pricePerCallUsd: 0.001 } }
${head("Infrastructure")}spec:
  tiers: [{ id: t }]
  pools:
    - { id: s, tier: t, device: slow, count: 1, pricePerHourUsd: 1 }
    - { id: f, tier: t, device: fast, count: 1, pricePerHourUsd: 7.2, billing: used }
${head("Workload")}spec:
  settings: { queueing: none, statistic: p95 }
  classes: [{ id: c, pipeline: p, rateRps: 20 }]
`);
  const { frontier, candidates } = bruteForce(input);
  // Pool f alone holds 20/s; s and f together put s's whole 10/s there because it is paid for anyway.
  expect(candidates).toHaveLength(2);
  const split = candidates.find((c) => c.evaluation.devices === 2);
  expect(split?.evaluation.shares[0]?.[0]).toBeCloseTo(0.5, 12);
  // Calls: b 0.75·2 = 1.5, c 0.25·2 = 0.5; API 2·0.001 a request = 2 a thousand, 144 US$/h.
  // Split: 1 + 0.5·7.2 + 144 = 148.6; f alone: 7.2 + 144 = 151.2.
  expect(split?.evaluation.costPerHour).toBeCloseTo(148.6, 9);
  // p95 covers both branches: b 100 + 3·10, c 100 + 2·10; f alone 50 + 30.
  expect(split?.evaluation.latency("p95")).toBeCloseTo(130, 12);
  // mean: 100 + 0.75·20 + 0.25·20.
  expect(split?.evaluation.latency("mean")).toBeCloseTo(120, 12);
  expect(frontier).toHaveLength(2);
});

test("a chain of conditional quality by hand", () => {
  const input = inputOf(`${head("Pipeline", "p")}spec:
  inputs: [{ id: in }]
  operators: [{ id: a, task: one }, { id: b, task: one }, { id: c, task: two }]
  edges: [{ from: in, to: a }, { from: in, to: b }, { from: a, to: c }, { from: b, to: c }]
  quality: { model: chain }
${head("Catalogue")}spec:
  implementations:
    - { name: a1, task: one, quality: [{ value: 0.9 }], api: { latencyMs: { mean: 1 } } }
    - { name: c1, task: two, quality: [{ value: 0.8, givenBad: 0.3 }], api: { latencyMs: { mean: 1 } } }
${head("Infrastructure")}spec: { tiers: [{ id: t }], pools: [] }
${head("Workload")}spec: { classes: [{ id: c, pipeline: p }] }
`);
  // Both good: 0.81; 0.81·0.8 + 0.19·0.3 = 0.705.
  expect(bruteForce(input).frontier[0]?.evaluation.quality).toBeCloseTo(0.705, 14);
});

/**
 * Least cost per hour at quality ≥ 0.54, 0.56, 0.57, 0.58 and 0.583, and the workers of each operator: found by this oracle's own search over every
 * assignment of the nine workers; the artefact's exhaustive search prints the same costs (7.026597, 7.485018, 13.714519, 16.574654, 17.877716).
 */
const CHEAPEST: [number, string, string, string[], string[], string[]][] = [
  [7.026597042366863, "resnet-18", "wav2vec2-base", ["edge-cpu-1", "edge-cpu-3", "edge-cpu-4"], ["cloud-gpu-1"], ["cloud-cpu-6"]],
  [7.485018393756207, "resnet-18", "wav2vec2-large", ["edge-cpu-1", "edge-cpu-2", "edge-cpu-5"], ["edge-cpu-4", "cloud-gpu-1"], ["cloud-cpu-6"]],
  [
    13.714518609432378,
    "resnet-50",
    "wav2vec2-large",
    ["edge-cpu-1", "edge-cpu-2", "edge-cpu-3", "edge-cpu-5", "cloud-gpu-2"],
    ["edge-cpu-4", "cloud-gpu-1"],
    ["cloud-cpu-6"],
  ],
  [
    16.574654358437503,
    "resnet-101",
    "wav2vec2-large",
    ["edge-cpu-1", "edge-cpu-2", "edge-cpu-4", "edge-cpu-5", "cloud-gpu-2"],
    ["edge-cpu-3", "cloud-gpu-1"],
    ["cloud-cpu-6"],
  ],
  [
    17.87771643174558,
    "resnet-152",
    "wav2vec2-large",
    ["edge-cpu-1", "edge-cpu-2", "edge-cpu-4", "edge-cpu-5", "cloud-gpu-2"],
    ["edge-cpu-3", "cloud-gpu-1"],
    ["cloud-cpu-6"],
  ],
];

describe("JellyBean's visual question answering", () => {
  const read = (name: string) => readFileSync(new URL(`../../examples/visual-qa/${name}.yaml`, import.meta.url), "utf8");
  const input = inputOf(["pipeline", "catalogue", "infrastructure", "workload"].map(read).join("\n---\n"));
  const context = contextOf(input);
  const variant = context.variants[0] as (typeof context.variants)[number];
  const device = (id: string) => input.infrastructure.spec.pools.find((pool) => pool.id === id);
  const option = (id: string, implementation: string, devices: string[]): Option => {
    const node = variant.graph.nodes.find((n) => n.id === id) as (typeof variant.graph.nodes)[number];
    const configuration = configurationsOf(node.operator, input.catalogues).find((c) => c.implementation.name === implementation);
    if (!configuration) throw new Error(`no ${implementation}`);
    return {
      id,
      configuration,
      parts: devices.map((name) => {
        const pool = device(name);
        if (!pool) throw new Error(`no pool ${name}`);
        return { pool, tier: pool.tier, profile: configuration.profiles.findIndex((p) => p.device === pool.device), replicas: 1 };
      }),
    };
  };
  test("least cost at a quality, from exhaustive search over the splits of all workers", () => {
    expect(context.queueing).toBe("none");
    for (const [expected, image, speech, a, b, c] of CHEAPEST) {
      const evaluation = evaluate(context, variant, [option("features", image, a), option("asr", speech, b), option("answer", "vqa-fusion", c)]);
      expect(evaluation?.costPerHour).toBeCloseTo(expected, 9);
    }
  });
});
