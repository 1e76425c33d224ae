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

function noWorse(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i]! > b[i]!) return false;
  return true;
}
