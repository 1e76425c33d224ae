import type { CoverGrid } from "./cover-grid";
import type { Bound } from "./multipliers";
import type { Relaxation } from "./relaxation";

/** Most single exchanges that are combined in pairs. */
const MOST_SINGLES = 100;
/** Most exchanges that bring a plan within its limits. */
const MOST_REPAIRS = 12;
/** Most exchanges that are looked at for that. */
const MOST_MENDING = 300;
const BUCKETS = 256;
/** How much more than the last time exchanges may add before they are counted: enough of them are found again nearly always. */
const MARGIN = 1.3;
/** Limits that an exchange takes more of: none, or several. */
const NONE = -1;
const SEVERAL = -2;

/**
 * Plans around a plan of least weighted sum: one or two operators exchange their option for one that adds little to the sum. What the exchanges add
 * is how far the new plan is from the bound of those weights, so all of them lie near the frontier, in all directions.
 */
export class Exchanges {
  private readonly near: Uint8Array;
  private readonly totals: Float64Array;
  private readonly room: Float64Array;
  private readonly worst: Int32Array;
  private readonly trial: Int32Array;
  /** Exchanges of single operators, by what they add to the weighted sum: options, what they add, what they change, the one limit they take more of. */
  private readonly options: Int32Array;
  private readonly adds: Float64Array;
  private readonly change: Float64Array;
  private readonly takes: Int32Array;
  private size = 0;
  /** All that are looked at: options, what they add; how many add how much. */
  private readonly offered: Int32Array;
  private readonly offeredAdds: Float64Array;
  private readonly counts = new Int32Array(BUCKETS + 1);
  private readonly limited: Int32Array;
  /** Latency adds up, or is not asked for. */
  private readonly isChain: boolean;
  /** Weighted sum of each option's columns, and the least of each group, for the bound in use. */
  private readonly scores: Float64Array;
  private readonly leastScore: Float64Array;
  private bound: Bound | null = null;
  /** What about as many exchanges as are wanted added the last time. */
  private usual = Number.POSITIVE_INFINITY;

  constructor(
    private readonly relaxation: Relaxation,
    private readonly grid: CoverGrid,
    private readonly primary: number,
    /** Limits of the columns; Infinity where there is none. */
    private readonly limits: Float64Array,
  ) {
    const { count, width, edges, operatorOf, time, isChain, groupStart } = relaxation;
    this.isChain = isChain || time < 0;
    this.near = new Uint8Array(count * count);
    for (const { from, to } of edges) {
      if (from < 0) continue;
      this.near[from * count + to] = 1;
      this.near[to * count + from] = 1;
    }
    this.totals = new Float64Array(width);
    this.room = new Float64Array(width);
    this.worst = new Int32Array(width);
    this.trial = new Int32Array(count);
    this.options = new Int32Array(operatorOf.length);
    this.adds = new Float64Array(operatorOf.length);
    this.change = new Float64Array(operatorOf.length * width);
    this.takes = new Int32Array(operatorOf.length);
    this.offered = new Int32Array(operatorOf.length);
    this.offeredAdds = new Float64Array(operatorOf.length);
    this.scores = new Float64Array(operatorOf.length);
    this.leastScore = new Float64Array(groupStart.length - 1);
    this.limited = Int32Array.from(Array.from(limits.keys()).filter((d) => limits[d]! < Number.POSITIVE_INFINITY && (this.isChain || d !== time)));
  }

  /**
   * Brings a plan within limits by the exchanges that cost least for what they mend, then adds it, and what one or two exchanges make of it, to the grid.
   * `most`: how much all of it may add to the weighted sum. How many plans were looked at.
   */
  around(start: Int32Array, bound: Bound, limits: Float64Array, most: number): number {
    const { relaxation, totals, primary } = this;
    if (this.bound !== bound) {
      this.bound = bound;
      this.usual = Number.POSITIVE_INFINITY;
      relaxation.scores(bound.weights, bound.flow, this.scores, this.leastScore);
    }
    const chosen = start.slice();
    relaxation.totals(chosen, totals);
    let left = most + bound.least - totals[primary]!;
    for (let d = 0; d < totals.length; d += 1) if (d !== primary) left -= bound.weights[d]! * totals[d]!;
    left = this.repair(chosen, limits, left);
    if (left < 0) return 0;
    this.singles(chosen, left, MOST_SINGLES);
    return this.pairs(chosen, left);
  }

  /** Adds a plan itself to the grid, if it is within the limits. */
  add(plan: Int32Array): void {
    const { relaxation, totals, limits, grid } = this;
    relaxation.totals(plan, totals);
    for (let d = 0; d < totals.length; d += 1) if (totals[d]! > limits[d]!) return;
    const y = grid.y.column;
    grid.add(totals[this.primary]!, totals[grid.x.column]!, y < 0 ? 0 : totals[y]!, grid.addBase(plan), -1, -1);
  }

  /** Brings `totals`, those of a plan, within limits as far as exchanges can that add no more than `left` together; what they leave of it. */
  private repair(chosen: Int32Array, limits: Float64Array, left: number): number {
    const { relaxation, totals, change, options, adds, near, room: over, worst } = this;
    const { width, count, operatorOf } = relaxation;
    let violated = 0;
    const isOver = (): boolean => {
      violated = 0;
      for (let d = 0; d < width; d += 1) {
        over[d] = d === this.primary ? 0 : Math.max(0, totals[d]! - limits[d]!);
        if (over[d]! > 0) worst[violated++] = d;
      }
      return violated > 0;
    };
    if (left < 0 || !isOver()) return left;
    this.singles(chosen, left, MOST_MENDING);
    const settled = new Uint8Array(count);
    const slight = 1e-4 * this.bound!.least;
    let rest = left;
    for (let repair = 0; repair < MOST_REPAIRS; repair += 1) {
      let best = -1;
      let most = 0;
      for (let i = 0; i < this.size; i += 1) {
        if (settled[operatorOf[options[i]!]!]) continue;
        const at = i * width;
        let isLess = false;
        for (let v = 0; v < violated; v += 1) if (change[at + worst[v]!]! < 0) isLess = true;
        if (!isLess) continue;
        let mends = 0;
        for (let d = 0; d < width; d += 1) {
          const moved = change[at + d]!;
          if (moved === 0 || limits[d] === Number.POSITIVE_INFINITY || d === this.primary) continue;
          mends += (over[d]! - Math.max(0, totals[d]! + moved - limits[d]!)) / limits[d]!;
        }
        if (mends <= 1e-12) continue;
        const worth = mends / (Math.max(0, adds[i]!) + slight);
        if (worth > most) {
          most = worth;
          best = i;
        }
      }
      if (best < 0) break;
      rest -= adds[best]!;
      if (rest < 0) return rest;
      const option = options[best]!;
      const o = operatorOf[option]!;
      chosen[o] = option;
      settled[o] = 1;
      for (let other = 0; other < count; other += 1) if (near[o * count + other]) settled[other] = 1;
      for (let d = 0; d < width; d += 1) totals[d]! += change[best * width + d]!;
      if (!this.isChain) totals[relaxation.time] = relaxation.latency(chosen, null);
      if (!isOver()) break;
    }
    relaxation.totals(chosen, totals);
    return rest;
  }

  /** The plan and what single exchanges and pairs of them make of it. `totals` are its own. */
  private pairs(chosen: Int32Array, most: number): number {
    const { relaxation, totals, room, limits, grid, primary, change, options, adds, takes, near, limited } = this;
    const { width, count, operatorOf, groupOf, stateOf } = relaxation;
    const size = Math.min(MOST_SINGLES, this.size);
    const base = grid.addBase(chosen);
    const [x, y] = [grid.x.column, grid.y.column];
    // The most that one exchange gives back.
    const back = new Float64Array(width);
    const moves = new Uint8Array(size);
    for (let i = 0; i < size; i += 1) {
      const option = options[i]!;
      if (stateOf[groupOf[option]!] !== stateOf[groupOf[chosen[operatorOf[option]!]!]!]) moves[i] = 1;
      for (let d = 0; d < width; d += 1) if (change[i * width + d]! < back[d]!) back[d] = change[i * width + d]!;
    }
    let looked = 0;
    // −1: no exchange.
    for (let i = -1; i < size; i += 1) {
      let fits = true;
      let canFit = true;
      for (let d = 0; d < width; d += 1) room[d] = totals[d]! + (i < 0 ? 0 : change[i * width + d]!);
      for (let c = 0; c < limited.length; c += 1) {
        const d = limited[c]!;
        if (room[d]! <= limits[d]!) continue;
        fits = false;
        if (room[d]! + back[d]! > limits[d]!) canFit = false;
      }
      looked += 1;
      if (fits) this.offer(chosen, base, i, -1, room[primary]!, room[x]!, y < 0 ? 0 : room[y]!);
      if (i < 0 || !canFit) continue;
      const own = operatorOf[options[i]!]!;
      const left = most - adds[i]!;
      for (let j = i + 1; j < size && adds[j]! <= left; j += 1) {
        const other = operatorOf[options[j]!]!;
        if (other === own || (moves[i] && moves[j] && near[own * count + other])) continue;
        looked += 1;
        const to = j * width;
        const taken = takes[j]!;
        if (fits && taken >= 0) {
          if (room[taken]! + change[to + taken]! > limits[taken]!) continue;
        } else if (!fits || taken === SEVERAL) {
          let c = 0;
          while (c < limited.length && room[limited[c]!]! + change[to + limited[c]!]! <= limits[limited[c]!]!) c += 1;
          if (c < limited.length) continue;
        }
        this.offer(chosen, base, i, j, room[primary]! + change[to + primary]!, room[x]! + change[to + x]!, y < 0 ? 0 : room[y]! + change[to + y]!);
      }
    }
    return looked;
  }

  /** Adds what one or two exchanges make of a plan to the grid; latency is measured where it is not a sum. */
  private offer(chosen: Int32Array, base: number, i: number, j: number, cost: number, x: number, y: number): void {
    const { grid, options } = this;
    const first = i < 0 ? -1 : options[i]!;
    const second = j < 0 ? -1 : options[j]!;
    if (this.isChain) {
      grid.add(cost, x, y, base, first, second);
      return;
    }
    const { time } = this.relaxation;
    const longest = this.latencyOf(chosen, first, second);
    if (longest <= this.limits[time]!) grid.add(cost, grid.x.column === time ? longest : x, grid.y.column === time ? longest : y, base, first, second);
  }

  private latencyOf(chosen: Int32Array, first: number, second: number): number {
    const { trial, relaxation } = this;
    trial.set(chosen);
    if (first >= 0) trial[relaxation.operatorOf[first]!] = first;
    if (second >= 0) trial[relaxation.operatorOf[second]!] = second;
    return relaxation.latency(trial, null);
  }

  /** About so many options that exchanged alone add least to the weighted sum, and at most so much; in that order. */
  private singles(chosen: Int32Array, most: number, wanted: number): void {
    const likely = Math.min(most, MARGIN * this.usual);
    if (this.atMost(chosen, likely, wanted) < wanted && likely < most) this.atMost(chosen, most, wanted);
  }

  /** The same, of those that add at most so much; how many of them there are. */
  private atMost(chosen: Int32Array, most: number, wanted: number): number {
    const { relaxation, offered, offeredAdds, counts, scores, leastScore } = this;
    const { groupStart, firstGroup, stateOf, groupOf } = relaxation;
    const perUnit = (BUCKETS - 1) / most;
    const bucketOf = (added: number): number => (added <= 0 ? 0 : (added * perUnit) | 0);
    counts.fill(0);
    let found = 0;
    for (let o = 0; o < relaxation.count; o += 1) {
      const held = chosen[o]!;
      const heldState = stateOf[groupOf[held]!]!;
      let state = -1;
      let base = 0;
      for (let g = firstGroup[o]!; g < firstGroup[o + 1]!; g += 1) {
        if (stateOf[g] !== state) {
          state = stateOf[g]!;
          base = -scores[held]! + (state === heldState ? 0 : this.crossing(chosen, o, state));
        }
        if (base + leastScore[g]! > most) continue;
        for (let k = groupStart[g]!; k < groupStart[g + 1]!; k += 1) {
          const added = base + scores[k]!;
          if (added > most || k === held) continue;
          counts[bucketOf(added)]! += 1;
          offered[found] = k;
          offeredAdds[found] = added;
          found += 1;
        }
      }
    }
    // Buckets by buckets, as far as they are wanted.
    let last = 0;
    let size = counts[0]!;
    for (; last + 1 < BUCKETS && size + counts[last + 1]! <= wanted; last += 1) size += counts[last + 1]!;
    if (found >= wanted) this.usual = (last + 1) / perUnit;
    for (let bucket = 0, from = 0; bucket <= last; bucket += 1) [counts[bucket], from] = [from, from + counts[bucket]!];
    const { options, adds } = this;
    for (let i = 0; i < found; i += 1) {
      const bucket = bucketOf(offeredAdds[i]!);
      if (bucket > last) continue;
      const place = counts[bucket]!;
      counts[bucket] = place + 1;
      options[place] = offered[i]!;
      adds[place] = offeredAdds[i]!;
    }
    for (let i = 1; i < size; i += 1) {
      const [option, added] = [options[i]!, adds[i]!];
      let place = i;
      for (; place > 0 && adds[place - 1]! > added; place -= 1) {
        options[place] = options[place - 1]!;
        adds[place] = adds[place - 1]!;
      }
      options[place] = option;
      adds[place] = added;
    }
    this.size = size;
    this.changes(chosen);
    return found;
  }

  /** What the edges of an operator add to the weighted sum when it goes to another state; Infinity where it cannot. */
  private crossing(chosen: Int32Array, operator: number, state: number): number {
    const { relaxation } = this;
    const { weights, flow } = this.bound!;
    let sum = 0;
    for (const e of relaxation.touching[operator]!) {
      const { columns, values, possible } = relaxation.edges[e]!;
      const before = relaxation.pairOf(relaxation.edges[e]!, chosen);
      const after = relaxation.pairWith(relaxation.edges[e]!, chosen, operator, state);
      if (!possible[after]) return Number.POSITIVE_INFINITY;
      for (let a = 0; a < columns.length; a += 1) {
        const d = columns[a]!;
        sum += (values[after * columns.length + a]! - values[before * columns.length + a]!) * (flow && d === relaxation.time ? flow.edges[e]! : weights[d]!);
      }
    }
    return sum;
  }

  /** What each exchange changes, and which limit it takes more of. */
  private changes(chosen: Int32Array): void {
    const { relaxation, options, change, takes, limited } = this;
    const { width, values, operatorOf, groupOf, stateOf, touching, edges } = relaxation;
    for (let i = 0, to = 0; i < this.size; i += 1, to += width) {
      const option = options[i]!;
      const o = operatorOf[option]!;
      const state = stateOf[groupOf[option]!]!;
      for (let d = 0; d < width; d += 1) change[to + d] = values[option * width + d]! - values[chosen[o]! * width + d]!;
      if (state !== stateOf[groupOf[chosen[o]!]!])
        for (const e of touching[o]!) {
          const edge = edges[e]!;
          const { columns } = edge;
          const [before, after] = [relaxation.pairOf(edge, chosen) * columns.length, relaxation.pairWith(edge, chosen, o, state) * columns.length];
          for (let a = 0; a < columns.length; a += 1) change[to + columns[a]!]! += edge.values[after + a]! - edge.values[before + a]!;
        }
      let taken = NONE;
      for (let c = 0; c < limited.length; c += 1) if (change[to + limited[c]!]! > 0) taken = taken === NONE ? limited[c]! : SEVERAL;
      takes[i] = taken;
    }
  }
}
