const NOT_FINITE: Record<string, number> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  "+infinity": Number.POSITIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

/** The number that a text means, with thousands separators and exponents; the text itself where it means none (`3,5`, `1k`). */
export function numberOfText(text: string): number | string {
  const bare = text
    .trim()
    .replace(/^[−–]/, "-")
    .replace(/^\$\s*/, "");
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
  if (plain.toLowerCase() in NOT_FINITE) return NOT_FINITE[plain.toLowerCase()] as number;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : text;
}

/** What a field takes. */
export interface NumberLimits {
  min?: number | undefined;
  max?: number | undefined;
  /** The value must be greater than this. */
  above?: number | undefined;
  integer?: boolean | undefined;
  /** An empty field means undefined; without this it is not taken. */
  optional?: boolean | undefined;
  /** The field's own unit, which may be typed behind the number. */
  unit?: string | undefined;
}

function withoutUnit(text: string, unit: string | undefined): string {
  const words = unit?.trim().split(/\s+/) ?? [];
  const pattern = words.map((word) => word.replace(/[^\w\s]/g, "\\$&")).join("\\s*");
  return pattern === "" ? text : text.replace(new RegExp(`(?<=[\\d.]\\s*)${pattern}\\s*$`, "i"), "");
}

/** Reads what was typed: the value, undefined for an empty optional field, or why it is no value of the field. */
export function readNumber(text: string, { min, max, above, integer, optional, unit }: NumberLimits): { value: number | undefined } | { problem: string } {
  if (text.trim() === "") return optional ? { value: undefined } : { problem: "A number is needed here" };
  const value = numberOfText(withoutUnit(text, unit));
  if (typeof value === "string") return { problem: /^[^,]*\d,\d+[^,.]*$/.test(text) ? "Not a number: decimals take a point" : "Not a number" };
  if (Number.isNaN(value)) return { problem: "Not a number" };
  if (!Number.isFinite(value)) return { problem: "Not a finite number" };
  if (integer && !Number.isInteger(value)) return { problem: "A whole number is needed here" };
  if (above !== undefined && value <= above) return { problem: `More than ${textOfNumber(above)}` };
  if (min !== undefined && value < min) return { problem: `At least ${textOfNumber(min)}` };
  if (max !== undefined && value > max) return { problem: `At most ${textOfNumber(max)}` };
  return { value };
}

/** A value in full, with thousands separators: `readNumber` reads it back exactly. */
export function textOfNumber(value: number | undefined): string {
  if (value === undefined) return "";
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ",")) : text;
}

/** The value one step on, without the noise of binary fractions; undefined where the field ends. */
export function steppedNumber(value: number, step: number, limits: NumberLimits): number | undefined {
  const next = Number((value + step).toPrecision(12));
  return "value" in readNumber(String(next), limits) ? next : undefined;
}
