import type { PlanningInput } from "../../core/metrics/planning-input";

/** Pseudo-random numbers that are the same everywhere (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Shape {
  operators: number;
  options: number;
  tiers: number;
  /** Chain, or a fork and join of this many branches. */
  branches: number;
  seed: number;
}

/** A pipeline of one profile per option: cost, time and quality on a grid, dearer options faster or better. Product quality, no queueing. */
export function benchInstance(shape: Shape): PlanningInput {
  const random = randomFrom(shape.seed);
  const header = (kind: string, name = "bench") => ({ apiVersion: "trilemma/v1" as const, kind, metadata: { name } });
  const ids = Array.from({ length: shape.operators }, (_, o) => `o${String(o).padStart(2, "0")}`);
  const inner = ids.slice(1, -1);
  const edges: { from: string; to: string; bytes: number }[] = [{ from: "in", to: ids[0] as string, bytes: 1000 }];
  if (shape.branches === 1) for (let o = 1; o < ids.length; o += 1) edges.push({ from: ids[o - 1] as string, to: ids[o] as string, bytes: 1000 });
  else {
    for (let b = 0; b < shape.branches; b += 1) {
      const members = [ids[0], ...inner.filter((_, i) => i % shape.branches === b), ids[ids.length - 1]] as string[];
      for (let i = 1; i < members.length; i += 1) edges.push({ from: members[i - 1] as string, to: members[i] as string, bytes: 1000 });
    }
  }
  const tiers = Array.from({ length: shape.tiers }, (_, t) => ({ id: `t${t}` }));
  const implementations = ids.flatMap((id) =>
    Array.from({ length: shape.options }, (_, k) => {
      const size = random();
      const speed = random();
      return {
        name: `${id}-${k}`,
        task: id,
        quality: [{ value: Math.round((0.9 + 0.1 * Math.sqrt(size)) * 200) / 200, source: "assumed" }],
        api: {
          pricePerCallUsd: Math.ceil((0.2 + size * size * (0.5 + speed)) * 20) / 20_000,
          latencyMs: { p95: Math.ceil((20 + 200 * size * (1.2 - speed)) / 10) * 10 },
        },
      };
    }),
  );
  return {
    pipeline: {
      ...header("Pipeline"),
      spec: {
        inputs: [{ id: "in", at: "t0" }],
        operators: ids.map((id, o) => ({ id, task: id, placement: { tiers: [`t${o % shape.tiers}`] } })),
        edges,
        quality: { model: "product" },
      },
    },
    catalogues: [{ ...header("Catalogue"), spec: { implementations } }],
    infrastructure: {
      ...header("Infrastructure"),
      spec: {
        tiers,
        pools: [],
        links: tiers.flatMap((a) => tiers.flatMap((b) => (a.id === b.id ? [] : [{ from: a.id, to: b.id, rttMs: 20, pricePerGiBUsd: 0.05 }]))),
      },
    },
    workload: { ...header("Workload"), spec: { settings: { queueing: "none" }, classes: [{ id: "c", pipeline: "bench", rateRps: 1, at: "t0" }] } },
  } as PlanningInput;
}
