import type { InfrastructureDocument } from "../infrastructure";
import type { Knowledge, Report } from "./context";
import { reportDuplicates, reportUnknown } from "./context";
import { checkFigures } from "./figure-rules";

/** US$ per device-hour: some hundred times the dearest machine that clouds let by the hour. */
const HIGHEST_PRICE_USD = 100_000;

export function checkInfrastructure(document: InfrastructureDocument, knowledge: Knowledge, report: Report): void {
  const { tiers, pools, links = [] } = document.spec;
  const tierIds = new Set(tiers.map((tier) => tier.id));
  reportDuplicates(
    report,
    tiers.map((tier, index) => ({ name: tier.id, path: ["spec", "tiers", index, "id"] })),
    "tier",
  );
  reportDuplicates(
    report,
    pools.map((pool, index) => ({ name: pool.id, path: ["spec", "pools", index, "id"] })),
    "pool",
  );
  pools.forEach((pool, index) => {
    const path = ["spec", "pools", index];
    if (pool.id === "api")
      report("reserved-id", [...path, "id"], "a pool cannot be named `api`, which stands for the hosted interface of an implementation", {
        hint: "give this pool another id",
      });
    if (!tierIds.has(pool.tier)) reportUnknown(report, knowledge, "unknown-tier", [...path, "tier"], "tier", pool.tier, tierIds);
    if (pool.pricePerHourUsd > HIGHEST_PRICE_USD)
      report("price-too-high", [...path, "pricePerHourUsd"], `a device of \`${pool.id}\` costs ${pool.pricePerHourUsd} US$ an hour`, {
        severity: "warning",
        hint: "it is the price of one device for one hour",
      });
    if (pool.power && pool.power.peakW < pool.power.idleW) {
      report(
        "power-order",
        [...path, "power", "peakW"],
        `the peak power of \`${pool.id}\` (${pool.power.peakW} W) is less than its idle power (${pool.power.idleW} W)`,
        { hint: "check which is which" },
      );
    }
  });
  const seen = new Set<string>();
  links.forEach((link, index) => {
    const path = ["spec", "links", index];
    for (const end of ["from", "to"] as const) {
      if (!tierIds.has(link[end])) reportUnknown(report, knowledge, "unknown-tier", [...path, end], "tier", link[end], tierIds);
    }
    const key = `${link.from}\n${link.to}`;
    if (seen.has(key))
      report("duplicate-link", path, `the link ${link.from} → ${link.to} is given twice`, {
        fix: { label: "Remove this link", edits: [{ path, remove: true }] },
      });
    seen.add(key);
  });
  checkFigures(document.spec, ["spec"], report);
}
