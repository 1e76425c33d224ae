import { parseDocument as parseYamlDocument } from "yaml";
import { didYouMean, listNames } from "../../core/documents/nearest";
import type { Problem } from "../../core/documents/problem";
import { type Settings, settings as settingsSchema } from "../../core/documents/workload";
import { problemsOfIssues } from "../../core/documents/zod-problems";
import { failure, InputFailure } from "./failure";

const PREFIX = "workload.settings.";
const KEYS = Object.keys(settingsSchema.shape);

/** The settings of `--objectives a,b` and of every `--set workload.settings.key=value`. Throws InputFailure naming what is wrong. */
export function settingsOf(assignments: readonly string[], objectives: string | undefined): Partial<Settings> {
  const value: Record<string, unknown> = {};
  if (objectives !== undefined) {
    value.objectives = objectives
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
  }
  for (const assignment of assignments) {
    const equals = assignment.indexOf("=");
    const path = (equals < 0 ? assignment : assignment.slice(0, equals)).trim();
    if (equals < 0) throw failure("invalid-option", `--set ${assignment} has no value`, `write --set ${PREFIX}key=value`);
    if (!path.startsWith(PREFIX)) {
      const bare = path.split(".").at(-1) ?? "";
      const known = KEYS.includes(bare)
        ? `write --set ${PREFIX}${bare}=${assignment.slice(equals + 1)}`
        : `only settings of the workload can be set, as --set ${PREFIX}key=value`;
      throw failure("invalid-option", `--set cannot set \`${path}\``, known);
    }
    const key = path.slice(PREFIX.length);
    if (!KEYS.includes(key))
      throw failure("invalid-option", `--set: unknown setting \`${key}\`${didYouMean(key, KEYS)}`, `settings are ${listNames(KEYS, 20)}`);
    value[key] = scalar(assignment.slice(equals + 1), key);
  }
  const result = settingsSchema.safeParse(value);
  if (result.success) return result.data;
  const problems: Problem[] = problemsOfIssues(result.error.issues, settingsSchema, value).map(({ message, hint, path }) => ({
    code: "invalid-option",
    severity: "error",
    message: `${path[0] === "objectives" && objectives !== undefined ? "--objectives" : "--set"}: ${message}`,
    hint,
    path: [],
  }));
  throw new InputFailure(problems);
}

function scalar(text: string, key: string): unknown {
  const document = parseYamlDocument(text, { schema: "core", logLevel: "silent" });
  const fault = document.errors[0];
  if (fault) throw failure("invalid-option", `--set ${PREFIX}${key}: \`${text}\` is not a value`, "give a number, a text, or a list such as [cost, quality]");
  return document.toJS({ maxAliasCount: 0 }) as unknown;
}
