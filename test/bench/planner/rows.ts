import { readFileSync } from "node:fs";
import { median, ms } from "../report/tables";
import { type Bench, MeasurementFailed } from "./children";
import { nameOf, type Shape } from "./generators";
import type { FrontierResult, HighsResult, Output, Query, Times } from "./jobs";
import type { Pace } from "./pace";
import type { Python } from "./python-peers";
import type { Vector } from "./selection";

/** What every section of the bench works with. */
export interface Run {
  bench: Bench;
  python: Python | null;
  pace: Pace;
  /** Lines of the must-reach table. */
  targets: Target[];
  /** Answers of ours that a peer or another evaluator contradicted. */
  disagreements: string[];
}

export interface Target {
  work: string;
  target: string;
  measured: string;
  /** null = could not be measured here. */
  met: boolean | null;
}

/** The result, or the reason why there is none. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MeasurementFailed) return error.message;
    throw error;
  }
}

/** The median once warm; a run that was only done once counts as it was. */
export function typicalMs({ firstMs, laterMs }: Times): number {
  return laterMs.length > 0 ? median(laterMs) : firstMs;
}

export function leastMs({ firstMs, laterMs }: Times): number {
  return Math.min(firstMs, ...laterMs);
}

export function timeCells(result: Times): string[] {
  return [ms(result.firstMs), ms(typicalMs(result)), ms(leastMs(result))];
}

/** `exact`, `ε 0.01` or `partial`. */
export function certificateText({ certificate }: FrontierResult): string {
  return certificate.kind === "epsilon" ? `ε ${certificate.epsilon}` : certificate.kind;
}

let scratchFiles = 0;
/** Measures the planner on a shape and keeps the vectors it listed; exact unless the settings ask otherwise. */
export async function frontierOf(
  run: Run,
  shape: Shape,
  { budgetSeconds, settings, output }: { budgetSeconds: number; settings?: { epsilon?: number | undefined; timeLimitSeconds?: number }; output?: Output },
): Promise<{ result: FrontierResult; path: string; vectors: Vector[] }> {
  scratchFiles += 1;
  const path = run.bench.scratch(`frontier-${scratchFiles}.json`);
  const result = await run.bench.measure<FrontierResult>(
    { kind: "frontier", shape, budgetSeconds, output: output ?? "answer", out: path, settings: { epsilon: 0, timeLimitSeconds: 60, ...settings } },
    90 + 8 * budgetSeconds,
  );
  if (result.wrong > 0) run.disagreements.push(`${nameOf(shape)}: ${result.wrong} of ${result.recomputed} listed vectors differ when recomputed`);
  return { result, path, vectors: output === "vectors" ? [] : (JSON.parse(readFileSync(path, "utf8")) as Vector[]) };
}

/** Some vectors of a frontier, evenly over its order, as questions whose answer is known: the least cost within them is theirs. */
export function sampled(vectors: readonly Vector[], how: number): { queries: Query[]; costs: number[] } {
  const n = Math.min(how, vectors.length);
  const picked = Array.from({ length: n }, (_, k) => vectors[Math.floor(((k + 0.5) * vectors.length) / n)]!);
  return { queries: picked.map(([, latencyMs, quality]) => ({ latencyMs, quality })), costs: picked.map(([usd]) => usd) };
}

/** Whether two costs are the same, as far as solvers with tolerances can tell. */
export function sameCost(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
}

/** Compares a solver's answers with the frontier's; proven ones must agree. A cost that is not known is NaN. */
export function agreement(run: Run, name: string, answers: HighsResult["answers"], costs: readonly number[]): string {
  const proven = answers.map((answer, k) => ({ answer, cost: costs[k]! })).filter(({ answer, cost }) => answer.proven && !Number.isNaN(cost));
  const same = proven.filter(({ answer, cost }) => sameCost(answer.usdPerThousand, cost)).length;
  if (same < proven.length) run.disagreements.push(`${name}: ${proven.length - same} of ${proven.length} answers of HiGHS differ`);
  return `${same}/${proven.length}`;
}

/** Whether two complete frontiers are the same, as far as sums formed in another order can tell (1e-9 relative). */
export function sameVectors(a: readonly Vector[], b: readonly Vector[]): boolean {
  const room = 1 + 1e-9;
  const covers = (listed: readonly Vector[], vector: Vector): boolean =>
    listed.some(([usd, latencyMs, quality]) => usd <= vector[0] * room && latencyMs <= vector[1] * room && quality * room >= vector[2]);
  return a.every((vector) => covers(b, vector)) && b.every((vector) => covers(a, vector));
}
