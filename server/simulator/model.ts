import type { ServiceTime } from "./samplers";

/**
 * What the engine runs: the documents and plans reduced to numbers and indices. Made by `compile.ts`; tests of theory make it directly.
 */
export interface SimulationModel {
  stations: StationModel[];
  links: LinkModel[];
  classes: ClassModel[];
  graphs: GraphModel[];
  /** Number of tiers; tiers are indices below it. */
  tiers: number;
}

/** Servers with one queue, first come first served. */
export interface StationModel {
  id: string;
  pool: string;
  /** Parallel servers: replicas, times slots of a token profile. `Infinity` never queues (an API). */
  servers: number;
  /** A batch of up to this many waiting calls starts when a server is free. */
  batch: number;
  /** Calls per second that are let in (token bucket of one second); the rest are dropped. Absent: no limit. */
  maxRps?: number;
}

/** Messages between two tiers are sent one after another (`msPerByte`), then travel `delayMs`. */
export interface LinkModel {
  fromTier: number;
  toTier: number;
  delayMs: number;
  msPerByte: number;
}

/** Rate over time: constant pieces, the last one without end. Times in ms from the start of the run. */
export type ArrivalModel =
  | { kind: "none" }
  | { kind: "uniform"; rateRps: number }
  | { kind: "pieces"; pieces: { fromMs: number; rateRps: number }[] }
  | { kind: "trace"; timesMs: readonly number[]; periodMs: number }
  | { kind: "mmpp"; calmRps: number; burstRps: number; meanCalmMs: number; meanBurstMs: number };

export interface ClassModel {
  id: string;
  arrivals: ArrivalModel;
  /** The plans that serve it: graph index and share of requests; shares sum to at most 1, the rest is rejected. */
  plans: { graph: number; share: number }[];
  /** Drives a ladder over `plans` instead of drawing by share. */
  ladder?: LadderModel;
}

/** Plans on the same machines, fastest last; see `ladder-driver.ts`. */
export interface LadderModel {
  /** What queued work a step can bear, ms, and where it would be met: stations of each operator, and the operators before it. */
  steps: { slackMs: number; operators: { stations: number[]; after: number[] }[] }[];
  cooldownMs: number;
}

/** One pipeline under one plan, operators in topological order. */
export interface GraphModel {
  operators: OperatorModel[];
  edges: EdgeModel[];
  routers: RouterModel[];
}

export interface OperatorModel {
  id: string;
  parts: PartModel[];
  /** Number of passes of the loop round it: probability of 0, 1, 2, ... passes. */
  passes: number[];
  /** Copies per request: a fractional number is drawn as its floor or ceiling. */
  fanOut: number;
  parallel: boolean;
}

export interface PartModel {
  station: number;
  tier: number;
  share: number;
  service: ServiceTime;
}

export interface EdgeModel {
  /** Operator index; -1 for an input. */
  from: number;
  to: number;
  /** For an input: the tier where it enters, or -1 when it enters everywhere. */
  inputTier: number;
  bytes: number;
  /** `ratio[fromTier][toTier]` = P(receiver's tier | sender's tier) / P(receiver's tier); absent: independent. */
  ratio?: number[][];
}

export interface RouterModel {
  at: number;
  choose: { to: number; probability: number }[];
}
