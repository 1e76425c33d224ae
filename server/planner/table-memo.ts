import { createHash } from "node:crypto";
import type { PlannerCache } from "./cache";
import type { Effort, Spent } from "./effort";
import type { Source, Table } from "./table";

interface Kept {
  table: Table;
  spent: Spent;
}

/**
 * Tables of earlier runs, by the content of what they are made from. A merge is a pure function of its sources, rules, bounds and slack, so its key is made of
 * those and of its sources' keys (a Merkle tree whose leaves are the options' values and names): after a change only the steps that lead from what changed to the whole
 * are merged again. A table that is found counts the effort it took when it was made, so a warm and a cold run spend the same, step by step, and end alike.
 */
export class TableMemo {
  /** How many tables were merged and how many were found. */
  made = 0;
  found = 0;
  private readonly keys = new WeakMap<Table, string>();
  /** What is held, in the order of use, so that what a table is made from comes before it. */
  private readonly used = new Map<string, Kept>();
  private bytes = 0;
  private readonly mostBytes: number;

  /** Without a cache only what one run makes twice is shared. */
  constructor(private readonly cache: PlannerCache | undefined) {
    this.mostBytes = (cache?.maxBytes ?? MOST_BYTES) / 2;
  }

  /** Names a table that was not merged by what is in it: `parts` say all of it. */
  name(table: Table, ...parts: readonly (string | Int32Array | Float64Array)[]): Table {
    const hash = createHash("sha1");
    for (const part of parts) {
      hash.update(part);
      hash.update("|");
    }
    this.keys.set(table, hash.digest("base64"));
    return table;
  }

  /** The table that `make` makes from the sources; `how` says everything else that it depends on. */
  table(sources: readonly Source[], how: string, effort: Effort, checkpoint: (pairs: number) => void, make: () => Table): Table {
    const hash = createHash("sha1").update(how);
    for (const { left, right } of sources) hash.update(`|${this.keyOf(left)} ${this.keyOf(right)}`);
    const key = `table ${hash.digest("base64")}`;
    const known = this.used.get(key) ?? this.cache?.get<Kept>(key);
    // One that does not fit what is left to spend is made again, so that the search ends where it would have ended.
    if (known && effort.affords(known.spent)) {
      this.found += 1;
      checkpoint(known.spent.pairs);
      effort.spend(known.spent);
      return this.use(key, known);
    }
    this.made += 1;
    const before = effort.mark();
    const table = make();
    return this.use(key, { table, spent: effort.since(before) });
  }

  /** Leaves the tables of this run to the next ones. The last made is the first to be evicted, so whatever goes, goes before what it holds on to. */
  keep(): void {
    for (const [key, kept] of [...this.used].reverse()) this.cache?.set(key, kept, bytesOf(kept.table));
  }

  /** A table holds on to those it was made from, so once the bytes are spent nothing more is held. */
  private use(key: string, kept: Kept): Table {
    this.keys.set(kept.table, key);
    if (this.used.has(key) || this.bytes > this.mostBytes) return kept.table;
    this.bytes += bytesOf(kept.table);
    if (this.bytes <= this.mostBytes) this.used.set(key, kept);
    return kept.table;
  }

  private keyOf(table: Table): string {
    const key = this.keys.get(table);
    if (key === undefined) throw new Error("a table is merged that has no name");
    return key;
  }
}

/** Twice what is shared within a run without a cache. */
const MOST_BYTES = 2 ** 28;
const BYTES_OF_A_KEY = 300;

function bytesOf({ rows, columns, origin }: Table): number {
  return BYTES_OF_A_KEY + rows * (8 * (columns.length + 1) + (origin.kind === "pairs" ? 10 : 4));
}
