import { DomainError } from "./domain-error";

export const BUILTIN_ORIGIN = "example:builtin/";

/** Documents that came with Trilemma as reference: everybody relies on their figures, so they are copied to be changed. */
export function isBuiltin(row: { origin: string | null }): boolean {
  return row.origin?.startsWith(BUILTIN_ORIGIN) ?? false;
}

export function refuseBuiltin(row: { id: string; title: string; kind: string; origin: string | null }): void {
  if (!isBuiltin(row)) return;
  throw new DomainError("read-only", `${row.title} comes with Trilemma and cannot be changed. Duplicate it and change the copy.`, {
    id: row.id,
    kind: row.kind,
  });
}
