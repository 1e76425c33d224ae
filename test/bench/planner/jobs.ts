import type { Certificate } from "../../../core/documents/frontier";
import type { Shape } from "./generators";
import type { Box } from "./hypervolume";
import type { Vector } from "./selection";

/**
 * What is timed. `vectors`: the exact objective vectors and what each plan is made of. `answer`: every figure of every plan in the packed form in which the
 * app's worker threads answer. `document`: the same spelled out plan by plan, as the command prints it.
 */
export type Output = "vectors" | "answer" | "document";

/** What a child process is asked to measure; each in a process of its own, so that memory and warm-up are that row's alone. */
export type Job =
  | {
      kind: "frontier";
      shape: Shape;
      settings?: { epsilon?: number | undefined; timeLimitSeconds?: number };
      budgetSeconds: number;
      output: Output;
      /** Where the listed vectors are written. */
      out: string;
    }
  | { kind: "exhaustive"; shape: Shape; out: string }
  | { kind: "anytime"; shape: Shape; box: Box; limitSeconds: number }
  | { kind: "queries"; shape: Shape; queries: Query[]; limitSeconds: number }
  | { kind: "highs"; shape: Shape; queries: Query[]; budgetSeconds: number; limitSeconds: number }
  | { kind: "highs-enumeration"; shape: Shape; budgetSeconds: number; out: string }
  | { kind: "visual-qa"; runs: number }
  | { kind: "splits"; operators: number; budgetSeconds: number; timeLimitSeconds: number }
  | { kind: "replans"; shape: Shape; change: Change; rounds: number };

/** What is changed on a planned pipeline. */
export type Change =
  | "latency target"
  | "candidate of the first operator"
  | "candidate of the middle operator"
  | "candidate of the last operator"
  | "price of one API"
  | "devices of one pool"
  | "price of one pool";

/** Least cost under both bounds. */
export interface Query {
  latencyMs: number;
  quality: number;
}

export interface Times {
  /** In a fresh process. */
  firstMs: number;
  /** After it, in the same process. */
  laterMs: number[];
}

export interface FrontierResult extends Times {
  points: number;
  certificate: Certificate;
  /** Greatest resident memory of the process after the first run; `idleMiB` before it. */
  peakMiB: number;
  idleMiB: number;
  /** Listed vectors recomputed by another evaluator: how many, and how many differed. */
  recomputed: number;
  wrong: number;
}

export interface AnytimeResult {
  /** Cold and warm: what was known when. */
  runs: { ms: number; hypervolume: number; points: number }[][];
}

export interface QueriesResult extends Times {
  /** Least cost; null = nothing feasible. `proven`: the search was complete. */
  answers: { cost: number | null; proven: boolean }[];
}

export interface HighsResult {
  version: string;
  answers: { usdPerThousand: number | null; ms: number; proven: boolean; vector: Vector | null }[];
}

export interface EnumerationResult {
  solves: number;
  seconds: number;
  complete: boolean;
  points: number;
}

export interface SplitsResult extends FrontierResult {
  combinations: number;
  /** Every allocation of every operator tried by the tests' own evaluator. */
  exhaustivePoints: number;
  exhaustiveSeconds: number;
  same: boolean;
}

export interface ReplansResult {
  planMs: number;
  points: number;
  /** With what the planner kept of the runs before. */
  replansMs: number[];
  /** The same without it, in the same process. */
  freshMs: number[];
  same: boolean;
}
