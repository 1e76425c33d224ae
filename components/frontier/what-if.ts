import type { InfrastructureDocument, Link, Pool } from "../../core/documents/infrastructure";
import type { PipelineDocument } from "../../core/documents/pipeline";
import type { Slo, WorkloadDocument } from "../../core/documents/workload";
import { formatNumber, formatObjective, formatRps, formatUsd } from "../ui/format";

/** What is tried without being saved. Only what differs from the documents is in it. */
export interface WhatIf {
  rateRps: number | null;
  /** Values of targets by their place in the class. */
  targets: Readonly<Record<number, number>>;
  /** US$ per device-hour, by pool. */
  prices: Readonly<Record<string, number>>;
  /** Devices, by pool. */
  counts: Readonly<Record<string, number>>;
  /** 10^6 bit/s, by `from~to`. */
  bandwidths: Readonly<Record<string, number>>;
  /** Another infrastructure than that of the pipeline's page. */
  infrastructureId: string | null;
  /** An earlier version of the pipeline. */
  pipelineVersion: number | null;
}

/** Takes what is tried, or what makes it of what was tried before. */
export type SetWhatIf = (next: WhatIf | ((known: WhatIf) => WhatIf)) => void;

export const NO_WHAT_IF: WhatIf = { rateRps: null, targets: {}, prices: {}, counts: {}, bandwidths: {}, infrastructureId: null, pipelineVersion: null };

export function isWhatIf(whatIf: WhatIf): boolean {
  return (
    whatIf.rateRps !== null ||
    whatIf.infrastructureId !== null ||
    whatIf.pipelineVersion !== null ||
    [whatIf.targets, whatIf.prices, whatIf.counts, whatIf.bandwidths].some((changes) => Object.keys(changes).length > 0)
  );
}

export function linkKey(link: Pick<Link, "from" | "to">): string {
  return `${link.from}~${link.to}`;
}

/** The documents that a frontier is planned from. */
export interface PlannedDocuments {
  pipeline: PipelineDocument;
  workload: WorkloadDocument;
  infrastructure: InfrastructureDocument;
  classId: string | null;
}

/** The documents as they would be. */
export function applyWhatIf(whatIf: WhatIf, documents: PlannedDocuments): PlannedDocuments {
  const { workload, infrastructure, classId } = documents;
  return {
    ...documents,
    workload: {
      ...workload,
      spec: {
        ...workload.spec,
        classes: workload.spec.classes.map((entry) => {
          if (entry.id !== classId) return entry;
          const { curve: _curve, trace: _trace, ...steady } = entry;
          // a rate that is tried stands instead of a curve or a trace
          const base = whatIf.rateRps === null ? entry : { ...steady, rateRps: whatIf.rateRps };
          return entry.slos ? { ...base, slos: targetsOf(whatIf.targets, entry.slos) } : base;
        }),
      },
    },
    infrastructure: {
      ...infrastructure,
      spec: {
        ...infrastructure.spec,
        pools: infrastructure.spec.pools.map((pool) => poolOf(whatIf, pool)),
        ...(infrastructure.spec.links ? { links: infrastructure.spec.links.map((link) => linkOf(whatIf, link)) } : {}),
      },
    },
  };
}

/** Targets with some of their values moved. */
export function targetsOf(moved: WhatIf["targets"], slos: readonly Slo[]): Slo[] {
  return slos.map((slo, place) => ({ ...slo, value: moved[place] ?? slo.value }));
}

function poolOf(whatIf: WhatIf, pool: Pool): Pool {
  return { ...pool, count: whatIf.counts[pool.id] ?? pool.count, pricePerHourUsd: whatIf.prices[pool.id] ?? pool.pricePerHourUsd };
}

function linkOf(whatIf: WhatIf, link: Link): Link {
  const mbps = whatIf.bandwidths[linkKey(link)];
  return mbps === undefined ? link : { ...link, mbps };
}

/** What is tried, in words: `2 h100 fewer`, `rate 60 req/s`. */
export function whatIfWords(whatIf: WhatIf, documents: PlannedDocuments, names: { infrastructure?: string | undefined } = {}): string[] {
  const words: string[] = [];
  if (whatIf.pipelineVersion !== null) words.push(`pipeline version ${whatIf.pipelineVersion}`);
  if (whatIf.infrastructureId !== null) words.push(names.infrastructure ?? "another infrastructure");
  if (whatIf.rateRps !== null) words.push(`rate ${formatRps(whatIf.rateRps)}`);
  const slos = documents.workload.spec.classes.find((entry) => entry.id === documents.classId)?.slos ?? [];
  for (const [place, value] of Object.entries(whatIf.targets)) {
    const slo = slos[Number(place)];
    if (slo) words.push(`${slo.metric === "latency" ? (slo.statistic ?? "latency") : slo.metric} target ${formatObjective(slo.metric, value)}`);
  }
  for (const [id, count] of Object.entries(whatIf.counts)) {
    const was = documents.infrastructure.spec.pools.find((pool) => pool.id === id)?.count;
    if (was !== undefined && was !== count) words.push(`${Math.abs(count - was)} ${id} ${count < was ? "fewer" : "more"}`);
  }
  for (const [id, price] of Object.entries(whatIf.prices)) words.push(`${id} at ${formatUsd(price)} an hour`);
  for (const [key, mbps] of Object.entries(whatIf.bandwidths)) words.push(`${key.replace("~", " to ")} at ${formatNumber(mbps)} Mbit/s`);
  return words;
}

/** For an address: `rate:60,n.h100:2,usd.h100:3.1,mbps.edge~cloud:50,t.0:900,infra:ID,v:3`. */
export function writeWhatIf(whatIf: WhatIf): string {
  const map = (prefix: string, changes: Readonly<Record<string, number>>) => Object.entries(changes).map(([key, value]) => `${prefix}.${key}:${value}`);
  return [
    ...(whatIf.rateRps === null ? [] : [`rate:${whatIf.rateRps}`]),
    ...map("t", whatIf.targets),
    ...map("usd", whatIf.prices),
    ...map("n", whatIf.counts),
    ...map("mbps", whatIf.bandwidths),
    ...(whatIf.infrastructureId === null ? [] : [`infra:${whatIf.infrastructureId}`]),
    ...(whatIf.pipelineVersion === null ? [] : [`v:${whatIf.pipelineVersion}`]),
  ].join(",");
}

/** Reads what `writeWhatIf` wrote; what makes no sense is left out. */
export function readWhatIf(text: string): WhatIf {
  const found = {
    targets: {} as Record<number, number>,
    prices: {} as Record<string, number>,
    counts: {} as Record<string, number>,
    bandwidths: {} as Record<string, number>,
  };
  let [rateRps, infrastructureId, pipelineVersion]: [number | null, string | null, number | null] = [null, null, null];
  for (const item of text.split(",").filter(Boolean)) {
    const colon = item.lastIndexOf(":");
    const [name, raw] = [item.slice(0, colon), item.slice(colon + 1)];
    if (name === "infra") {
      infrastructureId = raw;
      continue;
    }
    const value = Number(raw);
    if (colon < 1 || raw === "" || !Number.isFinite(value) || value < 0) continue;
    if (name === "rate" && value > 0) rateRps = value;
    else if (name === "v" && Number.isInteger(value) && value > 0) pipelineVersion = value;
    else if (/^t\.\d+$/.test(name)) found.targets[Number(name.slice(2))] = value;
    else if (name.startsWith("usd.")) found.prices[name.slice(4)] = value;
    else if (name.startsWith("n.")) found.counts[name.slice(2)] = Math.round(value);
    else if (name.startsWith("mbps.") && value > 0) found.bandwidths[name.slice(5)] = value;
  }
  return { rateRps, infrastructureId, pipelineVersion, ...found };
}
