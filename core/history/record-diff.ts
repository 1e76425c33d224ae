/**
 * Differences between two states of a set of tables of records, after the record diffs of tldraw's store: a change holds the record
 * before and after, so that it can be inverted, squashed with the next one, and replayed onto a state that others have edited meanwhile.
 */

/** Tables by kind, each a map from id to an immutable flat record. */
export type Tables = { readonly [kind: string]: Readonly<Record<string, object>> };

/** One record before and after; null = the record does not exist. */
export interface RecordChange {
  readonly before: object | null;
  readonly after: object | null;
}

/** Changes by kind and id. */
export type TablesDiff = { readonly [kind: string]: { readonly [id: string]: RecordChange } };

export const EMPTY_DIFF: TablesDiff = {};

/** Whether a diff changes nothing. */
export function isEmptyDiff(diff: TablesDiff): boolean {
  for (const kind in diff) for (const _id in diff[kind]) return false;
  return true;
}

/** The diff that takes back `diff`. */
export function invertDiff(diff: TablesDiff): TablesDiff {
  const inverted: Record<string, Record<string, RecordChange>> = {};
  for (const kind in diff) {
    const changes: Record<string, RecordChange> = {};
    for (const [id, change] of Object.entries(diff[kind] as Record<string, RecordChange>)) changes[id] = { before: change.after, after: change.before };
    inverted[kind] = changes;
  }
  return inverted;
}

/** Structural equality of plain JSON values; a key with value undefined counts as absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) if (!sameValue(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** One diff that does what `first` and then `second` do; changes that cancel out disappear. */
export function squashDiffs(first: TablesDiff, second: TablesDiff): TablesDiff {
  const squashed: Record<string, Record<string, RecordChange>> = {};
  for (const kind in first) squashed[kind] = { ...first[kind] };
  for (const kind in second) {
    const target: Record<string, RecordChange> = squashed[kind] ?? {};
    for (const [id, change] of Object.entries(second[kind] as Record<string, RecordChange>)) {
      const earlier = target[id];
      const joined = earlier ? { before: earlier.before, after: change.after } : change;
      if (sameValue(joined.before, joined.after)) delete target[id];
      else target[id] = joined;
    }
    squashed[kind] = target;
  }
  for (const kind in squashed) if (Object.keys(squashed[kind] as object).length === 0) delete squashed[kind];
  return squashed;
}

/**
 * Applies one change to what is there now. An update touches only the keys it changed, so that another person's edit of
 * another key of the same record survives; an update of a record that somebody removed does nothing.
 */
export function applyChange(current: object | undefined, change: RecordChange): object | null {
  if (change.after === null) return null;
  if (change.before === null) return change.after;
  if (current === undefined) return null;
  if (current === change.before) return change.after;
  const before = change.before as Record<string, unknown>;
  const after = change.after as Record<string, unknown>;
  const merged: Record<string, unknown> = { ...current };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (sameValue(before[key], after[key])) continue;
    if (after[key] === undefined) delete merged[key];
    else merged[key] = after[key];
  }
  return merged;
}

/** Applies a diff; tables and records that it does not touch keep their identity. */
export function applyDiff<T extends Tables>(tables: T, diff: TablesDiff): T {
  let next: Record<string, Readonly<Record<string, object>>> | null = null;
  for (const kind in diff) {
    const changes = Object.entries(diff[kind] as Record<string, RecordChange>);
    if (changes.length === 0) continue;
    const table: Record<string, object> = { ...tables[kind] };
    for (const [id, change] of changes) {
      const value = applyChange(table[id], change);
      if (value === null) delete table[id];
      else table[id] = value;
    }
    next = next ?? { ...tables };
    next[kind] = table;
  }
  return (next ?? tables) as T;
}

/** What turns `before` into `after`; records that are structurally equal count as unchanged. */
export function diffTables(before: Tables, after: Tables): TablesDiff {
  const diff: Record<string, Record<string, RecordChange>> = {};
  for (const kind of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const left = before[kind] ?? {};
    const right = after[kind] ?? {};
    if (left === right) continue;
    const changes: Record<string, RecordChange> = {};
    for (const id in left) {
      const other = right[id];
      if (other === undefined) changes[id] = { before: left[id] as object, after: null };
      else if (!sameValue(left[id], other)) changes[id] = { before: left[id] as object, after: other };
    }
    for (const id in right) if (left[id] === undefined) changes[id] = { before: null, after: right[id] as object };
    if (Object.keys(changes).length > 0) diff[kind] = changes;
  }
  return diff;
}
