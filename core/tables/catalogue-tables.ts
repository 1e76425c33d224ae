import type { CatalogueDocument, Implementation, Model, Profile, QualityRow, TokensRow } from "../documents/catalogue";
import type { DocumentPath } from "../documents/problem";
import type { Ordered } from "../graph/edit-tables";
import type { Transaction } from "../history/transaction";
import { DOCUMENT_KEY, type SheetPlace } from "./infrastructure-tables";
import { keyed, keysFor, keysInOrder, type SheetTable } from "./records";

const LISTS = ["profiles", "quality", "tokens"] as const;
type ListName = (typeof LISTS)[number];

/** Lists that the document gives although they are empty: `profiles: []` is not the same as no `profiles`. */
interface Given {
  readonly givenEmpty?: readonly ListName[];
}

export type ModelRecord = Readonly<Omit<Model, "profiles">> & Given & Ordered;
export type ImplementationRecord = Readonly<Omit<Implementation, ListName>> & Given & Ordered;
interface Owned extends Ordered {
  /** `models/<key>` or `implementations/<key>`. */
  readonly owner: string;
}
export type ProfileRecord = Readonly<Profile> & Owned;
export type QualityRecord = Readonly<QualityRow> & Owned;
export type TokensRecord = Readonly<TokensRow> & Owned;

/** A catalogue as tables of records: the lists inside of models and implementations are tables of their own, whose rows name their owner. */
export type CatalogueTables = {
  readonly meta: Readonly<Record<string, Readonly<CatalogueDocument["metadata"]> & Ordered>>;
  readonly models: Readonly<Record<string, ModelRecord>>;
  readonly implementations: Readonly<Record<string, ImplementationRecord>>;
  readonly profiles: Readonly<Record<string, ProfileRecord>>;
  readonly quality: Readonly<Record<string, QualityRecord>>;
  readonly tokens: Readonly<Record<string, TokensRecord>>;
};

export type OwnerTable = "models" | "implementations";

export function ownerRef(table: OwnerTable, key: string): string {
  return `${table}/${key}`;
}

const NAMES: Record<ListName, (row: never) => string> = {
  profiles: (row: Profile) => [row.device, row.devices ?? 1, row.batch ?? 1].join(" "),
  quality: (row: QualityRow) => JSON.stringify(row.when ?? {}),
  tokens: (row: TokensRow) => JSON.stringify(row.when ?? {}),
};

/** Tables of a document; records that `known` has keep their keys. */
export function tablesOfCatalogue(document: CatalogueDocument, known?: CatalogueTables): CatalogueTables {
  const { models = [], implementations } = document.spec;
  const rows: Record<ListName, Record<string, object & Owned>> = { profiles: {}, quality: {}, tokens: {} };
  const ofOwner: Record<ListName, Map<string, Record<string, Owned>>> = {
    profiles: byOwner(known?.profiles),
    quality: byOwner(known?.quality),
    tokens: byOwner(known?.tokens),
  };
  let count = 0;
  const take = <E extends object>(table: OwnerTable, key: string, entry: E): E => {
    const rest = { ...entry } as Record<string, unknown>;
    const givenEmpty: ListName[] = [];
    const owner = ownerRef(table, key);
    for (const list of LISTS) {
      const given = rest[list] as object[] | undefined;
      delete rest[list];
      if (!given) continue;
      if (given.length === 0) givenEmpty.push(list);
      const prefix = `${owner} `;
      const nameOf = (row: object) => prefix + NAMES[list](row as never);
      const keys = keysFor(given, nameOf, ofOwner[list].get(owner), nameOf as (record: never) => string);
      for (const [index, row] of given.entries()) {
        rows[list][keys[index] as string] = { ...row, owner, order: count };
        count += 1;
      }
    }
    return (givenEmpty.length > 0 ? { ...rest, givenEmpty } : rest) as E;
  };
  const modelKeys = keysFor(
    models,
    (model) => model.name,
    known?.models,
    (record: ModelRecord) => record.name,
  );
  const implementationKeys = keysFor(
    implementations,
    (entry) => entry.name,
    known?.implementations,
    (record: ImplementationRecord) => record.name,
  );
  return {
    meta: { [DOCUMENT_KEY]: { ...document.metadata, order: 0 } },
    models: keyed(
      models.map((model, index) => take("models", modelKeys[index] as string, model)),
      modelKeys,
    ) as CatalogueTables["models"],
    implementations: keyed(
      implementations.map((entry, index) => take("implementations", implementationKeys[index] as string, entry)),
      implementationKeys,
    ) as CatalogueTables["implementations"],
    profiles: rows.profiles as CatalogueTables["profiles"],
    quality: rows.quality as CatalogueTables["quality"],
    tokens: rows.tokens as CatalogueTables["tokens"],
  };
}

function byOwner(table: Readonly<Record<string, Owned>> | undefined): Map<string, Record<string, Owned>> {
  const owners = new Map<string, Record<string, Owned>>();
  for (const [key, record] of Object.entries(table ?? {})) {
    const rows = owners.get(record.owner) ?? {};
    rows[key] = record;
    owners.set(record.owner, rows);
  }
  return owners;
}

/** Keys of the rows of one owner, in the order of the document. */
export function rowsOfOwner(table: Readonly<Record<string, Owned>>, owner: string): string[] {
  return Object.entries(table)
    .filter(([, record]) => record.owner === owner)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([key]) => key);
}

function entries(tables: CatalogueTables, table: OwnerTable): object[] {
  const lists = new Map(LISTS.map((list) => [list, byOwner(tables[list])]));
  return keysInOrder(tables[table] as SheetTable).map((key) => {
    const { order: _order, givenEmpty, ...entry } = tables[table][key] as (ModelRecord | ImplementationRecord) & Given;
    const result: Record<string, unknown> = { ...entry };
    for (const list of LISTS) {
      const own = Object.values(lists.get(list)?.get(ownerRef(table, key)) ?? {}).sort((a, b) => a.order - b.order);
      if (own.length > 0) result[list] = own.map(({ owner: _owner, order: _place, ...row }) => row);
      else if (givenEmpty?.includes(list)) result[list] = [];
    }
    return result;
  });
}

export function catalogueOfTables(tables: CatalogueTables): CatalogueDocument {
  const { order: _order, ...metadata } = tables.meta[DOCUMENT_KEY] as CatalogueTables["meta"][string];
  const models = entries(tables, "models") as Model[];
  return {
    apiVersion: "trilemma/v1",
    kind: "Catalogue",
    metadata,
    spec: { ...(models.length > 0 ? { models } : {}), implementations: entries(tables, "implementations") as Implementation[] },
  };
}

/** The record and field that a path of the document is about; null for the document itself. */
export function placeInCatalogue(tables: CatalogueTables, path: DocumentPath): SheetPlace | null {
  const [spec, table, index, list, row, ...rest] = path;
  if (spec !== "spec" || (table !== "models" && table !== "implementations") || typeof index !== "number") return null;
  const key = keysInOrder(tables[table] as SheetTable)[index];
  if (key === undefined) return null;
  const name = LISTS.find((known) => known === list);
  if (name && typeof row === "number") {
    const rowKey = rowsOfOwner(tables[name], ownerRef(table, key))[row];
    if (rowKey !== undefined) return { table: name, key: rowKey, field: rest.join(".") };
  }
  return { table, key, field: path.slice(3).join(".") };
}

/** The owner of a row as table and key. */
export function ownerOf(ref: string): { table: OwnerTable; key: string } {
  const slash = ref.indexOf("/");
  return { table: ref.slice(0, slash) as OwnerTable, key: ref.slice(slash + 1) };
}

/** Renames a model together with the implementations that name it. */
export function renameModel(tx: Transaction<CatalogueTables>, key: string, name: string): void {
  const before = tx.get("models", key)?.name;
  if (before === undefined || before === name) return;
  tx.update("models", key, { name });
  for (const [other, record] of Object.entries(tx.tables.implementations)) if (record.model === before) tx.update("implementations", other, { model: name });
}

/** Removes a model or an implementation with its rows. */
export function removeOwner(tx: Transaction<CatalogueTables>, table: OwnerTable, key: string): void {
  const owner = ownerRef(table, key);
  tx.remove(table, key);
  for (const list of LISTS) for (const row of rowsOfOwner(tx.tables[list], owner)) tx.remove(list, row);
}
