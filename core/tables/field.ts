/** A place inside a record: `pricePerHourUsd`, `power.idleW`, `latencyMs.p95`. */
export type Field = string;

/** The value at a field; undefined when it, or what holds it, is absent. */
export function fieldValue(record: object, field: Field): unknown {
  let value: unknown = record;
  for (const key of field.split(".")) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Keys that say something about the figures beside them and mean nothing alone. */
const ABOUT = new Set(["source", "evidence", "samples", "ci95"]);

/**
 * The patch of a record that sets a field (or removes it, with undefined). A mapping made for the field is removed with the last figure in it.
 */
export function fieldPatch(record: object, field: Field, value: unknown): Record<string, unknown> {
  const [first = "", ...rest] = field.split(".");
  if (rest.length === 0) return { [first]: value };
  const holder = (record as Record<string, unknown>)[first];
  const inner = fieldPatch((holder ?? {}) as object, rest.join("."), value);
  const next: Record<string, unknown> = { ...(holder as object | undefined), ...inner };
  for (const key in next) if (next[key] === undefined) delete next[key];
  const holdsFigure = Object.keys(next).some((key) => !ABOUT.has(key));
  return { [first]: holdsFigure ? next : undefined };
}
