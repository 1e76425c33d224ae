import type { ProblemCode } from "./problem-codes";

/** Keys and indexes from the root of a document to a value. */
export type DocumentPath = (string | number)[];

/** One step of a fix: set the value at `path`, or remove what is there. */
export type FixEdit = { path: DocumentPath; value: unknown } | { path: DocumentPath; remove: true };

/** A correction that a person can accept with one click. Edits are applied in order, each to the result of the one before. */
export interface Fix {
  label: string;
  edits: FixEdit[];
}

export interface Position {
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
}

/** Something wrong (or doubtful) in a document, with where it is and what to do. */
export interface Problem {
  /** Stable, kebab-case; explained in `PROBLEM_CODES`. */
  code: ProblemCode;
  severity: "error" | "warning";
  message: string;
  hint?: string;
  file?: string;
  line?: number;
  column?: number;
  path: DocumentPath;
  document?: { kind: string; name: string };
  fix?: Fix;
}

/** `spec.operators[2].knobs` for a path; an empty string for the document itself. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(String(key))) text += text === "" ? String(key) : `.${String(key)}`;
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}

/** Problems in reading order: by file (in the order given), line, column, then code. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const fileOrder = new Map<string | undefined, number>();
  for (const problem of problems) if (!fileOrder.has(problem.file)) fileOrder.set(problem.file, fileOrder.size);
  return [...problems].sort(
    (a, b) =>
      (fileOrder.get(a.file) ?? 0) - (fileOrder.get(b.file) ?? 0) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
