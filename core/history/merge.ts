import { type RecordChange, sameValue, type TablesDiff } from "./record-diff";

/** A record that both sides changed in ways that cannot both be kept. */
export interface Clash {
  readonly kind: string;
  readonly id: string;
  /** Keys that both changed, to different values; empty when one side removed the record, `id` when both renamed it. */
  readonly keys: readonly string[];
}

function changedKeys(change: RecordChange): string[] {
  const before = (change.before ?? {}) as Record<string, unknown>;
  const after = (change.after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !sameValue(before[key], after[key]));
}

/** Keys that only say what a record is called, and where in its list it stands. */
const NAMING_KEYS = new Set(["id", "title", "order"]);

/** Ids of added records that are `removed` under another name: where an id is the key of its record, a renaming is a removal and an addition. */
export function renamedTo(changes: Readonly<Record<string, RecordChange>>, removed: object): string[] {
  const content = (record: object) => Object.fromEntries(Object.entries(record).filter(([key]) => !NAMING_KEYS.has(key)));
  const wanted = content(removed);
  return Object.entries(changes).flatMap(([id, { before, after }]) => (before === null && after !== null && sameValue(content(after), wanted) ? [id] : []));
}

/** Whether both sides renamed the record that both removed, each to something else: keeping both would double it. */
function renamedApart(ours: Readonly<Record<string, RecordChange>>, theirs: Readonly<Record<string, RecordChange>>, removed: object): boolean {
  const own = renamedTo(ours, removed);
  const other = renamedTo(theirs, removed);
  return own.some((id) => !other.includes(id)) && other.some((id) => !own.includes(id));
}

/**
 * Where two sets of changes from the same base contradict each other. Changes of different records, or of different keys of one record,
 * can both be kept; so can equal changes. `order` never clashes: two additions at the same place are both kept. A record that both removed
 * and added again, each under another id, is one record that both renamed.
 */
export function findClashes(ours: TablesDiff, theirs: TablesDiff): Clash[] {
  const clashes: Clash[] = [];
  for (const kind in ours) {
    for (const [id, own] of Object.entries(ours[kind] as Record<string, RecordChange>)) {
      const other = theirs[kind]?.[id];
      if (!other) continue;
      if (sameValue(own.after, other.after)) {
        if (own.after === null && own.before && renamedApart(ours[kind] ?? {}, theirs[kind] ?? {}, own.before)) clashes.push({ kind, id, keys: ["id"] });
        continue;
      }
      if (own.after === null || other.after === null) {
        clashes.push({ kind, id, keys: [] });
        continue;
      }
      const theirKeys = new Set(changedKeys(other));
      const after = own.after as Record<string, unknown>;
      const otherAfter = other.after as Record<string, unknown>;
      const keys = changedKeys(own).filter((key) => key !== "order" && theirKeys.has(key) && !sameValue(after[key], otherAfter[key]));
      if (keys.length > 0) clashes.push({ kind, id, keys });
    }
  }
  return clashes;
}
