import type { Scenario, Selection, SelectionEdge, SelectionOption, Transfer } from "./selection";

export type Family = "chain" | "fan-out" | "diamonds" | "routers" | "layered";

export interface Shape {
  family: Family;
  operators: number;
  options: number;
  tiers?: number;
  /** Devices that all operators share, as a fraction of what the dearest plan would take; absent = more than enough. */
  capacity?: number;
  quality?: "product" | "minimum";
  /** Steps of the figures: US$ per 1,000 calls, ms, quality. Finer steps make larger frontiers. */
  steps?: { usd: number; ms: number; quality: number };
  seed?: number;
}

const STEPS = { usd: 0.05, ms: 10, quality: 0.005 };
/** Most operators side by side in a fan-out or a router. */
const BRANCHES = 3;
const LAYER = 3;
/** Most devices of one option. */
export const MOST_DEVICES = 4;

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

/** What a shape is called in tables. */
export function nameOf(shape: Shape): string {
  const extras = [
    ...((shape.tiers ?? 1) > 1 ? [`${shape.tiers} tiers`] : []),
    ...(shape.capacity !== undefined ? ["shared capacity"] : []),
    ...(shape.quality === "minimum" ? ["minimum"] : []),
  ];
  return `${shape.family} ${shape.operators} × ${shape.options}${extras.length > 0 ? `, ${extras.join(", ")}` : ""}`;
}

/** An instance: dearer options are faster or better, on a grid. The same shape gives the same instance. */
export function selectionOf(shape: Shape): Selection {
  const steps = shape.steps ?? STEPS;
  const tiers = shape.tiers ?? 1;
  const random = randomFrom(shape.seed ?? 7);
  const drawn = Array.from({ length: shape.operators }, () => Array.from({ length: shape.options }, () => [random(), random()] as const));
  const places = randomFrom((shape.seed ?? 7) + 1);
  const operators = drawn.map((options, o) => ({
    id: `o${String(o).padStart(2, "0")}`,
    options: options.map(([size, speed], k): SelectionOption => {
      const tier = tiers === 1 ? 0 : (k + Math.floor(places() * tiers)) % tiers;
      return {
        usdPerThousand: toGrid(Math.ceil((0.2 + size * size * (0.5 + speed)) / steps.usd - 1e-9), steps.usd),
        latencyMs: toGrid(Math.ceil((20 + 200 * size * (1.2 - speed)) / steps.ms - 1e-9), steps.ms),
        quality: toGrid(Math.round((0.9 + 0.1 * Math.sqrt(size)) / steps.quality), steps.quality),
        tier,
        devices: shape.capacity === undefined ? 1 : 1 + Math.floor((MOST_DEVICES - 1) * size),
      };
    }),
  }));
  const { edges, scenarios, routers } = graphOf(shape.family, shape.operators, randomFrom((shape.seed ?? 7) + 2));
  return {
    name: nameOf(shape),
    family: shape.family,
    operators,
    edges,
    transfers: transfersBetween(tiers),
    deviceCounts:
      shape.capacity === undefined
        ? null
        : Array.from({ length: tiers }, () => Math.max(2, Math.ceil((shape.capacity! * MOST_DEVICES * shape.operators) / tiers))),
    quality: shape.quality ?? "product",
    scenarios,
    routers,
  };
}

/** A whole number of steps as the decimal people would write. */
function toGrid(count: number, step: number): number {
  return Number((count * step).toFixed(6));
}

function transfersBetween(tiers: number): Transfer[][] {
  return Array.from({ length: tiers }, (_, a) =>
    Array.from({ length: tiers }, (_, b) => (a === b ? { usdPerThousand: 0, latencyMs: 0 } : { usdPerThousand: 0.05, latencyMs: 10 * Math.abs(a - b) })),
  );
}

interface Graph {
  edges: SelectionEdge[];
  scenarios: Scenario[];
  routers: Selection["routers"];
}

function graphOf(family: Family, count: number, random: () => number): Graph {
  const everyone = [{ probability: 1, operators: Array.from({ length: count }, (_, o) => o) }];
  const edges: SelectionEdge[] = [{ from: -1, to: 0 }];
  switch (family) {
    case "chain":
      for (let o = 1; o < count; o += 1) edges.push({ from: o - 1, to: o });
      return { edges, scenarios: everyone, routers: [] };
    case "fan-out": {
      for (const branch of branchesOf(count)) edges.push(...inSeries([0, ...branch, count - 1]));
      return { edges, scenarios: everyone, routers: [] };
    }
    case "diamonds": {
      // 0 → (1, 2) → 3 → (4, 5) → 6 ...; what is left over is a chain at the end.
      let last = 0;
      while (last + 3 < count) {
        edges.push({ from: last, to: last + 1 }, { from: last, to: last + 2 }, { from: last + 1, to: last + 3 }, { from: last + 2, to: last + 3 });
        last += 3;
      }
      for (; last + 1 < count; last += 1) edges.push({ from: last, to: last + 1 });
      return { edges, scenarios: everyone, routers: [] };
    }
    case "routers": {
      const branches = branchesOf(count);
      const probabilities = branches.length === 3 ? [0.5, 0.3, 0.2] : branches.length === 2 ? [0.7, 0.3] : [1];
      for (const branch of branches) edges.push(...inSeries([0, ...branch, count - 1]));
      return {
        edges,
        scenarios: branches.map((branch, b) => ({ probability: probabilities[b]!, operators: [0, ...branch, count - 1] })),
        routers: [{ at: 0, choose: branches.map((branch, b) => ({ to: branch[0]!, probability: probabilities[b]! })) }],
      };
    }
    case "layered":
      return { edges: [...edges, ...layeredEdges(count, random)], scenarios: everyone, routers: [] };
  }
}

function inSeries(members: number[]): SelectionEdge[] {
  return members.slice(1).map((to, i) => ({ from: members[i]!, to }));
}

/** The operators between the first and the last, as chains side by side. */
function branchesOf(count: number): number[][] {
  const inner = count - 2;
  const branches = Math.min(BRANCHES, inner);
  const length = Math.floor(inner / branches);
  let next = 1;
  return Array.from({ length: branches }, (_, b) => {
    const own = length + (b < inner % branches ? 1 : 0);
    const branch = Array.from({ length: own }, (_, i) => next + i);
    next += own;
    return branch;
  });
}

/** Layers of a few operators; each has one or two senders in the layer before and at least one receiver. Not series-parallel as a rule. */
function layeredEdges(count: number, random: () => number): SelectionEdge[] {
  const layers: number[][] = [[0]];
  for (let o = 1; o < count - 1; o += LAYER) layers.push(Array.from({ length: Math.min(LAYER, count - 1 - o) }, (_, i) => o + i));
  layers.push([count - 1]);
  const edges: SelectionEdge[] = [];
  const join = (from: number, to: number): void => {
    if (!edges.some((edge) => edge.from === from && edge.to === to)) edges.push({ from, to });
  };
  for (let l = 1; l < layers.length; l += 1) {
    const before = layers[l - 1]!;
    const layer = layers[l]!;
    const pick = (from: number[]): number => from[Math.floor(random() * from.length)]!;
    for (const to of layer) {
      join(pick(before), to);
      if (random() < 0.5) join(pick(before), to);
    }
    for (const from of before) if (!edges.some((edge) => edge.from === from)) join(from, pick(layer));
  }
  return edges.sort((a, b) => a.from - b.from || a.to - b.to);
}
