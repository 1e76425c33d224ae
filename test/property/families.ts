/** Which features a family of random instances draws on, and how often (probabilities unless they are sizes). */
export interface Family {
  name: string;
  operators: [number, number];
  tiers: number;
  pools: number;
  count: number;
  implementations: number;
  knobs: number;
  tokens: number;
  apis: number;
  used: number;
  queueing: "none" | "erlang" | "any";
  /** No rate is known. */
  unrated: number;
  splits: boolean;
  narrow: boolean;
  routers: number;
  repetitions: number;
  quality: "any" | "table" | "chain" | "product" | "minimum";
  buckets: number;
  /** Missing quality rows. */
  gaps: number;
  alternatives: number;
  slos: [number, number];
  minReplicas: number;
  objectives: "default" | "any";
  /** Factor on every service time. */
  slow: number;
  /** Requests per second to draw from. */
  rates: readonly number[];
}

const plain: Family = {
  name: "plain",
  operators: [1, 3],
  tiers: 2,
  pools: 3,
  count: 3,
  implementations: 3,
  knobs: 0.2,
  tokens: 0,
  apis: 0.15,
  used: 0.4,
  queueing: "any",
  unrated: 0.05,
  splits: false,
  narrow: false,
  routers: 0.3,
  repetitions: 0.3,
  quality: "product",
  buckets: 2,
  gaps: 0.02,
  alternatives: 0,
  slos: [0, 2],
  minReplicas: 0.1,
  objectives: "default",
  slow: 1,
  rates: [0.5, 1, 2, 4, 8, 10, 16],
};

/** More load than one pool carries, so that parts must be combined. */
const HEAVY = [8, 10, 16, 20, 25, 40];

export const FAMILIES: Family[] = [
  { ...plain, name: "one part per operator without queueing", queueing: "none" },
  { ...plain, name: "one part per operator under Erlang queueing", queueing: "erlang" },
  {
    ...plain,
    name: "operators split over pools by least cost",
    queueing: "none",
    splits: true,
    operators: [1, 2],
    pools: 5,
    count: 1,
    implementations: 1,
    used: 0.5,
    apis: 0.1,
    rates: [10, 16, 20, 25],
    repetitions: 0.05,
    slow: 1.5,
    routers: 0,
    slos: [0, 1],
  },
  {
    ...plain,
    name: "operators split over pools at equal utilisation",
    queueing: "erlang",
    splits: true,
    operators: [1, 2],
    pools: 4,
    count: 2,
    apis: 0.3,
    rates: HEAVY,
    repetitions: 0.1,
  },
  {
    ...plain,
    name: "narrow and priced links between three tiers",
    queueing: "any",
    splits: true,
    narrow: true,
    tiers: 3,
    pools: 4,
    count: 2,
    implementations: 2,
    operators: [1, 3],
    rates: [4, 8, 10, 16, 20],
  },
  { ...plain, name: "routers, loops and fan-out", operators: [2, 4], routers: 0.9, repetitions: 0.9, count: 4, implementations: 2 },
  {
    ...plain,
    name: "graphs of many operators",
    operators: [4, 6],
    queueing: "none",
    count: 6,
    implementations: 2,
    pools: 2,
    knobs: 0,
    apis: 0.1,
    repetitions: 0.1,
    rates: [0.5, 1, 2],
  },
  { ...plain, name: "tokens and hosted models", tokens: 0.7, apis: 0.5, knobs: 0.5, splits: true, operators: [1, 2], rates: [1, 2, 4, 8, 10, 20, 40] },
  { ...plain, name: "no known rate", unrated: 1, operators: [1, 4], used: 0.7, apis: 0.4, tokens: 0.3 },
  { ...plain, name: "measured quality tables", quality: "table", knobs: 0.4, operators: [1, 3] },
  { ...plain, name: "chains of conditional quality", quality: "chain", operators: [2, 4], count: 4, routers: 0.5 },
  { ...plain, name: "chains with more than two buckets", quality: "chain", buckets: 3, operators: [2, 4], count: 4 },
  { ...plain, name: "weakest stage quality", quality: "minimum", operators: [2, 4], count: 4, routers: 0.5, knobs: 0.5 },
  { ...plain, name: "alternatives inside operators", alternatives: 0.9, quality: "any", operators: [1, 3], count: 4 },
  { ...plain, name: "targets on requests, operators and paths", slos: [2, 5], operators: [2, 3], objectives: "any", splits: true, count: 4 },
  { ...plain, name: "objectives of energy, throughput and hourly cost", objectives: "any", operators: [1, 3], used: 0.5 },
  {
    ...plain,
    name: "everything at once",
    quality: "any",
    tokens: 0.3,
    apis: 0.3,
    splits: true,
    tiers: 3,
    alternatives: 0.3,
    objectives: "any",
    slos: [0, 4],
    gaps: 0.1,
    implementations: 3,
    count: 4,
  },
];
