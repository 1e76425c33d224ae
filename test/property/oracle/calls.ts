import type { Statistic } from "../../../core/documents/common";
import type { Context, Variant } from "./context";
import { apiCallUsd, type Configuration, type PartChoice, type Speed, serviceMs, speedOf } from "./options";
import { waitMs } from "./queueing";
import { levelOf } from "./statistics";

/** A configuration and an allocation of one operator, before shares. */
export interface Option {
  id: string;
  configuration: Configuration;
  parts: PartChoice[];
}

export const capacityOf = (option: Option, part: PartChoice, speed: Speed | null): number =>
  part.pool === null ? (option.configuration.api?.maxRps ?? Number.POSITIVE_INFINITY) : part.replicas * (speed as Speed).callsPerSecond;

export function speedOfPart(context: Context, option: Option, part: PartChoice): Speed | null {
  if (part.profile === "api") return null;
  const profile = option.configuration.profiles[part.profile];
  return profile ? speedOf(profile, option.configuration.tokens, context.sizing) : null;
}

/** US$ and joules of one call on a part, without what idle replicas cost. */
export function perCall(context: Context, option: Option, part: PartChoice, speed: Speed | null): { usd: number; joule: number } {
  const { configuration } = option;
  if (part.pool === null || part.profile === "api") {
    const api = configuration.api as NonNullable<Configuration["api"]>;
    return { usd: apiCallUsd(api, configuration.tokens), joule: api.energyJPerCall ?? 0 };
  }
  const profile = configuration.profiles[part.profile] as NonNullable<Configuration["profiles"][number]>;
  const devices = profile.devices ?? 1;
  const busy = (speed as Speed).busySeconds;
  const usd = part.pool.billing === "used" ? (busy * devices * part.pool.pricePerHourUsd) / 3600 : 0;
  const { power } = part.pool;
  if (!power) return { usd, joule: 0 };
  const full = profile.powerW ?? devices * power.peakW;
  return { usd, joule: busy * (context.rate === null ? full : full - devices * power.idleW) };
}

/** Is the operator able to carry its load with this allocation, whatever the others do? Shares under `erlang`, null under `none` (they come from the LP). */
export function loadFits(context: Context, variant: Variant, option: Option): { shares: number[] | null } | null {
  if (context.rate === null) return { shares: [1] };
  const rate = context.rate * (variant.calls.get(option.id) as number);
  const capacities = option.parts.map((part) => capacityOf(option, part, speedOfPart(context, option, part)));
  const total = capacities.reduce((a, b) => a + b, 0);
  if (rate > context.limit * total * (1 + 1e-12)) return null;
  if (option.parts.length === 1) {
    return context.queueing === "erlang" && !waitsEnd(context, option, 0, rate) ? null : { shares: [1] };
  }
  if (context.queueing === "none") return { shares: null };
  if (!Number.isFinite(total)) return null;
  const shares = capacities.map((capacity) => capacity / total);
  return shares.every((share, i) => waitsEnd(context, option, i, rate * share)) ? { shares } : null;
}

function waitsEnd(context: Context, option: Option, index: number, rate: number): boolean {
  const part = option.parts[index] as PartChoice;
  const speed = speedOfPart(context, option, part);
  if (!speed) return true;
  return rate < part.replicas * speed.servers * speed.mu * (1 - 1e-12);
}

/** Latency of one call (queue and service, slowest part) at a statistic. */
export function callLatencyMs(context: Context, variant: Variant, option: Option, shares: number[], statistic: Statistic): number | null {
  const { configuration } = option;
  let slowest = 0;
  for (let i = 0; i < option.parts.length; i += 1) {
    const part = option.parts[i] as PartChoice;
    const timed = part.profile === "api" ? configuration.api : configuration.profiles[part.profile];
    const service = timed ? serviceMs(timed, configuration.tokens, statistic) : null;
    if (service === null) return null;
    let queue = 0;
    const speed = speedOfPart(context, option, part);
    if (context.queueing === "erlang" && speed && context.rate !== null && part.profile !== "api") {
      const cv = configuration.profiles[part.profile]?.cv ?? 1;
      const rate = context.rate * (variant.calls.get(option.id) as number) * (shares[i] as number);
      if (rate > 0) queue = waitMs({ servers: part.replicas * speed.servers, mu: speed.mu, rate, ca2: context.ca2, cs2: cv * cv }, levelOf(statistic));
    }
    slowest = Math.max(slowest, queue + service);
  }
  return slowest;
}

/** Repetitions that count on a path (section 3). */
export function repetitions(variant: Variant, id: string, statistic: Statistic): number {
  const operator = (variant.graph.nodes.find((node) => node.id === id) as Variant["graph"]["nodes"][number]).operator;
  const loops = statistic === "mean" ? (operator.iterations?.mean ?? 1) : (operator.iterations?.max ?? 1);
  return loops * (operator.parallel === false ? (operator.fanOut ?? 1) : 1);
}

/** Smallest value that has at least probability q at or below it; at the mean the weighted mean. Weights need not sum to 1. */
export function overScenarios(values: { value: number; probability: number }[], statistic: Statistic): number | null {
  const total = values.reduce((sum, v) => sum + v.probability, 0);
  if (total === 0) return null;
  const level = levelOf(statistic);
  if (level === null) return values.reduce((sum, v) => sum + v.probability * v.value, 0) / total;
  const sorted = [...values].sort((a, b) => a.value - b.value);
  let cumulative = 0;
  for (const { value, probability } of sorted) {
    cumulative += probability / total;
    if (cumulative >= level - 1e-12) return value;
  }
  return (sorted.at(-1) as { value: number }).value;
}
