import type { Basis, BasisShares, MadeFrom, Unit } from "../../core/metrics/made-from";
import { BASES } from "../../core/metrics/made-from";
import {
  formatCount,
  formatExact,
  formatJoules,
  formatMs,
  formatNumber,
  formatPercent,
  formatQuality,
  formatRps,
  formatUsd,
  formatUsdPerHour,
  formatUsdPerThousand,
} from "../ui/format";

/** A number of a derivation with its unit. */
export function formatUnit(value: number, unit: Unit): string {
  switch (unit) {
    case "ms":
      return formatMs(value);
    case "usd":
      return formatUsd(value);
    case "usdPerHour":
      return formatUsdPerHour(value);
    case "usdPerThousand":
      return formatUsdPerThousand(value);
    case "usdPerGiB":
      return `${formatUsd(value)}/GiB`;
    case "fraction":
      return formatQuality(value);
    case "j":
      return formatJoules(value);
    case "w":
      return `${formatNumber(value)} W`;
    case "rps":
      return Number.isFinite(value) ? formatRps(value) : "unlimited";
    case "tokens":
      return `${formatNumber(value)} tokens`;
    case "tokensPerSecond":
      return `${formatNumber(value)} tokens/s`;
    case "bytes":
      return `${formatNumber(value)} B`;
    case "mbps":
      return `${formatNumber(value)} Mbit/s`;
    case "count":
      return formatCount(value);
    case "plain":
      return formatNumber(value).replace(/\.0+$/, "");
  }
}

/** The full value, for tooltips. */
export function formatUnitExact(node: Pick<MadeFrom, "value" | "ci95">): string {
  const interval = node.ci95 ? `, 95 % interval ${formatExact(node.ci95[0])} to ${formatExact(node.ci95[1])}` : "";
  return `${formatExact(node.value)}${interval}`;
}

/** `41 % assumed, 59 % measured`: largest first; what people decided is left out unless it is all there is. */
export function sharesInWords(shares: BasisShares): string {
  const parts = BASES.filter((basis) => shares[basis] > 0.0005).sort((left, right) => shares[right] - shares[left]);
  const evidence = parts.filter((basis) => basis !== "given");
  return (evidence.length > 0 ? evidence : parts)
    .map((basis) => `${nearlyAll(shares[basis]) ? "> 99 %" : formatPercent(shares[basis])} ${basisWord(basis)}`)
    .join(", ");
}

/** A share that would be rounded to all of it, with something told beside it. */
function nearlyAll(share: number): boolean {
  return share >= 0.995 && share < 0.9995;
}

export function basisWord(basis: Basis): string {
  return basis === "given" ? "decided" : basis;
}
