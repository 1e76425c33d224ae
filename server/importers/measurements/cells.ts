import type { ProblemList } from "./problems";

export interface NumberRule {
  /** Multiplied onto the cell to get our unit. */
  factor: number;
  /** In our unit; beyond it a value is absurd. */
  max: number;
  /** Whether 0 makes sense. */
  zero: boolean;
  integer?: boolean;
  unit: string;
}

const FORMULA = /^[=@]|^[+-](?![\d.,])/;
const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/;

/**
 * Number of a cell in our unit, or null with a problem that names row and column.
 * @param decimalComma whether a comma is a decimal point (when it does not separate the cells)
 */
export function readNumber(
  cell: string,
  place: { row: number; column: string },
  rule: NumberRule,
  decimalComma: boolean,
  problems: ProblemList,
): number | null {
  const text = cell.trim();
  // Nearly every cell is a plain number; the rest of the questions are for those that are not.
  if (PLAIN.test(text)) return checked(Number(text), text, place, rule, problems);
  if (text === "" || /^(na|n\/a|nan|null|none|-)$/i.test(text)) {
    problems.error("cell-empty", "The cell is empty.", place);
    return null;
  }
  if (FORMULA.test(text)) {
    problems.error("cell-formula", `The cell holds a formula (${text.slice(0, 40)}), not a value.`, {
      ...place,
      hint: "Copy the column and paste it as values, then export again.",
    });
    return null;
  }
  let normal = text.replace(/\s*(ms|s|us|µs|%)$/i, "");
  if (normal !== text) {
    problems.error("cell-not-a-number", `The cell carries a unit (${text.slice(0, 40)}).`, {
      ...place,
      hint: "Leave the unit out of the cells and choose it for the column.",
    });
    return null;
  }
  if (decimalComma && DECIMAL_COMMA.test(normal)) normal = normal.replace(",", ".");
  else if (GROUPED.test(normal)) normal = normal.replaceAll(",", "");
  if (!PLAIN.test(normal)) {
    problems.error("cell-not-a-number", `"${text.slice(0, 40)}" is not a number.`, place);
    return null;
  }
  return checked(Number(normal), text, place, rule, problems);
}

function checked(raw: number, text: string, place: { row: number; column: string }, rule: NumberRule, problems: ProblemList): number | null {
  // Converting a unit must not show as a tail of digits.
  const value = rule.factor === 1 ? raw : Number((raw * rule.factor).toPrecision(12));
  if (!Number.isFinite(value)) {
    problems.error("cell-absurd", `${text.slice(0, 40)} is too large to be a number.`, place);
    return null;
  }
  if (value < 0) {
    problems.error("cell-negative", `${text.slice(0, 40)} is negative.`, place);
    return null;
  }
  if (value === 0 && !rule.zero) {
    problems.error("cell-absurd", "The value is 0.", { ...place, hint: `A measurement of 0 ${rule.unit} cannot be.` });
    return null;
  }
  if (value > rule.max) {
    problems.error(
      "cell-absurd",
      `${text.slice(0, 40)} is ${formatNumber(value)} ${rule.unit}, beyond anything sensible (${formatNumber(rule.max)} ${rule.unit}).`,
      { ...place, hint: "Check the unit chosen for this column." },
    );
    return null;
  }
  if (rule.integer && !Number.isInteger(value)) {
    problems.error("cell-not-a-number", `${text.slice(0, 40)} is not a whole number.`, place);
    return null;
  }
  return value;
}

export function formatNumber(value: number): string {
  if (value >= 1e6 || (value > 0 && value < 1e-3)) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

const EPOCH_SCALES = [
  { from: 1e8, to: 1e11, perMs: 1e3, name: "seconds" },
  { from: 1e11, to: 1e14, perMs: 1, name: "milliseconds" },
  { from: 1e14, to: 1e17, perMs: 1e-3, name: "microseconds" },
  { from: 1e17, to: 1e20, perMs: 1e-6, name: "nanoseconds" },
] as const;

/**
 * A time as milliseconds: ISO 8601 (a blank instead of T is accepted; no zone means UTC), or a number since 1970 whose scale its size tells, or,
 * below 10^8, seconds since the start of the log. Null when it is none of them.
 */
export function readTime(cell: string): number | null {
  const text = cell.trim();
  if (text === "") return null;
  if (text.length === 24 && text.endsWith("Z")) {
    const exact = Date.parse(text);
    if (!Number.isNaN(exact)) return exact;
  }
  if (PLAIN.test(text)) {
    const value = Number(text);
    if (value < 0) return null;
    const scale = EPOCH_SCALES.find((candidate) => value >= candidate.from && value < candidate.to);
    return scale ? value * scale.perMs : value < 1e8 ? value * 1000 : null;
  }
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (!match) return null;
  const base = Date.parse(`${match[1]}T${match[2]}${zone(match[4])}`);
  return Number.isNaN(base) ? null : base + Number(match[3] ?? 0) * 1000;
}

function zone(text: string | undefined): string {
  if (!text || text === "Z") return "Z";
  return text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

/** Whether a request went well: words, HTTP codes, booleans. Null when it cannot be told. */
export function readOk(cell: string): boolean | null {
  const text = cell.trim().toLowerCase();
  if (/^(true|yes|y|1|ok|success|succeeded|completed|passed)$/.test(text)) return true;
  if (/^(false|no|n|0|error|fail|failed|failure|timeout|aborted|cancelled|canceled)$/.test(text)) return false;
  if (/^[1-5]\d\d$/.test(text)) return Number(text) < 400;
  return null;
}
