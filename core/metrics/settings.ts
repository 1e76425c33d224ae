import type { InfrastructureSpec } from "../documents/infrastructure";
import type { Objective, QueryClass, Settings, Slo } from "../documents/workload";
import { PlanningError } from "./planning-error";
import type { PlanningInput } from "./planning-input";
import type { CompiledLink, CompiledPool, ResolvedSettings } from "./problem";

/** The query class an input plans: the named one, else the only class of this pipeline. */
export function classOf(input: PlanningInput): QueryClass {
  const classes = input.workload.spec.classes;
  if (input.classId !== undefined) {
    const found = classes.find((candidate) => candidate.id === input.classId);
    if (!found) throw new PlanningError("class-not-found", `The workload has no class "${input.classId}"; it has ${classes.map((c) => c.id).join(", ")}.`);
    return found;
  }
  const own = classes.filter((candidate) => candidate.pipeline === input.pipeline.metadata.name);
  if (own.length === 1) return own[0]!;
  if (own.length === 0) throw new PlanningError("class-not-found", `No class of the workload runs the pipeline "${input.pipeline.metadata.name}".`);
  throw new PlanningError(
    "class-ambiguous",
    `Several classes run the pipeline "${input.pipeline.metadata.name}": ${own.map((c) => c.id).join(", ")}. Name one.`,
  );
}

/** Arrival rate of a class, requests/s: `rateRps`, else the curve's highest (its mean with sizing `mean`), else the trace's (n − 1)/span. Null when unknown. */
export function rateOf(queryClass: QueryClass, settings: Settings): number | null {
  if (queryClass.rateRps !== undefined) return queryClass.rateRps;
  if (queryClass.curve) {
    const rates = queryClass.curve.map((point) => point.rateRps);
    const rate = settings.sizing === "mean" ? rates.reduce((sum, value) => sum + value, 0) / rates.length : Math.max(...rates);
    return rate > 0 ? rate : null;
  }
  const times = queryClass.trace?.timestampsMs;
  if (times && times.length > 1) {
    const spanMs = times[times.length - 1]! - times[0]!;
    if (spanMs > 0) return ((times.length - 1) * 1000) / spanMs;
  }
  return null;
}

/** Squared coefficient of variation of inter-arrival times: a trace's own, else 1 (Poisson). */
export function arrivalCv2(queryClass: QueryClass): number {
  const times = queryClass.trace?.timestampsMs;
  if (!times || times.length < 3) return 1;
  const count = times.length - 1;
  const mean = (times[count]! - times[0]!) / count;
  if (mean <= 0) return 1;
  let squares = 0;
  for (let i = 1; i < times.length; i += 1) squares += (times[i]! - times[i - 1]! - mean) ** 2;
  return squares / count / (mean * mean);
}

/** Fills in every default of the settings. `explicitObjectives` tells whether the objectives were asked for or are the default ones. */
export function resolveSettings(input: PlanningInput, rateRps: number | null): { settings: ResolvedSettings; explicitObjectives: boolean } {
  const given: Settings = { ...input.workload.spec.settings, ...definedOnly(input.settings) };
  const names = given.objectives ?? ["cost", "latency", "quality"];
  const objectives = [...new Set(names.map((name): Objective => (name === "cost" ? "costPerThousand" : name)))];
  if (rateRps === null && objectives.includes("costPerHour")) {
    throw new PlanningError("rate-needed", "The objective costPerHour needs a rate; give the class a rate, or use cost.");
  }
  return {
    settings: {
      objectives,
      statistic: given.statistic ?? "p95",
      queueing: rateRps === null ? "none" : (given.queueing ?? "erlang"),
      utilisationLimit: given.utilisationLimit ?? 1,
      maxParts: given.maxParts ?? Number.POSITIVE_INFINITY,
      epsilon: given.epsilon ?? 0,
      automaticEpsilon: given.epsilon === undefined,
      timeLimitSeconds: given.timeLimitSeconds ?? null,
      sizingStatistic: given.sizingStatistic ?? "mean",
    },
    explicitObjectives: given.objectives !== undefined,
  };
}

function definedOnly(settings: Partial<Settings> | undefined): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined));
}

/** Whether any SLO is on this metric. */
export function hasSloOn(slos: readonly Slo[], metric: Slo["metric"]): boolean {
  return slos.some((slo) => slo.metric === metric);
}

/** Pools in document order, with tiers by index. */
export function compilePools(spec: InfrastructureSpec): CompiledPool[] {
  const tierIndex = new Map(spec.tiers.map((tier, index) => [tier.id, index]));
  return spec.pools.map((pool) => {
    const tier = tierIndex.get(pool.tier);
    if (tier === undefined) throw new PlanningError("pipeline-invalid", `Pool "${pool.id}" is in the unknown tier "${pool.tier}".`);
    return {
      id: pool.id,
      tier,
      count: pool.count,
      pricePerHourUsd: pool.pricePerHourUsd,
      billing: pool.billing ?? "reserved",
      hasPower: pool.power !== undefined,
      memoryGiB: pool.memoryGiB ?? Number.POSITIVE_INFINITY,
    };
  });
}

/** Crossings between tiers; a missing pair cannot be crossed, and inside a tier everything is free and instant unless given. */
export function compileLinks(spec: InfrastructureSpec): (CompiledLink | null)[][] {
  const free: CompiledLink = { halfRttMs: 0, mbps: Number.POSITIVE_INFINITY, pricePerByteUsd: 0 };
  const links = spec.tiers.map((_, a) => spec.tiers.map((__, b): CompiledLink | null => (a === b ? free : null)));
  const tierIndex = new Map(spec.tiers.map((tier, index) => [tier.id, index]));
  for (const link of spec.links ?? []) {
    const from = tierIndex.get(link.from);
    const to = tierIndex.get(link.to);
    if (from === undefined || to === undefined) continue;
    links[from]![to] = {
      halfRttMs: (link.rttMs ?? 0) / 2,
      mbps: link.mbps ?? Number.POSITIVE_INFINITY,
      pricePerByteUsd: (link.pricePerGiBUsd ?? 0) / 2 ** 30,
    };
  }
  return links;
}
