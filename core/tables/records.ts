import type { Ordered } from "../graph/edit-tables";
import { inOrder } from "../graph/edit-tables";
import type { Tables } from "../history/record-diff";

export type SheetTable = Readonly<Record<string, Ordered>>;

/**
 * Keys for the entries of a list, made from what names them, so that the same entry has the same key in every tab. Entries of equal name are
 * counted. An entry that `known` has under another key (it was renamed since) keeps that key.
 */
export function keysFor<E>(entries: readonly E[], nameOf: (entry: E) => string, known?: SheetTable, nameOfKnown?: (record: never) => string): string[] {
  const taken = new Map<string, string>();
  if (known && nameOfKnown) {
    const counted = new Map<string, number>();
    for (const [key, record] of Object.entries(known).sort(([, a], [, b]) => a.order - b.order)) {
      taken.set(occurrence(counted, nameOfKnown(record as never)), key);
    }
  }
  const counted = new Map<string, number>();
  const used = new Set<string>();
  const names = entries.map((entry) => occurrence(counted, nameOf(entry)));
  const kept = names.map((name) => {
    const key = taken.get(name);
    if (key !== undefined) used.add(key);
    return key;
  });
  return names.map((name, index) => {
    const key = kept[index];
    if (key !== undefined) return key;
    let free = name;
    while (used.has(free)) free = `${free}'`;
    used.add(free);
    return free;
  });
}

function occurrence(counted: Map<string, number>, name: string): string {
  const count = (counted.get(name) ?? 0) + 1;
  counted.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

/** Entries as records under their keys, in the order of the list. */
export function keyed<E extends object>(entries: readonly E[], keys: readonly string[]): Record<string, E & Ordered> {
  const table: Record<string, E & Ordered> = {};
  for (const [order, entry] of entries.entries()) table[keys[order] as string] = { ...entry, order };
  return table;
}

/** Keys of a table in the order of the document. */
export function keysInOrder(table: SheetTable | undefined): string[] {
  return Object.entries(table ?? {})
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([key]) => key);
}

/** Records as entries of the document again. */
export function entriesOf<E extends object>(table: Readonly<Record<string, E & Ordered>> | undefined): E[] {
  return inOrder(table ?? {}).map(({ order: _order, ...entry }) => entry as unknown as E);
}

/** A key that the table does not have yet, for a record of this name. */
export function freeKey(tables: Tables, kind: string, name: string): string {
  const table = tables[kind] ?? {};
  if (table[name] === undefined) return name;
  for (let count = 2; ; count += 1) if (table[`${name}#${count}`] === undefined) return `${name}#${count}`;
}

/** `name`, or `name-2`, ... when it is among the names taken. */
export function freeName(taken: ReadonlySet<string>, name: string): string {
  if (!taken.has(name)) return name;
  for (let count = 2; ; count += 1) if (!taken.has(`${name}-${count}`)) return `${name}-${count}`;
}
