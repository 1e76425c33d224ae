import { STATISTICS, type Statistic } from "../../../core/documents/common";
import type { Flow } from "../../../core/documents/plan";
import type { Objective, Slo } from "../../../core/documents/workload";
import { callLatencyMs, capacityOf, loadFits, type Option, overScenarios, perCall, repetitions, speedOfPart } from "./calls";
import { type Context, linkBetween, rounded, transferMs, type Variant } from "./context";
import { pathsFrom } from "./graph";
import { type Chosen, qualityOf, stageOf } from "./quality";
import { bytesOf, type Routing, route, routeSimple, SOME } from "./routing";

export interface Evaluation {
  variant: Variant;
  options: Option[];
  shares: number[][];
  flows: Flow[];
  costPerHour: number | null;
  costPerThousand: number;
  energyJ: number;
  throughput: number;
  quality: number | null;
  devices: number;
  latency: (statistic: Statistic) => number | null;
  slo: (slo: Slo) => number | null;
}

/** Every number of a plan from its discrete choices; null when it breaks a capacity, a link or the quality model. */
export function evaluate(context: Context, variant: Variant, options: Option[], qualityKnown?: number | null): Evaluation | null {
  const fixed: (number[] | null)[] = [];
  const used = new Map<string, number>();
  for (const option of options) {
    const fits = loadFits(context, variant, option);
    if (!fits) return null;
    fixed.push(fits.shares);
    for (const part of option.parts) {
      if (!part.pool || part.profile === "api") continue;
      const devices = part.replicas * (option.configuration.profiles[part.profile]?.devices ?? 1);
      used.set(part.pool.id, (used.get(part.pool.id) ?? 0) + devices);
    }
    const minimum = variant.graph.nodes.find((node) => node.id === option.id)?.operator.minReplicas ?? 0;
    if (context.rate !== null && option.parts.some((part) => part.pool) && option.parts.reduce((sum, part) => sum + part.replicas, 0) < minimum) return null;
  }
  for (const pool of context.input.infrastructure.spec.pools) if ((used.get(pool.id) ?? 0) > pool.count) return null;
  const chosen: Chosen = new Map(options.map((option) => [option.id, option.configuration]));
  const quality = context.qualityUnknown ? null : qualityKnown === undefined ? qualityOf(context.level, variant.alternatives, chosen) : qualityKnown;
  if (quality === null && !context.qualityOptional) return null;
  const routing = options.every((option) => option.parts.length === 1) ? routeSimple(context, variant, options) : route(context, variant, options, fixed);
  if (!routing) return null;
  if (routing.shares.some((shares) => shares.some((share) => share <= SOME))) return null;
  return measured(context, variant, options, routing, quality, used);
}

function measured(context: Context, variant: Variant, options: Option[], routing: Routing, quality: number | null, used: Map<string, number>): Evaluation {
  const { graph } = variant;
  const { rate } = context;
  const perOperator = options.map((option, i) => {
    const calls = variant.calls.get(option.id) as number;
    let reservedPerHour = 0;
    let usdPerRequest = 0;
    let idleW = 0;
    let joule = 0;
    let busiest = 0;
    option.parts.forEach((part, p) => {
      const share = (routing.shares[i] as number[])[p] as number;
      const speed = speedOfPart(context, option, part);
      const each = perCall(context, option, part, speed);
      usdPerRequest += calls * share * each.usd;
      joule += calls * share * each.joule;
      if (part.pool && part.profile !== "api") {
        const devices = part.replicas * (option.configuration.profiles[part.profile]?.devices ?? 1);
        if (part.pool.billing !== "used") reservedPerHour += devices * part.pool.pricePerHourUsd;
        idleW += devices * (part.pool.power?.idleW ?? 0);
      }
      let most = context.limit * capacityOf(option, part, speed);
      if (context.queueing === "erlang" && speed) most = Math.min(most, part.replicas * speed.servers * speed.mu);
      busiest = Math.max(busiest, (calls * share) / most);
    });
    return {
      costPerHour: rate === null ? null : reservedPerHour + usdPerRequest * 3600 * rate,
      costPerThousand: rate === null ? usdPerRequest * 1000 : (reservedPerHour + usdPerRequest * 3600 * rate) / (3.6 * rate),
      energyJ: rate === null ? joule : joule + idleW / rate,
      busiest,
    };
  });
  const edges = graph.edges.map((_, e) => {
    const bytes = bytesOf(variant, options, e);
    const messages = variant.messages[e] as number;
    let usd = 0;
    let slowest = 0;
    for (const flow of routing.flows[e] as Routing["flows"][number]) {
      const link = linkBetween(context.input, flow.from, flow.to) as NonNullable<ReturnType<typeof linkBetween>>;
      usd += (flow.share * messages * bytes * (link.pricePerGiBUsd ?? 0)) / 2 ** 30;
      slowest = Math.max(slowest, transferMs(link, bytes));
    }
    return { usd, slowest };
  });
  const linkLoad = new Map<string, number>();
  graph.edges.forEach((_, e) => {
    for (const flow of routing.flows[e] as Routing["flows"][number]) {
      const link = linkBetween(context.input, flow.from, flow.to);
      if (link?.mbps === undefined) continue;
      const perRequest = (flow.share * (variant.messages[e] as number) * bytesOf(variant, options, e) * 8) / 1e6 / link.mbps;
      linkLoad.set(`${flow.from} ${flow.to}`, (linkLoad.get(`${flow.from} ${flow.to}`) ?? 0) + perRequest);
    }
  });
  const busiest = Math.max(0, ...perOperator.map((o) => o.busiest), ...linkLoad.values());
  const transfersUsd = edges.reduce((sum, e) => sum + e.usd, 0);
  const hourly = rate === null ? null : perOperator.reduce((sum, o) => sum + (o.costPerHour as number), 0) + transfersUsd * 3600 * rate;
  const index = new Map(options.map((option, i) => [option.id, i]));
  const counted = new Map<Statistic, (number | null)[]>();
  const countedLatencies = (statistic: Statistic): (number | null)[] => {
    let known = counted.get(statistic);
    if (!known) {
      known = options.map((option, i) => {
        const call = callLatencyMs(context, variant, option, routing.shares[i] as number[], statistic);
        return call === null ? null : call * repetitions(variant, option.id, statistic);
      });
      counted.set(statistic, known);
    }
    return known;
  };
  const along = (path: number[], latencies: number[], first?: string): number =>
    path.reduce(
      (sum, e) => sum + (edges[e] as { slowest: number }).slowest + (latencies[index.get((graph.edges[e] as { to: string }).to) as number] as number),
      first === undefined ? 0 : (latencies[index.get(first) as number] as number),
    );
  const latency = (statistic: Statistic): number | null => {
    const latencies = countedLatencies(statistic);
    if (latencies.some((l) => l === null)) return null;
    return overScenarios(
      variant.scenarios.map((scenario, s) => ({
        probability: scenario.probability,
        value: Math.max(...(variant.paths[s] as number[][]).map((path) => along(path, latencies as number[]))),
      })),
      statistic,
    );
  };
  const result: Evaluation = {
    variant,
    options,
    shares: routing.shares,
    flows: graph.edges.flatMap((edge, e) =>
      (routing.flows[e] as Routing["flows"][number]).map((f) => ({ from: edge.from, to: edge.to, fromTier: f.from, toTier: f.to, share: f.share })),
    ),
    costPerHour: hourly,
    costPerThousand: rate === null ? perOperator.reduce((sum, o) => sum + o.costPerThousand, 0) + 1000 * transfersUsd : (hourly as number) / (3.6 * rate),
    energyJ: perOperator.reduce((sum, o) => sum + o.energyJ, 0),
    throughput: busiest === 0 ? Number.POSITIVE_INFINITY : 1 / busiest,
    quality,
    devices: [...used.values()].reduce((a, b) => a + b, 0),
    latency,
    slo: (slo) => {
      const statistic = slo.statistic ?? context.statistic;
      if (slo.operator !== undefined) {
        const i = index.get(slo.operator);
        if (i === undefined) return null;
        const own = perOperator[i] as (typeof perOperator)[number];
        if (slo.metric === "latency") return countedLatencies(statistic)[i] as number | null;
        if (slo.metric === "costPerHour") return own.costPerHour;
        if (slo.metric === "costPerThousand") return own.costPerThousand;
        if (slo.metric === "energy") return own.energyJ;
        if (slo.metric === "throughput") return own.busiest === 0 ? Number.POSITIVE_INFINITY : 1 / own.busiest;
        return stageOf(context.level.quality, slo.operator, (options[i] as Option).configuration)?.value ?? null;
      }
      if (slo.path) return pathValue(slo, slo.path.from, slo.path.to, statistic);
      return objectiveValue(result, slo.metric, statistic);
    },
  };
  const pathValue = (slo: Slo, from: string, to: string, statistic: Statistic): number | null => {
    const perScenario = variant.scenarios.map((scenario) => ({
      probability: scenario.probability,
      paths: scenario.active.has(from) && scenario.active.has(to) ? pathsBetween(variant, scenario, from, to) : [],
    }));
    if (slo.metric === "latency") {
      const latencies = countedLatencies(statistic);
      if (latencies.some((l) => l === null)) return null;
      return overScenarios(
        perScenario
          .filter((s) => s.paths.length > 0)
          .map((s) => ({ probability: s.probability, value: Math.max(...s.paths.map((path) => along(path, latencies as number[], from))) })),
        statistic,
      );
    }
    const members = new Set<string>();
    const between = new Set<number>();
    for (const s of perScenario) {
      for (const path of s.paths) {
        members.add(from);
        for (const e of path) {
          between.add(e);
          members.add((graph.edges[e] as { to: string }).to);
        }
      }
    }
    const own = [...members].map((id) => perOperator[index.get(id) as number] as (typeof perOperator)[number]);
    if (slo.metric === "energy") return own.reduce((sum, o) => sum + o.energyJ, 0);
    const transfers = [...between].reduce((sum, e) => sum + (edges[e] as { usd: number }).usd, 0);
    if (slo.metric === "costPerThousand") return own.reduce((sum, o) => sum + o.costPerThousand, 0) + 1000 * transfers;
    if (slo.metric === "costPerHour" && rate !== null) return own.reduce((sum, o) => sum + (o.costPerHour as number), 0) + transfers * 3600 * rate;
    return null;
  };
  return result;
}

function pathsBetween(variant: Variant, scenario: Variant["scenarios"][number], from: string, to: string): number[][] {
  const all = pathsFrom(variant.graph, scenario, from);
  if (from === to) return [[]];
  return all.filter((path) => path.length > 0 && (variant.graph.edges[path.at(-1) as number] as { to: string }).to === to);
}

/** A metric of the whole pipeline in its natural direction; null when it is not known. */
export function objectiveValue(evaluation: Evaluation, objective: Objective, statistic: Statistic): number | null {
  switch (objective) {
    case "costPerThousand":
      return evaluation.costPerThousand;
    case "costPerHour":
      return evaluation.costPerHour;
    case "latency":
      return evaluation.latency(statistic);
    case "quality":
      return evaluation.quality;
    case "energy":
      return evaluation.energyJ;
    case "throughput":
      return evaluation.throughput;
  }
}

/** Does a value meet a target? Both are compared at 12 significant digits; `<` reads as `≤`. */
export function meets(slo: Slo, value: number | null): boolean {
  if (value === null) return false;
  return slo.op === "<=" || slo.op === "<" ? rounded(value) <= rounded(slo.value) : rounded(value) >= rounded(slo.value);
}

/** All five latencies. */
export const latencies = (evaluation: Evaluation): Record<Statistic, number | null> =>
  Object.fromEntries(STATISTICS.map((statistic) => [statistic, evaluation.latency(statistic)])) as Record<Statistic, number | null>;
