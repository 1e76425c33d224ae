import { shareLimit } from "../../core/metrics/flows";
import type { Problem } from "../../core/metrics/problem";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { Query } from "./goals";
import type { OperatorOption, OperatorOptions } from "./options";

/**
 * Leaves out options that another option of the same configuration replaces in every plan: no dearer, no slower, no more energy, no less throughput, on
 * no other pools or devices. With fixed shares the two must look alike to their neighbours (same interface). With free shares the other must
 * offer at least as much room in each tier; that is only safe where calls cost the same on every part and transfers take no time, because otherwise
 * the flows of least cost could be slower ones.
 */
export function undominated(problem: Problem, query: Query, operator: number, entry: OperatorOptions): OperatorOptions {
  const energyMatters = [...query.goals, ...query.hard.map((slo) => slo.slo)].some((goal) => goal.metric === "energy");
  const throughputMatters = [...query.goals, ...query.hard.map((slo) => slo.slo)].some((goal) => goal.metric === "throughput");
  const statistics = new Set([
    ...query.goals.filter((goal) => goal.metric === "latency").map((goal) => STATISTIC_INDEX[goal.statistic]),
    ...query.hard.filter((slo) => slo.slo.metric === "latency").map((slo) => STATISTIC_INDEX[slo.statistic]),
  ]);
  const timeless = problem.links.every((row) => row.every((link) => link === null || (link.halfRttMs === 0 && link.mbps === Number.POSITIVE_INFINITY)));
  const partCosts = (option: OperatorOption): boolean => option.allocation.parts.every((part) => part.template.usdPerCall === 0);
  const freeSafe = timeless && !energyMatters && !throughputMatters;
  const { calls } = problem.operators[operator]!;
  const rows = entry.options.map((option) => {
    const rooms = new Float64Array(problem.tiers.length);
    for (const part of option.allocation.parts) rooms[part.template.tier]! += shareLimit(problem, calls, part.template, part.replicas);
    const values = [...statistics].map((q) => option.timeMs?.[q] ?? 0);
    if (energyMatters) values.push(option.energyJ);
    if (throughputMatters) values.push(-option.throughputRps);
    // The reserved part of a free option's cost; the rest depends on the flows and is no dearer with more room.
    values.push(option.free ? reservedUsd(problem, option) : option.usd);
    const pools = new Float64Array(problem.pools.length);
    for (let i = 0; i < option.pools.length; i += 2) pools[option.pools[i]!] = option.pools[i + 1]!;
    return { option, values, rooms, pools, comparable: !option.free || (freeSafe && partCosts(option)) };
  });
  type Row = (typeof rows)[number];
  const replaces = (a: Row, b: Row): boolean => {
    for (let k = 0; k < a.values.length; k += 1) if (a.values[k]! > b.values[k]!) return false;
    for (let p = 0; p < a.pools.length; p += 1) if (a.pools[p]! > b.pools[p]!) return false;
    if (b.option.free) for (let t = 0; t < a.rooms.length; t += 1) if (Math.min(1, a.rooms[t]!) < Math.min(1, b.rooms[t]!)) return false;
    return true;
  };
  const kept: Row[] = [];
  const groups = new Map<string, Row[]>();
  for (const row of [...rows].sort((a, b) => a.values[a.values.length - 1]! - b.values[b.values.length - 1]! || a.option.devices - b.option.devices)) {
    const key = `${row.option.configuration} ${row.option.interface} ${row.option.free}`;
    const group = groups.get(key);
    if (row.comparable && group?.some((other) => replaces(other, row))) continue;
    kept.push(row);
    if (!row.comparable) continue;
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return { ...entry, options: kept.map((row) => row.option) };
}

function reservedUsd(problem: Problem, option: OperatorOption): number {
  return option.allocation.parts.reduce((sum, part) => sum + part.replicas * part.template.reservedUsdPerHour, 0) / (3600 * (problem.rateRps ?? 1));
}
