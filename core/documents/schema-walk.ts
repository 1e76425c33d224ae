import { z } from "zod";
import type { DocumentPath } from "./problem";

/** Removes the wrappers that do not change what a value looks like (optional, nullable, default, lazy). */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let current = schema;
  for (;;) {
    if (current instanceof z.ZodOptional || current instanceof z.ZodNullable || current instanceof z.ZodDefault) current = current.unwrap();
    else if (current instanceof z.ZodLazy) current = current.unwrap();
    else return current;
  }
}

/** The schema of the value at a path; unions are decided by the value. Undefined where the path leaves the schema. */
export function schemaAt(root: z.core.$ZodType, path: DocumentPath, value: unknown): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = choose(unwrap(root), value);
  let here: unknown = value;
  for (const key of path) {
    if (schema === undefined) return undefined;
    here = here !== null && typeof here === "object" ? (here as Record<string | number, unknown>)[key] : undefined;
    let next: z.core.$ZodType | undefined;
    if (schema instanceof z.ZodObject) next = (schema.shape as Record<string, z.core.$ZodType>)[String(key)];
    else if (schema instanceof z.ZodArray) next = schema.element;
    else if (schema instanceof z.ZodRecord) next = schema.valueType;
    else if (schema instanceof z.ZodTuple) next = schema.def.items[Number(key)];
    schema = next === undefined ? undefined : choose(unwrap(next), here);
  }
  return schema;
}

/** The option of a union that a value is meant for: by its discriminator, else the first of the value's form. */
function choose(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  if (!(schema instanceof z.ZodUnion)) return schema;
  const options = schema.options.map(unwrap);
  const isObject = value !== null && typeof value === "object";
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const name = schema.def.discriminator;
    const given = isObject ? (value as Record<string, unknown>)[name] : undefined;
    const found = options.find((option) => {
      const literal = option instanceof z.ZodObject ? unwrap((option.shape as Record<string, z.core.$ZodType>)[name] as z.core.$ZodType) : undefined;
      return literal instanceof z.ZodLiteral && literal.values.has(given as never);
    });
    return found ?? options[0] ?? schema;
  }
  const found = options.find((option) => option instanceof z.ZodObject === isObject);
  return found ?? schema;
}

/** The keys that may stand in a mapping with this schema. */
export function knownKeys(schema: z.core.$ZodType | undefined): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape as Record<string, unknown>) : [];
}

/** A number's allowed range in words, such as "between 0 and 1" or "greater than 0"; an empty text when there is none. */
export function rangeText(schema: z.core.$ZodType | undefined): string {
  if (!(schema instanceof z.ZodNumber)) return "";
  let lower = "";
  let upper = "";
  let [low, high]: [number | undefined, number | undefined] = [undefined, undefined];
  for (const check of schema.def.checks ?? []) {
    const { check: name, value, inclusive } = check._zod.def as { check: string; value?: unknown; inclusive?: boolean };
    if (typeof value !== "number") continue;
    if (name === "greater_than") {
      lower = `${inclusive ? "at least" : "greater than"} ${value}`;
      low = inclusive ? value : undefined;
    } else if (name === "less_than") {
      upper = `${inclusive ? "at most" : "less than"} ${value}`;
      high = inclusive ? value : undefined;
    }
  }
  if (low !== undefined && high !== undefined) return `between ${low} and ${high}`;
  return [lower, upper].filter((text) => text !== "").join(" and ");
}
