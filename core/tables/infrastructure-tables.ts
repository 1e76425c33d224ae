import type { InfrastructureDocument, Link, Pool, Tier } from "../documents/infrastructure";
import type { DocumentPath } from "../documents/problem";
import type { Ordered } from "../graph/edit-tables";
import type { Transaction } from "../history/transaction";
import { entriesOf, keyed, keysFor, keysInOrder } from "./records";

export const DOCUMENT_KEY = "document";

export type DocumentRecord = Readonly<InfrastructureDocument["metadata"]> & Ordered;
export type TierRecord = Readonly<Tier> & Ordered;
export type PoolRecord = Readonly<Pool> & Ordered;
export type LinkRecord = Readonly<Link> & Ordered;

/** An infrastructure as tables of records, for editing with undo and for merging two people's edits. */
export type InfrastructureTables = {
  readonly meta: Readonly<Record<string, DocumentRecord>>;
  readonly tiers: Readonly<Record<string, TierRecord>>;
  readonly pools: Readonly<Record<string, PoolRecord>>;
  readonly links: Readonly<Record<string, LinkRecord>>;
};

const linkName = (link: Pick<Link, "from" | "to">) => `${link.from}→${link.to}`;

/** Where a problem or a selection is: a record of a table, and a field of it. */
export interface SheetPlace {
  table: string;
  key: string;
  field: string;
}

/** Tables of a document; records that `known` has keep their keys. */
export function tablesOfInfrastructure(document: InfrastructureDocument, known?: InfrastructureTables): InfrastructureTables {
  const { tiers, pools, links = [] } = document.spec;
  return {
    meta: { [DOCUMENT_KEY]: { ...document.metadata, order: 0 } },
    tiers: keyed(
      tiers,
      keysFor(
        tiers,
        (tier) => tier.id,
        known?.tiers,
        (record: TierRecord) => record.id,
      ),
    ),
    pools: keyed(
      pools,
      keysFor(
        pools,
        (pool) => pool.id,
        known?.pools,
        (record: PoolRecord) => record.id,
      ),
    ),
    links: keyed(links, keysFor(links, linkName, known?.links, linkName)),
  };
}

export function infrastructureOfTables(tables: InfrastructureTables): InfrastructureDocument {
  const { order: _order, ...metadata } = tables.meta[DOCUMENT_KEY] as DocumentRecord;
  const links = entriesOf<Link>(tables.links);
  return {
    apiVersion: "trilemma/v1",
    kind: "Infrastructure",
    metadata,
    spec: { tiers: entriesOf<Tier>(tables.tiers), pools: entriesOf<Pool>(tables.pools), ...(links.length > 0 ? { links } : {}) },
  };
}

/** The record and field that a path of the document is about; null for the document itself. */
export function placeInInfrastructure(tables: InfrastructureTables, path: DocumentPath): SheetPlace | null {
  const [spec, table, index, ...rest] = path;
  if (spec !== "spec" || (table !== "tiers" && table !== "pools" && table !== "links") || typeof index !== "number") return null;
  const key = keysInOrder(tables[table])[index];
  return key === undefined ? null : { table, key, field: rest.join(".") };
}

/** Renames a tier together with everything that names it. */
export function renameTier(tx: Transaction<InfrastructureTables>, key: string, id: string): void {
  const before = tx.get("tiers", key)?.id;
  if (before === undefined || before === id) return;
  tx.update("tiers", key, { id });
  for (const [pool, record] of Object.entries(tx.tables.pools)) if (record.tier === before) tx.update("pools", pool, { tier: id });
  for (const [link, record] of Object.entries(tx.tables.links)) {
    if (record.from !== before && record.to !== before) continue;
    tx.update("links", link, { from: record.from === before ? id : record.from, to: record.to === before ? id : record.to });
  }
}

/** Removes a tier with the pools in it and the links to and from it. */
export function removeTier(tx: Transaction<InfrastructureTables>, key: string): void {
  const id = tx.get("tiers", key)?.id;
  tx.remove("tiers", key);
  for (const [pool, record] of Object.entries(tx.tables.pools)) if (record.tier === id) tx.remove("pools", pool);
  for (const [link, record] of Object.entries(tx.tables.links)) if (record.from === id || record.to === id) tx.remove("links", link);
}
