import { failure } from "./failure";

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a text such as `1h`, `5m`, `90s`, `1h30m` or `250ms`; a bare number is seconds. Throws InputFailure. */
export function durationMs(text: string, option: string): number {
  const compact = text.replace(/\s+/g, "");
  if (/^\d+(\.\d+)?$/.test(compact)) return Number(compact) * 1000;
  const parts = [...compact.matchAll(/(\d+(?:\.\d+)?)(ms|min|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== compact) {
    throw failure("invalid-option", `${option}: \`${text}\` is not a duration`, "write 1h, 30m, 90s or 1h30m");
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS_MS[unit!]!, 0);
}

/** A duration for reading: `1 h`, `5 min`, `90 s`. */
export function durationText(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${Number(seconds.toPrecision(6))} s`;
}
