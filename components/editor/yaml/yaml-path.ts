import type { DocumentPath } from "@/core/documents/problem";

export interface YamlPlace {
  /** Path of the mapping that the cursor is in. */
  readonly path: DocumentPath;
  /** The key whose value is being written; null while a key is. */
  readonly key: string | null;
  /** What is already typed of the key or value. */
  readonly word: string;
}

interface Level {
  readonly indent: number;
  readonly key: string | number;
}

const KEY = /^(\s*)((?:- )*)([\w./-]+):(?:\s|$)/;

/** Which mapping and key a cursor in YAML text is at, from indentation and brackets alone: works on text that is not valid yet. */
export function yamlPlace(text: string, offset: number): YamlPlace {
  const before = text.slice(0, offset);
  const lines = before.split("\n");
  const line = lines[lines.length - 1] ?? "";
  const word = /[\w./-]*$/.exec(line)?.[0] ?? "";
  const flow = openBrackets(line);
  const levels = blockLevels(lines, flow.length > 0);
  const path: (string | number)[] = levels.map((level) => level.key);
  if (flow.length === 0) {
    const pair = /([\w./-]+):\s+[^\s]*$/.exec(line);
    return { path, key: pair ? (pair[1] ?? null) : null, word };
  }
  for (const bracket of flow) {
    if (bracket.key !== null) path.push(bracket.key);
    if (bracket.index !== null) path.push(bracket.index);
  }
  const inner = line.slice((flow[flow.length - 1]?.at ?? 0) + 1);
  const pair = /(?:^|[,{[]\s*)\s*([\w./-]+):\s*[^,{}[\]]*$/.exec(inner);
  return { path, key: pair ? (pair[1] ?? null) : null, word };
}

interface Bracket {
  readonly at: number;
  readonly key: string | null;
  readonly index: number | null;
}

/** Brackets of a line that are open at its end, with the key before each. */
function openBrackets(line: string): Bracket[] {
  const open: (Bracket & { kind: string; commas: number })[] = [];
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] as string;
    if (sign === "{" || sign === "[") {
      const key = /([\w./-]+):\s*$/.exec(line.slice(0, at))?.[1] ?? null;
      const parent = open[open.length - 1];
      open.push({ at, key, index: parent?.kind === "[" ? parent.commas : null, kind: sign, commas: 0 });
    } else if (sign === "}" || sign === "]") open.pop();
    else if (sign === ",") {
      const parent = open[open.length - 1];
      if (parent) parent.commas++;
    }
  }
  return open;
}

/** The keys and list places that the last line stands under, by indentation. */
function blockLevels(lines: readonly string[], insideFlow: boolean): Level[] {
  const current = lines[lines.length - 1] ?? "";
  const own = /^(\s*)((?:- )*)/.exec(current);
  let limit = (own?.[1]?.length ?? 0) + (own?.[2]?.length ?? 0);
  const levels: Level[] = [];
  const dashes = (own?.[2]?.length ?? 0) / 2;
  if (dashes > 0) levels.unshift({ indent: own?.[1]?.length ?? 0, key: itemIndex(lines, lines.length - 1, own?.[1]?.length ?? 0) });
  if (dashes > 0) limit = own?.[1]?.length ?? 0;
  if (insideFlow) {
    const key = KEY.exec(current)?.[3];
    const opensHere = key !== undefined && current.indexOf("{") > current.indexOf(`${key}:`);
    if (!opensHere && dashes === 0 && key === undefined) limit = own?.[1]?.length ?? 0;
  }
  for (let index = lines.length - 2; index >= 0 && limit > 0; index--) {
    const match = /^(\s*)((?:- )*)(?:([\w./-]+):)?/.exec(lines[index] ?? "");
    if (!match || (lines[index] ?? "").trim() === "") continue;
    const indent = match[1]?.length ?? 0;
    const itemIndent = indent + (match[2]?.length ?? 0);
    if ((match[2]?.length ?? 0) > 0 && itemIndent <= limit && indent < limit) {
      if (match[3] !== undefined && itemIndent < limit) levels.unshift({ indent: itemIndent, key: match[3] });
      levels.unshift({ indent, key: itemIndex(lines, index, indent) });
      limit = indent;
      // A list may stand at the same indentation as its key.
      const holder = findHolder(lines, index, indent);
      if (holder) {
        levels.unshift(holder);
        limit = holder.indent;
      }
    } else if (match[3] !== undefined && itemIndent < limit) {
      levels.unshift({ indent: itemIndent, key: match[3] });
      limit = indent;
    }
  }
  return levels;
}

function findHolder(lines: readonly string[], from: number, indent: number): Level | null {
  for (let index = from - 1; index >= 0; index--) {
    const match = /^(\s*)((?:- )*)([\w./-]+):\s*$/.exec(lines[index] ?? "");
    const at = match ? (match[1]?.length ?? 0) + (match[2]?.length ?? 0) : -1;
    if (match?.[3] && at <= indent) return { indent: at, key: match[3] };
  }
  return null;
}

function itemIndex(lines: readonly string[], at: number, indent: number): number {
  let count = 0;
  for (let index = at - 1; index >= 0; index--) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const own = /^\s*/.exec(line)?.[0].length ?? 0;
    if (own < indent) break;
    if (own === indent && !line.trimStart().startsWith("- ")) break;
    if (own === indent) count++;
  }
  return count;
}
