import type { Document, Node, Pair, YAMLError, YAMLMap } from "yaml";
import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, visit } from "yaml";
import type { DocumentPath, Position } from "./problem";
import type { Source, SourceProblem } from "./source";
import { MAX_SOURCE_DEPTH } from "./source";

/** Hints for the faults people make most, by the parser's code. */
const HINTS: Record<string, string> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "check the indentation, and that brackets and braces are closed",
  MISSING_CHAR: "check that brackets, braces and quotes are closed",
  BLOCK_AS_IMPLICIT_KEY: "check the indentation, and put texts that contain `: ` in quotes",
  MULTILINE_IMPLICIT_KEY: "check the indentation of this line and of the one before",
  BAD_ALIAS: "a text that begins with `*` or `&` needs quotes",
  UNEXPECTED_TOKEN: "check brackets and commas, and put texts with special characters in quotes",
};

/** Whether brackets or block indicators nest too deeply to hand to a recursive parser; texts in quotes are skipped, block texts are not. */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  const token = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[{}[\]]/g;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === "{" || match[0] === "[") {
      if (++depth > MAX_SOURCE_DEPTH) return true;
    } else if ((match[0] === "}" || match[0] === "]") && depth > 0) depth--;
  }
  return /^[-?: ]{400}/m.test(text);
}

function faultOf(error: YAMLError, counter: LineCounter): SourceProblem {
  const place = counter.linePos(error.pos[0]);
  return {
    code: error.code === "DUPLICATE_KEY" ? "duplicate-key" : "malformed-yaml",
    message: lowerFirst(error.message),
    hint: HINTS[error.code],
    position: { line: place.line, column: place.col },
  };
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function startOf(node: unknown, counter: LineCounter): Position | undefined {
  const range = (node as Node | null)?.range;
  if (!range) return undefined;
  const place = counter.linePos(range[0]);
  return { line: place.line, column: place.col };
}

function duplicateKeys(map: YAMLMap, counter: LineCounter): SourceProblem[] {
  const seen = new Set<unknown>();
  return map.items.flatMap((pair): SourceProblem[] => {
    const key = isScalar(pair.key) ? String(pair.key.value) : pair.key;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      { code: "duplicate-key", message: `the key \`${String(key)}\` is given twice`, hint: "remove one of the two", position: startOf(pair.key, counter) },
    ];
  });
}

/** Duplicate keys (in linear time, unlike the parser's own check), faults of tags, and dangling aliases. */
function inspect(document: Document.Parsed, counter: LineCounter): SourceProblem[] {
  const problems: SourceProblem[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node) && node.anchor) anchors.add(node.anchor);
      if (isAlias(node) && !anchors.has(node.source)) {
        problems.push({
          code: "alias-limit",
          message: `the alias \`*${node.source}\` names no anchor before it`,
          hint: HINTS.BAD_ALIAS,
          position: startOf(node, counter),
        });
      }
      const tag = "tag" in node ? node.tag : undefined;
      if (tag && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag)) {
        problems.push({
          code: "unsupported-tag",
          message: `the tag \`${tag}\` is not supported`,
          hint: "leave the tag out; put texts in quotes",
          position: startOf(node, counter),
        });
      }
      if (isMap(node)) problems.push(...duplicateKeys(node, counter));
    },
  });
  return problems;
}

function locateIn(document: Document.Parsed, counter: LineCounter, path: DocumentPath, target: "key" | "value"): Position | undefined {
  let node: unknown = document.contents;
  let position = startOf(node, counter);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      const isEmpty = !isCollection(pair.value) && !isAlias(pair.value) && (pair.value as Node | null)?.range?.[0] === (pair.value as Node | null)?.range?.[1];
      position = (target === "key" || isEmpty ? undefined : startOf(pair.value, counter)) ?? startOf(pair.key, counter) ?? position;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (node === undefined) break;
      position = startOf(node, counter) ?? position;
    } else break;
  }
  return position;
}

/** Reads YAML 1.2 (core schema), one or several documents. */
export function readYaml(text: string): Source[] {
  if (nestsTooDeeply(text)) {
    return [
      {
        value: undefined,
        problems: [{ code: "nesting-too-deep", message: `values are nested more than ${MAX_SOURCE_DEPTH} levels deep`, position: { line: 1, column: 1 } }],
        locate: () => undefined,
      },
    ];
  }
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: counter, schema: "core", prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const documents: Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const sources: Source[] = [];
  for (const document of documents) {
    if (document.contents === null && document.errors.length === 0) continue;
    if (isScalar(document.contents) && document.contents.value === null && document.errors.length === 0) continue;
    const locate: Source["locate"] = (path, target) => locateIn(document, counter, path, target);
    // After a fault of syntax the rest of the tree is guesswork, so only the first fault is told.
    const fault = document.errors[0];
    if (fault) {
      sources.push({ value: undefined, problems: [faultOf(fault, counter)], locate });
      continue;
    }
    const problems = inspect(document, counter);
    let value: unknown;
    if (!problems.some((problem) => problem.code === "alias-limit")) {
      try {
        value = document.toJS({ maxAliasCount: 100 });
      } catch {
        problems.push({
          code: "alias-limit",
          message: "the aliases of this document expand to an excessive amount of data",
          hint: "write the values out",
          position: startOf(document.contents, counter),
        });
      }
    }
    if (Array.isArray(value)) {
      value.forEach((entry: unknown, index) => {
        sources.push({ value: entry, problems: index === 0 ? problems : [], locate: (path, target) => locate([index, ...path], target) });
      });
    } else sources.push({ value, problems, locate });
  }
  return sources;
}
