import { Mixture } from "./mixture";
import type { Flow, Relaxation } from "./relaxation";

/** Most paths of a graph that are told apart. */
const MOST_PATHS = 24;
/** A bound this close to what known plans mix to is good enough. */
const CLOSE = 1e-3;
const MOST_STEPS = 40;

/** For every plan: primary column + weights · other columns ≥ least. */
export interface Bound {
  least: number;
  weights: Float64Array;
  /** Where latency is the longest of several paths. */
  flow: Flow | null;
  /** Of the primary column, for plans within the limits it was made for. */
  value: number;
  /** Plans (places in `found`) whose mixture meets the limits, then those found on the way. */
  mixed: number[];
  fresh: number[];
}

/**
 * Lower bounds by Lagrange multipliers (Everett 1963; Fisher 1981). For weights w ≥ 0, a plan x within limits b costs at least cost(x) + w·(a(x) − b), so at
 * least the least weighted sum over all plans minus w·b. The best weights come from the dual prices of the cheapest mixture of plans known so far; the plan
 * of least weighted sum joins them, until the bound meets the mixture (column generation, Dantzig & Wolfe 1960). What the weights are changes how good a bound
 * is, never that it holds. Latency that is the longest of several paths is at least any one of them: each path that was longest for a plan has a weight of its own.
 */
export class Multipliers {
  /** Plans that some weights led to. */
  readonly found: Int32Array[] = [];
  private readonly costs: number[] = [];
  private readonly takes: Float64Array[] = [];
  private readonly known = new Map<number, number[]>();
  private readonly mixture: Mixture;
  private readonly columns: Int32Array;
  private readonly paths: Flow[] = [];
  private readonly scales: Float64Array;
  private readonly rowLimits: Float64Array;
  private readonly prices: Float64Array;
  private readonly totals: Float64Array;
  private readonly isLinear: boolean;

  constructor(
    private readonly relaxation: Relaxation,
    private readonly primary: number,
    isChain: boolean,
    scales: Float64Array,
    /** No plan has more in the primary column. */
    private readonly most: number,
    private readonly look: () => void,
  ) {
    const { width, time } = relaxation;
    this.isLinear = isChain || time < 0;
    this.columns = Int32Array.from(Array.from({ length: width }, (_, d) => d).filter((d) => d !== primary && (isChain || d !== time)));
    const rows = this.columns.length + (this.isLinear ? 0 : MOST_PATHS);
    this.mixture = new Mixture(rows);
    this.scales = Float64Array.from({ length: rows }, (_, r) => scales[r < this.columns.length ? this.columns[r]! : time]!);
    this.rowLimits = new Float64Array(rows);
    this.prices = new Float64Array(rows);
    this.totals = new Float64Array(width);
  }

  /** A good bound for plans within the limits, beginning with the plans `near`. With a value above `most` there is no such plan. */
  bound(limits: Float64Array, near: readonly number[]): Bound {
    const { relaxation, columns, rowLimits, prices, mixture, scales, most, primary } = this;
    const { width, time } = relaxation;
    const pool = [...near];
    const fresh: number[] = [];
    let best: Bound | null = null;
    let paths = -1;
    let taken = 0;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      this.look();
      if (paths !== this.paths.length) {
        paths = this.paths.length;
        rowLimits.fill(Number.POSITIVE_INFINITY);
        columns.forEach((d, r) => {
          rowLimits[r] = limits[d]! / scales[r]!;
        });
        for (let r = columns.length; r < columns.length + paths; r += 1) rowLimits[r] = limits[time]! / scales[r]!;
        mixture.clear();
        taken = 0;
      }
      for (; taken < pool.length; taken += 1) mixture.add(this.within(this.takes[pool[taken]!]!), this.costs[pool[taken]!]!);
      const mixed = mixture.solve(rowLimits, 2 * most, prices);
      const weights = new Float64Array(width);
      weights[primary] = 1;
      columns.forEach((d, r) => {
        weights[d] = prices[r]! / scales[r]!;
      });
      const flow = this.flowOf(weights);
      const chosen = new Int32Array(relaxation.count);
      const least = relaxation.least(weights, flow, chosen);
      let value = least;
      for (let d = 0; d < width; d += 1) if (d !== primary && weights[d]! > 0) value -= weights[d]! * limits[d]!;
      if (!best || value > best.value) best = { least, weights, flow, value, mixed: [], fresh };
      const place = this.add(chosen);
      const isNew = !pool.includes(place);
      if (best.value > most * (1 + 1e-9) || best.value >= mixed - CLOSE * Math.abs(mixed) || (!isNew && paths === this.paths.length)) break;
      if (isNew) {
        pool.push(place);
        fresh.push(place);
      }
    }
    best!.mixed = mixture.parts().map((column) => pool[column]!);
    return best!;
  }

  /** What a plan takes, without what has no limit. */
  private within(takes: Float64Array): Float64Array {
    return takes.map((value, r) => (this.rowLimits[r] === Number.POSITIVE_INFINITY ? 0 : value));
  }

  /** Weights of the paths, summed into the latency's weight. */
  private flowOf(weights: Float64Array): Flow | null {
    const { relaxation, prices, columns, scales } = this;
    if (this.isLinear) return null;
    const flow = { operators: new Float64Array(relaxation.count), edges: new Float64Array(relaxation.edges.length) };
    let sum = 0;
    this.paths.forEach((path, p) => {
      const price = prices[columns.length + p]! / scales[columns.length + p]!;
      if (price === 0) return;
      sum += price;
      path.operators.forEach((on, o) => {
        flow.operators[o]! += price * on;
      });
      path.edges.forEach((on, e) => {
        flow.edges[e]! += price * on;
      });
    });
    weights[relaxation.time] = sum;
    return flow;
  }

  /** Takes a plan in, with its longest path; its place. */
  private add(chosen: Int32Array): number {
    const { relaxation, columns, totals, primary, scales } = this;
    let hash = 0;
    for (let o = 0; o < chosen.length; o += 1) hash = (Math.imul(hash, 31) + chosen[o]!) | 0;
    const same = this.known.get(hash);
    const twin = same?.find((place) => this.found[place]!.every((option, o) => option === chosen[o]));
    if (twin !== undefined) return twin;
    const place = this.found.length;
    if (same) same.push(place);
    else this.known.set(hash, [place]);
    relaxation.totals(chosen, totals);
    const takes = new Float64Array(this.rowLimits.length);
    columns.forEach((d, r) => {
      takes[r] = totals[d]! / scales[r]!;
    });
    this.found.push(chosen);
    this.takes.push(takes);
    this.costs.push(totals[primary]!);
    if (!this.isLinear) {
      this.paths.forEach((path, p) => {
        takes[columns.length + p] = relaxation.along(path, chosen) / scales[columns.length + p]!;
      });
      if (this.paths.length < MOST_PATHS) this.addPath(chosen);
    }
    return place;
  }

  private addPath(chosen: Int32Array): void {
    const { relaxation, columns, scales } = this;
    const path = { operators: new Float64Array(relaxation.count), edges: new Float64Array(relaxation.edges.length) };
    relaxation.latency(chosen, path);
    if (this.paths.some((other) => other.operators.every((on, o) => on === path.operators[o]) && other.edges.every((on, e) => on === path.edges[e]))) return;
    this.paths.push(path);
    const row = columns.length + this.paths.length - 1;
    this.takes.forEach((takes, place) => {
      takes[row] = relaxation.along(path, this.found[place]!) / scales[row]!;
    });
  }
}
