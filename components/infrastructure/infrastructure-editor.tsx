"use client";

import { useEffect, useMemo, useState } from "react";
import { nextOrder } from "@/core/graph/edit-tables";
import type { Tables } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
import { type InfrastructureTables, removeTier, type SheetPlace } from "@/core/tables/infrastructure-tables";
import { freeKey, freeName, keysInOrder } from "@/core/tables/records";
import { useSheet } from "../documents/sheet-store";
import { SheetTable } from "../documents/sheet-table";
import { formatCount, formatUsdPerHour, plural } from "../ui/format";
import type { CellPlace } from "../ui/grid/grid-types";
import { linkColumns, poolColumns, TIER_COLUMNS } from "./infrastructure-columns";
import classes from "./infrastructure-editor.module.css";
import { InfrastructureMap, type MapSelection } from "./infrastructure-map";

type Tx = Transaction<InfrastructureTables>;

interface InfrastructureEditorProps {
  /** Devices that figures are known for, offered while typing. */
  devices: readonly string[];
  /** Fewer columns, for the side of another page. */
  compact?: boolean;
  /** Selects a record and puts the keyboard on it; a new object each time it is wanted. */
  reveal?: SheetPlace | null;
}

function addPool(tx: Tx, tier: string | undefined): string {
  const { pools, tiers } = tx.tables;
  const id = freeName(new Set(Object.values(pools).map((pool) => pool.id)), "pool");
  const key = freeKey(tx.tables, "pools", id);
  const [first] = Object.values(tiers);
  tx.put("pools", key, { id, tier: tier ?? first?.id ?? "cloud", device: "device", count: 1, pricePerHourUsd: 0, order: nextOrder(pools) });
  return key;
}

function addTier(tx: Tx): string {
  const { tiers } = tx.tables;
  const id = freeName(new Set(Object.values(tiers).map((tier) => tier.id)), "tier");
  const key = freeKey(tx.tables, "tiers", id);
  tx.put("tiers", key, { id, order: nextOrder(tiers) });
  return key;
}

/** The first pair of tiers without a link; the way back of a link that has none comes first. */
function addLink(tx: Tx): string {
  const { tiers, links } = tx.tables;
  const ids = keysInOrder(tiers).map((key) => tiers[key]?.id ?? "");
  const taken = new Set(Object.values(links).map((link) => `${link.from}→${link.to}`));
  const back = Object.values(links).find((link) => link.from !== link.to && !taken.has(`${link.to}→${link.from}`));
  const pairs = ids.flatMap((from) => ids.filter((to) => to !== from).map((to) => ({ from, to })));
  const free = pairs.find(({ from, to }) => !taken.has(`${from}→${to}`)) ?? { from: ids[0] ?? "", to: ids[1] ?? ids[0] ?? "" };
  const { order: _order, ...link } = back ? { ...back, from: back.to, to: back.from } : { ...free, rttMs: 0, order: 0 };
  const key = freeKey(tx.tables, "links", `${link.from}→${link.to}`);
  tx.put("links", key, { ...link, order: nextOrder(links) });
  return key;
}

/** Tiers, pools and links: a map and tables of the same things. */
export function InfrastructureEditor({ devices, compact = false, reveal }: InfrastructureEditorProps) {
  const tables = useSheet((state) => state.tables) as InfrastructureTables;
  const [selected, setSelected] = useState<MapSelection | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [focus, setFocus] = useState<Partial<Record<string, CellPlace>>>({});
  const { tiers, pools, links } = tables;
  const list = useMemo(
    () => ({
      tiers: keysInOrder(tiers).flatMap((key) => (tiers[key] ? [{ key, entry: tiers[key] }] : [])),
      pools: keysInOrder(pools).flatMap((key) => (pools[key] ? [{ key, entry: pools[key] }] : [])),
      links: keysInOrder(links).flatMap((key) => (links[key] ? [{ key, entry: links[key] }] : [])),
    }),
    [tiers, pools, links],
  );
  const columns = useMemo(
    () => ({ pools: poolColumns([...new Set([...Object.values(pools).map((pool) => pool.device), ...devices])], compact), links: linkColumns(compact) }),
    [pools, devices, compact],
  );

  const show = (place: SheetPlace) => {
    setSelected({ table: place.table as MapSelection["table"], key: place.key });
    setFocus({ [place.table]: { key: place.key, column: place.field } });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish moves the selection
  useEffect(() => {
    if (reveal) show(reveal);
  }, [reveal]);

  const table = (name: MapSelection["table"]) => ({
    table: name,
    keys: list[name].map((entry) => entry.key),
    selectedKey: selected?.table === name ? selected.key : null,
    onSelect: (key: string) => setSelected({ table: name, key }),
    onHover: (key: string | null) => setHovered(key === null ? null : `${name}/${key}`),
    reveal: focus[name] ?? null,
    onReveal: (place: CellPlace) => show({ table: name, key: place.key, field: place.column }),
  });
  const selectedTier = selected?.table === "tiers" ? tiers[selected.key]?.id : selected?.table === "pools" ? pools[selected.key]?.tier : undefined;
  const deviceCount = Object.values(pools).reduce((sum, pool) => sum + pool.count, 0);
  const fullPrice = Object.values(pools).reduce((sum, pool) => sum + (pool.billing === "used" ? 0 : pool.count * pool.pricePerHourUsd), 0);

  const map = (
    <section className={classes.mapBox} aria-label="Map">
      <InfrastructureMap
        {...list}
        label="Map of tiers, pools and links"
        selected={selected}
        hovered={hovered}
        onSelect={(choice) => show({ ...choice, field: choice.table === "pools" ? "pricePerHourUsd" : choice.table === "links" ? "rttMs" : "id" })}
      />
    </section>
  );

  return (
    <div className={classes.root} data-compact={compact || undefined}>
      {compact ? null : map}
      <section className={classes.part} aria-label="Pools">
        <h2 className={classes.heading}>
          Pools
          <span className={classes.sum}>
            {plural(deviceCount, "device")}
            {fullPrice > 0 && Number.isFinite(fullPrice) ? `, ${formatUsdPerHour(fullPrice)} if all reserved ones run` : ""}
          </span>
        </h2>
        <SheetTable
          {...table("pools")}
          label="Pools"
          columns={columns.pools}
          noun="pool"
          nameOf={(key) => pools[key]?.id ?? ""}
          onAdd={(tx) => addPool(tx as unknown as Tx, selectedTier)}
          onRemove={(tx: Transaction<Tables>, key) => tx.remove("pools", key)}
          maxHeight={compact ? 320 : 460}
          empty="No pools: only hosted interfaces (APIs) can be planned. Add a pool for devices of your own."
        />
      </section>
      <section className={classes.part} aria-label="Links">
        <h2 className={classes.heading}>
          Links
          <span className={classes.sum}>a pair of tiers without a link cannot be crossed; inside a tier it is free and instant unless given</span>
        </h2>
        <SheetTable
          {...table("links")}
          label="Links"
          columns={columns.links}
          noun="link"
          nameOf={(key) => (links[key] ? `${links[key].from} to ${links[key].to}` : "")}
          onAdd={(tx) => addLink(tx as unknown as Tx)}
          onRemove={(tx: Transaction<Tables>, key) => tx.remove("links", key)}
          maxHeight={compact ? 240 : 320}
          empty={list.tiers.length > 1 ? "No links: nothing can cross from one tier to another." : "No links: with one tier none is needed."}
        />
      </section>
      {compact ? map : null}
      <section className={classes.part} aria-label="Tiers">
        <h2 className={classes.heading}>
          Tiers
          <span className={classes.sum}>{formatCount(list.tiers.length)}</span>
        </h2>
        <SheetTable
          {...table("tiers")}
          label="Tiers"
          columns={TIER_COLUMNS}
          noun="tier"
          nameOf={(key) => tiers[key]?.id ?? ""}
          onAdd={(tx) => addTier(tx as unknown as Tx)}
          {...(list.tiers.length > 1 ? { onRemove: (tx: Transaction<Tables>, key: string) => removeTier(tx as unknown as Tx, key) } : {})}
        />
      </section>
    </div>
  );
}
