import type { CoverGrid } from "./cover-grid";
import type { Bound } from "./multipliers";
import type { Flow, Relaxation } from "./relaxation";

/** Most single exchanges that are combined in pairs. */
const MOST_SINGLES = 100;
/** Most exchanges that bring a plan within its limits. */
const MOST_REPAIRS = 12;
/** Most exchanges that are looked at for that. */
const MOST_MENDING = 300;
const BUCKETS = 256;

/**
 * Plans around a plan of least weighted sum: one or two operators exchange their option for one that adds little to the sum. What the exchanges add
 * is how far the new plan is from the bound of those weights, so all of them lie near the frontier, in all directions.
 */
export class Exchanges {
  private readonly near: Uint8Array;
  private readonly totals: Float64Array;
  private readonly trial: Int32Array;
  /** Exchanges of single operators: options, what they add to the weighted sum, what they change; in ascending order once sorted. */
  private options: Int32Array;
  private adds: Float64Array;
  private order: Int32Array = new Int32Array(0);
  private size = 0;
  private readonly change: Float64Array;
  private readonly limited: Int32Array;
  /** Latency adds up, or is not asked for. */
  private readonly isChain: boolean;
  /** What an exchange for an option of a group changes beside the option's own columns; what each option adds; how many add how much. */
  private readonly moved: Float64Array;
  private readonly all: Float64Array;
  private readonly counts = new Int32Array(BUCKETS);
  /** Weighted sum of each option's columns, for the weights in use. */
  private readonly scores: Float64Array;
  private weights: Float64Array | null = null;
  private flow: Flow | null = null;

  constructor(
    private readonly relaxation: Relaxation,
    private readonly grid: CoverGrid,
    private readonly primary: number,
    /** Limits of the columns; Infinity where there is none. */
    private readonly limits: Float64Array,
  ) {
    const { count, width, edges, operatorOf, time, isChain } = relaxation;
    this.isChain = isChain || time < 0;
    this.near = new Uint8Array(count * count);
    for (const { from, to } of edges) {
      if (from < 0) continue;
      this.near[from * count + to] = 1;
      this.near[to * count + from] = 1;
    }
    this.totals = new Float64Array(width);
    this.trial = new Int32Array(count);
    this.options = new Int32Array(operatorOf.length);
    this.adds = new Float64Array(operatorOf.length);
    this.change = new Float64Array(operatorOf.length * width);
    this.moved = new Float64Array(relaxation.groupStart.length * width);
    this.all = new Float64Array(operatorOf.length);
    this.scores = new Float64Array(operatorOf.length);
    this.limited = Int32Array.from(Array.from(limits.keys()).filter((d) => limits[d]! < Number.POSITIVE_INFINITY && (this.isChain || d !== time)));
  }

  /**
   * Brings a plan within limits by the exchanges that cost least for what they mend, then adds it, and what one or two exchanges make of it, to the grid.
   * `most`: how much all of it may add to the weighted sum. How many plans were looked at.
   */
  around(start: Int32Array, bound: Bound, limits: Float64Array, most: number): number {
    const { relaxation, totals, primary } = this;
    if (this.weights !== bound.weights) {
      this.weights = bound.weights;
      this.flow = bound.flow;
      relaxation.scores(bound.weights, bound.flow, this.scores);
    }
    const chosen = start.slice();
    this.repair(chosen, bound, limits, 2 * most);
    relaxation.totals(chosen, totals);
    let excess = totals[primary]! - bound.least;
    for (let d = 0; d < totals.length; d += 1) if (d !== primary) excess += bound.weights[d]! * totals[d]!;
    if (excess > most) return 0;
    this.singles(chosen, most - excess, MOST_SINGLES);
    return this.pairs(chosen, most - excess);
  }

  /** Adds a plan itself to the grid, if it is within the limits. */
  add(plan: Int32Array): void {
    const { relaxation, totals, limits, grid } = this;
    relaxation.totals(plan, totals);
    for (let d = 0; d < totals.length; d += 1) if (totals[d]! > limits[d]!) return;
    const y = grid.y.column;
    grid.add(totals[this.primary]!, totals[grid.x.column]!, y < 0 ? 0 : totals[y]!, grid.addBase(plan), -1, -1);
  }

  private repair(chosen: Int32Array, bound: Bound, limits: Float64Array, mostEach: number): void {
    const { relaxation, totals, change, options, adds, near } = this;
    const { width, count, operatorOf } = relaxation;
    relaxation.totals(chosen, totals);
    const over = new Float64Array(width);
    let violated = 0;
    const measure = (): void => {
      violated = 0;
      for (let d = 0; d < width; d += 1) {
        over[d] = d === this.primary ? 0 : Math.max(0, totals[d]! - limits[d]!);
        if (over[d]! > 0) violated += over[d]! / limits[d]!;
      }
    };
    measure();
    if (violated === 0) return;
    this.singles(chosen, mostEach, MOST_MENDING);
    const settled = new Uint8Array(count);
    for (let repair = 0; repair < MOST_REPAIRS && violated > 0; repair += 1) {
      let best = -1;
      let most = 0;
      for (let i = 0; i < this.size; i += 1) {
        if (settled[operatorOf[options[i]!]!]) continue;
        let mends = 0;
        for (let d = 0, at = i * width; d < width; d += 1) {
          const moved = change[at + d]!;
          if (moved === 0 || limits[d] === Number.POSITIVE_INFINITY || d === this.primary) continue;
          mends += (over[d]! - Math.max(0, totals[d]! + moved - limits[d]!)) / limits[d]!;
        }
        if (mends <= 1e-12) continue;
        const worth = mends / (Math.max(0, adds[i]!) + 1e-4 * bound.least);
        if (worth > most) {
          most = worth;
          best = i;
        }
      }
      if (best < 0) return;
      const option = options[best]!;
      const o = operatorOf[option]!;
      chosen[o] = option;
      settled[o] = 1;
      for (let other = 0; other < count; other += 1) if (near[o * count + other]) settled[other] = 1;
      for (let d = 0; d < width; d += 1) totals[d]! += change[best * width + d]!;
      if (!this.isChain) totals[relaxation.time] = relaxation.latency(chosen, null);
      measure();
    }
  }

  /** The plan and what single exchanges and pairs of them make of it. `totals` are its own. */
  private pairs(chosen: Int32Array, most: number): number {
    const { relaxation, totals, limits, grid, primary, change, options, adds, near, limited, order } = this;
    const { width, count, operatorOf, groupOf, stateOf, time } = relaxation;
    const size = Math.min(MOST_SINGLES, this.size);
    const base = grid.addBase(chosen);
    const [x, y] = [grid.x.column, grid.y.column];
    const room = new Float64Array(width);
    let looked = 0;
    // −1: no exchange.
    for (let i = -1; i < size; i += 1) {
      const first = i < 0 ? -1 : order[i]!;
      const at = first * width;
      for (let d = 0; d < width; d += 1) room[d] = totals[d]! + (first < 0 ? 0 : change[at + d]!);
      const own = first < 0 ? -1 : operatorOf[options[first]!]!;
      const moves = first >= 0 && stateOf[groupOf[options[first]!]!] !== stateOf[groupOf[chosen[own]!]!];
      const left = most - (first < 0 ? 0 : adds[first]!);
      for (let j = i; j < size; j += 1) {
        const second = j === i ? -1 : order[j]!;
        if (first < 0 && second >= 0) break;
        const to = second * width;
        let fits = true;
        if (second >= 0) {
          if (adds[second]! > left) break;
          const other = operatorOf[options[second]!]!;
          if (other === own || (moves && near[own * count + other] && stateOf[groupOf[options[second]!]!] !== stateOf[groupOf[chosen[other]!]!])) continue;
          for (let c = 0; c < limited.length; c += 1) {
            const d = limited[c]!;
            if (room[d]! + change[to + d]! > limits[d]!) {
              fits = false;
              break;
            }
          }
        } else for (let c = 0; c < limited.length; c += 1) if (room[limited[c]!]! > limits[limited[c]!]!) fits = false;
        looked += 1;
        if (!fits) continue;
        const extra = (d: number): number => (second < 0 ? 0 : change[to + d]!);
        const cost = room[primary]! + extra(primary);
        let atX = room[x]! + extra(x);
        let atY = y < 0 ? 0 : room[y]! + extra(y);
        if (!this.isChain) {
          const longest = this.latencyOf(chosen, first, second);
          if (longest > limits[time]!) continue;
          if (x === time) atX = longest;
          else if (y === time) atY = longest;
        }
        grid.add(cost, atX, atY, base, first < 0 ? -1 : options[first]!, second < 0 ? -1 : options[second]!);
      }
    }
    return looked;
  }

  private latencyOf(chosen: Int32Array, first: number, second: number): number {
    const { trial, options, relaxation } = this;
    trial.set(chosen);
    if (first >= 0) trial[relaxation.operatorOf[options[first]!]!] = options[first]!;
    if (second >= 0) trial[relaxation.operatorOf[options[second]!]!] = options[second]!;
    return relaxation.latency(trial, null);
  }

  /** About so many options that exchanged alone add least to the weighted sum, and at most so much. */
  private singles(chosen: Int32Array, most: number, wanted: number): void {
    const { relaxation, trial, options, adds, change, moved, all, counts, scores, flow } = this;
    const weights = this.weights!;
    const { width, values, groupStart, firstGroup, edges, touching, time } = relaxation;
    trial.set(chosen);
    counts.fill(0);
    const perUnit = (BUCKETS - 1) / most;
    for (let o = 0; o < relaxation.count; o += 1) {
      const held = chosen[o]!;
      for (let g = firstGroup[o]!; g < firstGroup[o + 1]!; g += 1) {
        const start = groupStart[g]!;
        const end = groupStart[g + 1]!;
        if (start === end) continue;
        const by = g * width;
        let base = -scores[held]!;
        for (let d = 0; d < width; d += 1) moved[by + d] = -values[held * width + d]!;
        if (relaxation.stateOf[g] !== relaxation.stateOf[relaxation.groupOf[held]!]) {
          trial[o] = start;
          for (const e of touching[o]!) {
            const edge = edges[e]!;
            const [before, after] = [relaxation.pairOf(edge, chosen), relaxation.pairOf(edge, trial)];
            if (!edge.possible[after]) base = Number.POSITIVE_INFINITY;
            const { columns } = edge;
            for (let a = 0; a < columns.length; a += 1) {
              const d = columns[a]!;
              const difference = edge.values[after * columns.length + a]! - edge.values[before * columns.length + a]!;
              moved[by + d]! += difference;
              base += difference * (flow && d === time ? flow.edges[e]! : weights[d]!);
            }
          }
          trial[o] = held;
        }
        for (let k = start; k < end; k += 1) {
          const added = k === held ? Number.POSITIVE_INFINITY : base + scores[k]!;
          all[k] = added;
          if (added <= most) counts[added <= 0 ? 0 : (added * perUnit) | 0]! += 1;
        }
      }
    }
    let last = 0;
    for (let seen = counts[0]!; last + 1 < BUCKETS && seen + counts[last + 1]! <= wanted; last += 1) seen += counts[last + 1]!;
    let size = 0;
    for (let k = 0; k < all.length; k += 1) {
      const added = all[k]!;
      if (!(added <= most) || (added > 0 && ((added * perUnit) | 0) > last)) continue;
      options[size] = k;
      adds[size] = added;
      for (let d = 0, to = size * width, by = relaxation.groupOf[k]! * width; d < width; d += 1) change[to + d] = moved[by + d]! + values[k * width + d]!;
      size += 1;
    }
    this.size = size;
    this.order = Int32Array.from({ length: size }, (_, i) => i).sort((a, b) => adds[a]! - adds[b]! || a - b);
  }
}
