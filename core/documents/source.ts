import type { DocumentPath, Position } from "./problem";
import type { ProblemCode } from "./problem-codes";

/** Deeper than any document; keeps parsers and validators from exhausting the stack. */
export const MAX_SOURCE_DEPTH = 200;

/** A problem of the text itself, before any schema. */
export interface SourceProblem {
  code: ProblemCode;
  message: string;
  hint?: string;
  position?: Position;
}

/** One document as read from text: its value, and where each of its values (or keys) stands. */
export interface Source {
  value: unknown;
  problems: SourceProblem[];
  /** The position of the value (or key) at the path, or of the nearest enclosing one that exists. */
  locate: (path: DocumentPath, target: "key" | "value") => Position | undefined;
}
