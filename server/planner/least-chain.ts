/** Options of one operator of a chain with one state that take the same from the same pools. */
export interface ChainGroup {
  state: number;
  /** Column of the pool; −1: none, or several. */
  pool: number;
  devices: number;
  /** All pools it takes from, and how much. */
  used: readonly (readonly [pool: number, devices: number])[];
}

/** More devices than this in a pool are not told apart one by one. */
const MOST_UNITS = 128;

interface Track {
  state: number;
  pool: number;
  /** Devices that count as one. */
  unit: number;
  /** Where its values begin: by the units that are left of its pool. */
  at: number;
  size: number;
  groups: number[];
  /** As of the last search: the best group for who comes from elsewhere, and the least sum from there on. */
  first: number;
  entry: number;
}

/**
 * The plan of least weighted sum of a chain in which operators that follow each other in one pool take no more of it than there is. What a plan took from the
 * pool before it was elsewhere is forgotten, so this is still a relaxation, and its least sum a lower bound for every plan that the pools hold. It is a much
 * better one than without: the mixtures of whole plans that multipliers on pools lead to cannot put the whole chain into one pool, one after the other.
 * Goes from the last operator to the first, so that it also tells what any beginning of a plan at least leads to.
 */
export class LeastChain {
  private readonly tracks: Track[][];
  private readonly trackOf: Track[] = [];
  private readonly unitsOf: Int32Array;
  /** Least sum of what follows an operator, as of the last search: for each group from its place on, by units of its pool that are left; devices of a unit. */
  readonly after: Float64Array;
  readonly places: Int32Array;
  readonly units: Int32Array;
  /** The group that comes next. */
  private readonly next: Int32Array;

  constructor(
    operators: readonly (readonly ChainGroup[])[],
    limits: Float64Array,
    private readonly states: Int32Array,
  ) {
    let place = 0;
    this.tracks = operators.map((groups) => {
      const tracks: Track[] = [];
      for (const { state, pool, devices } of groups) {
        let track = tracks.find((other) => other.state === state && other.pool === pool);
        if (!track) {
          const most = pool < 0 ? 0 : limits[pool]!;
          const unit = Math.max(1, Math.ceil(most / MOST_UNITS));
          track = { state, pool, unit, at: place, size: Math.floor(most / unit) + 1, groups: [], first: -1, entry: 0 };
          place += track.size;
          tracks.push(track);
        }
        if (devices < track.size * track.unit) track.groups.push(this.trackOf.length);
        this.trackOf.push(track);
      }
      return tracks;
    });
    this.unitsOf = Int32Array.from(operators.flat(), ({ pool, devices }, group) => (pool < 0 ? 0 : Math.floor(devices / this.trackOf[group]!.unit)));
    this.places = Int32Array.from(this.trackOf, ({ at }) => at);
    this.units = Int32Array.from(this.trackOf, ({ unit }) => unit);
    this.after = new Float64Array(place);
    this.next = new Int32Array(place);
  }

  /**
   * `least`, `leastOption`: of each group; `pairs`: values of the edge into each operator by [state before][state]. Writes the options of the plan; Infinity when
   * none can be put together.
   */
  least(least: Float64Array, leastOption: Int32Array, pairs: readonly (Float64Array | null)[], chosen: Int32Array): number {
    const { tracks, trackOf, unitsOf, after, next } = this;
    const last = tracks.length - 1;
    for (const { at, size } of tracks[last]!) after.fill(0, at, at + size);
    for (let o = last; o > 0; o -= 1) {
      this.enter(o, least);
      for (const track of tracks[o - 1]!) this.follow(track, o, least, pairs[o]!);
    }
    let sum = Number.POSITIVE_INFINITY;
    let group = -1;
    for (const { state, at, size, groups } of tracks[0]!)
      for (const own of groups) {
        const value = (pairs[0] ? pairs[0][state]! : 0) + least[own]! + after[at + size - 1 - unitsOf[own]!]!;
        if (value >= sum) continue;
        sum = value;
        group = own;
      }
    if (group < 0) return sum;
    for (let o = 0, room = 0, pool = -1; o <= last; o += 1) {
      const track = trackOf[group]!;
      if (o === 0 || track.pool !== pool || pool < 0) room = track.size - 1;
      room -= unitsOf[group]!;
      pool = track.pool;
      chosen[o] = leastOption[group]!;
      group = next[track.at + room]!;
    }
    return sum;
  }

  /** The best group of each track of an operator for who comes from elsewhere, and what it then leads to. */
  private enter(o: number, least: Float64Array): void {
    const { after, unitsOf } = this;
    for (const track of this.tracks[o]!) {
      const whole = track.at + track.size - 1;
      track.entry = Number.POSITIVE_INFINITY;
      for (const own of track.groups) {
        const sum = least[own]! + after[whole - unitsOf[own]!]!;
        if (sum >= track.entry) continue;
        track.entry = sum;
        track.first = own;
      }
    }
  }

  /** What follows a track of the operator before `o`, for each number of units left. */
  private follow(before: Track, o: number, least: Float64Array, pair: Float64Array | null): void {
    const { after, next, unitsOf } = this;
    const end = before.at + before.size;
    let other = Number.POSITIVE_INFINITY;
    let group = -1;
    for (const track of this.tracks[o]!) {
      if (before.pool === track.pool && track.pool >= 0) continue;
      const sum = track.entry + (pair ? pair[before.state * this.states[o]! + track.state]! : 0);
      if (sum >= other) continue;
      other = sum;
      group = track.first;
    }
    after.fill(other, before.at, end);
    next.fill(group, before.at, end);
    for (const track of this.tracks[o]!) {
      if (before.pool !== track.pool || track.pool < 0) continue;
      const step = pair ? pair[before.state * this.states[o]! + track.state]! : 0;
      for (const own of track.groups) {
        const start = step + least[own]!;
        for (let to = before.at + unitsOf[own]!, from = track.at; to < end; to += 1, from += 1) {
          const sum = start + after[from]!;
          if (sum >= after[to]!) continue;
          after[to] = sum;
          next[to] = own;
        }
      }
    }
  }
}
