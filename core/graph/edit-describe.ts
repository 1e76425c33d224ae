import { type RecordChange, sameValue, type TablesDiff } from "../history/record-diff";

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
  classes: "targets of",
};

function valueText(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? `“${value}”` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
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
  return { key, sign: "~", text: `${noun}${name}: ${keys.map((item) => `${item} ${valueText(before[item])} → ${valueText(after[item])}`).join("; ")}` };
}

/** What a diff does, in words. Moves are summed up in one line. */
export function describeDiff(diff: TablesDiff): ChangeLine[] {
  const lines: ChangeLine[] = [];
  let moved = 0;
  for (const kind in diff) {
    for (const [id, change] of Object.entries(diff[kind] as Record<string, RecordChange>)) {
      if (kind === "positions") {
        if (change.before && change.after) moved++;
        continue;
      }
      const line = lineOf(kind, id, change);
      if (line) lines.push(line);
    }
  }
  if (moved > 0) lines.push({ key: "positions", sign: "~", text: moved === 1 ? "one node moved" : `${moved} nodes moved` });
  return lines;
}
