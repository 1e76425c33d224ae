import type { MeasuredPoint } from "@/server/importers/measurements/measured-point";
import type { RouterInputs } from "@/server/trpc/router";
import type { ImportTargets } from "@/server/use-cases/import-targets";

export type ImportInput = RouterInputs["measurements"]["import"];

/** What a person says about where measurements go. */
export interface TargetChoice {
  /** Per name in the file ("" when it names none): which model or implementation it is. */
  names: Record<string, { name: string; task: string; skip: boolean }>;
  /** An own catalogue's id, or "" for a new one. */
  catalogueId: string;
  title: string;
  device: string;
  mode: "merge" | "replace";
  source: string;
  pipelineIds: string[];
}

/** Names in the file, in order; one empty name when the rows have none. */
export function labelsOf(points: readonly MeasuredPoint[]): string[] {
  return [...new Set(points.map((point) => point.label ?? ""))];
}

/** A model or implementation by name, and the last catalogue that has it. */
export function knownEntry(targets: ImportTargets, name: string) {
  for (const catalogue of [...targets.catalogues].reverse()) {
    const entry = catalogue.entries.find((candidate) => candidate.name === name);
    if (entry) return { catalogue, entry };
  }
  return null;
}

export interface Preselected {
  catalogueId?: string | undefined;
  name?: string | undefined;
}

export function initialChoice(
  points: readonly MeasuredPoint[],
  fileName: string,
  targets: ImportTargets,
  preselected: Preselected,
  today: string,
): TargetChoice {
  const labels = labelsOf(points);
  const known = (label: string) =>
    targets.catalogues.flatMap((catalogue) => catalogue.entries).find((entry) => entry.name.toLowerCase() === label.toLowerCase())?.name;
  const names = Object.fromEntries(
    labels.map((label) => [label, { name: labels.length === 1 && preselected.name ? preselected.name : (known(label) ?? label), task: "", skip: false }]),
  );
  const asked = targets.catalogues.find((catalogue) => catalogue.id === preselected.catalogueId);
  const choice: TargetChoice = {
    names,
    catalogueId: asked && !asked.builtin ? asked.id : "",
    title: `Measurements from ${fileName}`.slice(0, 120),
    device: points.every((point) => point.device) ? (points[0]?.device ?? "") : "",
    mode: "merge",
    source: `${fileName}, measured by us, imported ${today}`,
    pipelineIds: [],
  };
  return { ...choice, pipelineIds: pipelinesOf(targets, choice) };
}

/** Pipelines that plan with a catalogue that has one of the names: the ones that an import is about. */
export function pipelinesOf(targets: ImportTargets, choice: TargetChoice): string[] {
  const names = Object.values(choice.names)
    .filter((entry) => !entry.skip)
    .map((entry) => entry.name);
  const holders = targets.catalogues.filter((catalogue) => catalogue.entries.some((entry) => names.includes(entry.name))).map((catalogue) => catalogue.id);
  return targets.pipelines.filter((pipeline) => pipeline.catalogueIds.some((id) => holders.includes(id))).map((pipeline) => pipeline.id);
}

/** What is still missing, in words; null when the import can be made. */
export function missingOf(targets: ImportTargets, choice: TargetChoice, points: readonly MeasuredPoint[]): string | null {
  const used = Object.values(choice.names).filter((entry) => !entry.skip);
  if (used.length === 0) return "Choose at least one name to import.";
  if (used.some((entry) => entry.name.trim() === "")) return "Say what was measured.";
  const unknown = used.find((entry) => !knownEntry(targets, entry.name.trim()) && entry.task.trim() === "");
  if (unknown) return `${unknown.name} is new: say which task it does.`;
  if (points.some((point) => !point.device) && choice.device.trim() === "") return "Say on which device it was measured.";
  if (choice.source.trim() === "") return "Say where the figures come from.";
  return null;
}

/** The import that a choice stands for. */
export function importInput(targets: ImportTargets, choice: TargetChoice, points: readonly MeasuredPoint[]): ImportInput {
  const target = targets.catalogues.find((catalogue) => catalogue.id === choice.catalogueId);
  const groups = new Map<string, { task: string; points: MeasuredPoint[] }>();
  for (const point of points) {
    const named = choice.names[point.label ?? ""];
    if (!named || named.skip) continue;
    const name = named.name.trim();
    const group = groups.get(name) ?? { task: named.task.trim(), points: [] };
    group.points.push(point);
    groups.set(name, group);
  }
  const base = [...groups.keys()].map((name) => knownEntry(targets, name)?.catalogue.id).find((id) => id !== undefined && id !== target?.id);
  return {
    target: target ? { documentId: target.id, baseVersion: target.version } : { title: choice.title },
    ...(base ? { baseId: base } : {}),
    entries: [...groups].map(([name, group]) => ({ name, ...(group.task ? { task: group.task } : {}), mode: choice.mode, points: group.points })),
    device: choice.device.trim() || "device",
    source: choice.source.trim(),
    pipelineIds: choice.pipelineIds,
  };
}
