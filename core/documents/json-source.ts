import type { ValueNode } from "@humanwhocodes/momoa";
import { parse as parseTree } from "@humanwhocodes/momoa";
import type { DocumentPath, Position } from "./problem";
import type { Source, SourceProblem } from "./source";
import { MAX_SOURCE_DEPTH } from "./source";

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** A duplicate key, or values nested too deeply, in text that is already known to be JSON; found in one pass without building a tree. */
function scan(text: string): SourceProblem[] {
  const problems: SourceProblem[] = [];
  const keysOfLevel: (Set<string> | null)[] = [];
  let last = "";
  let lastOffset = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[0];
    if (token === "{" || token === "[") {
      keysOfLevel.push(token === "{" ? new Set() : null);
      if (keysOfLevel.length > MAX_SOURCE_DEPTH) {
        return [{ code: "nesting-too-deep", message: `values are nested more than ${MAX_SOURCE_DEPTH} levels deep`, position: positionAt(text, match.index) }];
      }
    } else if (token === "}" || token === "]") keysOfLevel.pop();
    else if (token === ":") {
      const keys = keysOfLevel.at(-1);
      const key = JSON.parse(last) as string;
      if (keys?.has(key) && problems.length < 100) {
        problems.push({
          code: "duplicate-key",
          message: `the key \`${key}\` is given twice`,
          hint: "remove one of the two",
          position: positionAt(text, lastOffset),
        });
      }
      keys?.add(key);
    } else {
      last = token;
      lastOffset = match.index;
    }
  }
  return problems;
}

/** Line and column of an offset in a text. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

function bracketsOf(text: string): { deepest: number; open: number } {
  let open = 0;
  let deepest = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    if (match[0] === "{" || match[0] === "[") deepest = Math.max(deepest, ++open);
    else if (match[0] === "}" || match[0] === "]") open--;
  }
  return { deepest, open };
}

/** A finder of positions in JSON text; the tree is made when the first position is asked for. */
function locator(text: string): Source["locate"] {
  let root: ValueNode | undefined;
  return (path: DocumentPath, target) => {
    root ??= parseTree(text, { mode: "json", allowTrailingCommas: false }).body;
    let node: ValueNode = root;
    let position: Position = node.loc.start;
    for (const key of path) {
      if (node.type === "Object") {
        const member = node.members.find((entry) => (entry.name.type === "String" ? entry.name.value : entry.name.name) === String(key));
        if (!member) break;
        position = target === "key" ? member.name.loc.start : member.value.loc.start;
        node = member.value;
      } else if (node.type === "Array") {
        const element: { value: ValueNode } | undefined = node.elements[Number(key)];
        if (!element) break;
        node = element.value;
        position = node.loc.start;
      } else break;
    }
    return { line: position.line, column: position.column };
  };
}

/** Reads JSON. Quick for large files: positions cost only when asked for. Returns undefined when the text is not JSON. */
export function readJson(text: string): Source[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const problems = scan(text);
  if (problems.some((problem) => problem.code === "nesting-too-deep")) return [{ value: undefined, problems, locate: () => undefined }];
  const locate = locator(text);
  if (!Array.isArray(value)) return [{ value, problems, locate }];
  if (value.length === 0) return [];
  return value.map((entry: unknown, index) => ({
    value: entry,
    problems: index === 0 ? problems : [],
    locate: (path, target) => locate([index, ...path], target),
  }));
}

/** What is wrong with text that should be JSON and is not. */
export function explainJson(text: string): SourceProblem {
  const { deepest, open } = bracketsOf(text);
  if (deepest > MAX_SOURCE_DEPTH) {
    return { code: "nesting-too-deep", message: `values are nested more than ${MAX_SOURCE_DEPTH} levels deep`, position: { line: 1, column: 1 } };
  }
  try {
    parseTree(text, { mode: "json" });
  } catch (error) {
    const fault = error as { message: string; line?: number; column?: number; offset?: number };
    const rest = fault.offset === undefined ? "" : text.slice(fault.offset, fault.offset + 12);
    const hint = /^[-+]?(NaN|Infinity)/.test(rest)
      ? "JSON has no NaN or infinity; leave the key out when the number is not known"
      : /^\/[/*]/.test(rest)
        ? "JSON has no comments; use YAML for them"
        : rest.startsWith("'")
          ? "JSON texts are in double quotes"
          : undefined;
    const atEnd = open > 0 && text.slice(fault.offset ?? 0).trim().length <= 1;
    const word = /^(?:[\w.+-]+|\S)/.exec(rest)?.[0];
    const message = atEnd ? "the text ends too early" : word === undefined ? "unexpected line end" : `unexpected \`${word}\``;
    return { code: "malformed-json", message, hint, position: { line: fault.line ?? 1, column: fault.column ?? 1 } };
  }
  return { code: "malformed-json", message: "the text is not JSON", position: { line: 1, column: 1 } };
}
