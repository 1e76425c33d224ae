import type { Problem } from "../../core/metrics/problem";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { AllocationFacts } from "./facts";
import type { Query } from "./goals";
import { lexicographicOrder } from "./lexicographic";
import type { OperatorOption } from "./options";

/** What a query compares options by. */
export interface Comparison {
  /** Statistics of latency that are asked for. */
  statistics: number[];
  energy: boolean;
  throughput: boolean;
  /**
   * Whether a free option may be replaced by another with at least as much room in each tier. That is only safe where transfers take no time,
   * because otherwise the flows of least cost could be slower ones.
   */
  freeSafe: boolean;
}

export function comparisonOf(problem: Problem, query: Query): Comparison {
  const asked = [...query.goals, ...query.hard.map((slo) => ({ metric: slo.slo.metric, statistic: slo.statistic }))];
  const energy = asked.some((goal) => goal.metric === "energy");
  const throughput = asked.some((goal) => goal.metric === "throughput");
  const timeless = problem.links.every((row) => row.every((link) => link === null || (link.halfRttMs === 0 && link.mbps === Number.POSITIVE_INFINITY)));
  return {
    statistics: [...new Set(asked.flatMap((goal) => (goal.metric === "latency" ? [STATISTIC_INDEX[goal.statistic]] : [])))],
    energy,
    throughput,
    freeSafe: timeless && !energy && !throughput,
  };
}

/**
 * Leaves out options that another option of the same configuration replaces in every plan: no dearer, no slower, no more energy, no less throughput, on
 * no other pools or devices, and alike to its neighbours (same interface). Shares of these options are fixed.
 */
export function undominated(problem: Problem, comparison: Comparison, options: readonly OperatorOption[]): OperatorOption[] {
  const { statistics, energy, throughput } = comparison;
  const pools = problem.pools.length;
  const width = 1 + statistics.length + (energy ? 1 : 0) + (throughput ? 1 : 0) + pools;
  const values = new Float64Array(options.length * width);
  options.forEach((option, i) => {
    let at = i * width;
    values[at++] = option.usd;
    for (const q of statistics) values[at++] = option.timeMs?.[q] ?? 0;
    if (energy) values[at++] = option.energyJ;
    if (throughput) values[at++] = -option.throughputRps;
    for (let p = 0; p < option.pools.length; p += 2) values[at + option.pools[p]!] = option.pools[p + 1]!;
  });
  const groups = new Map<number, number[]>();
  const stride = 1 + options.reduce((most, option) => Math.max(most, option.interface), 0);
  const kept: OperatorOption[] = [];
  for (const i of cheapestFirst(options, values, width)) {
    const option = options[i]!;
    const key = option.configuration * stride + option.interface;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i]);
    else if (anyReplaces(values, width, group, i)) continue;
    else group.push(i);
    kept.push(option);
  }
  return kept;
}

/**
 * Of the allocations of one configuration in one set of tiers whose shares are free, those that no other replaces: no dearer to reserve, no slower, on no
 * other pools, and with at least as much room in each tier. Only where calls cost the same on each part, and transfers take no time.
 */
export function undominatedFree(problem: Problem, comparison: Comparison, list: readonly AllocationFacts[]): AllocationFacts[] {
  if (!comparison.freeSafe) return [...list];
  const { statistics } = comparison;
  const tiers = problem.tiers.length;
  const width = 1 + statistics.length + tiers + problem.pools.length;
  const values = new Float64Array(list.length * width);
  list.forEach((facts, i) => {
    const start = i * width;
    let at = start;
    values[at++] = reservedUsd(problem, facts);
    for (const q of statistics) values[at++] = facts.timeMs?.[q] ?? 0;
    facts.allocation.parts.forEach((part, p) => {
      values[at + part.template.tier]! -= facts.limits[p]!;
    });
    for (let t = 0; t < tiers; t += 1) values[at + t] = Math.max(-1, values[at + t]!);
    at += tiers;
    for (let p = 0; p < facts.pools.length; p += 2) values[at + facts.pools[p]!] = facts.pools[p + 1]!;
  });
  const replacing: number[] = [];
  const kept: AllocationFacts[] = [];
  for (const i of cheapestFirst(list, values, width)) {
    const facts = list[i]!;
    if (facts.allocation.parts.every((part) => part.template.usdPerCall === 0)) {
      if (anyReplaces(values, width, replacing, i)) continue;
      replacing.push(i);
    }
    kept.push(facts);
  }
  return kept;
}

/** Places in ascending order of the first of the values, then of devices. */
function cheapestFirst(list: readonly { devices: number }[], values: Float64Array, width: number): Int32Array {
  const usd = Float64Array.from(list, (_, i) => values[i * width]!);
  return lexicographicOrder([usd, Float64Array.from(list, ({ devices }) => devices)], list.length);
}

function anyReplaces(values: Float64Array, width: number, kept: readonly number[], item: number): boolean {
  const own = item * width;
  for (let k = 0; k < kept.length; k += 1) {
    const other = kept[k]! * width;
    let c = 0;
    while (c < width && values[other + c]! <= values[own + c]!) c += 1;
    if (c === width) return true;
  }
  return false;
}

/** Sorting value of a free option: its reserved replicas, US$ per request. */
export function reservedUsd(problem: Problem, facts: AllocationFacts): number {
  let sum = 0;
  for (const part of facts.allocation.parts) sum += part.replicas * part.template.reservedUsdPerHour;
  return sum / (3600 * (problem.rateRps ?? 1));
}
