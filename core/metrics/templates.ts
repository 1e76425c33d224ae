import type { Api, Profile, TokensRow } from "../documents/catalogue";
import type { Distribution, KnobValue } from "../documents/common";
import { counted } from "../documents/counted";
import type { Pool } from "../documents/infrastructure";
import { STATISTICS } from "../documents/vocabulary";
import type { CompiledPool, PartTemplate } from "./problem";
import { allStatistics, fillStatistic, spreadKnown } from "./statistics";

export interface TemplateContext {
  pools: CompiledPool[];
  poolDocuments: Pool[];
  rateKnown: boolean;
  erlang: boolean;
  latencyNeeded: boolean;
  sizing: (typeof STATISTICS)[number];
}

export interface TemplateOutcome {
  templates: PartTemplate[];
  /** Why some profile is not offered. */
  reasons: string[];
}

/** The row whose `when` matches the knobs and names most of them; the first of equals. */
export function mostSpecific<Row extends { when?: Record<string, KnobValue> }>(rows: readonly Row[] | undefined, knobs: Record<string, KnobValue>): Row | null {
  let best: Row | null = null;
  let bestSize = -1;
  for (const row of rows ?? []) {
    const entries = Object.entries(row.when ?? {});
    if (entries.length > bestSize && entries.every(([name, value]) => knobs[name] === value)) {
      best = row;
      bestSize = entries.length;
    }
  }
  return best;
}

/** Part templates of one profile on every pool that has its device (planning model, section 2). */
export function profileTemplates(
  profile: Profile,
  index: number,
  tokens: TokensRow | null,
  allowed: (pool: Pool) => boolean,
  context: TemplateContext,
): TemplateOutcome {
  const reasons: string[] = [];
  const usesTokens = profile.latencyMs === undefined && profile.tpotMs !== undefined;
  const countsTokens = profile.capacityTokensPerSecond !== undefined;
  const where = `profile ${index} (${profile.device})`;
  if ((usesTokens || countsTokens) && !tokens?.completion) return { templates: [], reasons: [`${where}: no completion token count`] };
  const service = serviceOf(profile, tokens);
  if (service === null && (context.latencyNeeded || context.erlang)) return { templates: [], reasons: [`${where}: no latency figure`] };
  if (service === null && !countsTokens) return { templates: [], reasons: [`${where}: neither a latency nor a capacity figure`] };
  const devices = profile.devices ?? 1;
  const batch = profile.batch ?? 1;
  const meanMs = service ? service.values[0]! : 0;
  const tokensPerCall = countsTokens && tokens?.completion ? fillStatistic(tokens.completion, context.sizing).value : 0;
  const callRate = meanMs > 0 ? (batch * 1000) / meanMs : Number.POSITIVE_INFINITY;
  const rateRps =
    profile.capacityTokensPerSecond !== undefined ? (tokensPerCall > 0 ? profile.capacityTokensPerSecond / tokensPerCall : Number.POSITIVE_INFINITY) : callRate;
  const servers =
    profile.capacityTokensPerSecond !== undefined && tokensPerCall > 0
      ? Math.max(1, Math.floor(slotsWithin((profile.capacityTokensPerSecond * meanMs) / (1000 * tokensPerCall))))
      : 1;
  const serverRateRps = profile.capacityTokensPerSecond !== undefined ? (meanMs > 0 ? 1000 / meanMs : Number.POSITIVE_INFINITY) : callRate;
  const busySeconds = Number.isFinite(rateRps) ? 1 / rateRps : 0;
  const templates: PartTemplate[] = [];
  context.pools.forEach((pool, p) => {
    const document = context.poolDocuments[p]!;
    if (document.device !== profile.device || !allowed(document)) return;
    if (profile.memoryGiB !== undefined && profile.memoryGiB > devices * pool.memoryGiB * (1 + 1e-12)) {
      reasons.push(`${where}: needs ${profile.memoryGiB} GiB, ${devices} × ${pool.memoryGiB} GiB in pool ${pool.id}`);
      return;
    }
    const maxReplicas = Math.floor(pool.count / devices);
    if (maxReplicas < 1) {
      reasons.push(`${where}: needs ${counted(devices, "device")}, pool ${pool.id} has ${pool.count}`);
      return;
    }
    const idleW = document.power ? devices * document.power.idleW : 0;
    const fullW = document.power ? (profile.powerW ?? devices * document.power.peakW) : 0;
    const used = pool.billing === "used";
    templates.push({
      pool: p,
      tier: pool.tier,
      profile: index,
      devices,
      maxReplicas,
      rateRps,
      servers,
      serverRateRps,
      cs2: (profile.cv ?? 1) ** 2,
      serviceMs: service ? service.values : null,
      reservedUsdPerHour: used ? 0 : devices * pool.pricePerHourUsd,
      usdPerCall: used ? (busySeconds * devices * pool.pricePerHourUsd) / 3600 : 0,
      idleW,
      energyJPerCall: busySeconds * (fullW - idleW),
      busyJPerCall: busySeconds * fullW,
      energyKnown: pool.hasPower,
      fillNotes: service ? service.notes : [],
    });
  });
  return { templates, reasons };
}

/** Guards the floor of Little's law against a product that misses a whole number by rounding only. */
export function slotsWithin(slots: number): number {
  const nearest = Math.round(slots);
  return Math.abs(slots - nearest) <= 1e-12 * Math.max(1, nearest) ? nearest : slots;
}

/** API templates, one per allowed tier. */
export function apiTemplates(api: Api, tokens: TokensRow | null, tiers: number[], context: TemplateContext): TemplateOutcome {
  const usesTokens = api.latencyMs === undefined && api.tpotMs !== undefined;
  if (usesTokens && !tokens?.completion) return { templates: [], reasons: ["api: no completion token count"] };
  if (api.pricePerMillionTokensUsd && !tokens?.completion) return { templates: [], reasons: ["api: priced by tokens, but no token counts"] };
  const service = serviceOf(api, tokens);
  if (service === null && context.latencyNeeded) return { templates: [], reasons: ["api: no latency figure"] };
  const notes = service ? service.notes : [];
  const price = api.pricePerMillionTokensUsd;
  const prompt = tokens?.prompt ? fillStatistic(tokens.prompt, "mean").value : 0;
  const completion = tokens?.completion ? fillStatistic(tokens.completion, "mean").value : 0;
  const usdPerCall = (api.pricePerCallUsd ?? 0) + (price ? (prompt * price.input + completion * price.output) / 1e6 : 0);
  const fillNotes = price && !tokens?.prompt ? [...notes, "prompt tokens are not known and counted as 0"] : notes;
  return {
    reasons: [],
    templates: tiers.map((tier) => ({
      pool: -1,
      tier,
      profile: "api" as const,
      devices: 0,
      maxReplicas: 0,
      rateRps: api.maxRps ?? Number.POSITIVE_INFINITY,
      servers: 0,
      serverRateRps: Number.POSITIVE_INFINITY,
      cs2: 0,
      serviceMs: service ? service.values : null,
      reservedUsdPerHour: 0,
      usdPerCall,
      idleW: 0,
      energyJPerCall: api.energyJPerCall ?? 0,
      busyJPerCall: api.energyJPerCall ?? 0,
      energyKnown: api.energyJPerCall !== undefined,
      fillNotes,
    })),
  };
}

interface Service {
  values: number[];
  notes: string[];
}

/** Service of one call at the five statistics: the latency figure, else ttft(q) + completionTokens(q) · tpot(q). */
function serviceOf(figures: Pick<Profile, "latencyMs" | "ttftMs" | "tpotMs" | "cv">, tokens: TokensRow | null): Service | null {
  const notes: string[] = [];
  const record = (name: string, distribution: Distribution, cv: number): number[] => {
    const filled = allStatistics(distribution, cv);
    const spread = spreadKnown(distribution);
    filled.forEach((entry, index) => {
      if (entry.rule === "given") return;
      const how =
        entry.rule === "gamma"
          ? `a gamma distribution of its mean (cv ${cv})`
          : entry.rule === "through"
            ? `a gamma distribution through its ${spread?.other} and ${spread?.anchor}`
            : `its ${entry.rule}`;
      notes.push(`${STATISTICS[index]} of ${name} from ${how}`);
    });
    return filled.map((entry) => entry.value);
  };
  if (figures.latencyMs) return { values: record("latency", figures.latencyMs, figures.cv ?? 0), notes };
  if (!figures.ttftMs && !figures.tpotMs) return null;
  const first = figures.ttftMs ? record("time to first token", figures.ttftMs, figures.cv ?? 0) : [0, 0, 0, 0, 0];
  if (!figures.tpotMs) return { values: first, notes };
  const perToken = record("time per token", figures.tpotMs, figures.cv ?? 0);
  const completion = tokens?.completion ? record("completion tokens", tokens.completion, 0) : [0, 0, 0, 0, 0];
  return { values: first.map((value, index) => value + completion[index]! * perToken[index]!), notes };
}
