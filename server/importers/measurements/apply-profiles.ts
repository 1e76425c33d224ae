import type { CatalogueDocument, Profile } from "../../../core/documents/catalogue";

/** What an import changes in a catalogue, for the person who confirms it. */
export interface ProfileChange {
  kind: "added" | "changed" | "removed" | "same";
  device: string;
  devices: number;
  batch: number;
  before: Profile | null;
  after: Profile | null;
}

export interface AppliedProfiles {
  /** The catalogue with the new figures; the one given is not touched. */
  document: CatalogueDocument;
  changes: ProfileChange[];
}

export class UnknownTargetError extends Error {
  override name = "UnknownTargetError";
}

/** Two points are the same operating point when they agree on this; a repeated one keeps its place among those alike. */
function keyOf(profile: Profile): string {
  return `${profile.device}|${profile.devices ?? 1}|${profile.batch ?? 1}`;
}

function keyed(profiles: readonly Profile[]): Map<string, Profile> {
  const counts = new Map<string, number>();
  return new Map(
    profiles.map((profile) => {
      const key = keyOf(profile);
      const place = counts.get(key) ?? 0;
      counts.set(key, place + 1);
      return [`${key}|${place}`, profile];
    }),
  );
}

/** Equal in everything but the citation, so that the same file imported twice changes nothing. */
function sameFigures(left: Profile, right: Profile): boolean {
  const figures = ({ source: _source, evidence: _evidence, ...rest }: Profile) => JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return figures(left) === figures(right);
}

/**
 * Puts measured operating points into a catalogue, under a model or an implementation that carries its own profiles. `merge` replaces points of the same
 * device, devices and batch and keeps the others; `replace` keeps none. What is kept stays where it is in the list, so that plans that name a profile by
 * its place stay valid.
 * @throws UnknownTargetError when the catalogue has no such model or implementation, or the implementation's figures belong to a model
 */
export function applyProfiles(document: CatalogueDocument, target: string, imported: readonly Profile[], mode: "merge" | "replace"): AppliedProfiles {
  const model = document.spec.models?.find((entry) => entry.name === target);
  const implementation = document.spec.implementations.find((entry) => entry.name === target);
  if (!model && !implementation) throw new UnknownTargetError(`The catalogue has no model or implementation named ${target}.`);
  if (!model && implementation?.model) throw new UnknownTargetError(`${target} runs as the model ${implementation.model}; import the measurements there.`);
  const before = keyed((model ?? implementation)?.profiles ?? []);
  const after = keyed(imported);
  const changes: ProfileChange[] = [];
  const profiles: Profile[] = [];
  const note = (kind: ProfileChange["kind"], old: Profile | null, fresh: Profile | null) => {
    const shown = fresh ?? old;
    changes.push({ kind, device: shown?.device ?? "", devices: shown?.devices ?? 1, batch: shown?.batch ?? 1, before: old, after: fresh });
  };
  for (const [key, old] of before) {
    const fresh = after.get(key);
    if (fresh) {
      const same = sameFigures(old, fresh);
      profiles.push(same ? old : fresh);
      note(same ? "same" : "changed", old, fresh);
    } else if (mode === "merge") profiles.push(old);
    else note("removed", old, null);
  }
  for (const [key, fresh] of after) {
    if (before.has(key)) continue;
    profiles.push(fresh);
    note("added", null, fresh);
  }
  const update = <T extends { name: string; profiles?: Profile[] }>(entries: readonly T[]): T[] =>
    entries.map((entry) => (entry.name === target ? { ...entry, profiles } : entry));
  const spec = model
    ? { ...document.spec, models: update(document.spec.models ?? []) }
    : { ...document.spec, implementations: update(document.spec.implementations) };
  return { document: { ...document, spec }, changes };
}
