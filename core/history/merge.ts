import { type RecordChange, sameValue, type TablesDiff } from "./record-diff";

/** A record that both sides changed in ways that cannot both be kept. */
export interface Clash {
  readonly kind: string;
  readonly id: string;
  /** Keys that both changed, to different values; empty when one side removed the record. */
  readonly keys: readonly string[];
}

function changedKeys(change: RecordChange): string[] {
  const before = (change.before ?? {}) as Record<string, unknown>;
  const after = (change.after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !sameValue(before[key], after[key]));
}

/**
 * Where two sets of changes from the same base contradict each other. Changes of different records, or of different keys of one record,
 * can both be kept; so can equal changes. `order` never clashes: two additions at the same place are both kept.
 */
export function findClashes(ours: TablesDiff, theirs: TablesDiff): Clash[] {
  const clashes: Clash[] = [];
  for (const kind in ours) {
    for (const [id, own] of Object.entries(ours[kind] as Record<string, RecordChange>)) {
      const other = theirs[kind]?.[id];
      if (!other || sameValue(own.after, other.after)) continue;
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
