import { shareLimit } from "../../core/metrics/flows";
import type { CompiledConfiguration, CompiledOperator, PartTemplate, Problem } from "../../core/metrics/problem";
import type { Allocation } from "./allocations";

/** What is known of an allocation whatever its neighbours do. Times as counted on a path, in ms; money in US$ and energy in J per request. */
export interface AllocationFacts {
  allocation: Allocation;
  /** Sum of 2^tier over the tiers it uses. */
  tiers: number;
  /** Pool and devices, flat. */
  pools: number[];
  devices: number;
  /** Counted latency of the slowest part at the five statistics, without waiting; null when a part has no figure. */
  timeMs: number[] | null;
  /** Of reserved replicas and their idle power. */
  reservedUsd: number;
  idleJ: number;
  /** The largest share each part can take. */
  limits: number[];
}

/** The facts of one allocation under a known rate. */
export function factsOf(problem: Problem, operator: CompiledOperator, allocation: Allocation): AllocationFacts {
  const { parts } = allocation;
  const rate = problem.rateRps;
  const facts: AllocationFacts = { allocation, tiers: 0, pools: poolsOf(parts), devices: 0, timeMs: [0, 0, 0, 0, 0], reservedUsd: 0, idleJ: 0, limits: [] };
  for (let p = 0; p < parts.length; p += 1) {
    const { template, replicas } = parts[p]!;
    let first = true;
    for (let other = 0; other < p; other += 1) if (parts[other]!.template.tier === template.tier) first = false;
    if (first) facts.tiers += 2 ** template.tier;
    facts.devices += replicas * template.devices;
    facts.limits.push(shareLimit(problem, operator.calls, template, replicas));
    if (rate !== null) {
      facts.reservedUsd += (replicas * template.reservedUsdPerHour) / (3600 * rate);
      facts.idleJ += (replicas * template.idleW) / rate;
    }
    if (template.serviceMs === null) facts.timeMs = null;
    const { timeMs } = facts;
    if (timeMs === null) continue;
    for (let q = 0; q < 5; q += 1) {
      const value = template.serviceMs![q]! * (q === 0 ? operator.repeatMean : operator.repeatPercentile);
      if (value > timeMs[q]!) timeMs[q] = value;
    }
  }
  return facts;
}

function poolsOf(parts: readonly { template: PartTemplate; replicas: number }[]): number[] {
  const used: number[] = [];
  for (const { template, replicas } of parts) {
    if (template.pool < 0) continue;
    const devices = replicas * template.devices;
    let at = 0;
    while (at < used.length && used[at] !== template.pool) at += 2;
    if (at < used.length) used[at + 1]! += devices;
    else used.push(template.pool, devices);
  }
  return used;
}

/** A set of tiers as the sum of 2^tier. */
export function tierMask(tiers: readonly number[]): number {
  return tiers.reduce((sum, tier) => sum + 2 ** tier, 0);
}

export type FactsOf = (operator: CompiledOperator, configuration: CompiledConfiguration) => readonly AllocationFacts[];
