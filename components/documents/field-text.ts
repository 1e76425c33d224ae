import { formatExact } from "@/components/ui/format";
import { numberOfText } from "@/components/ui/number-text";
import type { KnobValue } from "@/core/documents/common";

/** How the value of a field is written in a cell. What cannot be read is handed on as text, so that the schema says what is wrong with it. */
export type FieldKind = "text" | "number" | "interval" | "knobDomains" | "knobValues";

function knobValueOf(text: string): KnobValue {
  const bare = text.trim();
  if (bare === "true" || bare === "false") return bare === "true";
  const number = numberOfText(bare);
  if (typeof number === "number" && Number.isFinite(number)) return number;
  return bare.replace(/^"(.*)"$/, "$1");
}

function knobText(value: KnobValue): string {
  return typeof value === "string" && knobValueOf(value) !== value ? `"${value}"` : String(value);
}

/** The value that a text means; undefined for an empty one. */
export function valueOfText(kind: FieldKind, text: string): unknown {
  if (text.trim() === "") return undefined;
  switch (kind) {
    case "text":
      return text.trim();
    case "number":
      return numberOfText(text);
    case "interval": {
      const ends = text.split(/\s*(?:[,;]|\bto\b|(?<=[\d\s])[–—])\s*/).map((end) => numberOfText(end.replace(/[[\]]/g, "")));
      return ends.length === 2 ? ends : text;
    }
    case "knobDomains":
    case "knobValues": {
      const result: Record<string, unknown> = {};
      for (const part of text.split(";").filter((entry) => entry.trim() !== "")) {
        const at = part.indexOf("=");
        if (at < 1) return text;
        const values = part
          .slice(at + 1)
          .split(",")
          .filter((value) => value.trim() !== "")
          .map(knobValueOf);
        result[part.slice(0, at).trim()] = kind === "knobDomains" || values.length > 1 ? values : (values[0] ?? "");
      }
      return result;
    }
  }
}

/** A value as it is edited: `valueOfText` reads it back exactly. */
export function editTextOf(kind: FieldKind, value: unknown): string {
  if (value === undefined || value === null) return "";
  switch (kind) {
    case "interval":
      return Array.isArray(value) ? value.join(", ") : String(value);
    case "knobDomains":
      return Object.entries(value as Record<string, KnobValue[]>)
        .map(([name, values]) => `${name}=${values.map(knobText).join(",")}`)
        .join("; ");
    case "knobValues":
      return Object.entries(value as Record<string, KnobValue>)
        .map(([name, entry]) => `${name}=${knobText(entry)}`)
        .join("; ");
    default:
      return String(value);
  }
}

/** A value as it is shown. */
export function shownTextOf(kind: FieldKind, value: unknown): string {
  if (kind === "number" && typeof value === "number") return formatExact(value);
  if (kind === "interval" && Array.isArray(value)) return value.map((end) => formatExact(end as number)).join(" – ");
  return editTextOf(kind, value);
}
