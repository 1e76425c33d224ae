import { EMPTY_DIFF, type RecordChange, sameValue, type Tables, type TablesDiff } from "./record-diff";

type Writable<T extends Tables> = { -readonly [K in keyof T]: Record<string, object> };

/**
 * A recipe's view of the tables: reads see the recipe's own writes, writes are collected as a diff. Copies a table on the first write to it.
 */
export class Transaction<T extends Tables> {
  private readonly start: T;
  private current: T;
  private readonly copied = new Set<string>();
  private readonly touched = new Map<string, Set<string>>();

  constructor(tables: T) {
    this.start = tables;
    this.current = tables;
  }

  /** The tables as they are now, within this transaction. */
  get tables(): T {
    return this.current;
  }

  get<K extends keyof T & string>(kind: K, id: string): T[K][string] | undefined {
    return this.current[kind]?.[id] as T[K][string] | undefined;
  }

  put<K extends keyof T & string>(kind: K, id: string, record: T[K][string]): void {
    this.writable(kind, id)[id] = record as object;
  }

  /** Merges `patch` into a record that exists; a key set to undefined is removed. */
  update<K extends keyof T & string>(kind: K, id: string, patch: Partial<T[K][string]>): void {
    const record = this.current[kind]?.[id];
    if (!record) return;
    const merged: Record<string, unknown> = { ...record, ...patch };
    for (const key in merged) if (merged[key] === undefined) delete merged[key];
    this.writable(kind, id)[id] = merged;
  }

  remove<K extends keyof T & string>(kind: K, id: string): void {
    if (this.current[kind]?.[id] === undefined) return;
    delete this.writable(kind, id)[id];
  }

  /** What the recipe did. */
  diff(): TablesDiff {
    if (this.touched.size === 0) return EMPTY_DIFF;
    const diff: Record<string, Record<string, RecordChange>> = {};
    for (const [kind, ids] of this.touched) {
      const changes: Record<string, RecordChange> = {};
      for (const id of ids) {
        const before = (this.start[kind]?.[id] as object | undefined) ?? null;
        const after = (this.current[kind]?.[id] as object | undefined) ?? null;
        if (!sameValue(before, after)) changes[id] = { before, after };
      }
      if (Object.keys(changes).length > 0) diff[kind] = changes;
    }
    return diff;
  }

  private writable(kind: string, id: string): Record<string, object> {
    if (!this.copied.has(kind)) {
      this.current = { ...this.current, [kind]: { ...this.current[kind] } };
      this.copied.add(kind);
    }
    const ids = this.touched.get(kind) ?? new Set<string>();
    ids.add(id);
    this.touched.set(kind, ids);
    return (this.current as Writable<T>)[kind] as Record<string, object>;
  }
}
