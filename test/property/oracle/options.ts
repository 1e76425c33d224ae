import type { Api, CatalogueDocument, Implementation, Model, Profile, QualityRow, TokensRow } from "../../../core/documents/catalogue";
import type { KnobValue, Statistic } from "../../../core/documents/common";
import type { InfrastructureSpec, Pool } from "../../../core/documents/infrastructure";
import type { Operator } from "../../../core/documents/pipeline";
import { valueAt } from "./statistics";

export interface Configuration {
  implementation: Implementation;
  knobs: Record<string, KnobValue>;
  profiles: Profile[];
  api: Api | undefined;
  tokens: TokensRow | undefined;
  qualityRow: QualityRow | undefined;
}

/** One (pool, profile) pair or API tier that an operator may use, with its replicas. */
export interface PartChoice {
  pool: Pool | null;
  tier: string;
  profile: number | "api";
  replicas: number;
}

/** Section 1: several catalogues read as one, a later implementation or model of the same name in place of an earlier one. */
export function mergeCatalogues(documents: CatalogueDocument[]): { implementations: Implementation[]; models: Map<string, Model> } {
  const implementations = new Map<string, Implementation>();
  const models = new Map<string, Model>();
  for (const document of documents) {
    for (const model of document.spec.models ?? []) models.set(model.name, model);
    for (const implementation of document.spec.implementations) implementations.set(implementation.name, implementation);
  }
  return { implementations: [...implementations.values()], models };
}

/** Does a `when` hold for these knobs? Its size when it does, −1 when not. */
export function specificity(when: Record<string, KnobValue> | undefined, knobs: Record<string, KnobValue>): number {
  const entries = Object.entries(when ?? {});
  return entries.every(([name, value]) => knobs[name] === value) ? entries.length : -1;
}

/** The row with the most knobs named among those that hold; the first of them in the document. */
export function mostSpecific<R extends { when?: Record<string, KnobValue> }>(rows: R[] | undefined, knobs: Record<string, KnobValue>): R | undefined {
  let best: R | undefined;
  let bestSize = -1;
  for (const row of rows ?? []) {
    const size = specificity(row.when, knobs);
    if (size > bestSize) {
      best = row;
      bestSize = size;
    }
  }
  return best;
}

/** Every configuration the catalogue has for an operator, whether or not it can be placed. */
export function configurationsOf(operator: Operator, documents: CatalogueDocument[]): Configuration[] {
  const { implementations, models } = mergeCatalogues(documents);
  const found: Configuration[] = [];
  for (const implementation of implementations) {
    if (implementation.task !== operator.task) continue;
    if (operator.candidates && !operator.candidates.includes(implementation.name)) continue;
    const model = implementation.model === undefined ? undefined : models.get(implementation.model);
    let combinations: Record<string, KnobValue>[] = [{}];
    for (const [knob, values] of Object.entries(implementation.knobs ?? {})) {
      const narrowed = operator.knobs?.[knob];
      const allowed = narrowed ? values.filter((value) => narrowed.includes(value)) : values;
      combinations = combinations.flatMap((combination) => allowed.map((value) => ({ ...combination, [knob]: value })));
    }
    for (const knobs of combinations) {
      found.push({
        implementation,
        knobs,
        profiles: implementation.profiles ?? model?.profiles ?? [],
        api: implementation.api ?? model?.api,
        tokens: mostSpecific(implementation.tokens, knobs),
        qualityRow: mostSpecific(implementation.quality, knobs),
      });
    }
  }
  return found;
}

type Timed = Pick<Profile, "latencyMs" | "ttftMs" | "tpotMs" | "cv">;

const needsTokens = (timed: Timed) => timed.latencyMs === undefined && timed.tpotMs !== undefined;

/** Service time of one call at a statistic in ms; null when no figure is known. */
export function serviceMs(timed: Timed, tokens: TokensRow | undefined, statistic: Statistic): number | null {
  if (timed.latencyMs) return valueAt(timed.latencyMs, statistic, timed.cv);
  if (!timed.ttftMs && !timed.tpotMs) return null;
  const first = timed.ttftMs ? valueAt(timed.ttftMs, statistic, timed.cv) : 0;
  if (!timed.tpotMs) return first;
  if (!tokens?.completion) return null;
  return first + valueAt(tokens.completion, statistic, 0) * valueAt(timed.tpotMs, statistic, timed.cv);
}

/** What one replica of a profile can do for one configuration. */
export interface Speed {
  /** Calls per second of one replica, as load is counted. */
  callsPerSecond: number;
  /** Servers of one replica seen by the queue, and the rate of each. */
  servers: number;
  mu: number;
  /** Busy seconds of one replica per call. */
  busySeconds: number;
}

export function speedOf(profile: Profile, tokens: TokensRow | undefined, sizing: Statistic): Speed | null {
  const batch = profile.batch ?? 1;
  const mean = serviceMs(profile, tokens, "mean");
  if (profile.capacityTokensPerSecond !== undefined) {
    if (!tokens?.completion) return null;
    const perCall = valueAt(tokens.completion, sizing, 0);
    const callsPerSecond = profile.capacityTokensPerSecond / perCall;
    if (mean === null) return { callsPerSecond, servers: 0, mu: 0, busySeconds: 1 / callsPerSecond };
    const slots = Math.max(1, Math.floor((profile.capacityTokensPerSecond * mean) / (1000 * perCall)));
    return { callsPerSecond, servers: slots, mu: 1000 / mean, busySeconds: 1 / callsPerSecond };
  }
  if (mean === null) return null;
  return { callsPerSecond: (batch * 1000) / mean, servers: 1, mu: (1000 * batch) / mean, busySeconds: mean / (1000 * batch) };
}

/** The places an operator's configuration may run, one entry per (pool, profile) and per tier of the API, without replicas. */
export function placesOf(
  operator: Operator,
  configuration: Configuration,
  infrastructure: InfrastructureSpec,
  needsLatency: boolean,
  sizing: Statistic,
): { place: Omit<PartChoice, "replicas">; maxReplicas: number }[] {
  const places: { place: Omit<PartChoice, "replicas">; maxReplicas: number }[] = [];
  const { placement } = operator;
  for (const pool of infrastructure.pools) {
    if (placement?.tiers && !placement.tiers.includes(pool.tier)) continue;
    if (placement?.pools && !placement.pools.includes(pool.id)) continue;
    configuration.profiles.forEach((profile, index) => {
      if (profile.device !== pool.device) return;
      if (!speedOf(profile, configuration.tokens, sizing)) return;
      if (needsLatency && serviceMs(profile, configuration.tokens, "mean") === null) return;
      const devices = profile.devices ?? 1;
      if (profile.memoryGiB !== undefined && pool.memoryGiB !== undefined && profile.memoryGiB > devices * pool.memoryGiB * (1 + 1e-12)) return;
      const maxReplicas = Math.floor(pool.count / devices);
      if (maxReplicas >= 1) places.push({ place: { pool, tier: pool.tier, profile: index }, maxReplicas });
    });
  }
  const { api } = configuration;
  if (api && (!placement?.pools || placement.pools.includes("api"))) {
    const tokensKnown = configuration.tokens?.completion !== undefined;
    const priced = api.pricePerMillionTokensUsd === undefined || tokensKnown;
    const timed = !needsTokens(api) || tokensKnown;
    const known = !needsLatency || serviceMs(api, configuration.tokens, "mean") !== null;
    if (priced && timed && known) {
      for (const tier of infrastructure.tiers) {
        if (placement?.tiers && !placement.tiers.includes(tier.id)) continue;
        places.push({ place: { pool: null, tier: tier.id, profile: "api" }, maxReplicas: 0 });
      }
    }
  }
  return places;
}

/** Price of one API call in US$ (docs/decisions/0001, APIs). */
export function apiCallUsd(api: Api, tokens: TokensRow | undefined): number {
  const price = api.pricePerMillionTokensUsd;
  let usd = api.pricePerCallUsd ?? 0;
  if (price) {
    const prompt = tokens?.prompt ? valueAt(tokens.prompt, "mean", 0) : 0;
    const completion = tokens?.completion ? valueAt(tokens.completion, "mean", 0) : 0;
    usd += (prompt * price.input + completion * price.output) / 1e6;
  }
  return usd;
}
