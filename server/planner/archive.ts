import { Staircase } from "./staircase";

/** Sums formed in another order differ by less than this, relatively. */
const SLACK = 1e-11;

/** A set of vectors (all minimised, already rounded) of which none dominates another; each with its owner. */
export class Archive<Owner> {
  readonly entries: { key: readonly number[]; owner: Owner }[] = [];

  /**
   * Whether some entry beats everything with the lower bounds `bound`: no worse in every dimension up to rounding, and better in one, or
   * equal in all and `keeps` its place against what might tie with it.
   */
  covers(bound: readonly number[], keeps: (holder: Owner) => boolean): boolean {
    for (const entry of this.entries) {
      let better = false;
      let worse = false;
      for (let i = 0; i < bound.length; i += 1) {
        if (bound[i] === Number.NEGATIVE_INFINITY) {
          worse = true;
          break;
        }
        const slack = Math.abs(bound[i]!) * SLACK;
        if (entry.key[i]! > bound[i]! + slack) {
          worse = true;
          break;
        }
        if (entry.key[i]! < bound[i]! - slack) better = true;
      }
      if (!worse && (better || keeps(entry.owner))) return true;
    }
    return false;
  }

  /** Fills an empty archive with many vectors of up to three dimensions at once, in O(n log n). Same result as adding one by one. */
  fill(items: { key: readonly number[]; owner: Owner }[], preferred: (challenger: Owner, holder: Owner) => boolean): void {
    const sorted = [...items].sort((a, b) => compare(a.key, b.key) || (preferred(a.owner, b.owner) ? -1 : 1));
    const stairs = new Staircase();
    sorted.forEach((item, i) => {
      const [, x = 0, y = 0] = item.key;
      if (stairs.dominator(x, y) >= 0) return;
      stairs.insert(x, y, i);
      this.entries.push(item);
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
    let kept = 0;
    for (const entry of this.entries) if (!noWorse(key, entry.key)) this.entries[kept++] = entry;
    this.entries.length = kept;
    this.entries.push({ key, owner });
    return true;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

function noWorse(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i]! > b[i]!) return false;
  return true;
}
