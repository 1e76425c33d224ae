import { API_VERSION } from "./common";
import { decodeText } from "./decode";
import { explainJson, readJson } from "./json-source";
import type { AnyDocument, DocumentByKind, DocumentKind } from "./kinds";
import { DOCUMENT_KINDS, documentSchemas, isDocumentKind } from "./kinds";
import { listNames, nearest } from "./nearest";
import type { DocumentPath, Position, Problem } from "./problem";
import { sortProblems } from "./problem";
import type { Source } from "./source";
import { readYaml } from "./yaml-source";
import type { RawProblem } from "./zod-problems";
import { inWords, nameOf, notFinite, problemsOfIssues } from "./zod-problems";

/** A valid document with where it came from. */
export interface ParsedDocument {
  document: AnyDocument;
  file: string;
  /** Position of the value at a path (or of the nearest enclosing one); undefined when the document did not come from text. */
  locate: (path: DocumentPath) => Position | undefined;
}

export interface ParseResult {
  documents: ParsedDocument[];
  problems: Problem[];
}

/** YAML is read at about a megabyte in a second or two, so that larger files would seem to hang; JSON is fifty times as fast. */
export const MAX_YAML_BYTES = 8 * 1024 * 1024;
export const MAX_JSON_BYTES = 256 * 1024 * 1024;
const MAX_PROBLEMS_PER_DOCUMENT = 200;
const MAX_VALUE_DEPTH = 100;

/**
 * Reads every document of one file, YAML (several divided by `---`) or JSON (one, or a list). Documents with errors are left
 * out and told as problems with line and column; nothing is thrown, whatever the text is.
 */
export function parseDocuments(text: string, file: string): ParseResult {
  const problems: Problem[] = [];
  const documents: ParsedDocument[] = [];
  const sources = readSources(text, file, problems);
  for (const source of sources) {
    let raw: RawProblem[] = [];
    const about = identityOf(source.value);
    for (const fault of source.problems)
      problems.push({ code: fault.code, severity: "error", message: fault.message, hint: fault.hint, file, ...fault.position, path: [] });
    const broken = source.problems.length > 0;
    if (!broken || source.value !== undefined) {
      const checked = checkValue(source.value);
      raw = checked.problems;
      if (checked.document && !broken) documents.push({ document: checked.document, file, locate: (path) => source.locate(path, "value") });
    }
    for (const problem of raw.slice(0, MAX_PROBLEMS_PER_DOCUMENT)) {
      const { at, ...rest } = problem;
      problems.push({ ...rest, severity: "error", file, ...source.locate(problem.path, at), document: about });
    }
    if (raw.length > MAX_PROBLEMS_PER_DOCUMENT) {
      problems.push({
        code: "more-problems",
        severity: "error",
        message: `${raw.length - MAX_PROBLEMS_PER_DOCUMENT} more problems in this document are not listed`,
        file,
        ...source.locate([], "value"),
        path: [],
        document: about,
      });
    }
  }
  if (sources.length === 0 && problems.length === 0) {
    problems.push({
      code: "no-document",
      severity: "error",
      message: "the file holds no document",
      hint: "a document begins with `apiVersion: trilemma/v1`",
      file,
      line: 1,
      column: 1,
      path: [],
    });
  }
  return { documents, problems: sortProblems(problems) };
}

/** The same for the bytes of a file; that they are no text is a problem too. */
export function parseBytes(bytes: Uint8Array, file: string): ParseResult {
  const decoded = decodeText(bytes, file);
  return "problem" in decoded ? { documents: [], problems: [decoded.problem] } : parseDocuments(decoded.text, file);
}

function readSources(input: string, file: string, problems: Problem[]): Source[] {
  const text = input.charCodeAt(0) === 0xfeff ? input.slice(1) : input;
  const begin = /^\s*[[{]/.test(text);
  const isJsonFile = /\.json$/i.test(file);
  const fault = (code: Problem["code"], message: string, hint?: string, position?: Position): Source[] => {
    problems.push({ code, severity: "error", message, hint, file, line: position?.line ?? 1, column: position?.column ?? 1, path: [] });
    return [];
  };
  if (begin || isJsonFile) {
    if (text.length > MAX_JSON_BYTES)
      return fault("file-too-large", `the file has ${megabytes(text.length)} MiB; at most ${megabytes(MAX_JSON_BYTES)} MiB are read`);
    const sources = readJson(text);
    if (sources) return sources;
    if (isJsonFile && text.trim() !== "") {
      const reason = explainJson(text);
      return fault(reason.code, reason.message, reason.hint, reason.position);
    }
  }
  if (text.length > MAX_YAML_BYTES) {
    return fault(
      "file-too-large",
      `the file has ${megabytes(text.length)} MiB; YAML is read up to ${megabytes(MAX_YAML_BYTES)} MiB`,
      "write it as JSON, which is read much faster, or divide it",
    );
  }
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof RangeError) return fault("nesting-too-deep", "values are nested too deeply");
    return fault("malformed-yaml", error instanceof Error ? error.message : "the text cannot be read");
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1);
}

/**
 * Checks a value that did not come from text (an API call, the database) against the schema of a kind. The document is present
 * exactly when there are no problems.
 */
export function parseDocument<K extends DocumentKind>(kind: K, value: unknown): { document?: DocumentByKind[K]; problems: Problem[] } {
  const about = identityOf(value);
  const given = about?.kind;
  if (isDocumentKind(given) && given !== kind) {
    const problem: Problem = { code: "wrong-kind", severity: "error", message: `a ${kind} is wanted here, not a ${given}`, path: ["kind"], document: about };
    return { problems: [problem] };
  }
  const { document, problems } = checkValue(value);
  return {
    document: document as DocumentByKind[K] | undefined,
    problems: problems.map(({ at: _at, ...rest }) => ({ ...rest, severity: "error" as const, document: about })),
  };
}

function identityOf(value: unknown): Problem["document"] {
  if (value === null || typeof value !== "object") return undefined;
  const { kind, metadata } = value as { kind?: unknown; metadata?: { name?: unknown } | null };
  if (typeof kind !== "string") return undefined;
  const name = metadata !== null && typeof metadata === "object" && typeof metadata.name === "string" ? metadata.name : "";
  return { kind, name };
}

function checkValue(value: unknown): { document?: AnyDocument; problems: RawProblem[] } {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return {
      problems: [
        {
          code: "not-a-document",
          message: `a document must be a mapping, not ${inWords(value)}`,
          hint: "it has the keys `apiVersion`, `kind`, `metadata` and `spec`",
          path: [],
          at: "value",
        },
      ],
    };
  }
  const problems = scanValue(value);
  if (problems.some((problem) => problem.code === "nesting-too-deep")) return { problems };
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  if (apiVersion === undefined) {
    problems.push({
      code: "missing-key",
      message: "`apiVersion` is missing",
      hint: `it is \`${API_VERSION}\``,
      path: ["apiVersion"],
      at: "value",
      fix: { label: `Add apiVersion: ${API_VERSION}`, edits: [{ path: ["apiVersion"], value: API_VERSION }] },
    });
  } else if (apiVersion !== API_VERSION) {
    problems.push({
      code: "unsupported-api-version",
      message: `\`apiVersion\` is ${inWords(apiVersion)}; it must be \`${API_VERSION}\``,
      path: ["apiVersion"],
      at: "value",
      fix: { label: `Change to ${API_VERSION}`, edits: [{ path: ["apiVersion"], value: API_VERSION }] },
    });
  }
  if (kind === undefined || kind === null) {
    problems.push({ code: "missing-kind", message: "`kind` is missing", hint: `it is one of ${listNames(DOCUMENT_KINDS)}`, path: ["kind"], at: "value" });
    return { problems };
  }
  if (!isDocumentKind(kind)) {
    const found = nearest(String(kind), DOCUMENT_KINDS);
    problems.push({
      code: "unknown-kind",
      message: `unknown kind ${typeof kind === "string" ? `\`${kind}\`` : inWords(kind)}${found ? `; did you mean \`${found}\`?` : ""}`,
      hint: `it is one of ${listNames(DOCUMENT_KINDS)}`,
      path: ["kind"],
      at: "value",
      fix: found ? { label: `Change to ${found}`, edits: [{ path: ["kind"], value: found }] } : undefined,
    });
    return { problems };
  }
  const schema = documentSchemas[kind];
  const result = schema.safeParse(value);
  if (!result.success) {
    const seen = new Set(problems.map((problem) => JSON.stringify(problem.path)));
    for (const problem of problemsOfIssues(result.error.issues, schema, value)) {
      if (!seen.has(JSON.stringify(problem.path))) problems.push(problem);
    }
  }
  return { document: problems.length === 0 && result.success ? result.data : undefined, problems };
}

/** What no schema says well: numbers that are not finite, keys that cannot be used, values that are no data, and too much depth. */
function scanValue(root: object): RawProblem[] {
  const problems: RawProblem[] = [];
  const stack: { value: object; path: DocumentPath }[] = [{ value: root, path: [] }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, path } = entry;
    if (path.length > MAX_VALUE_DEPTH)
      return [{ code: "nesting-too-deep", message: `values are nested more than ${MAX_VALUE_DEPTH} levels deep`, path: path.slice(0, 3), at: "value" }];
    const keys: (string | number)[] = Array.isArray(value) ? Array.from(value.keys()) : Object.keys(value);
    for (const key of keys) {
      const child: unknown = (value as Record<string | number, unknown>)[key];
      if (typeof child === "number") {
        if (!Number.isFinite(child)) problems.push(notFinite([...path, key], child));
      } else if (child !== null && typeof child === "object") {
        const prototype: unknown = Object.getPrototypeOf(child);
        if (prototype !== Object.prototype && prototype !== null && !Array.isArray(child)) {
          problems.push({ code: "wrong-type", message: `${nameOf([...path, key])} is not plain data`, path: [...path, key], at: "value" });
        } else stack.push({ value: child, path: [...path, key] });
      } else if (typeof child === "bigint" || typeof child === "function" || typeof child === "symbol") {
        problems.push({ code: "wrong-type", message: `${nameOf([...path, key])} is not plain data`, path: [...path, key], at: "value" });
      }
      if (key === "__proto__") problems.push({ code: "reserved-key", message: "`__proto__` cannot be used as a key", path: [...path, key], at: "key" });
    }
  }
  return problems;
}
