/** Options of one operator of a chain with one state that take the same from one pool; −1: from none, or from several. */
export interface ChainGroup {
  state: number;
  /** Column of the pool. */
  pool: number;
  devices: number;
}

/** More devices than this in a pool are not told apart one by one. */
const MOST_UNITS = 128;

interface Track {
  state: number;
  pool: number;
  /** Where its values begin, and how many there are: one for each number of units used since the chain came into this pool. */
  at: number;
  size: number;
  groups: { group: number; units: number }[];
}

/**
 * The plan of least weighted sum of a chain in which operators that follow each other in one pool take no more of it than there is. What a plan took from the
 * pool before it was elsewhere is forgotten, so this is still a relaxation, and its least sum a lower bound for every plan that the pools hold. It is a much
 * better one than without: the mixtures of whole plans that multipliers on pools lead to cannot put the whole chain into one pool, one after the other.
 */
export class LeastChain {
  private readonly tracks: Track[][];
  private readonly value: Float64Array;
  private readonly from: Int32Array;
  private readonly by: Int32Array;

  constructor(
    operators: readonly (readonly ChainGroup[])[],
    limits: Float64Array,
    private readonly states: Int32Array,
  ) {
    let place = 0;
    this.tracks = operators.map((groups) => {
      const tracks: Track[] = [];
      groups.forEach(({ state, pool, devices }, group) => {
        let track = tracks.find((other) => other.state === state && other.pool === pool);
        const most = pool < 0 ? 0 : limits[pool]!;
        const unit = Math.max(1, Math.ceil(most / MOST_UNITS));
        if (!track) {
          track = { state, pool, at: place, size: Math.floor(most / unit) + 1, groups: [] };
          place += track.size;
          tracks.push(track);
        }
        track.groups.push({ group, units: Math.floor(devices / unit) });
      });
      return tracks;
    });
    this.value = new Float64Array(place);
    this.from = new Int32Array(place);
    this.by = new Int32Array(place);
  }

  /** `least`, `leastOption`: of each group; `pairs`: values of the edge into each operator by [state before][state]. Writes the options of the plan. */
  least(least: Float64Array, leastOption: Int32Array, firstGroup: Int32Array, pairs: readonly (Float64Array | null)[], chosen: Int32Array): number {
    const { tracks, value, from, by, states } = this;
    value.fill(Number.POSITIVE_INFINITY);
    for (let o = 0; o < tracks.length; o += 1) {
      const pair = pairs[o];
      const width = states[o]!;
      const first = firstGroup[o]!;
      for (const { state, pool, at, size, groups } of tracks[o]!) {
        if (o === 0) {
          const start = pair ? pair[state]! : 0;
          for (const { group, units } of groups) {
            if (units >= size || start + least[first + group]! >= value[at + units]!) continue;
            value[at + units] = start + least[first + group]!;
            by[at + units] = first + group;
          }
          continue;
        }
        for (const before of tracks[o - 1]!) {
          const step = pair ? pair[before.state * width + state]! : 0;
          if (step === Number.POSITIVE_INFINITY) continue;
          if (before.pool === pool && pool >= 0) {
            for (const { group, units } of groups) {
              const own = step + least[first + group]!;
              for (let u = 0, to = at + units; u + units < size; u += 1, to += 1) {
                const sum = value[before.at + u]! + own;
                if (sum >= value[to]!) continue;
                value[to] = sum;
                from[to] = before.at + u;
                by[to] = first + group;
              }
            }
            continue;
          }
          let reached = before.at;
          for (let u = 1; u < before.size; u += 1) if (value[before.at + u]! < value[reached]!) reached = before.at + u;
          for (const { group, units } of groups) {
            const sum = value[reached]! + step + least[first + group]!;
            if (units >= size || sum >= value[at + units]!) continue;
            value[at + units] = sum;
            from[at + units] = reached;
            by[at + units] = first + group;
          }
        }
      }
    }
    const last = tracks.length - 1;
    let end = -1;
    for (const { at, size } of tracks[last]!) for (let u = at; u < at + size; u += 1) if (end < 0 || value[u]! < value[end]!) end = u;
    const sum = end < 0 ? Number.POSITIVE_INFINITY : value[end]!;
    if (sum === Number.POSITIVE_INFINITY) return sum;
    for (let o = last; o >= 0; o -= 1) {
      chosen[o] = leastOption[by[end]!]!;
      end = from[end]!;
    }
    return sum;
  }
}
