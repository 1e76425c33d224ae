import { z } from "zod";
import { API_VERSION, provenance } from "./common";
import { KIND_DESCRIPTIONS } from "./json-schema";
import { DOCUMENT_KINDS, documentSchemas } from "./kinds";
import { PROBLEM_CODES } from "./problem-codes";
import { knownKeys, rangeText, unwrap } from "./schema-walk";

/** Keys of every figure; they are explained once and not listed at each place. */
const FIGURE_KEYS = Object.keys(provenance);
const STATISTIC_KEYS = ["mean", "p50", "p90", "p95", "p99"];

interface Row {
  path: string;
  type: string;
  required: boolean;
  description: string;
}

/** The reference of the document formats in Markdown, made from the schemas. */
export function formatReference(): string {
  const lines = [
    "# Format reference",
    "",
    "<!-- Made from the schemas by `bin/trilemma schema --markdown > docs/format.md`; do not edit. -->",
    "",
    `Documents are YAML or JSON with \`apiVersion: ${API_VERSION}\`, \`kind\`, \`metadata\` and \`spec\`. One file may hold several documents: divided by`,
    "`---` in YAML, as a list in JSON. Unknown keys are an error. What the numbers mean is in [the planning model](planning-model.md).",
    "",
    "A **distribution** is a mapping with at least one of `mean`, `p50`, `p90`, `p95`, `p99` (numbers, at least 0). Distributions and all entries marked",
    "*figure* may also carry these keys:",
    "",
    ...table(rowsOf(z.strictObject(provenance), "", new Set(), true)),
    "",
    "A **name** (of documents, operators, tiers, pools, ...) starts with a letter or digit, and then has letters, digits, and `.` `_` `-` `/`; at most 128.",
    "",
  ];
  for (const kind of DOCUMENT_KINDS) {
    const { metadata, spec } = documentSchemas[kind].shape as { metadata: z.core.$ZodType; spec: z.core.$ZodType };
    lines.push(`## ${kind}`, "", KIND_DESCRIPTIONS[kind], "", ...table([...rowsOf(metadata, "metadata", new Set()), ...rowsOf(spec, "spec", new Set())]), "");
  }
  lines.push("## Problem codes", "", "What `trilemma validate` and the app tell. Codes are stable.", "", "| code | meaning |", "|---|---|");
  for (const [code, meaning] of Object.entries(PROBLEM_CODES)) lines.push(`| \`${code}\` | ${meaning} |`);
  return `${lines.join("\n")}\n`;
}

function table(rows: readonly Row[]): string[] {
  return [
    "| key | value | | meaning |",
    "|---|---|---|---|",
    ...rows.map((row) => `| \`${row.path}\` | ${row.type} | ${row.required ? "required" : ""} | ${row.description.replaceAll("|", "\\|")} |`),
  ];
}

function rowsOf(schema: z.core.$ZodType, path: string, seen: ReadonlySet<z.core.$ZodType>, withFigureKeys = false): Row[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    const isFigure = !withFigureKeys && FIGURE_KEYS.every((key) => key in inner.shape);
    return Object.entries(inner.shape as Record<string, z.core.$ZodType>)
      .filter(([key]) => !(isFigure && FIGURE_KEYS.includes(key)))
      .flatMap(([key, child]) => rowsOfKey(path === "" ? key : `${path}.${key}`, child, seen));
  }
  return [];
}

function rowsOfKey(path: string, schema: z.core.$ZodType, seen: ReadonlySet<z.core.$ZodType>): Row[] {
  const rows: Row[] = [{ path, type: typeText(schema), required: !(schema instanceof z.ZodOptional), description: descriptionOf(schema) }];
  const { element, suffix } = elementOf(unwrap(schema));
  const lazy = lazyOf(schema) ?? lazyOf(element);
  if (lazy && seen.has(lazy)) return rows.map((row) => ({ ...row, description: row.description || "As the list of the same name further out." }));
  if (isDistribution(element)) return rows;
  const next = lazy ? new Set([...seen, lazy]) : seen;
  const target = unwrap(element);
  if (target instanceof z.ZodUnion) {
    for (const option of target.options) {
      if (unwrap(option) instanceof z.ZodObject) rows.push(...rowsOf(option, `${path}${suffix}`, next));
    }
    return mergeOptions(rows);
  }
  if (target instanceof z.ZodObject) rows.push(...rowsOf(target, `${path}${suffix}`, next));
  return rows;
}

/** Keys that several options of a union share are one row; their values are joined. */
function mergeOptions(rows: Row[]): Row[] {
  const merged = new Map<string, Row & { types: Set<string> }>();
  for (const row of rows) {
    const known = merged.get(row.path);
    if (!known) merged.set(row.path, { ...row, types: new Set([row.type]) });
    else {
      known.types.add(row.type);
      known.required &&= row.required;
      if (known.description === "") known.description = row.description;
    }
  }
  return [...merged.values()].map(({ types, ...row }) => ({ ...row, type: [...types].join(" or ") }));
}

/** The schema inside lists and records, and how the path to it is written. */
function elementOf(schema: z.core.$ZodType): { element: z.core.$ZodType; suffix: string } {
  if (schema instanceof z.ZodArray) {
    const deeper = elementOf(schema.element);
    return { element: deeper.element, suffix: `[]${deeper.suffix}` };
  }
  if (schema instanceof z.ZodRecord) {
    const deeper = elementOf(schema.valueType);
    return { element: deeper.element, suffix: `.*${deeper.suffix}` };
  }
  return { element: schema, suffix: "" };
}

function lazyOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  let current = schema;
  while (current instanceof z.ZodOptional || current instanceof z.ZodNullable) current = current.unwrap();
  return current instanceof z.ZodLazy ? current : undefined;
}

function isDistribution(schema: z.core.$ZodType): boolean {
  const keys = knownKeys(unwrap(schema));
  return keys.length === STATISTIC_KEYS.length + FIGURE_KEYS.length && STATISTIC_KEYS.every((key) => keys.includes(key));
}

function descriptionOf(schema: z.core.$ZodType): string {
  for (let current: z.core.$ZodType = schema; ; ) {
    const { description } = z.globalRegistry.get(current) ?? {};
    if (description !== undefined) return description;
    if (current instanceof z.ZodOptional || current instanceof z.ZodNullable) current = current.unwrap();
    else return "";
  }
}

function typeText(schema: z.core.$ZodType): string {
  let current = schema;
  let suffix = "";
  while (current instanceof z.ZodOptional || current instanceof z.ZodNullable) {
    if (current instanceof z.ZodNullable) suffix = " or null";
    current = current.unwrap();
  }
  current = unwrap(current);
  if (isDistribution(current)) return `distribution${suffix}`;
  if (current instanceof z.ZodString) return `${current.def.checks?.some((check) => "pattern" in check._zod.def) ? "name" : "text"}${suffix}`;
  if (current instanceof z.ZodNumber) {
    const isWhole = current.def.checks?.some((check) => check._zod.def.check === "number_format") || "format" in current.def;
    const range = rangeText(current);
    return `${isWhole ? "whole number" : "number"}${range ? `, ${range}` : ""}${suffix}`;
  }
  if (current instanceof z.ZodBoolean) return `true or false${suffix}`;
  if (current instanceof z.ZodLiteral) return `${[...current.values].map((value) => `\`${String(value)}\``).join(" or ")}${suffix}`;
  if (current instanceof z.ZodEnum) return `${current.options.map((value) => `\`${String(value)}\``).join(", ")}${suffix}`;
  if (current instanceof z.ZodArray) return `list of ${plural(typeText(current.element))}${suffix}`;
  if (current instanceof z.ZodTuple) return `[${current.def.items.map(typeText).join(", ")}]${suffix}`;
  if (current instanceof z.ZodRecord) return `mapping from name to ${typeText(current.valueType)}${suffix}`;
  if (current instanceof z.ZodUnion) return `${[...new Set(current.options.map(typeText))].join(" or ")}${suffix}`;
  if (current instanceof z.ZodObject) return `${FIGURE_KEYS.every((key) => knownKeys(current).includes(key)) ? "figure" : "mapping"}${suffix}`;
  return `value${suffix}`;
}

function plural(type: string): string {
  if (type.startsWith("`") || type.includes(" or ")) return type;
  return type.replace(/^(text|name|number|whole number|mapping|figure|distribution)/, "$1s").replace(/^lists? of/, "lists of");
}
