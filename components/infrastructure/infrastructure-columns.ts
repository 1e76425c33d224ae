import type { Tables } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
import { type InfrastructureTables, renameTier } from "@/core/tables/infrastructure-tables";
import { evidenceColumn, sourceColumn } from "../documents/provenance-columns";
import { numberColumn, type SheetColumn, textColumn } from "../documents/sheet-column";

const tierOptions = (tables: Tables) =>
  Object.values((tables as InfrastructureTables).tiers)
    .sort((a, b) => a.order - b.order)
    .map((tier) => ({ value: tier.id, label: tier.title && tier.title !== tier.id ? `${tier.title} (${tier.id})` : tier.id }));

const BILLING = [
  { value: "reserved", label: "reserved" },
  { value: "used", label: "used" },
];

const price = numberColumn("pricePerHourUsd", "Price", "$/h", 84, { hint: "Price of one device for an hour" });
const count = numberColumn("count", "Count", "devices", 100, { hint: "Devices, not machines" });
const billing = textColumn("billing", "Billing", 84, {
  fallback: "reserved",
  options: () => BILLING,
  hint: "reserved: whole device-hours are paid; used: only busy time",
});

export const TIER_COLUMNS: readonly SheetColumn[] = [
  textColumn("id", "Tier", 160, { apply: (tx, key, value) => renameTier(tx as unknown as Transaction<InfrastructureTables>, key, String(value)) }),
  textColumn("title", "Title", 220),
  textColumn("description", "Description", 240, { grow: true }),
];

/** Devices are offered while typing: those that figures are known for. */
export function poolColumns(devices: readonly string[], compact: boolean): readonly SheetColumn[] {
  const device = textColumn("device", "Device", 132, { suggestions: devices, hint: "Profiles of the catalogue are about a device by this name" });
  const tier = textColumn("tier", "Tier", 112, { options: tierOptions });
  if (compact) return [textColumn("id", "Pool", 124, { grow: true }), count, price, billing, tier, device, numberColumn("memoryGiB", "Memory", "GiB", 92)];
  return [
    textColumn("id", "Pool", 140),
    textColumn("title", "Title", 180),
    tier,
    device,
    count,
    price,
    billing,
    numberColumn("memoryGiB", "Memory", "GiB", 92, { fallback: "no limit", hint: "Memory of one device" }),
    numberColumn("power.idleW", "Idle", "W", 72, { pair: "power.peakW", hint: "Power of one idle device; typed alone it counts at full load too" }),
    numberColumn("power.peakW", "Peak", "W", 72, { pair: "power.idleW", hint: "Power of one device at full load; typed alone it counts idle too" }),
    numberColumn("provisioningMinutes", "Provisioning", "min", 108, { hint: "Until a new device serves" }),
    evidenceColumn,
    sourceColumn,
  ];
}

export function linkColumns(compact: boolean): readonly SheetColumn[] {
  const figures = [
    textColumn("from", "From", 112, { options: tierOptions }),
    textColumn("to", "To", 112, { options: tierOptions }),
    numberColumn("rttMs", "Round trip", "ms", 104, { fallback: "0", hint: "Half of it counts per message" }),
    numberColumn("mbps", "Bandwidth", "Mbit/s", 124, { fallback: "no limit" }),
    numberColumn("pricePerGiBUsd", "Price", "$/GiB", 96, { fallback: "0", hint: "Per 2^30 bytes" }),
  ];
  return compact ? figures : [...figures, evidenceColumn, sourceColumn];
}
