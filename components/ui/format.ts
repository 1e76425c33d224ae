import type { Objective } from "../../core/documents/workload";

/** What stands for a figure that is not known. Zero is a figure, this is not. */
export const NO_DATA = "no data";
/** The same, where a table cell has no room for words. */
export const NO_DATA_SHORT = "–";

const MINUS = "−";
const SECONDS_FROM_MS = 10_000;

function group(digits: string): string {
  const [whole = "", decimals] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

function signed(value: number, text: string): string {
  return value < 0 ? `${MINUS}${text}` : text;
}

/** Decimals that show `digits` significant digits of a value of this size. */
function decimalsFor(magnitude: number, digits: number): number {
  if (magnitude === 0) return 0;
  return Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
}

/** `value` to so many significant digits, as a number (12345 → 12300). */
export function roundSignificant(value: number, digits = 3): number {
  return value === 0 || !Number.isFinite(value) ? value : Number(value.toPrecision(digits));
}

function scientific(magnitude: number, digits: number): string {
  const [mantissa = "", exponent = "0"] = magnitude.toExponential(digits - 1).split("e");
  const superscript = [...String(Number(exponent))].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("");
  return `${mantissa}×10${superscript}`;
}

/** Three significant digits: `0.0524`, `7.49`, `12,300`, `1.23 M`; `1.20×10⁻⁵` below 1e-4. */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude < 1e-4) return signed(value, scientific(magnitude, digits));
  const rounded = roundSignificant(magnitude, digits);
  if (rounded >= 1e15) return signed(value, scientific(magnitude, digits));
  for (const [size, suffix] of [
    [1e12, " T"],
    [1e9, " G"],
    [1e6, " M"],
  ] as const) {
    if (rounded >= size) return signed(value, `${(rounded / size).toFixed(decimalsFor(rounded / size, digits))}${suffix}`);
  }
  return signed(value, group(rounded.toFixed(decimalsFor(rounded, digits))));
}

/** Counts are exact: `1,234`. */
export function formatCount(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  return signed(value, group(Math.abs(Math.round(value)).toFixed(0)));
}

/** A value in full, for tooltips: up to `digits` significant digits and no padding. */
export function formatExact(value: number | null | undefined, digits = 9): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  if (!Number.isFinite(value)) return formatNumber(value);
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  if (magnitude !== 0 && (magnitude < 1e-6 || magnitude >= 1e15)) return signed(value, scientific(magnitude, digits).replace(/\.?0+×/, "×"));
  return signed(rounded, group(magnitude.toFixed(15 - Math.max(0, Math.floor(Math.log10(magnitude || 1)) + 1)).replace(/\.?0+$/, "")));
}

/** Money without its unit: three significant digits; whole dollars stay whole, and below one dollar trailing zeros go (`$0.052`, `$0.50`). */
export function formatUsd(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  if (value === 0) return "$0";
  const magnitude = Math.abs(value);
  const rounded = roundSignificant(magnitude);
  let text: string;
  if (rounded < 1e-4 || rounded >= 1e6) text = formatNumber(magnitude);
  else if (rounded < 1) {
    const digits = rounded.toFixed(decimalsFor(rounded, 3)).replace(/0+$/, "");
    text = digits.padEnd(4, "0");
  } else text = group(rounded.toFixed(Number.isInteger(magnitude) ? 0 : decimalsFor(rounded, 3)));
  return signed(value, `$${text}`);
}

/** `$7.49/h`. */
export function formatUsdPerHour(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_DATA : `${formatUsd(value)}/h`;
}

/** `$0.052 / 1k`: per thousand requests. */
export function formatUsdPerThousand(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_DATA : `${formatUsd(value)} / 1k`;
}

/** `410 ms`, `9,870 ms`, `12.3 s`: seconds from 10,000 ms up. */
export function formatMs(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  return Math.abs(value) >= SECONDS_FROM_MS ? `${formatNumber(value / 1000)} s` : `${formatNumber(value)} ms`;
}

/** Wall-clock durations of our own work: `0.04 s`, `12.3 s`, `2 min 5 s`. */
export function formatSeconds(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  if (value < 0.001) return "< 1 ms";
  if (value < 1) return `${formatNumber(value * 1000, 2)} ms`;
  if (value < 60) return `${formatNumber(value)} s`;
  const seconds = Math.round(value);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** Quality is a fraction, three decimals; more where rounding would claim perfection. */
export function formatQuality(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  if (value < 1 && value >= 0.9995) return value >= 0.999995 ? "> 0.99999" : value.toFixed(5);
  if (value > 0 && value < 0.0005) return "< 0.0005";
  return value.toFixed(3);
}

/** A share as a percentage: `31 %`, `0.4 %`, `< 0.1 %`. */
export function formatPercent(fraction: number | null | undefined): string {
  if (fraction === null || fraction === undefined || Number.isNaN(fraction)) return NO_DATA;
  const percent = fraction * 100;
  const magnitude = Math.abs(percent);
  if (magnitude === 0) return "0 %";
  if (magnitude < 0.1) return percent > 0 ? "< 0.1 %" : `> ${MINUS}0.1 %`;
  return signed(percent, `${magnitude < 9.95 ? magnitude.toFixed(1).replace(/\.0$/, "") : group(Math.round(magnitude).toFixed(0))} %`);
}

export function formatJoules(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_DATA;
  return Math.abs(value) >= 10_000 ? `${formatNumber(value / 1000)} kJ` : `${formatNumber(value)} J`;
}

export function formatRps(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? NO_DATA : `${formatNumber(value)} req/s`;
}

/** One value of an objective with its unit. A null throughput means nothing limits it. */
export function formatObjective(objective: Objective, value: number | null | undefined): string {
  switch (objective) {
    case "costPerThousand":
      return formatUsdPerThousand(value);
    case "costPerHour":
      return formatUsdPerHour(value);
    case "latency":
      return formatMs(value);
    case "quality":
      return formatQuality(value);
    case "energy":
      return formatJoules(value);
    case "throughput":
      return value === null ? "unlimited" : formatRps(value);
  }
}

/** The same in full, for tooltips. */
export function formatObjectiveExact(objective: Objective, value: number | null | undefined, digits = 6): string {
  if (value === null || value === undefined) return formatObjective(objective, value);
  const units: Record<Objective, (text: string) => string> = {
    costPerThousand: (text) => `$${text} / 1k`,
    costPerHour: (text) => `$${text}/h`,
    latency: (text) => `${text} ms`,
    quality: (text) => text,
    energy: (text) => `${text} J`,
    throughput: (text) => `${text} req/s`,
  };
  return units[objective](formatExact(value, digits));
}

/** Digits that tell two values apart, at most. */
const MOST_DIGITS = 9;

/** In the unit in which limits are told: milliseconds and joules, however many. */
function besideLimit(objective: Objective, value: number): string {
  if (objective === "latency") return `${formatNumber(value)} ms`;
  if (objective === "energy") return `${formatNumber(value)} J`;
  return formatObjective(objective, value);
}

/**
 * A value beside its limit: in the limit's unit, with so many digits that rounding shows it neither as keeping a limit that it misses nor as
 * missing one that it keeps: `$10.004/h` for a limit of `$10/h`, `$27.75/h` for one of `$27.76/h`.
 */
export function formatAgainst(objective: Objective, value: number | null | undefined, limit: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return formatObjective(objective, value);
  const alike = besideLimit(objective, value) === besideLimit(objective, limit) || roundSignificant(value) === roundSignificant(limit);
  if (!alike || (value === limit && roundSignificant(value) === value)) return besideLimit(objective, value);
  let digits = 4;
  while (digits < MOST_DIGITS && roundSignificant(value, digits) === roundSignificant(limit, digits)) digits += 1;
  return formatObjectiveExact(objective, value, digits);
}

/** What is left up to a limit; `none` where it is too little to be told. */
export function formatLeft(objective: Objective, left: number): string {
  if (objective !== "latency" || left >= 1) return besideLimit(objective, left);
  const rounded = Math.round(left * 100) / 100;
  return rounded === 0 ? "none" : `${rounded} ms`;
}

/** `0.570 (0.551–0.589)`; without an interval only the value. */
export function formatInterval(objective: Objective, value: number | null | undefined, low?: number, high?: number): string {
  const text = formatObjective(objective, value);
  if (value === null || value === undefined || low === undefined || high === undefined || low === high) return text;
  const bare = (bound: number) => formatObjective(objective, bound).replace(/ (ms|s|J|kJ|req\/s|\/ 1k)$|\/h$/, "");
  return `${text} (${bare(low)}–${bare(high)})`;
}

/** A difference, always with its sign: `+3.2 ms`, `−$0.41/h`, `±0`. */
export function formatDelta(objective: Objective, difference: number | null | undefined): string {
  if (difference === null || difference === undefined || Number.isNaN(difference)) return NO_DATA;
  if (difference === 0) return "±0";
  const magnitude = Math.abs(difference);
  const text = objective !== "quality" ? formatObjective(objective, magnitude) : magnitude < 0.0005 ? formatNumber(magnitude, 1) : magnitude.toFixed(3);
  return `${difference > 0 ? "+" : MINUS}${text}`;
}

/** How a whole column or axis shows an objective: one unit, said once. */
export interface UnitScale {
  unit: string;
  /** Divides a value in the metric's own unit (ms, US$, J, requests/s). */
  divisor: number;
  /** A value without its unit. */
  format: (value: number | null | undefined) => string;
  /** A round value at an axis, without padding: `0.05`, `10`; with the step between ticks, so many digits that no two read alike. */
  tick: (value: number, step?: number) => string;
}

/** Without zeros that only pad: `1.50 M` as `1.5 M`, `1.00×10⁻⁶` as `10⁻⁶`. */
function trimmed(text: string): string {
  return text.replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) => (kept ? `.${kept}` : "")).replace(/^(−?)1×/, "$1");
}

function tickDigits(value: number, step: number | undefined): number {
  if (!step || value === 0) return 3;
  return Math.min(MOST_DIGITS, Math.max(3, Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(Math.abs(step)) + 1e-9) + 1));
}

/** Picks the unit of a column or axis from its largest value. */
export function unitScale(objective: Objective, largest: number): UnitScale {
  const scaled = (unit: string, divisor: number, format: (value: number) => string = formatNumber): UnitScale => ({
    unit,
    divisor,
    format: (value) => (value === null || value === undefined || Number.isNaN(value) ? NO_DATA_SHORT : format(value / divisor)),
    tick: (value, step) => trimmed(formatNumber(value / divisor, tickDigits(value, step))),
  });
  switch (objective) {
    case "latency":
      return largest >= SECONDS_FROM_MS ? scaled("s", 1000) : scaled("ms", 1);
    case "energy":
      return largest >= 10_000 ? scaled("kJ", 1000) : scaled("J", 1);
    case "costPerThousand":
      return scaled("$ / 1k", 1);
    case "costPerHour":
      return scaled("$/h", 1);
    case "quality":
      return scaled("", 1, formatQuality);
    case "throughput":
      return { ...scaled("req/s", 1), format: (value) => (value === null || value === undefined ? "unlimited" : formatNumber(value)) };
  }
}

const AGO = [
  [60, "second"],
  [3600, "minute"],
  [86_400, "hour"],
  [7 * 86_400, "day"],
] as const;

/** `just now`, `5 minutes ago`, `3 days ago`, then the date. */
export function formatAgo(when: Date | string, now: Date): string {
  const date = typeof when === "string" ? new Date(when) : when;
  const seconds = (now.getTime() - date.getTime()) / 1000;
  if (seconds < 45) return "just now";
  let divisor = 1;
  for (const [limit, unit] of AGO) {
    if (seconds < limit) {
      const count = Math.max(1, Math.floor(seconds / divisor));
      return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
    }
    divisor = limit === 7 * 86_400 ? divisor : limit;
  }
  return date.toISOString().slice(0, 10);
}

/** `1 plan`, `12 plans`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}
