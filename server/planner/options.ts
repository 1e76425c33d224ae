import { operatorFigures } from "../../core/metrics/figures";
import { NO_SHARE, shareLimit } from "../../core/metrics/flows";
import type { CompiledConfiguration, CompiledOperator, CompiledSlo, PartTemplate, Problem } from "../../core/metrics/problem";
import { meetsSlo } from "../../core/metrics/slos";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import { type Allocation, hasIdleReplica, wantsThroughput } from "./allocations";

/** One allocation of an operator with the figures a search needs; money and energy per request, times as counted on a path. */
export interface OperatorOption {
  allocation: Allocation;
  configuration: number;
  /** Shares come from the joint linear programme; `usd` and `energyJ` are then lower bounds. */
  free: boolean;
  usd: number;
  energyJ: number;
  /** Counted latency at the five statistics; null when there is no figure. */
  timeMs: number[] | null;
  throughputRps: number;
  devices: number;
  /** Pool and devices, flat. */
  pools: number[];
  /** Index into the operator's interfaces. */
  interface: number;
}

/** What an operator shows its neighbours: in which tiers its calls are, and the size of what it sends. Tiers are null when shares are free. */
export interface Interface {
  tierShares: Float64Array | null;
  tiers: number[];
  outputBytes: number | null;
  /** Transfers to and from the operator are already in its options' cost and time. */
  folded: boolean;
}

export interface OperatorOptions {
  options: OperatorOption[];
  interfaces: Interface[];
}

/** Which tiers each operator uses, exactly; null = any. */
export type Supports = readonly (readonly number[] | null)[];

export interface OptionLimits {
  supports: Supports;
  allocations: (operator: CompiledOperator, configuration: CompiledConfiguration) => readonly Allocation[];
  checkpoint: () => void;
}

/** Options of one operator: every allocation that carries its load and keeps the hard targets on that operator alone. */
export function optionsOf(problem: Problem, operator: CompiledOperator, hard: readonly CompiledSlo[], limits: OptionLimits): OperatorOptions {
  const own = hard.filter((slo) => slo.operator === operator.index);
  const { supports } = limits;
  const support = supports[operator.index] ?? null;
  const separable = problem.settings.queueing === "none" && isSeparable(problem, operator, supports);
  const options: OperatorOption[] = [];
  const interfaces: Interface[] = [];
  const interfaceIndex = new Map<string, number>();
  const folded = canFold(problem, operator, supports);
  const sends = problem.outgoing[operator.index]!.length > 0;
  const rooms = new Map<number, Float64Array>();
  const receiverRooms = (receiver: number): Float64Array => {
    let known = rooms.get(receiver);
    if (!known) {
      known = mostRoom(problem, problem.operators[receiver]!, supports[receiver] ?? null, limits);
      rooms.set(receiver, known);
    }
    return known;
  };
  const noSurplus = !wantsThroughput(problem) && !hard.some((slo) => slo.slo.metric === "throughput");
  let seen = 0;
  for (const configuration of operator.configurations) {
    const stage = problem.quality.stages[operator.index]?.[configuration.index]?.value ?? null;
    if (own.some((slo) => slo.slo.metric === "quality" && !meetsSlo(slo, stage))) continue;
    for (const known of limits.allocations(operator, configuration)) {
      seen += 1;
      if ((seen & 255) === 0) limits.checkpoint();
      if (support && !usesExactly(known, support)) continue;
      let allocation = known;
      if (allocation.shares === null && (separable || inOneTier(allocation))) {
        const shares = separateShares(problem, operator, configuration.outputBytes, allocation.parts, separable ? supports : null);
        if (shares === null) continue;
        allocation = { ...allocation, shares };
      }
      const free = allocation.shares === null;
      if (!free && noSurplus && hasIdleReplica(problem, operator, allocation.parts, allocation.shares!)) continue;
      const option = free ? freeOption(problem, operator, allocation, receiverRooms) : fixedOption(problem, operator, allocation);
      if (!free && own.some((slo) => !meetsSlo(slo, ownValue(problem, operator, option, slo, stage)))) continue;
      if (folded && !free && !foldTransfers(problem, operator, configuration.outputBytes, option, supports)) continue;
      const shares = free ? null : tierSharesOf(problem, allocation);
      const outputBytes = sends ? configuration.outputBytes : null;
      const tiers = [...new Set(allocation.parts.map((part) => part.template.tier))].sort((a, b) => a - b);
      const key = folded && !free ? "folded" : `${shares ? shares.join(",") : `free ${tiers.join(",")}`}|${outputBytes}`;
      let index = interfaceIndex.get(key);
      if (index === undefined) {
        index = interfaces.length;
        interfaceIndex.set(key, index);
        interfaces.push({ tierShares: shares, tiers, outputBytes, folded: folded && !free });
      }
      option.interface = index;
      options.push(option);
    }
  }
  return { options, interfaces };
}

function ownValue(problem: Problem, _operator: CompiledOperator, option: OperatorOption, slo: CompiledSlo, stage: number | null): number | null {
  switch (slo.slo.metric) {
    case "latency":
      return option.timeMs?.[STATISTIC_INDEX[slo.statistic]] ?? null;
    case "quality":
      return stage;
    case "energy":
      return option.energyJ;
    case "throughput":
      return option.throughputRps;
    case "costPerThousand":
      return option.usd * 1000;
    case "costPerHour":
      return problem.rateRps === null ? null : option.usd * 3600 * problem.rateRps;
  }
}

function tierSharesOf(problem: Problem, allocation: Allocation): Float64Array {
  const shares = new Float64Array(problem.tiers.length);
  allocation.parts.forEach((part, p) => {
    shares[part.template.tier]! += allocation.shares![p]!;
  });
  return shares;
}

function fixedOption(problem: Problem, operator: CompiledOperator, allocation: Allocation): OperatorOption {
  const parts = allocation.parts.map(({ template, replicas }, p) => ({ template, replicas, share: allocation.shares![p]! }));
  const figures = operatorFigures(problem, operator, { configuration: allocation.configuration.index, parts });
  return {
    allocation,
    configuration: allocation.configuration.index,
    free: false,
    usd: figures.usdPerRequest,
    energyJ: figures.energyJ,
    timeMs: figures.latencyMs?.map((value, q) => value * (q === 0 ? operator.repeatMean : operator.repeatPercentile)) ?? null,
    throughputRps: figures.throughputRps,
    devices: figures.devices,
    pools: poolsOf(allocation.parts),
    interface: 0,
  };
}

function poolsOf(parts: readonly { template: PartTemplate; replicas: number }[]): number[] {
  const used = new Map<number, number>();
  for (const { template, replicas } of parts) if (template.pool >= 0) used.set(template.pool, (used.get(template.pool) ?? 0) + replicas * template.devices);
  return [...used].flat();
}

/** With free shares: reserved cost and idle energy are known, the rest is at least that of the cheapest mix the capacities allow. */
function freeOption(problem: Problem, operator: CompiledOperator, allocation: Allocation, receiverRooms: (receiver: number) => Float64Array): OperatorOption {
  const rate = problem.rateRps!;
  const { calls } = operator;
  let usd = 0;
  let energyJ = 0;
  let devices = 0;
  const timeMs: number[] | null = allocation.parts.every((part) => part.template.serviceMs !== null) ? [0, 0, 0, 0, 0] : null;
  for (const { template, replicas } of allocation.parts) {
    usd += (replicas * template.reservedUsdPerHour) / (3600 * rate);
    energyJ += (replicas * template.idleW) / rate;
    devices += replicas * template.devices;
    if (timeMs)
      for (let q = 0; q < 5; q += 1) timeMs[q] = Math.max(timeMs[q]!, template.serviceMs![q]! * (q === 0 ? operator.repeatMean : operator.repeatPercentile));
  }
  const limits = allocation.parts.map((part) => shareLimit(problem, calls, part.template, part.replicas));
  usd += leastUsd(problem, operator, allocation, limits, receiverRooms);
  energyJ += cheapestMix(
    allocation.parts.map((part) => calls * part.template.energyJPerCall),
    limits,
  );
  return {
    allocation,
    configuration: allocation.configuration.index,
    free: true,
    usd,
    energyJ,
    timeMs,
    throughputRps: Number.POSITIVE_INFINITY,
    devices,
    pools: poolsOf(allocation.parts),
    interface: 0,
  };
}

/**
 * Least cost of calls and transfers a free option can have. What arrives from inputs is priced per tier; of what leaves a tier, the
 * receiver can take at most its room there, and the rest crosses at the cheapest link out. Per tier that is a convex function of the share, so
 * filling the cheapest segments first is exact for this relaxation, and a lower bound of the joint linear programme.
 */
function leastUsd(
  problem: Problem,
  operator: CompiledOperator,
  allocation: Allocation,
  limits: number[],
  receiverRooms: (receiver: number) => Float64Array,
): number {
  const units: number[] = [];
  const rooms: number[] = [];
  const tiers = new Set(allocation.parts.map((part) => part.template.tier));
  for (const tier of tiers) {
    let arrival = 0;
    for (const edge of problem.incoming[operator.index]!) {
      if (edge.from >= 0) continue;
      const link = problem.links[edge.fromTier]![tier];
      arrival += link ? edge.messages * edge.bytes * link.pricePerByteUsd : 0;
    }
    // Breakpoints of the crossing cost: beyond each receiver's room another price is added.
    const breaks = problem.outgoing[operator.index]!.map((edge) => {
      const bytes = allocation.configuration.outputBytes ?? edge.bytes;
      let price = Number.POSITIVE_INFINITY;
      problem.links[tier]!.forEach((link, to) => {
        if (link && to !== tier) price = Math.min(price, link.pricePerByteUsd);
      });
      const stay = problem.links[tier]![tier]?.pricePerByteUsd ?? 0;
      return { room: receiverRooms(edge.to)[tier]!, extra: Math.max(0, price === Number.POSITIVE_INFINITY ? 0 : price - stay) * bytes * edge.messages };
    });
    const parts = allocation.parts
      .flatMap((part, p) => (part.template.tier === tier ? [{ unit: operator.calls * part.template.usdPerCall, limit: Math.min(1, limits[p]!) }] : []))
      .sort((a, b) => a.unit - b.unit);
    let filled = 0;
    for (const { unit, limit } of parts) {
      let left = limit;
      while (left > 0) {
        const extra = breaks.reduce((sum, entry) => sum + (entry.room <= filled + 1e-15 ? entry.extra : 0), 0);
        const next = breaks.reduce((least, entry) => (entry.room > filled + 1e-15 ? Math.min(least, entry.room - filled) : least), left);
        units.push(arrival + unit + extra);
        rooms.push(next);
        filled += next;
        left -= next;
      }
    }
  }
  return cheapestMix(units, rooms);
}

function cheapestMix(units: number[], limits: number[]): number {
  const order = units.map((_, i) => i).sort((a, b) => units[a]! - units[b]!);
  let left = 1;
  let total = 0;
  for (const i of order) {
    const share = Math.min(left, limits[i]!);
    total += share * units[i]!;
    left -= share;
    if (left <= 0) break;
  }
  return total;
}

/** The largest share of its calls that an operator can have in each tier. */
function mostRoom(problem: Problem, operator: CompiledOperator, support: readonly number[] | null, limits: OptionLimits): Float64Array {
  const most = new Float64Array(problem.tiers.length);
  for (const configuration of operator.configurations) {
    for (const allocation of limits.allocations(operator, configuration)) {
      if (support && !usesExactly(allocation, support)) continue;
      const rooms = new Float64Array(problem.tiers.length);
      for (const part of allocation.parts) rooms[part.template.tier]! += shareLimit(problem, operator.calls, part.template, part.replicas);
      rooms.forEach((room, t) => {
        most[t] = Math.max(most[t]!, Math.min(1, room));
      });
    }
  }
  return most;
}

function inOneTier(allocation: Allocation): boolean {
  return allocation.parts.every((part) => part.template.tier === allocation.parts[0]!.template.tier);
}

function usesExactly(allocation: Allocation, support: readonly number[]): boolean {
  return (
    support.every((tier) => allocation.parts.some((part) => part.template.tier === tier)) &&
    allocation.parts.every((part) => support.includes(part.template.tier))
  );
}

/** The only tier an operator can be in, or −1. */
export function onlyTier(operator: CompiledOperator, supports: Supports): number {
  const support = supports[operator.index];
  if (support) return support.length === 1 ? support[0]! : -1;
  let tier = -1;
  for (const configuration of operator.configurations) {
    for (const template of configuration.templates) {
      if (tier >= 0 && template.tier !== tier) return -1;
      tier = template.tier;
    }
  }
  return tier;
}

/**
 * Whether an operator's least-cost shares do not depend on the rest of the plan: every neighbour is an input or can be in one tier only,
 * what arrives has a known size, and no link has a bandwidth to compete for.
 */
function isSeparable(problem: Problem, operator: CompiledOperator, supports: Supports): boolean {
  if (problem.links.some((row) => row.some((link) => link !== null && link.mbps !== Number.POSITIVE_INFINITY))) return false;
  for (const edge of problem.incoming[operator.index]!) {
    if (edge.from < 0) continue;
    const sender = problem.operators[edge.from]!;
    if (onlyTier(sender, supports) < 0) return false;
    if (new Set(sender.configurations.map((configuration) => configuration.outputBytes ?? edge.bytes)).size > 1) return false;
  }
  return problem.outgoing[operator.index]!.every((edge) => onlyTier(problem.operators[edge.to]!, supports) >= 0);
}

/**
 * Whether transfers to and from an operator can be counted as its own: it may be in several tiers, each neighbour in one only, and on one edge in
 * and one out their times simply add to its own. Then all its options look alike to its neighbours.
 */
function canFold(problem: Problem, operator: CompiledOperator, supports: Supports): boolean {
  if (onlyTier(operator, supports) >= 0 || problem.incoming[operator.index]!.length > 1 || problem.outgoing[operator.index]!.length > 1) return false;
  return isSeparable(problem, operator, supports);
}

function foldTransfers(problem: Problem, operator: CompiledOperator, outputBytes: number | null, option: OperatorOption, supports: Supports): boolean {
  const { allocation } = option;
  const edges = [...problem.incoming[operator.index]!, ...problem.outgoing[operator.index]!];
  for (const edge of edges) {
    const inward = edge.to === operator.index;
    const other = inward
      ? edge.from < 0
        ? edge.fromTier
        : onlyTier(problem.operators[edge.from]!, supports)
      : onlyTier(problem.operators[edge.to]!, supports);
    const bytes = inward
      ? edge.from < 0
        ? edge.bytes
        : (problem.operators[edge.from]!.configurations[0]?.outputBytes ?? edge.bytes)
      : (outputBytes ?? edge.bytes);
    let slowest = 0;
    for (let p = 0; p < allocation.parts.length; p += 1) {
      const { tier } = allocation.parts[p]!.template;
      const [from, to] = inward ? [other, tier] : [tier, other];
      const link = problem.links[from]![to];
      if (!link) return false;
      option.usd += allocation.shares![p]! * edge.messages * bytes * link.pricePerByteUsd;
      slowest = Math.max(slowest, link.halfRttMs + (bytes * 8) / (link.mbps * 1000));
    }
    if (option.timeMs) option.timeMs = option.timeMs.map((value) => value + slowest);
  }
  return true;
}

/**
 * Least-cost shares of a separable operator: parts are filled in order of cost per call (with the transfers to and from it), then energy,
 * then transfer time, then their own order; a fractional knapsack, so greedy is exact. Null when a part would get nothing.
 */
function separateShares(
  problem: Problem,
  operator: CompiledOperator,
  outputBytes: number | null,
  parts: Allocation["parts"],
  supports: Supports | null,
): number[] | null {
  const { calls } = operator;
  const units = parts.map(({ template }) => {
    let usd = calls * template.usdPerCall;
    let ms = 0;
    const cross = (from: number, to: number, bytes: number, messages: number): boolean => {
      const link = problem.links[from]![to];
      if (!link) return false;
      usd += messages * bytes * link.pricePerByteUsd;
      ms += link.halfRttMs + (bytes * 8) / (link.mbps * 1000);
      return true;
    };
    let reachable = true;
    // Within one tier every part has the same transfers, whatever the neighbours do.
    if (supports === null) return { usd, ms, energyJ: calls * template.energyJPerCall, reachable };
    for (const edge of problem.incoming[operator.index]!) {
      const from = edge.from < 0 ? edge.fromTier : onlyTier(problem.operators[edge.from]!, supports);
      const bytes = edge.from < 0 ? edge.bytes : (problem.operators[edge.from]!.configurations[0]?.outputBytes ?? edge.bytes);
      reachable = cross(from, template.tier, bytes, edge.messages) && reachable;
    }
    for (const edge of problem.outgoing[operator.index]!)
      reachable = cross(template.tier, onlyTier(problem.operators[edge.to]!, supports), outputBytes ?? edge.bytes, edge.messages) && reachable;
    return { usd, ms, energyJ: calls * template.energyJPerCall, reachable };
  });
  if (units.some((unit) => !unit.reachable)) return null;
  const scale = (pick: (unit: (typeof units)[number]) => number): number => 1e-10 * Math.max(...units.map(pick));
  const tolerance = [scale((unit) => unit.usd), scale((unit) => unit.energyJ), scale((unit) => unit.ms)];
  const order = parts
    .map((_, p) => p)
    .sort((a, b) => {
      const differences = [units[a]!.usd - units[b]!.usd, units[a]!.energyJ - units[b]!.energyJ, units[a]!.ms - units[b]!.ms];
      for (let k = 0; k < 3; k += 1) if (Math.abs(differences[k]!) > tolerance[k]!) return differences[k]!;
      return a - b;
    });
  const shares = parts.map(() => 0);
  let left = 1;
  for (const p of order) {
    const share = Math.min(left, shareLimit(problem, calls, parts[p]!.template, parts[p]!.replicas));
    shares[p] = share;
    left -= share;
    if (left < 1e-12) left = 0;
  }
  return left > 1e-9 || shares.some((share) => share <= NO_SHARE) ? null : shares;
}
