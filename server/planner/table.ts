import type { Effort } from "./effort";

/**
 * Flat tables of partial plans. A row is a vector of D dimensions, all to be minimised, plus the devices it uses and where it came
 * from; rows are mutually non-dominated. Provenance is kept as indices into the two tables a row was combined from, so memory is
 * 8·D + 16 bytes a row and a plan is only spelt out when it reaches the frontier.
 */
export interface Table {
  rows: number;
  /** columns[d][row] */
  columns: Float64Array[];
  devices: Float64Array;
  origin: Origin;
  /** No row beats another. */
  minimal?: boolean;
}

/** Where rows come from: options of an operator, nothing (an edge), or a pair of rows of two tables (`source` null: all of the first source). */
export type Origin =
  | { kind: "options"; operator: number; options: Int32Array }
  | { kind: "none" }
  | { kind: "pairs"; sources: Source[]; source: Uint16Array | null; left: Int32Array; right: Int32Array };

export interface Source {
  left: Table;
  right: Table;
}

/** How a dimension of two parts that run one after the other, or side by side, combines. */
export type Rule = "add" | "max";

/** A table of one row without provenance, e.g. an edge. */
export function singleRow(values: readonly number[]): Table {
  return { rows: 1, columns: values.map((value) => Float64Array.of(value)), devices: Float64Array.of(0), origin: { kind: "none" } };
}

/** Calls `visit` with every (operator, option) that makes up a row. */
export function forEachChoice(table: Table, row: number, visit: (operator: number, option: number) => void): void {
  const { origin } = table;
  if (origin.kind === "options") visit(origin.operator, origin.options[row]!);
  else if (origin.kind === "pairs") {
    const source = origin.sources[origin.source === null ? 0 : origin.source[row]!]!;
    forEachChoice(source.left, origin.left[row]!, visit);
    forEachChoice(source.right, origin.right[row]!, visit);
  }
}

/** Choices of a row, option per operator (−1 where none). */
export function choicesOf(table: Table, row: number, operators: number): Int32Array {
  const chosen = new Int32Array(operators).fill(-1);
  forEachChoice(table, row, (operator, option) => {
    chosen[operator] = option;
  });
  return chosen;
}

/** Decides between rows with equal vectors and devices: whether the first pair of rows comes before the second. */
export type TieBreak = (a: { source: Source; left: number; right: number }, b: { source: Source; left: number; right: number }) => boolean;

/** How much worse than v a kept row may be, per column: times · |v| + plus. */
export interface Slack {
  times: Float64Array;
  plus: Float64Array;
}

/** What limits a merge. */
export interface MergeLimits {
  /** Rows whose value in a dimension exceeds this are dropped. */
  bounds: Float64Array;
  /** Throws to stop. Called about every million pairs. */
  checkpoint: (pairs: number) => void;
  tieBreak: TieBreak;
  /** What the search may spend. */
  effort: Effort;
  /** A row may be dropped for one that is worse by so much; absent = exact. */
  slack?: Slack | null;
}
