import { canonicalForm, type Json } from "../documents/canonical";
import type { AnyDocument } from "../documents/kinds";

/** One difference in what two documents mean. */
export interface DocumentChange {
  /** Where, in the canonical form; entries of lists by their name, as in `spec.operators.asr.fanOut`. */
  path: string[];
  /** The same in words: `operator asr: fanOut`. */
  label: string;
  /** Undefined when it is not there. */
  before?: Json;
  after?: Json;
  /** Both as people write them, where that is more than the bare value: `8000 ms (hard)`. */
  shown?: { before?: string; after?: string };
}

/** Lists whose entries are told apart by a name, with the word for one entry. */
const LISTS: Record<string, { word: string; nameOf: (entry: Record<string, Json>) => string | undefined }> = {
  inputs: { word: "input", nameOf: (entry) => textOf(entry.id) },
  operators: { word: "operator", nameOf: (entry) => textOf(entry.id) },
  alternatives: { word: "alternative", nameOf: (entry) => textOf(entry.name) },
  edges: { word: "edge", nameOf: arrow },
  routers: { word: "router at", nameOf: (entry) => textOf(entry.at) },
  choose: { word: "target", nameOf: (entry) => textOf(entry.to) },
  models: { word: "model", nameOf: (entry) => textOf(entry.name) },
  implementations: { word: "implementation", nameOf: (entry) => textOf(entry.name) },
  tiers: { word: "tier", nameOf: (entry) => textOf(entry.id) },
  pools: { word: "pool", nameOf: (entry) => textOf(entry.id) },
  links: { word: "link", nameOf: arrow },
  classes: { word: "class", nameOf: (entry) => textOf(entry.id) },
  plans: { word: "plan", nameOf: (entry) => textOf(entry.id) },
  slos: { word: "target", nameOf: targetName },
};

const TARGET_UNITS: Record<string, string> = {
  latency: " ms",
  energy: " J",
  costPerThousand: " US$/1,000 requests",
  costPerHour: " US$/h",
  throughput: " requests/s",
};
const SIGNS: Record<string, string> = { "<=": "≤", "<": "≤", ">=": "≥", ">": "≥" };

/** What a target is on, whatever its limit: `latency p95 of rank ≤`. */
function targetName(entry: Record<string, Json>): string | undefined {
  const { metric, statistic, operator, op } = entry;
  if (typeof metric !== "string" || typeof op !== "string") return undefined;
  const ends = isMapping(entry.path) ? ` from ${textOf(entry.path.from)} to ${textOf(entry.path.to)}` : "";
  return `${metric}${textOf(statistic) ? ` ${textOf(statistic)}` : ""}${textOf(operator) ? ` of ${textOf(operator)}` : ""}${ends} ${SIGNS[op] ?? op}`;
}

function limitText(entry: Record<string, Json>): string {
  const { metric, value, hard } = entry;
  return `${String(value)}${TARGET_UNITS[String(metric)] ?? ""} (${hard === false ? "soft" : "hard"})`;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function arrow(entry: Record<string, Json>): string | undefined {
  return typeof entry.from === "string" && typeof entry.to === "string" ? `${entry.from} → ${entry.to}` : undefined;
}

/**
 * What changed in meaning between two documents of one kind, in the order of the canonical form. Layout, titles, the order of keys and defaults
 * written out are no changes. Throws RangeError for documents of different kinds.
 */
export function diffDocuments(before: AnyDocument, after: AnyDocument): DocumentChange[] {
  if (before.kind !== after.kind) throw new RangeError(`a ${before.kind} cannot be compared with a ${after.kind}`);
  const changes: DocumentChange[] = [];
  compare(canonicalForm(before), canonicalForm(after), [], [], changes);
  return changes;
}

function compare(before: Json | undefined, after: Json | undefined, path: string[], words: string[], changes: DocumentChange[]): void {
  if (before === after) return;
  const lists = Array.isArray(before) && Array.isArray(after) ? LISTS[path.at(-1) ?? ""] : undefined;
  if (lists && Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [byName(before, lists.nameOf), byName(after, lists.nameOf)];
    if (old && now && path.at(-1) === "slos") {
      for (const name of new Set([...old.keys(), ...now.keys()]))
        compareTargets(old.get(name), now.get(name), [...path, name], [...words.slice(0, -1), `${lists.word} ${name}`], changes);
      return;
    }
    if (old && now) {
      for (const name of new Set([...old.keys(), ...now.keys()]))
        compare(old.get(name), now.get(name), [...path, name], [...words.slice(0, -1), `${lists.word} ${name}`], changes);
      const kept = [...old.keys()].filter((name) => now.has(name));
      const order = [...now.keys()].filter((name) => old.has(name));
      if (kept.join("\n") !== order.join("\n")) changes.push({ path, label: labelOf([...words, "order"]), before: kept, after: order });
      return;
    }
  }
  if (isMapping(before) && isMapping(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(
        Object.hasOwn(before, key) ? before[key] : undefined,
        Object.hasOwn(after, key) ? after[key] : undefined,
        [...path, key],
        [...words, key],
        changes,
      );
    }
    return;
  }
  if (
    Array.isArray(before) &&
    Array.isArray(after) &&
    before.length === after.length &&
    [...before, ...after].every((entry) => entry !== null && typeof entry === "object")
  ) {
    for (const [index, entry] of before.entries())
      compare(entry, after[index], [...path, String(index)], [...words.slice(0, -1), `${words.at(-1) ?? ""} ${index + 1}`], changes);
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  changes.push({ path, label: labelOf(words), ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
}

/** A target's limit and hardness are one change, as people read them together. */
function compareTargets(before: Json | undefined, after: Json | undefined, path: string[], words: string[], changes: DocumentChange[]): void {
  const [old, now] = [isMapping(before) ? before : undefined, isMapping(after) ? after : undefined];
  const shown = { ...(old ? { before: limitText(old) } : {}), ...(now ? { after: limitText(now) } : {}) };
  if (!old || !now) {
    changes.push({ path, label: labelOf(words), ...(old ? { before: old } : {}), ...(now ? { after: now } : {}), shown });
    return;
  }
  const rest = ({ value: _value, hard: _hard, ...others }: Record<string, Json>): Record<string, Json> => others;
  if (shown.before !== shown.after) {
    const [from, to] = old.value === now.value ? [old.hard, now.hard] : [old.value, now.value];
    const key = old.value === now.value ? "hard" : "value";
    changes.push({ path: [...path, key], label: labelOf(words), before: from ?? null, after: to ?? null, shown });
  }
  compare(rest(old), rest(now), path, words, changes);
}

function isMapping(value: Json | undefined): value is Record<string, Json> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Entries by name; undefined when one has none or two share one. */
function byName(list: Json[], nameOf: (entry: Record<string, Json>) => string | undefined): Map<string, Json> | undefined {
  const names = new Map<string, Json>();
  for (const entry of list) {
    const name = isMapping(entry) ? nameOf(entry) : undefined;
    if (name === undefined || names.has(name)) return undefined;
    names.set(name, entry);
  }
  return names;
}

function labelOf(words: readonly string[]): string {
  const shown = words[0] === "spec" ? words.slice(1) : words;
  return shown.length === 0 ? "document" : shown.join(": ");
}

/** A change on one line: `operator asr: fanOut: 1 → 4`. */
export function changeText(change: DocumentChange): string {
  const value = (entry: Json | undefined, shown: string | undefined): string => {
    if (shown !== undefined) return shown;
    const text = JSON.stringify(entry) ?? "";
    return text.length > 80 ? `${text.slice(0, 79)}…` : text;
  };
  if (change.before === undefined) return `+ ${change.label}: ${value(change.after, change.shown?.after)}`;
  if (change.after === undefined) return `- ${change.label}: ${value(change.before, change.shown?.before)}`;
  return `~ ${change.label}: ${value(change.before, change.shown?.before)} → ${value(change.after, change.shown?.after)}`;
}
