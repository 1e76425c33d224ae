import { z } from "zod";
import { didYouMean, listNames, nearest } from "./nearest";
import type { DocumentPath, Fix } from "./problem";
import type { ProblemCode } from "./problem-codes";
import { knownKeys, rangeText, schemaAt } from "./schema-walk";

/** A problem before its position is known. `at` says whether the key or the value is at fault. */
export interface RawProblem {
  code: ProblemCode;
  message: string;
  hint?: string;
  path: DocumentPath;
  at: "key" | "value";
  fix?: Fix;
}

type Issue = z.core.$ZodIssue;

/** What a value is, in words, with the value when it is short. */
export function inWords(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the text \`${value.length > 40 ? `${value.slice(0, 40)}…` : value}\``;
  if (typeof value === "number") return `the number ${value}`;
  return `${String(value)}`;
}

const EXPECTED: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  tuple: "a list",
  null: "nothing",
};

const IDENTIFIER = "must start with a letter or digit, and then have only letters, digits, and `.` `_` `-` `/`";

function valueAt(root: unknown, path: DocumentPath): unknown {
  let value = root;
  for (const key of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The name by which a message speaks of the value at a path: its key, or the list's with "entry N". */
export function nameOf(path: DocumentPath): string {
  const last = path.at(-1);
  if (last === undefined) return "the document";
  if (typeof last === "string") return `\`${last}\``;
  const list = path.findLast((key) => typeof key === "string");
  return list === undefined ? `entry ${last + 1}` : `entry ${last + 1} of \`${list}\``;
}

/** Turns the issues of one failed parse into problems in the user's terms. */
export function problemsOfIssues(issues: readonly Issue[], schema: z.core.$ZodType, root: unknown): RawProblem[] {
  const problems = issues.flatMap((issue) => fromIssue(issue, schema, root));
  // A key that is only misspelt need not be called missing as well.
  const meant = new Set(
    problems.flatMap((problem) =>
      problem.code === "unknown-key" && problem.fix ? problem.fix.edits.filter((edit) => "value" in edit).map((edit) => JSON.stringify(edit.path)) : [],
    ),
  );
  return problems.filter((problem) => problem.code !== "missing-key" || !meant.has(JSON.stringify(problem.path)));
}

function meantValue(value: string, allowed: string[]): string | undefined {
  const turned = [...value].reverse().join("");
  return allowed.includes(turned) ? turned : nearest(value, allowed);
}

function fromIssue(issue: Issue, schema: z.core.$ZodType, root: unknown): RawProblem[] {
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  const value = valueAt(root, path);
  const name = nameOf(path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, schemaAt(schema, path, root), value));
    case "invalid_type":
      return [wrongType(path, value, issue.expected, schema, root)];
    case "too_small":
    case "too_big": {
      if (issue.origin === "number" || issue.origin === "int") {
        const range = rangeText(schemaAt(schema, path, root));
        const limit =
          issue.code === "too_small"
            ? `${issue.inclusive ? "at least" : "greater than"} ${issue.minimum}`
            : `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
        return [{ code: "out-of-range", message: `${name} is ${String(value)}; it must be ${range || limit}`, path, at: "value" }];
      }
      const unit = issue.origin === "string" ? "characters" : "entries";
      const size = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const isEmpty = issue.code === "too_small" && Number(issue.minimum) === 1;
      return [{ code: "wrong-length", message: isEmpty ? `${name} must not be empty` : `${name} must have ${size} ${unit}`, path, at: "value" }];
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      if (value === undefined) return [missing(path, `one of ${listNames(allowed, 12)}`)];
      const found = typeof value === "string" ? meantValue(value, allowed) : undefined;
      return [
        {
          code: "unknown-value",
          message: `${name} is ${inWords(value)}; it must be ${allowed.length === 1 ? listNames(allowed) : `one of ${listNames(allowed, 12)}`}`,
          hint: found === undefined ? undefined : `did you mean \`${found}\`?`,
          path,
          at: "value",
          fix: found === undefined ? undefined : { label: `Change to ${found}`, edits: [{ path, value: found }] },
        },
      ];
    }
    case "invalid_format":
      return [{ code: "invalid-identifier", message: `${name} is ${inWords(value)}; a name ${IDENTIFIER}`, path, at: "value" }];
    case "invalid_key":
      return [{ code: "invalid-identifier", message: `the key ${name} is not a name: it ${IDENTIFIER}`, path, at: "key" }];
    case "invalid_union":
      return fromUnion(issue, path, value, schema, root);
    case "custom":
      return [{ code: "invalid-value", message: path.length === 0 ? issue.message : `${name}: ${issue.message}`, path, at: "value" }];
    default:
      return [{ code: "invalid-value", message: `${name}: ${issue.message}`, path, at: "value" }];
  }
}

function fromUnion(issue: z.core.$ZodIssueInvalidUnion, path: DocumentPath, value: unknown, schema: z.core.$ZodType, root: unknown): RawProblem[] {
  if ("discriminator" in issue && issue.discriminator !== undefined) {
    const allowed = "options" in issue ? (issue.options ?? []).map(String) : [];
    if (value === undefined) return [missing(path, `one of ${listNames(allowed)}`)];
    const found = typeof value === "string" ? meantValue(value, allowed) : undefined;
    return [
      {
        code: "unknown-value",
        message: `${nameOf(path)} is ${inWords(value)}; it must be one of ${listNames(allowed)}`,
        hint: found === undefined ? undefined : `did you mean \`${found}\`?`,
        path,
        at: "value",
        fix: found === undefined ? undefined : { label: `Change to ${found}`, edits: [{ path, value: found }] },
      },
    ];
  }
  const branches: Issue[][] = issue.errors.map((errors) => [...errors]);
  const mismatch = (errors: Issue[]): boolean =>
    errors.some((entry) => entry.path.length === 0 && (entry.code === "invalid_type" || entry.code === "invalid_value"));
  const meant = branches.filter((errors) => !mismatch(errors)).sort((a, b) => a.length - b.length)[0];
  if (meant) return meant.flatMap((entry) => fromIssue({ ...entry, path: [...issue.path, ...entry.path] } as Issue, schema, root));
  if (value === undefined) return [missing(path)];
  const forms = [
    ...new Set(
      branches.flatMap((errors) =>
        errors.map((entry) =>
          entry.code === "invalid_type"
            ? (EXPECTED[entry.expected] ?? entry.expected)
            : entry.code === "invalid_value"
              ? entry.values.map((text) => `\`${String(text)}\``).join(" or ")
              : "",
        ),
      ),
    ),
  ].filter((text) => text !== "");
  return [{ code: "wrong-type", message: `${nameOf(path)} must be ${forms.join(" or ")}, not ${inWords(value)}`, path, at: "value" }];
}

function missing(path: DocumentPath, form?: string): RawProblem {
  const parent = path.slice(0, -1);
  const inside = parent.length === 0 ? "" : ` in ${nameOf(parent)}`;
  return { code: "missing-key", message: `${nameOf(path)} is missing${inside}`, hint: form === undefined ? undefined : `it is ${form}`, path, at: "value" };
}

function wrongType(path: DocumentPath, value: unknown, expected: string, schema: z.core.$ZodType, root: unknown): RawProblem {
  const wanted = schemaAt(schema, path, root);
  const isWhole = expected === "number" && wanted instanceof z.ZodNumber && (wanted.def.checks ?? []).some((check) => check._zod.def.check === "number_format");
  const form = EXPECTED[isWhole ? "int" : expected] ?? expected;
  if (value === undefined) return missing(path, form);
  if (typeof value === "number" && !Number.isFinite(value)) return notFinite(path, value);
  let hint: string | undefined;
  let fix: Fix | undefined;
  if (typeof value === "string" && (expected === "number" || expected === "int")) {
    const number = Number(value);
    if (value.trim() !== "" && Number.isFinite(number)) {
      hint = "write it without quotes";
      fix = { label: `Change to the number ${number}`, edits: [{ path, value: number }] };
    } else if (/^[-+]?\.?(nan|inf(inity)?)$/i.test(value)) hint = "leave the key out when the number is not known";
    else if (/^[-+\d.]/.test(value)) hint = "units are in the name of the key; give the number alone";
  } else if ((typeof value === "number" || typeof value === "boolean") && expected === "string") {
    hint = "put it in quotes";
    fix = { label: `Change to the text "${value}"`, edits: [{ path, value: String(value) }] };
  } else if (expected === "array") {
    hint = "write it as a list";
    const element = schemaAt(schema, [...path, 0], root);
    const given: string = typeof value;
    if (value !== null && element !== undefined && given === element._zod.def.type) fix = { label: "Make it a list", edits: [{ path, value: [value] }] };
  }
  return { code: "wrong-type", message: `${nameOf(path)} must be ${form}, not ${inWords(value)}`, hint, path, at: "value", fix };
}

export function notFinite(path: DocumentPath, value: number): RawProblem {
  return {
    code: "not-finite",
    message: `${nameOf(path)} is ${Number.isNaN(value) ? "not a number (NaN)" : "infinite"}; every number must be finite`,
    hint: "leave the key out when the number is not known",
    path,
    at: "value",
  };
}

function unknownKey(path: DocumentPath, key: string, schema: z.core.$ZodType | undefined, value: unknown): RawProblem {
  const known = knownKeys(schema);
  const present = value !== null && typeof value === "object" ? Object.keys(value) : [];
  const free = known.filter((name) => !present.includes(name));
  const found = nearest(key, free) ?? nearest(key, known);
  const old = [...path, key];
  const canRename = found !== undefined && free.includes(found);
  const fix: Fix = canRename
    ? {
        label: `Rename to ${found}`,
        edits: [
          { path: [...path, found], value: valueAt(value, [key]) },
          { path: old, remove: true },
        ],
      }
    : { label: `Remove ${key}`, edits: [{ path: old, remove: true }] };
  return {
    code: "unknown-key",
    message: `unknown key \`${key}\`${found === undefined ? "" : didYouMean(key, [found])}`,
    hint: known.length > 0 ? `known here: ${listNames(known, 20)}` : undefined,
    path: old,
    at: "key",
    fix,
  };
}
