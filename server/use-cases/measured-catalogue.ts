import type { CatalogueDocument, Implementation, Model, Profile } from "../../core/documents/catalogue";
import { applyProfiles, type ProfileChange, UnknownTargetError } from "../importers/measurements/apply-profiles";
import { type MeasuredPoint, profileOf, type TimeValues } from "../importers/measurements/measured-point";
import { type FittedLaw, fitObservations, type UnfittedSeries } from "../profiler/fit-observations";
import { DomainError } from "./domain-error";

/** Measurements of one model or implementation. */
export interface MeasuredEntry {
  /** Model or implementation of the catalogue that is written. */
  name: string;
  /** For a new implementation: what it does. */
  task?: string | undefined;
  /** Keep the operating points that were not measured again, or only the new ones. */
  mode: "merge" | "replace";
  points: MeasuredPoint[];
}

export interface EntryOutcome {
  name: string;
  kind: "model" | "implementation";
  created: boolean;
  changes: ProfileChange[];
  /** Token counts of the log were put in. */
  tokens: boolean;
  laws: FittedLaw[];
  unfitted: UnfittedSeries[];
}

/** Where a name stands: the catalogue that has it last. */
export function findMeasured(catalogues: readonly CatalogueDocument[], name: string): { model?: Model; implementation?: Implementation } | null {
  for (const { spec } of [...catalogues].reverse()) {
    const model = spec.models?.find((entry) => entry.name === name);
    if (model) return { model };
    const implementation = spec.implementations.find((entry) => entry.name === name);
    if (implementation) return { implementation };
  }
  return null;
}

function withEntry(
  document: CatalogueDocument,
  entry: MeasuredEntry,
  base: ReturnType<typeof findMeasured>,
): { document: CatalogueDocument; created: boolean } {
  if (findMeasured([document], entry.name)) return { document, created: false };
  const { spec } = document;
  if (base?.model) return { document: { ...document, spec: { ...spec, models: [...(spec.models ?? []), base.model] } }, created: true };
  const implementation = base?.implementation ?? (entry.task ? { name: entry.name, task: entry.task, profiles: [] } : null);
  if (!implementation)
    throw new DomainError("invalid-input", `${entry.name} is not known. Say which task it does, so that pipelines can use it.`, {
      field: "task",
      name: entry.name,
    });
  return { document: { ...document, spec: { ...spec, implementations: [...spec.implementations, implementation] } }, created: true };
}

function tokensOf(points: readonly MeasuredPoint[]): { prompt?: TimeValues; completion?: TimeValues; samples?: number } | null {
  const point = points.find((candidate) => candidate.promptTokensOf || candidate.completionTokensOf);
  if (!point) return null;
  return {
    ...(point.promptTokensOf ? { prompt: point.promptTokensOf } : {}),
    ...(point.completionTokensOf ? { completion: point.completionTokensOf } : {}),
    ...(point.samples === undefined ? {} : { samples: point.samples }),
  };
}

/**
 * A catalogue with measurements put in. A name that it does not have is taken over from `base` (another catalogue that does), or made anew; `source` is how the
 * file is cited, `device` where points that name none were measured.
 * @throws DomainError `invalid-input` when an entry has nowhere to go
 */
export function measuredCatalogue(
  document: CatalogueDocument,
  entries: readonly MeasuredEntry[],
  options: { base: readonly CatalogueDocument[]; device: string; source: string },
): { document: CatalogueDocument; outcomes: EntryOutcome[] } {
  let result = document;
  const outcomes: EntryOutcome[] = [];
  for (const entry of entries) {
    const base = findMeasured(options.base, entry.name);
    const { document: prepared, created } = withEntry(result, entry, base);
    const profiles = entry.points.flatMap((point): Profile[] => {
      const profile = profileOf(point, { device: options.device, source: options.source });
      return profile ? [profile] : [];
    });
    if (profiles.length === 0) throw new DomainError("invalid-input", `There is no operating point for ${entry.name}.`, { field: "points", name: entry.name });
    let applied: ReturnType<typeof applyProfiles>;
    try {
      applied = applyProfiles(prepared, entry.name, profiles, entry.mode);
    } catch (error) {
      if (error instanceof UnknownTargetError) throw new DomainError("invalid-input", error.message, { field: "name", name: entry.name }, { cause: error });
      throw error;
    }
    result = applied.document;
    const isModel = result.spec.models?.some((model) => model.name === entry.name) ?? false;
    const tokens = isModel ? null : tokensOf(entry.points);
    if (tokens) {
      const row = { ...tokens, source: options.source };
      const implementations = result.spec.implementations.map((candidate) => {
        if (candidate.name !== entry.name) return candidate;
        const others = (candidate.tokens ?? []).filter((known) => Object.keys(known.when ?? {}).length > 0);
        return { ...candidate, tokens: [row, ...others] };
      });
      result = { ...result, spec: { ...result.spec, implementations } };
    }
    const { laws, unfitted } = fitObservations(
      entry.points.map((point) => ({ ...point, label: entry.name })),
      options.device,
    );
    outcomes.push({ name: entry.name, kind: isModel ? "model" : "implementation", created, changes: applied.changes, tokens: tokens !== null, laws, unfitted });
  }
  return { document: result, outcomes };
}
