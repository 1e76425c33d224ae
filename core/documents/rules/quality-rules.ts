import type { Implementation } from "../catalogue";
import type { KnobValue } from "../common";
import { listNames } from "../nearest";
import type { Alternative, Operator, QualityModel } from "../pipeline";
import type { DocumentPath } from "../problem";
import type { Knowledge, Report } from "./context";
import { reportUnknown } from "./context";

const ROW_TOLERANCE = 1e-6;

/** Square, and every row sums to 1. */
export function checkMatrix(matrix: readonly (readonly number[])[], path: DocumentPath, report: Report): void {
  if (matrix.length === 0 || matrix.some((row) => row.length !== matrix.length)) {
    report("matrix-shape", path, `the matrix has ${matrix.length} rows; each must have ${matrix.length} columns`, {
      hint: "rows are the worst bucket going in, columns the bucket coming out, best first",
    });
    return;
  }
  matrix.forEach((row, index) => {
    const sum = row.reduce((total, value) => total + value, 0);
    if (Math.abs(sum - 1) > ROW_TOLERANCE)
      report("matrix-rows", [...path, index], `row ${index + 1} of the matrix sums to ${Number(sum.toPrecision(12))}; it must sum to 1`);
  });
}

/** Operators by the names a quality model may use: those of the level, and those inside alternatives as `operator/inner`. */
function namesOf(operators: readonly Operator[], prefix = ""): Map<string, Operator> {
  const names = new Map<string, Operator>();
  for (const operator of operators) {
    names.set(prefix + operator.id, operator);
    for (const alternative of operator.alternatives ?? []) {
      for (const [name, inner] of namesOf(alternative.operators, `${prefix}${operator.id}/`)) names.set(name, inner);
    }
  }
  return names;
}

/** A quality model against the operators it names and the catalogue. */
export function checkQuality(quality: QualityModel, operators: readonly Operator[], path: DocumentPath, knowledge: Knowledge, report: Report): void {
  const names = namesOf(operators);
  const unknownOperator = (name: string, at: DocumentPath, isKey = false): void => {
    const found = knowledge.suggest(name, names.keys(), names.size);
    report("unknown-operator", at, `unknown operator \`${name}\`${found ? `; did you mean \`${found}\`?` : ""}`, {
      fix: found && !isKey ? { label: `Change to ${found}`, edits: [{ path: at, value: found }] } : undefined,
    });
  };
  if (quality.model === "table") {
    if (quality.values.length === 0) report("wrong-length", [...path, "values"], "the table has no rows, so no combination has a quality");
    const seen = new Map<string, number>();
    quality.values.forEach((row, index) => {
      const at = [...path, "values", index, "when"];
      for (const [name, match] of Object.entries(row.when)) {
        const operator = names.get(name);
        if (!operator) unknownOperator(name, [...at, name], true);
        else if (operator.alternatives)
          checkAlternativeName(operator.alternatives, typeof match === "string" ? match : match.implementation, [...at, name], name, report);
        else if (typeof match === "string") checkImplementation(match, operator, [...at, name], knowledge, report);
        else {
          checkImplementation(match.implementation, operator, [...at, name, "implementation"], knowledge, report);
          checkRowKnobs(match.knobs, knowledge.implementations?.get(match.implementation), [...at, name, "knobs"], report);
        }
      }
      const key = rowKey(row.when);
      const first = seen.get(key);
      if (first !== undefined)
        report("ambiguous-row", at, `rows ${first + 1} and ${index + 1} are about the same configurations`, {
          severity: "warning",
          hint: "the first one counts",
        });
      else seen.set(key, index);
    });
    return;
  }
  quality.operators?.forEach((name, index) => {
    if (!names.has(name)) unknownOperator(name, [...path, "operators", index]);
  });
  quality.values?.forEach((row, index) => {
    const at = [...path, "values", index];
    const operator = names.get(row.operator);
    if (!operator) unknownOperator(row.operator, [...at, "operator"]);
    else if (typeof row.when === "string") checkImplementation(row.when, operator, [...at, "when"], knowledge, report);
    else if (row.when) {
      if (row.when.implementation !== undefined) checkImplementation(row.when.implementation, operator, [...at, "when", "implementation"], knowledge, report);
      checkRowKnobs(
        row.when.knobs,
        row.when.implementation === undefined ? undefined : knowledge.implementations?.get(row.when.implementation),
        [...at, "when", "knobs"],
        report,
      );
    }
    if (row.matrix) checkMatrix(row.matrix, [...at, "matrix"], report);
  });
}

function checkAlternativeName(alternatives: readonly Alternative[], name: string, path: DocumentPath, operator: string, report: Report): void {
  if (alternatives.some((alternative) => alternative.name === name)) return;
  report("unknown-value", path, `\`${operator}\` has no alternative \`${name}\``, {
    hint: `it has ${listNames(alternatives.map((alternative) => alternative.name))}`,
  });
}

function checkImplementation(name: string, operator: Operator, path: DocumentPath, knowledge: Knowledge, report: Report): void {
  const { implementations, implementationsByTask } = knowledge;
  if (!implementations) return;
  const found = implementations.get(name);
  if (!found) {
    const ofTask = new Set((implementationsByTask.get(operator.task ?? "") ?? []).map((implementation) => implementation.name));
    reportUnknown(report, knowledge, "unknown-implementation", path, "implementation", name, ofTask.size > 0 ? ofTask : implementations);
  } else if (operator.task !== undefined && found.task !== operator.task) {
    report("wrong-task", path, `\`${name}\` is an implementation of \`${found.task}\`, but \`${operator.id}\` does \`${operator.task}\``);
  } else if (operator.candidates && !operator.candidates.includes(name)) {
    report("unknown-implementation", path, `\`${name}\` is not among the candidates of \`${operator.id}\`, so this row never counts`, { severity: "warning" });
  }
}

/** Knobs and values of a row against the implementation they are about. Path is that of the mapping of knobs. */
export function checkRowKnobs(
  knobs: Readonly<Record<string, KnobValue>> | undefined,
  implementation: Implementation | undefined,
  path: DocumentPath,
  report: Report,
): void {
  if (!knobs || !implementation) return;
  for (const [knob, value] of Object.entries(knobs)) {
    const domain = implementation.knobs && Object.hasOwn(implementation.knobs, knob) ? implementation.knobs[knob] : undefined;
    if (!domain) {
      const known = Object.keys(implementation.knobs ?? {});
      report("unknown-knob", [...path, knob], `\`${implementation.name}\` has no knob \`${knob}\``, {
        hint: known.length > 0 ? `it has ${listNames(known)}` : "it has no knobs",
      });
    } else if (!domain.includes(value)) {
      report("unknown-knob-value", [...path, knob], `\`${implementation.name}\` does not offer \`${knob}\` ${JSON.stringify(value)}`, {
        hint: `it offers ${listNames(domain.map(String), 12)}`,
      });
    }
  }
}

/** A text that is the same for rows about the same configurations. */
export function rowKey(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(rowKey).join(",")}]`;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${rowKey(entry)}`).join(",")}}`;
}
