import { renamedTo } from "../history/merge";
import { type RecordChange, sameValue, type TablesDiff } from "../history/record-diff";
import { type EdgeRecord, edgeId } from "./edit-tables";

/** One change in words, for the list of a conflict or of a step. */
export interface ChangeLine {
  readonly key: string;
  readonly sign: "+" | "−" | "~";
  readonly text: string;
}

const NOUNS: Readonly<Record<string, string>> = {
  meta: "pipeline",
  inputs: "input",
  operators: "operator",
  edges: "edge",
  routers: "router",
  positions: "place",
  groups: "group",
  notes: "note",
  classes: "query class",
};

/** Keys that their own words do not say; every other one is told by the words it is made of. */
const KEY_WORDS: Readonly<Record<string, string>> = {
  title: "name",
  rateRps: "requests per second",
  slos: "targets",
  knobs: "settings",
  bytes: "bytes per message",
  fanOut: "copies per request",
  parallel: "copies side by side",
  minReplicas: "replicas at least",
  iterations: "loop",
  max: "at most",
  at: "enters at",
  choose: "shares",
};

/** Read one after the other they are a target: latency p95 <= 900. */
const TARGET_KEYS: ReadonlySet<string> = new Set(["metric", "statistic", "op", "value"]);

function keyWords(key: string): string {
  return KEY_WORDS[key] ?? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function plainValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(plainValue).join(", ");
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
  return Object.entries(value)
    .map(([key, item]) => (TARGET_KEYS.has(key) ? plainValue(item) : `${keyWords(key)} ${plainValue(item)}`))
    .join(" ");
}

function valueText(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? `“${value}”` : plainValue(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function lineOf(kind: string, id: string, change: RecordChange): ChangeLine | null {
  const key = `${kind}/${id}`;
  const noun = NOUNS[kind] ?? kind;
  const name = kind === "meta" ? "" : ` ${kind === "classes" ? id.slice(id.indexOf("#") + 1) : id}`;
  if (change.before === null) return { key, sign: "+", text: `${noun}${name}` };
  if (change.after === null) return { key, sign: "−", text: `${noun}${name}` };
  const before = change.before as Record<string, unknown>;
  const after = change.after as Record<string, unknown>;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((item) => item !== "order" && !sameValue(before[item], after[item]));
  if (keys.length === 0) return null;
  return {
    key,
    sign: "~",
    text: `${noun}${name}: ${keys.map((item) => `${keyWords(item)} ${valueText(before[item])} → ${valueText(after[item])}`).join("; ")}`,
  };
}

/** New ids of nodes that were renamed, by their old ids. */
function renamedNodes(diff: TablesDiff): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const changes of [diff.operators ?? {}, diff.inputs ?? {}]) {
    for (const [id, change] of Object.entries(changes)) {
      const [to, ...others] = change.before && !change.after ? renamedTo(changes, change.before) : [];
      if (to !== undefined && others.length === 0) renamed.set(id, to);
    }
  }
  return renamed;
}

/** Ids of edges that were removed, and of those that were added, only because a node at their end has a new id. */
function edgesThatFollow(edges: Readonly<Record<string, RecordChange>>, renamed: ReadonlyMap<string, string>): Set<string> {
  const following = new Set<string>();
  for (const [id, { before, after }] of Object.entries(edges)) {
    if (before === null || after !== null) continue;
    const edge = before as EdgeRecord;
    const [from, to] = [renamed.get(edge.from) ?? edge.from, renamed.get(edge.to) ?? edge.to];
    const added = edges[edgeId(from, to)];
    if (added?.before === null && sameValue({ ...edge, from, to, order: 0 }, { ...added.after, order: 0 })) following.add(id).add(edgeId(from, to));
  }
  return following;
}

/** What a diff does, in words. Moves are summed up in one line; what only follows a new id is not listed. */
export function describeDiff(diff: TablesDiff): ChangeLine[] {
  const lines: ChangeLine[] = [];
  const renamed = renamedNodes(diff);
  const following = new Set([...renamed.values(), ...edgesThatFollow(diff.edges ?? {}, renamed)]);
  let moved = 0;
  for (const kind in diff) {
    const changes = diff[kind] as Record<string, RecordChange>;
    for (const [id, change] of Object.entries(changes)) {
      if (kind === "positions") {
        if (change.before && change.after) moved++;
        continue;
      }
      if (kind === "operators" || kind === "inputs" || kind === "edges") {
        const to = kind === "edges" ? undefined : renamed.get(id);
        if (to !== undefined) lines.push({ key: `${kind}/${id}`, sign: "~", text: `Rename ${id} to ${to}` });
        if (to !== undefined || following.has(id)) continue;
      }
      const line = lineOf(kind, id, change);
      if (line) lines.push(line);
    }
  }
  if (moved > 0) lines.push({ key: "positions", sign: "~", text: moved === 1 ? "one node moved" : `${moved} nodes moved` });
  return lines;
}
