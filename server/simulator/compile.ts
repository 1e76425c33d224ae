import type { Implementation } from "../../core/documents/catalogue";
import type { Operator, PipelineSpec } from "../../core/documents/pipeline";
import type { PlanOperator, PlanPart } from "../../core/documents/plan";
import type { ArrivalPattern } from "../../core/documents/simulation";
import type { QueryClass, Settings, Slo } from "../../core/documents/workload";
import { expandAlternatives } from "../../core/graph/expand";
import { mergeCatalogues, orderOperators } from "../../core/metrics/compile";
import { classOf, compileLinks, compilePools, rateOf, resolveSettings } from "../../core/metrics/settings";
import { fillStatistic } from "../../core/metrics/statistics";
import { mostSpecific } from "../../core/metrics/templates";
import { compileArrivals, patternOf } from "./compile-arrivals";
import { ladderOf } from "./compile-ladder";
import type { ClassModel, EdgeModel, GraphModel, OperatorModel, PartModel, SimulationModel } from "./model";
import { meanServiceMs } from "./samplers";
import { passesDistribution, serviceTimeOf } from "./service-times";
import { type SimulatedPlan, SimulationError, type SimulationInput, type SimulationOptions } from "./simulation-input";

/** A station while its users are being gathered. */
export interface StationDraft {
  id: string;
  pool: string;
  model: string;
  profile: number | "api";
  replicas: number;
  batch: number;
  maxRps?: number;
  /** Token capacity of one replica, where load is counted in tokens. */
  tokensPerSecond?: number;
  /** Calls served side by side on one replica by a token profile without a capacity of its own. */
  slots: number;
  users: { classId: string; operator: string; callsRps: number; serviceMs: number; tokensPerCall: number }[];
}

export interface CompiledSimulation {
  model: SimulationModel;
  stations: StationDraft[];
  links: { from: string; to: string }[];
  classes: { queryClass: QueryClass; plans: SimulatedPlan[]; slos: Slo[]; pattern: ArrivalPattern; statistic: "mean" | "p50" | "p90" | "p95" | "p99" }[];
  notes: string[];
}

export type ResolvedOptions = Required<Pick<SimulationOptions, "durationMs" | "warmupMs" | "seed" | "rateFactor" | "maxEvents" | "maxInFlight" | "queueLimit">>;

/** Reduces documents and plans to numbers. Throws SimulationError, or PlanningError where the documents themselves are at fault. */
export function compileSimulation(input: SimulationInput, options: ResolvedOptions): CompiledSimulation {
  const first = input.plans[0];
  if (!first) throw new SimulationError("options-invalid", "There is no plan to simulate.");
  const infrastructure = first.input.infrastructure.spec;
  const tiers = infrastructure.tiers.map((tier) => tier.id);
  const compiledLinks = compileLinks(infrastructure);
  const links: { from: string; to: string }[] = [];
  const model: SimulationModel = { stations: [], links: [], classes: [], graphs: [], tiers: tiers.length };
  for (const [from, row] of compiledLinks.entries()) {
    for (const [to, link] of row.entries()) {
      if (link === null || (link.halfRttMs === 0 && link.mbps === Number.POSITIVE_INFINITY)) continue;
      model.links.push({ fromTier: from, toTier: to, delayMs: link.halfRttMs, msPerByte: 8 / (link.mbps * 1000) });
      links.push({ from: tiers[from]!, to: tiers[to]! });
    }
  }
  const byClass = new Map<string, SimulatedPlan[]>();
  for (const plan of input.plans) {
    const { id } = classOf(plan.input);
    byClass.set(id, [...(byClass.get(id) ?? []), plan]);
  }
  const shareStations = input.options?.shareStations ?? byClass.size > 1;
  const context: Context = {
    tiers,
    reachable: compiledLinks.map((row) => row.map((link) => link !== null)),
    pools: new Map(compilePools(infrastructure).map((pool) => [pool.id, pool.tier])),
    stations: new Map(),
    shareStations,
    ladder: input.options?.ladder !== undefined,
    sizes: input.stations ?? [],
  };
  const classes: CompiledSimulation["classes"] = [];
  for (const [id, plans] of byClass) {
    const queryClass = classOf(plans[0]!.input);
    const settings: Settings = { ...plans[0]!.input.workload.spec.settings, ...plans[0]!.input.settings };
    const rateRps = rateOf(queryClass, settings);
    const pattern = patternOf(queryClass, input.options?.arrivals);
    const slos = (queryClass.slos ?? []).filter((slo) => slo.metric === "latency" && slo.operator === undefined && slo.path === undefined);
    const { settings: resolved } = resolveSettings(plans[0]!.input, rateRps);
    const share = (plan: SimulatedPlan) => (input.options?.ladder ? 1 / plans.length : (plan.share ?? 1));
    const classModel: ClassModel = {
      id,
      arrivals: compileArrivals(queryClass, pattern, settings, options),
      plans: plans.map((plan, index) => {
        model.graphs.push(compilePlan(plan, queryClass, (rateRps ?? 0) * options.rateFactor * share(plan), index, context));
        return { graph: model.graphs.length - 1, share: share(plan) };
      }),
    };
    model.classes.push(classModel);
    classes.push({ queryClass, plans, slos, pattern, statistic: resolved.statistic });
  }
  const stations = [...context.stations.values()];
  model.stations = stations.map((station) => ({
    id: station.id,
    pool: station.pool,
    servers: station.profile === "api" ? Number.POSITIVE_INFINITY : station.replicas * slotsOf(station),
    batch: station.batch,
    ...(station.maxRps === undefined ? {} : { maxRps: station.maxRps }),
  }));
  if (input.options?.ladder) {
    for (const [index, classModel] of model.classes.entries()) {
      classModel.ladder = ladderOf(model, classModel, classes[index]!, input.options.ladder);
    }
  }
  return { model, stations, links, classes, notes: notesOf(input, stations) };
}

interface Context {
  tiers: string[];
  reachable: boolean[][];
  pools: Map<string, number>;
  stations: Map<string, StationDraft>;
  shareStations: boolean;
  ladder: boolean;
  sizes: NonNullable<SimulationInput["stations"]>;
}

/** Servers of one replica: slots by Little's law where load is counted in tokens (planning model, section 2), weighted over the station's users. */
function slotsOf(station: StationDraft): number {
  if (station.tokensPerSecond === undefined) return station.slots;
  let weight = 0;
  let serviceMs = 0;
  let tokens = 0;
  for (const user of station.users) {
    const calls = user.callsRps > 0 ? user.callsRps : 1e-9;
    weight += calls;
    serviceMs += calls * user.serviceMs;
    tokens += calls * user.tokensPerCall;
  }
  if (weight === 0 || tokens === 0) return 1;
  const slots = (station.tokensPerSecond * (serviceMs / weight)) / (1000 * (tokens / weight));
  // The same guard as the planner's: a product that misses a whole number by rounding only is that number.
  const nearest = Math.round(slots);
  return Math.max(1, Math.abs(slots - nearest) <= 1e-12 * Math.max(1, nearest) ? nearest : Math.floor(slots));
}

function compilePlan(simulated: SimulatedPlan, queryClass: QueryClass, rateRps: number, planIndex: number, context: Context): GraphModel {
  const { input, plan } = simulated;
  const wanted = plan.alternatives ?? {};
  const expansion = expandAlternatives(input.pipeline.spec).find(({ choice }) => Object.entries(choice).every(([operator, name]) => wanted[operator] === name));
  if (!expansion) throw new SimulationError("plan-mismatch", "The plan does not say which alternatives it uses, or names one that the pipeline does not have.");
  const { spec } = expansion;
  const ordered = orderOperators(spec.operators, spec.edges);
  const position = new Map(ordered.map((operator, index) => [operator.id, index]));
  const { implementations, models } = mergeCatalogues(input.catalogues);
  const sizing = { ...input.workload.spec.settings, ...input.settings }.sizingStatistic ?? "mean";
  const chosen = ordered.map((operator) => {
    const entry = plan.operators.find(({ id }) => id === operator.id);
    if (!entry) throw new SimulationError("plan-mismatch", `The plan says nothing about the operator "${operator.id}".`);
    const implementation = implementations.get(entry.configuration.implementation);
    if (!implementation)
      throw new SimulationError("plan-mismatch", `The catalogue has no implementation "${entry.configuration.implementation}" (operator "${operator.id}").`);
    return { entry, implementation };
  });
  const operators = ordered.map((operator, index): OperatorModel => {
    const { entry, implementation } = chosen[index]!;
    const calls = entry.metrics?.calls ?? (operator.fanOut ?? 1) * (operator.iterations?.mean ?? 1);
    return {
      id: operator.id,
      parts: entry.parts.map((part) =>
        compilePart({ operator, entry, part, implementation, models, sizing, queryClass, planIndex, callsRps: rateRps * calls * part.share, context }),
      ),
      passes: passesDistribution(operator.iterations?.mean ?? 1, Math.max(operator.iterations?.max ?? 1, operator.iterations?.mean ?? 1)),
      fanOut: operator.fanOut ?? 1,
      parallel: operator.parallel ?? true,
    };
  });
  return {
    operators,
    edges: compileEdges(spec, queryClass, operators, chosen, position, simulated, context),
    routers: (spec.routers ?? []).flatMap((router) => {
      const at = position.get(router.at);
      if (at === undefined) return [];
      const choose = router.choose.flatMap(({ to, probability }) => (position.has(to) ? [{ to: position.get(to)!, probability }] : []));
      return choose.length > 0 ? [{ at, choose }] : [];
    }),
  };
}

interface PartContext {
  operator: Operator;
  entry: PlanOperator;
  part: PlanPart;
  implementation: Implementation;
  models: ReturnType<typeof mergeCatalogues>["models"];
  sizing: NonNullable<Settings["sizingStatistic"]>;
  queryClass: QueryClass;
  planIndex: number;
  callsRps: number;
  context: Context;
}

function compilePart(given: PartContext): PartModel {
  const { operator, entry, part, implementation, context } = given;
  const shared = implementation.model === undefined ? undefined : given.models.get(implementation.model);
  const modelName = shared?.name ?? implementation.name;
  const hosted = part.profile === "api";
  const profile = hosted ? undefined : (implementation.profiles ?? shared?.profiles ?? [])[part.profile as number];
  const api = hosted ? (implementation.api ?? shared?.api) : undefined;
  const figures = profile ?? api;
  if (!figures) throw new SimulationError("plan-mismatch", `"${operator.id}": ${implementation.name} has no ${hosted ? "api" : `profile ${part.profile}`}.`);
  const tier = hosted ? (part.tier === undefined ? 0 : context.tiers.indexOf(part.tier)) : context.pools.get(part.pool);
  if (tier === undefined || tier < 0)
    throw new SimulationError("plan-mismatch", `"${operator.id}": the infrastructure has no ${hosted ? `tier "${part.tier}"` : `pool "${part.pool}"`}.`);
  const tokens = mostSpecific(implementation.tokens, entry.configuration.knobs);
  const service = serviceTimeOf(figures, tokens, hosted);
  if (service === null)
    throw new SimulationError(
      "latency-unknown",
      `"${operator.id}": ${implementation.name} has no latency figure on ${part.pool}, so its calls take no known time.`,
    );
  const tokensPerSecond = profile?.capacityTokensPerSecond;
  const tokensPerCall = tokens?.completion ? fillStatistic(tokens.completion, given.sizing).value : 0;
  const countsTokens = tokensPerSecond !== undefined && tokensPerCall > 0;
  const batch = profile?.batch ?? 1;
  const perToken = profile !== undefined && profile.latencyMs === undefined;
  const id = stationId(given, modelName, hosted);
  let station = context.stations.get(id);
  if (!station) {
    station = {
      id,
      pool: part.pool,
      model: modelName,
      profile: part.profile,
      replicas: 0,
      // Calls of a token profile are batched continuously: each has a slot of its own. Others start and end together.
      batch: countsTokens || perToken ? 1 : batch,
      slots: perToken ? batch : 1,
      ...(api?.maxRps === undefined ? {} : { maxRps: api.maxRps }),
      ...(countsTokens ? { tokensPerSecond } : {}),
      users: [],
    };
    context.stations.set(id, station);
  }
  const size = context.sizes.find((entry) => entry.model === modelName && entry.profile === part.profile && entry.pool === part.pool);
  station.batch = Math.max(station.batch, countsTokens || perToken ? 1 : batch);
  station.replicas = Math.max(station.replicas, hosted ? 0 : (size?.replicas ?? Math.max(1, part.replicas)));
  station.users.push({ classId: given.queryClass.id, operator: operator.id, callsRps: given.callsRps, serviceMs: meanServiceMs(service), tokensPerCall });
  return { station: [...context.stations.keys()].indexOf(id), tier, share: part.share, service };
}

/** Parts with the same id are one station. The steps of a ladder run on the same machines, whatever the model. */
function stationId({ operator, part, queryClass, planIndex, context }: PartContext, modelName: string, hosted: boolean): string {
  const place = hosted ? `api/${part.tier ?? ""}` : part.pool;
  if (context.ladder) return `${queryClass.id}/${operator.id}/${place}`;
  const what = `${modelName}/${part.profile}/${place}`;
  return context.shareStations ? what : `${queryClass.id}/${planIndex}/${operator.id}/${what}`;
}

function compileEdges(
  spec: PipelineSpec,
  queryClass: QueryClass,
  operators: OperatorModel[],
  chosen: { implementation: Implementation }[],
  position: Map<string, number>,
  { plan }: SimulatedPlan,
  context: Context,
): EdgeModel[] {
  const inputTiers = new Map(
    spec.inputs.map((entry) => {
      const at = entry.at ?? queryClass.at;
      const tier = at === undefined ? -1 : context.tiers.indexOf(at);
      if (at !== undefined && tier < 0) throw new SimulationError("plan-mismatch", `Data enters at the tier "${at}", which the infrastructure does not have.`);
      return [entry.id, tier] as const;
    }),
  );
  return spec.edges.map((edge): EdgeModel => {
    const from = position.get(edge.from) ?? -1;
    const to = position.get(edge.to)!;
    const inputTier = from < 0 ? (inputTiers.get(edge.from) ?? -1) : -1;
    const bytes = (from < 0 ? undefined : chosen[from]!.implementation.outputBytes) ?? edge.bytes ?? 0;
    const flows = (plan.flows ?? []).filter((flow) => flow.from === edge.from && flow.to === edge.to);
    const senders = from < 0 ? (inputTier < 0 ? [] : [{ tier: inputTier, share: 1 }]) : operators[from]!.parts;
    const ratio = ratioOf(senders, operators[to]!.parts, flows, edge, context);
    return { from, to, inputTier, bytes, ...(ratio ? { ratio } : {}) };
  });
}

/** P(receiver's tier | sender's tier) over P(receiver's tier), from the plan's flows; without flows, what the links allow. */
function ratioOf(
  senders: { tier: number; share: number }[],
  receivers: { tier: number; share: number }[],
  flows: { fromTier: string; toTier: string; share: number }[],
  edge: { from: string; to: string },
  context: Context,
): number[][] | null {
  if (senders.length === 0) return null;
  const count = context.tiers.length;
  const shareIn = (parts: { tier: number; share: number }[], tier: number) => parts.reduce((sum, part) => sum + (part.tier === tier ? part.share : 0), 0);
  const from = [...new Set(senders.map(({ tier }) => tier))];
  const to = [...new Set(receivers.map(({ tier }) => tier))];
  for (const a of from) {
    if (to.some((b) => context.reachable[a]![b])) continue;
    throw new SimulationError("link-missing", `No link leads from the tier "${context.tiers[a]}" to where "${edge.to}" runs (edge ${edge.from} → ${edge.to}).`);
  }
  if (to.length === 1) {
    const missing = from.find((a) => !context.reachable[a]![to[0]!]);
    if (missing !== undefined)
      throw new SimulationError(
        "link-missing",
        `No link leads from "${context.tiers[missing]}" to "${context.tiers[to[0]!]}" (edge ${edge.from} → ${edge.to}).`,
      );
    return null;
  }
  const ratio = Array.from({ length: count }, () => new Array<number>(count).fill(1));
  let informative = false;
  for (const a of from) {
    for (const b of to) {
      const flow = flows.reduce((sum, entry) => sum + (entry.fromTier === context.tiers[a] && entry.toTier === context.tiers[b] ? entry.share : 0), 0);
      const expected = shareIn(senders, a) * shareIn(receivers, b);
      const value = flows.length > 0 ? (expected > 0 ? flow / expected : 0) : context.reachable[a]![b] ? 1 : 0;
      ratio[a]![b] = value;
      if (Math.abs(value - 1) > 1e-9) informative = true;
    }
  }
  return informative ? ratio : null;
}

function notesOf(input: SimulationInput, stations: StationDraft[]): string[] {
  const notes: string[] = [];
  if (input.options?.ladder) notes.push("All steps of the ladder run on the same machines; a change of model is taken to cost nothing.");
  else if (stations.some((station) => station.users.length > 1)) notes.push("Parts with the same model, profile and pool share one station.");
  if (input.options?.poolLoss) {
    const { pool } = input.options.poolLoss;
    if (!stations.some((station) => station.pool === pool)) notes.push(`No part of the plan runs in the pool "${pool}", so its loss changes nothing.`);
  }
  return notes;
}
