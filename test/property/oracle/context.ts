import type { Statistic } from "../../../core/documents/common";
import type { Link } from "../../../core/documents/infrastructure";
import type { Objective, QueryClass, Settings, Slo } from "../../../core/documents/workload";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { alternativeChoices, type Graph, inline, type Level, pathsFrom, type Scenario, scenariosOf } from "./graph";
import { configurationsOf } from "./options";
import { counts, stageOf } from "./quality";

/** Everything about the question that does not depend on a plan. */
export interface Context {
  input: PlanningInput;
  queryClass: QueryClass;
  level: Level;
  objectives: Objective[];
  statistic: Statistic;
  sizing: Statistic;
  queueing: "none" | "erlang";
  limit: number;
  maxParts: number;
  /** Requests per second, null when not known. */
  rate: number | null;
  ca2: number;
  slos: Slo[];
  needsLatency: boolean;
  /** Throughput is an objective or a hard target, so that replicas beyond need are worth something. */
  needsThroughput: boolean;
  /** A plan without a quality value is a plan (docs/decisions/0001, Quality); otherwise it is not offered. */
  qualityOptional: boolean;
  /** Quality is unknown for every plan, because some operator has no value at all. */
  qualityUnknown: boolean;
  variants: Variant[];
}

/** One choice of alternatives. */
export interface Variant {
  alternatives: Record<string, string>;
  graph: Graph;
  scenarios: Scenario[];
  /** Expected calls per request by operator. */
  calls: Map<string, number>;
  /** Messages per request by edge. */
  messages: number[];
  /** Per scenario the edge paths from any input. */
  paths: number[][][];
  /** Tier at which an input enters, null: everywhere. */
  inputTier: Map<string, string | null>;
}

export function contextOf(input: PlanningInput): Context {
  const classes = input.workload.spec.classes;
  const queryClass = input.classId ? classes.find((c) => c.id === input.classId) : classes.find((c) => c.pipeline === input.pipeline.metadata.name);
  if (!queryClass) throw new Error("no such class");
  const settings: Settings = { ...input.workload.spec.settings, ...input.settings };
  const { spec } = input.pipeline;
  const level: Level = {
    inputs: spec.inputs.map((i) => i.id),
    operators: spec.operators,
    edges: spec.edges,
    routers: spec.routers ?? [],
    quality: spec.quality,
  };
  const { rate, ca2 } = arrivals(queryClass, settings);
  const slos = queryClass.slos ?? [];
  let objectives = (settings.objectives ?? ["cost", "latency", "quality"]).map((name): Objective => (name === "cost" ? "costPerThousand" : name));
  const variants = alternativeChoices(level).map((alternatives) => variantOf(input, level, alternatives, queryClass));
  let qualityOptional = false;
  const targeted = slos.some((slo) => slo.metric === "quality");
  if (settings.objectives) qualityOptional = !spec.quality && !targeted && !objectives.includes("quality");
  else if (!targeted && spec.quality?.model !== "table") {
    qualityOptional = variants.some((variant) =>
      variant.graph.nodes.some(
        (node) =>
          counts(spec.quality, node.id) && configurationsOf(node.operator, input.catalogues).every((c) => stageOf(spec.quality, node.id, c) === undefined),
      ),
    );
    if (qualityOptional) objectives = objectives.filter((name) => name !== "quality");
  }
  return {
    input,
    queryClass,
    level,
    objectives,
    statistic: settings.statistic ?? "p95",
    sizing: settings.sizingStatistic ?? "mean",
    queueing: rate === null ? "none" : (settings.queueing ?? "erlang"),
    limit: settings.utilisationLimit ?? 1,
    maxParts: rate === null ? 1 : (settings.maxParts ?? Number.POSITIVE_INFINITY),
    rate,
    ca2,
    slos,
    needsLatency: objectives.includes("latency") || slos.some((slo) => slo.metric === "latency"),
    needsThroughput: objectives.includes("throughput") || slos.some((slo) => slo.metric === "throughput"),
    qualityOptional,
    qualityUnknown: qualityOptional && !settings.objectives,
    variants,
  };
}

function arrivals(queryClass: QueryClass, settings: Settings): { rate: number | null; ca2: number } {
  const stamps = queryClass.trace?.timestampsMs;
  let ca2 = 1;
  let traceRate: number | null = null;
  if (stamps && stamps.length > 1) {
    const gaps = stamps.slice(1).map((t, i) => t - (stamps[i] as number));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    ca2 = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length / (mean * mean);
    traceRate = 1000 / mean;
  }
  if (queryClass.rateRps !== undefined) return { rate: queryClass.rateRps, ca2 };
  if (queryClass.curve) {
    const rates = queryClass.curve.map((point) => point.rateRps);
    const rate = settings.sizing === "mean" ? rates.reduce((a, b) => a + b, 0) / rates.length : Math.max(...rates);
    return { rate, ca2 };
  }
  return { rate: traceRate, ca2 };
}

function variantOf(input: PlanningInput, level: Level, alternatives: Record<string, string>, queryClass: QueryClass): Variant {
  const graph = inline(level, alternatives, "", false);
  const scenarios = scenariosOf(graph);
  const calls = new Map<string, number>();
  const perReceiver = new Map(graph.nodes.map((node) => [node.id, (node.operator.fanOut ?? 1) * (node.operator.iterations?.mean ?? 1)]));
  for (const node of graph.nodes) {
    const active = scenarios.filter((s) => s.active.has(node.id)).reduce((sum, s) => sum + s.probability, 0);
    calls.set(node.id, active * (perReceiver.get(node.id) as number));
  }
  const messages = graph.edges.map(
    (edge, e) => scenarios.filter((s) => s.edges.has(e)).reduce((sum, s) => sum + s.probability, 0) * (perReceiver.get(edge.to) as number),
  );
  return {
    alternatives,
    graph,
    scenarios,
    calls,
    messages,
    paths: scenarios.map((scenario) => graph.inputs.flatMap((id) => pathsFrom(graph, scenario, id)).filter((path) => path.length > 0)),
    inputTier: new Map(input.pipeline.spec.inputs.map((i) => [i.id, i.at ?? queryClass.at ?? null])),
  };
}

/** The link between two tiers; inside a tier free and instant unless given; null when it cannot be crossed. */
export function linkBetween(input: PlanningInput, from: string, to: string): Link | null {
  const found = (input.infrastructure.spec.links ?? []).find((link) => link.from === from && link.to === to);
  if (found) return found;
  return from === to ? { from, to } : null;
}

export function transferMs(link: Link, bytes: number): number {
  return (link.rttMs ?? 0) / 2 + (link.mbps === undefined ? 0 : (bytes * 8) / (link.mbps * 1000));
}

/** 12 significant digits, as values are compared (docs/decisions/0001, Frontier). */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
}
