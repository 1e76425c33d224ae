import type { Api, CatalogueDocument, Implementation, Model, Profile } from "../documents/catalogue";
import { type Distribution, EVIDENCE, type Evidence, STATISTICS } from "../documents/common";
import { evidenceOf } from "../metrics/quality-compile";

/** Lowest and highest of some values. */
export interface Range {
  low: number;
  high: number;
}

/** One implementation of a catalogue, small enough to list hundreds. */
export interface ImplementationSummary {
  name: string;
  title: string | null;
  task: string;
  model: string | null;
  /** Configurations: the product of the sizes of its knobs. */
  configurations: number;
  devices: string[];
  hosted: boolean;
  /** Operating points it can run at, its model's included. */
  profiles: number;
  quality: (Range & { metric: string | null; dataset: string | null; evidence: Evidence }) | null;
  /** Service time of a call, ms, at the lowest statistic given: over profiles and API that give one. */
  latencyMs: Range | null;
  /** Time per output token, ms, over profiles and API that give one. */
  tpotMs: Range | null;
  pricePerMillionTokensUsd: { input: number; output: number } | null;
  pricePerCallUsd: number | null;
  /** Kinds of evidence behind its figures, best first, with the number of figures of each. */
  evidence: { kind: Evidence; figures: number }[];
  sources: string[];
}

interface Sourced {
  source?: string;
  evidence?: Evidence;
}

const NESTED = ["latencyMs", "ttftMs", "tpotMs", "prompt", "completion"] as const;

/** Evidence of a figure inside of another that says where both come from. */
export function evidenceWithin(figure: Sourced, owner?: Sourced): Evidence {
  return figure.evidence === undefined && figure.source === undefined && owner ? evidenceOf(owner) : evidenceOf(figure);
}

function rangeOf(values: readonly number[]): Range | null {
  if (values.length === 0) return null;
  return { low: Math.min(...values), high: Math.max(...values) };
}

function lowest(distribution: Distribution | undefined): number[] {
  const name = distribution && STATISTICS.find((statistic) => distribution[statistic] !== undefined);
  return name === undefined ? [] : [distribution?.[name] as number];
}

/** Every implementation of a catalogue in the order of the document, with the figures of the model it names. */
export function summariesOf(document: CatalogueDocument): ImplementationSummary[] {
  const models = new Map((document.spec.models ?? []).map((model) => [model.name, model]));
  return document.spec.implementations.map((entry) => summary(entry, entry.model === undefined ? undefined : models.get(entry.model)));
}

function summary(entry: Implementation, model: Model | undefined): ImplementationSummary {
  const profiles: Profile[] = entry.profiles ?? model?.profiles ?? [];
  const api: Api | undefined = entry.api ?? model?.api;
  const counts = new Map<Evidence, number>();
  const sources = new Set<string>();
  const count = (figure: Sourced, owner?: Sourced) => {
    const kind = evidenceWithin(figure, owner);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (figure.source) sources.add(figure.source);
  };
  for (const row of entry.quality ?? []) count(row);
  for (const figures of [...profiles, ...(api ? [api] : []), ...(entry.tokens ?? [])]) {
    count(figures);
    for (const key of NESTED) {
      const nested = (figures as Partial<Record<(typeof NESTED)[number], Distribution>>)[key];
      if (nested) count(nested, figures);
    }
  }
  const quality = entry.quality ?? [];
  const first = quality[0];
  const worst = quality.map((row) => evidenceOf(row)).sort((a, b) => EVIDENCE.indexOf(b) - EVIDENCE.indexOf(a))[0];
  const runnable = [...profiles, ...(api ? [api] : [])];
  return {
    name: entry.name,
    title: entry.title ?? null,
    task: entry.task,
    model: entry.model ?? null,
    configurations: Object.values(entry.knobs ?? {}).reduce((product, values) => product * values.length, 1),
    devices: [...new Set(profiles.map((profile) => profile.device))],
    hosted: api !== undefined,
    profiles: profiles.length,
    quality:
      first && worst
        ? { ...(rangeOf(quality.map((row) => row.value)) as Range), metric: first.metric ?? null, dataset: first.dataset ?? null, evidence: worst }
        : null,
    latencyMs: rangeOf(runnable.flatMap((figures) => lowest(figures.latencyMs))),
    tpotMs: rangeOf(runnable.flatMap((figures) => lowest(figures.tpotMs))),
    pricePerMillionTokensUsd: api?.pricePerMillionTokensUsd ?? null,
    pricePerCallUsd: api?.pricePerCallUsd ?? null,
    evidence: EVIDENCE.flatMap((kind) => (counts.has(kind) ? [{ kind, figures: counts.get(kind) as number }] : [])),
    sources: [...sources],
  };
}
