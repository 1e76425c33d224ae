import { Staircase } from "./staircase";

/** Sums formed in another order differ by less than this, relatively. */
const SLACK = 1e-11;

interface ArchiveEntry<Owner> {
  key: readonly number[];
  owner: Owner;
}

/** Vectors of which none dominates another, kept in columns; an entry is made when it is asked for. */
export interface Block<Owner> {
  readonly count: number;
  entry(i: number): ArchiveEntry<Owner>;
}

/** A set of vectors (all minimised, already rounded) of which none dominates another; each with its owner. */
export class Archive<Owner> {
  private list: ArchiveEntry<Owner>[] = [];
  private held: Block<Owner> | null = null;
  /** What a key may at most be to beat a bound, and what it has to be less than to be better. */
  private readonly most: number[] = [];
  private readonly less: number[] = [];
  private lastCover = 0;

  /** Everything that is held, when it is held in columns. */
  get block(): Block<Owner> | null {
    return this.held;
  }

  get count(): number {
    return this.held ? this.held.count : this.list.length;
  }

  /** The vectors one by one. What is held in columns is spelt out by this, and held like this from then on. */
  get entries(): ArchiveEntry<Owner>[] {
    const { held } = this;
    if (held) {
      this.list = Array.from({ length: held.count }, (_, i) => held.entry(i));
      this.held = null;
    }
    return this.list;
  }

  /** At most about so many of the vectors, evenly over them. */
  sample(most: number): ArchiveEntry<Owner>[] {
    const step = Math.max(1, Math.ceil(this.count / most));
    return Array.from({ length: Math.ceil(this.count / step) }, (_, i) => (this.held ? this.held.entry(i * step) : this.list[i * step]!));
  }

  /** Lets everything go. */
  empty(): void {
    this.list = [];
    this.held = null;
  }

  /** Holds the vectors of a block instead of what was held. */
  replaceWith(block: Block<Owner>): void {
    this.list = [];
    this.held = block;
  }

  /**
   * Whether some entry beats everything with the lower bounds `bound`: no worse in every dimension up to rounding, and better in one, or
   * equal in all and `keeps` its place against what might tie with it.
   */
  covers(bound: readonly number[], keeps: (holder: Owner) => boolean): boolean {
    const { entries, most, less } = this;
    for (let i = 0; i < bound.length; i += 1) {
      if (bound[i] === Number.NEGATIVE_INFINITY) return false;
      const slack = Math.abs(bound[i]!) * SLACK;
      most[i] = bound[i]! + slack;
      less[i] = bound[i]! - slack;
    }
    // What beats one bound often beats the next one.
    const first = this.lastCover < entries.length ? this.lastCover : 0;
    for (let k = 0; k < entries.length; k += 1) {
      const place = first + k < entries.length ? first + k : first + k - entries.length;
      const { key, owner } = entries[place]!;
      let better = false;
      let i = 0;
      for (; i < bound.length && !(key[i]! > most[i]!); i += 1) if (key[i]! < less[i]!) better = true;
      if (i < bound.length || !(better || keeps(owner))) continue;
      this.lastCover = place;
      return true;
    }
    return false;
  }

  /** Holds those of many vectors of up to three dimensions that no other beats, in O(n log n). Same result as adding one by one to an empty archive. */
  fill(items: readonly ArchiveEntry<Owner>[], preferred: (challenger: Owner, holder: Owner) => boolean): void {
    const sorted = [...items].sort((a, b) => compareKeys(a.key, b.key) || (preferred(a.owner, b.owner) ? -1 : 1));
    const stairs = new Staircase();
    this.held = null;
    this.list = sorted.filter((item, i) => {
      const [, x = 0, y = 0] = item.key;
      if (stairs.dominator(x, y) >= 0) return false;
      stairs.insert(x, y, i);
      return true;
    });
  }

  /** Adds a vector unless it is dominated; on an equal vector `preferred` decides whether the new owner takes over. */
  add(key: readonly number[], owner: Owner, preferred: (challenger: Owner, holder: Owner) => boolean): boolean {
    for (const entry of this.entries) {
      if (!noWorse(entry.key, key)) continue;
      if (!noWorse(key, entry.key)) return false;
      if (!preferred(owner, entry.owner)) return false;
      entry.owner = owner;
      return true;
    }
    this.list = this.list.filter((entry) => !noWorse(key, entry.key));
    this.list.push({ key, owner });
    return true;
  }
}

/** Lexicographic order. */
export function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

function noWorse(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i]! > b[i]!) return false;
  return true;
}
