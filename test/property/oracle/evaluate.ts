import { STATISTICS, type Statistic } from "../../../core/documents/common";
import type { Flow } from "../../../core/documents/plan";
import type { Objective, Slo } from "../../../core/documents/workload";
import { type Context, linkBetween, rounded, transferMs, type Variant } from "./context";
import { pathsFrom } from "./graph";
import { type LinearProgram, solveLexicographic } from "./linear";
import { apiCallUsd, type Configuration, type PartChoice, type Speed, serviceMs, speedOf } from "./options";
import { type Chosen, qualityOf, stageOf } from "./quality";
import { waitMs } from "./queueing";
import { levelOf } from "./statistics";

/** A configuration and an allocation of one operator, before shares. */
export interface Option {
  id: string;
  configuration: Configuration;
  parts: PartChoice[];
}

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

const SOME = 1e-9;

const capacityOf = (option: Option, part: PartChoice, speed: Speed | null): number =>
  part.pool === null ? (option.configuration.api?.maxRps ?? Number.POSITIVE_INFINITY) : part.replicas * (speed as Speed).callsPerSecond;

function speedOfPart(context: Context, option: Option, part: PartChoice): Speed | null {
  if (part.profile === "api") return null;
  const profile = option.configuration.profiles[part.profile];
  return profile ? speedOf(profile, option.configuration.tokens, context.sizing) : null;
}

/** US$ and joules of one call on a part, without what idle replicas cost. */
function perCall(context: Context, option: Option, part: PartChoice, speed: Speed | null): { usd: number; joule: number } {
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
function callLatencyMs(context: Context, variant: Variant, option: Option, shares: number[], statistic: Statistic): number | null {
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
function repetitions(variant: Variant, id: string, statistic: Statistic): number {
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

interface Routing {
  shares: number[][];
  /** Per edge the flow over each pair of tiers; empty for an input that enters everywhere. */
  flows: { from: string; to: string; share: number }[][];
}

const bytesOf = (variant: Variant, options: Option[], e: number): number => {
  const edge = variant.graph.edges[e] as Variant["graph"]["edges"][number];
  const sender = options.find((option) => option.id === edge.from);
  return sender?.configuration.implementation.outputBytes ?? edge.bytes ?? 0;
};

/** Shares and flows of least cost, then energy, then transfer time, then greatest shares, then greatest flows. Null when no flow can carry it. */
function route(context: Context, variant: Variant, options: Option[], fixed: (number[] | null)[]): Routing | null {
  const { graph } = variant;
  const program: LinearProgram = { variables: 0, constraints: [], objectives: [] };
  const cost: [number, number][] = [];
  const energy: [number, number][] = [];
  const time: [number, number][] = [];
  const shareVariables = options.map((option, i) => option.parts.map(() => (fixed[i] ? -1 : program.variables++)));
  options.forEach((option, i) => {
    if (fixed[i]) return;
    const rate = (context.rate as number) * (variant.calls.get(option.id) as number);
    const variables = shareVariables[i] as number[];
    program.constraints.push({ terms: variables.map((v) => [v, 1]), kind: "=", rhs: 1 });
    option.parts.forEach((part, p) => {
      const variable = variables[p] as number;
      const speed = speedOfPart(context, option, part);
      const bound = (context.limit * capacityOf(option, part, speed)) / rate;
      if (bound < 1) program.constraints.push({ terms: [[variable, 1]], kind: "<=", rhs: bound });
      const each = perCall(context, option, part, speed);
      const calls = variant.calls.get(option.id) as number;
      cost.push([variable, calls * each.usd]);
      energy.push([variable, calls * each.joule]);
    });
  });
  const tiersOf = (id: string): string[] | null => {
    const at = variant.inputTier.get(id);
    if (at !== undefined) return at === null ? null : [at];
    const option = options.find((o) => o.id === id) as Option;
    return context.input.infrastructure.spec.tiers.map((t) => t.id).filter((t) => option.parts.some((part) => part.tier === t));
  };
  const flowVariables: { from: string; to: string; variable: number }[][] = [];
  const usage = new Map<string, { mbps: number; terms: [number, number][] }>();
  for (let e = 0; e < graph.edges.length; e += 1) {
    const edge = graph.edges[e] as Variant["graph"]["edges"][number];
    const senders = tiersOf(edge.from);
    const receivers = tiersOf(edge.to) as string[];
    const own: { from: string; to: string; variable: number }[] = [];
    flowVariables.push(own);
    if (senders === null) continue;
    const bytes = bytesOf(variant, options, e);
    const messages = variant.messages[e] as number;
    for (const from of senders) {
      for (const to of receivers) {
        const link = linkBetween(context.input, from, to);
        if (!link) continue;
        const variable = program.variables++;
        own.push({ from, to, variable });
        cost.push([variable, (messages * bytes * (link.pricePerGiBUsd ?? 0)) / 2 ** 30]);
        time.push([variable, transferMs(link, bytes)]);
        if (link.mbps !== undefined && context.rate !== null) {
          const key = `${from} ${to}`;
          const entry = usage.get(key) ?? { mbps: link.mbps, terms: [] };
          entry.terms.push([variable, (context.rate * messages * bytes * 8) / 1e6 / link.mbps]);
          usage.set(key, entry);
        }
      }
    }
    const marginal = (id: string, tier: string, variables: number[]) => {
      const terms: [number, number][] = variables.map((v) => [v, 1]);
      let rhs = 1;
      const index = options.findIndex((o) => o.id === id);
      if (index >= 0) {
        rhs = 0;
        const option = options[index] as Option;
        option.parts.forEach((part, p) => {
          if (part.tier !== tier) return;
          const shares = fixed[index];
          if (shares) rhs += shares[p] as number;
          else terms.push([(shareVariables[index] as number[])[p] as number, -1]);
        });
      }
      program.constraints.push({ terms, kind: "=", rhs });
    };
    for (const from of senders)
      marginal(
        edge.from,
        from,
        own.filter((f) => f.from === from).map((f) => f.variable),
      );
    for (const to of receivers)
      marginal(
        edge.to,
        to,
        own.filter((f) => f.to === to).map((f) => f.variable),
      );
  }
  for (const { terms } of usage.values()) program.constraints.push({ terms, kind: "<=", rhs: 1 });
  program.objectives.push(cost, energy, time);
  const byId = options.map((option, i) => ({ option, i })).sort((a, b) => (a.option.id < b.option.id ? -1 : 1));
  for (const { i } of byId) for (const v of shareVariables[i] as number[]) if (v >= 0) program.objectives.push([[v, -1]]);
  for (const own of flowVariables) for (const f of own) program.objectives.push([[f.variable, -1]]);
  const x = solveLexicographic(program);
  if (!x) return null;
  return {
    shares: options.map((option, i) => fixed[i] ?? option.parts.map((_, p) => x[(shareVariables[i] as number[])[p] as number] as number)),
    flows: flowVariables.map((own) => own.map((f) => ({ from: f.from, to: f.to, share: x[f.variable] as number })).filter((f) => f.share > SOME)),
  };
}

/** The same for a plan in which every operator has one part: nothing is left to choose. */
function routeSimple(context: Context, variant: Variant, options: Option[]): Routing | null {
  const usage = new Map<string, number>();
  const flows: Routing["flows"] = [];
  for (let e = 0; e < variant.graph.edges.length; e += 1) {
    const edge = variant.graph.edges[e] as Variant["graph"]["edges"][number];
    const at = variant.inputTier.get(edge.from);
    if (at === null) {
      flows.push([]);
      continue;
    }
    const from = at ?? ((options.find((o) => o.id === edge.from) as Option).parts[0] as PartChoice).tier;
    const to = ((options.find((o) => o.id === edge.to) as Option).parts[0] as PartChoice).tier;
    const link = linkBetween(context.input, from, to);
    if (!link) return null;
    flows.push([{ from, to, share: 1 }]);
    if (link.mbps !== undefined && context.rate !== null) {
      const key = `${from} ${to}`;
      const used = (usage.get(key) ?? 0) + (context.rate * (variant.messages[e] as number) * bytesOf(variant, options, e) * 8) / 1e6 / link.mbps;
      usage.set(key, used);
    }
  }
  if ([...usage.values()].some((used) => used > 1 + 1e-12)) return null;
  return { shares: options.map(() => [1]), flows };
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
