/** Something wrong in an imported file. Errors mean that the row (or the file) is not taken; warnings that a person should look. */
export interface ImportProblem {
  severity: "error" | "warning";
  code: ImportProblemCode;
  message: string;
  hint?: string;
  /** Line in the file, 1-based (header included); null for the file as a whole. */
  row: number | null;
  column: string | null;
}

export type ImportProblemCode =
  | "file-empty"
  | "file-too-large"
  | "file-encoding"
  | "file-not-text"
  | "file-format"
  | "json-syntax"
  | "delimiter"
  | "column-missing"
  | "column-duplicate"
  | "column-unnamed"
  | "column-unused"
  | "row-length"
  | "cell-empty"
  | "cell-not-a-number"
  | "cell-formula"
  | "cell-negative"
  | "cell-absurd"
  | "cell-not-a-time"
  | "percentiles-order"
  | "unit-suspect"
  | "rows-none"
  | "row-repeated"
  | "order";

/** What an importer gives back: everything that was good, everything that was not, and how many of each. */
export interface ImportOutcome<T> {
  items: T[];
  problems: ImportProblem[];
  rowsRead: number;
  rowsTaken: number;
  /** Rows with an error; each has at least one problem that names it. */
  rowsRejected: number;
  /** What the importer decided by itself (delimiter, units), for the preview. */
  notes: string[];
}

/** Collects problems, at most so many of one kind in full; the rest are counted, never lost. */
export class ProblemList {
  readonly problems: ImportProblem[] = [];
  readonly #counts = new Map<string, number>();
  readonly #limit: number;

  constructor(limitPerKind = 50) {
    this.#limit = limitPerKind;
  }

  add(problem: ImportProblem): void {
    const key = `${problem.code}/${problem.column ?? ""}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= this.#limit) this.problems.push(problem);
  }

  error(code: ImportProblemCode, message: string, place: { row?: number | null; column?: string | null; hint?: string } = {}): void {
    this.#add("error", code, message, place);
  }

  warning(code: ImportProblemCode, message: string, place: { row?: number | null; column?: string | null; hint?: string } = {}): void {
    this.#add("warning", code, message, place);
  }

  #add(severity: "error" | "warning", code: ImportProblemCode, message: string, place: { row?: number | null; column?: string | null; hint?: string }): void {
    const problem: ImportProblem = { severity, code, message, row: place.row ?? null, column: place.column ?? null };
    if (place.hint) problem.hint = place.hint;
    this.add(problem);
  }

  /** The problems, with one line for each kind that was cut short. */
  finish(): ImportProblem[] {
    const result = [...this.problems];
    for (const [key, count] of this.#counts) {
      if (count <= this.#limit) continue;
      const [code, column] = key.split("/");
      const sample = this.problems.find((problem) => problem.code === code && (problem.column ?? "") === column);
      if (!sample) continue;
      result.push({ ...sample, row: null, message: `${count - this.#limit} more rows have the same problem: ${sample.message}` });
    }
    return result;
  }

  get hasErrors(): boolean {
    return this.problems.some((problem) => problem.severity === "error");
  }
}

/** A fault of the whole file: nothing can be read from it. */
export class ImportFileError extends Error {
  override name = "ImportFileError";
  readonly problem: ImportProblem;

  constructor(code: ImportProblemCode, message: string, hint?: string) {
    super(message);
    this.problem = { severity: "error", code, message, row: null, column: null };
    if (hint) this.problem.hint = hint;
  }
}
