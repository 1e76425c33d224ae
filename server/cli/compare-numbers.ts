import type { DocumentPath } from "../../core/documents/problem";

/** Two implementations of the planning model must agree to this, relative. */
const TOLERANCE = 1e-9;

export interface Difference {
  path: DocumentPath;
  before: unknown;
  after: unknown;
}

/**
 * Every number (or truth value, or null) in `given` that differs from the one at the same place in `recomputed`. What was not given
 * is not compared; texts are not numbers. Lists of operators, flows and SLOs are compared by place.
 */
export function compareNumbers(given: unknown, recomputed: unknown, path: DocumentPath = []): Difference[] {
  if (given === undefined || typeof given === "string") return [];
  if (typeof given === "number") {
    return typeof recomputed === "number" && close(given, recomputed) ? [] : [{ path, before: given, after: recomputed ?? null }];
  }
  if (given === null || typeof given === "boolean") return given === (recomputed ?? null) ? [] : [{ path, before: given, after: recomputed ?? null }];
  if (typeof given !== "object") return [];
  const other = recomputed !== null && typeof recomputed === "object" ? (recomputed as Record<string, unknown>) : {};
  if (Array.isArray(given)) {
    const names = given.map((entry: unknown) => (entry !== null && typeof entry === "object" && "id" in entry ? (entry as { id: unknown }).id : undefined));
    return given.flatMap((entry: unknown, index) => {
      const list: unknown[] = Array.isArray(recomputed) ? recomputed : [];
      const match = names[index] === undefined ? list[index] : list.find((candidate) => (candidate as { id?: unknown }).id === names[index]);
      return compareNumbers(entry, match, [...path, index]);
    });
  }
  return Object.entries(given).flatMap(([key, entry]) => compareNumbers(entry, other[key], [...path, key]));
}

function close(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b)) || (Math.abs(a) < 1e-12 && Math.abs(b) < 1e-12);
}
