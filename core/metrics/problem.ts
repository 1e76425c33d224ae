import type { KnobValue, Statistic } from "../documents/common";
import type { Exclusion } from "../documents/frontier";
import type { Objective, Slo } from "../documents/workload";
import type { CompiledQuality } from "./quality";
import type { QualityLevel } from "./quality-levels";

/** Settings with every default filled in. */
export interface ResolvedSettings {
  objectives: Objective[];
  statistic: Statistic;
  queueing: "none" | "erlang";
  utilisationLimit: number;
  /** Parts per operator; Infinity = no limit. */
  maxParts: number;
  epsilon: number;
  /** No ε was given: exact, or the smallest ε for which the time limit leaves room. */
  automaticEpsilon: boolean;
  timeLimitSeconds: number | null;
  sizingStatistic: Statistic;
}

export interface CompiledPool {
  id: string;
  tier: number;
  count: number;
  pricePerHourUsd: number;
  billing: "reserved" | "used";
  hasPower: boolean;
  memoryGiB: number;
}

/** A crossing between two tiers (or inside one). */
export interface CompiledLink {
  halfRttMs: number;
  mbps: number;
  pricePerByteUsd: number;
}

/** One (pool, profile) pair, or the API, that a configuration may run on; figures are per replica. */
export interface PartTemplate {
  /** Index of the pool; −1 for the API. */
  pool: number;
  tier: number;
  profile: number | "api";
  devices: number;
  maxReplicas: number;
  /** Calls per second of one replica at full load; Infinity for an API without a limit. For an API: its `maxRps`. */
  rateRps: number;
  /** Servers of one replica and the rate of each, for queueing. */
  servers: number;
  serverRateRps: number;
  cs2: number;
  /** Service at the five statistics, ms; null when there is no latency figure. */
  serviceMs: number[] | null;
  /** US$/h of one replica when reserved, else 0. */
  reservedUsdPerHour: number;
  /** US$ of one call: busy time on `used` pools, or the API's price. */
  usdPerCall: number;
  /** Energy: watts of one idle replica, and joules above idle per call. */
  idleW: number;
  energyJPerCall: number;
  /** Busy energy of one call when no rate is known, J. */
  busyJPerCall: number;
  /** False for a pool without power and for an API that states no energy: they count as 0 J, and the plan says so. */
  energyKnown: boolean;
  fillNotes: string[];
}

export interface CompiledConfiguration {
  index: number;
  implementation: string;
  knobs: Record<string, KnobValue>;
  key: string;
  outputBytes: number | null;
  templates: PartTemplate[];
}

export interface CompiledOperator {
  index: number;
  id: string;
  /** Expected calls per request. */
  calls: number;
  /** Messages per request on an incoming edge equal calls in the scenarios where it is used: fanOut · iterations.mean. */
  callsWhenActive: number;
  /** Factor of one call's latency on a path, at the mean and at a percentile. */
  repeatMean: number;
  repeatPercentile: number;
  minReplicas: number;
  configurations: CompiledConfiguration[];
}

export interface CompiledEdge {
  index: number;
  /** Operator index, or −1 − index of an input. */
  from: number;
  to: number;
  fromId: string;
  toId: string;
  /** Tier of the input this edge comes from; −1 when the sender is an operator. */
  fromTier: number;
  bytes: number;
  /** Expected messages per request. */
  messages: number;
}

/** A set of router choices with the same reached operators and edges. */
export interface Scenario {
  probability: number;
  active: boolean[];
  usedEdges: boolean[];
}

export interface CompiledSlo {
  slo: Slo;
  hard: boolean;
  statistic: Statistic;
  sense: "max" | "min";
  operator: number;
  pathFrom: number;
  pathTo: number;
}

/** A planning problem in numbers: one choice of alternatives of one pipeline for one query class. Operators are in topological order. */
export interface Problem {
  pipelineName: string;
  classId: string;
  choice: Record<string, string>;
  settings: ResolvedSettings;
  rateRps: number | null;
  ca2: number;
  tiers: string[];
  pools: CompiledPool[];
  /** links[a][b], null where tier a cannot reach tier b. */
  links: (CompiledLink | null)[][];
  operators: CompiledOperator[];
  /** Edges between operators and from inputs with a tier. */
  edges: CompiledEdge[];
  /** Edges into each operator, and out of it. */
  incoming: CompiledEdge[][];
  outgoing: CompiledEdge[][];
  scenarios: Scenario[];
  quality: CompiledQuality;
  /** Quality of alternatives that have a model of their own, as levels; null when there is none. */
  levels: QualityLevel | null;
  /** A combination without a quality value is a plan all the same: nobody named a quality model or asked for quality. */
  qualityOptional: boolean;
  /** Quality is neither asked for nor known. */
  qualityUnknown: boolean;
  slos: CompiledSlo[];
  excluded: Exclusion[];
  notes: string[];
}
