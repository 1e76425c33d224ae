import type { Problem } from "../../core/metrics/problem";
import { type Axis, axisOf, CoverGrid, emptyAxis } from "./cover-grid";
import { CoverSearch, MOST_NEAR } from "./cover-search";
import { type DimensionSet, dimensionsOf } from "./dimensions";
import { Effort, EffortExceeded, MOST_ROWS, SearchStopped } from "./effort";
import { isWhole, type Query } from "./goals";
import { Multipliers } from "./multipliers";
import type { OperatorOptions } from "./options";
import { optionTables } from "./reduce";
import { reductionOf } from "./reduction-steps";
import { Relaxation } from "./relaxation";
import type { SearchWork } from "./solve";

/** Fewer combinations than this are composed. */
const WORTH_BOUNDING = 1e16;
/** With fewer operators than this, and enough devices for all, tables are small enough. */
export const MANY_OPERATORS = 24;
/** Cells that make up the factor of the cover, along a goal. */
const WINDOW = 6;
/** Limits on one goal for which the greatest value of the other is looked for. */
const SAMPLES = 24;

/** Plans as option indices per operator. */
export interface FoundCover {
  choices: Int32Array[];
  /** They are proven to be within the ε that was asked for. */
  isComplete: boolean;
  /** The ε by which they are proven to be a cover; null: by none that is worth telling. */
  proven: number | null;
  /** Set when the search was told to stop: the plans are what was found before. */
  stopped: SearchStopped | null;
}

/**
 * A (1+ε) cover proven by lower bounds instead of by enumeration (cover-grid.ts has the proof, multipliers.ts the bounds). Null where it does not apply: two or
 * three goals of cost, energy, latency and a product of qualities, fixed shares, no bandwidths and no targets on paths; and where composition is quicker.
 * It uses all of ε: what it finds is not to be thinned again.
 */
export function coverByBounds(problem: Problem, query: Query, operators: readonly OperatorOptions[], work: SearchWork): FoundCover | null {
  if (operators.reduce((product, { options }) => product * options.length, 1) < WORTH_BOUNDING) return null;
  const isShared = problem.pools.some(({ count }, p) => mostUsed(operators, p) > count);
  const isLong = operators.length >= MANY_OPERATORS;
  const cover = query.epsilon && (isShared || isLong) ? boundedCover(problem, query, operators, work) : null;
  // Tables with a column for each pool grow beyond any limit here: another ε is tried at once where there is one.
  if (!cover && isShared && isLong && query.mostPairs !== undefined && query.mostPairs < Number.POSITIVE_INFINITY)
    throw new EffortExceeded("Operators that share devices can be combined in more ways than its time limit leaves room for.");
  return cover;
}

/** The same for a problem of any size. */
export function boundedCover(problem: Problem, query: Query, operators: readonly OperatorOptions[], work: SearchWork): FoundCover | null {
  const { epsilon, hard, goals } = query;
  if (operators.some(({ options }) => options.some((option) => option.free)) || hard.some((slo) => !isWhole({ slo }) && slo.operator < 0)) return null;
  if (problem.links.some((row) => row.some((link) => link && link.mbps !== Number.POSITIVE_INFINITY))) return null;
  if (problem.quality.model !== "product" && [...goals, ...hard.map(({ slo }) => slo)].some(({ metric }) => metric === "quality")) return null;
  const pools = problem.pools.map((_, p) => p).filter((p) => mostUsed(operators, p) > problem.pools[p]!.count);
  const set = dimensionsOf(problem, query, pools, []);
  if (set === null || set.goals.length < 2 || set.goals.length > 3 || new Set(goals.map(({ metric }) => metric)).size !== set.goals.length) return null;
  if (!set.dimensions.every(({ kind }, d) => set.series[d] === "add" && (set.parallel[d] === "add" || kind === "time"))) return null;
  if (set.dimensions.filter(({ kind }) => kind === "time").length > 1) return null;
  const effort = new Effort(query.mostPairs, work.mostRows ?? MOST_ROWS);
  const limits = { checkpoint: work.checkpoint, tieBreak: () => false, effort };
  const nodes = operators.map((entry, o) => optionTables(problem, o, entry, set, () => true, limits, work.memo));
  if (nodes.some((tables) => tables.every((table) => table === null))) return null;
  const isChain = reductionOf(problem).chain;
  const relaxation = Relaxation.of(problem, set, operators, nodes, isChain);
  if (!relaxation) return null;
  const cover = new BoundedCover(set, relaxation, 1 + (epsilon ?? 0), effort, work.checkpoint);
  return cover.find();
}

/** Why a cover is not the one that was asked for. */
export function unprovenReason({ proven }: FoundCover, { epsilon }: Query): string {
  const percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;
  const known = proven === null ? "" : `, only to be within ${percent(proven)}`;
  return `The plans that were found could not be proven to be within ${percent(epsilon ?? 0)} of all others${known}.`;
}

function mostUsed(operators: readonly OperatorOptions[], pool: number): number {
  let sum = 0;
  for (const { options } of operators) {
    let most = 0;
    for (const { pools } of options) for (let k = 0; k < pools.length; k += 2) if (pools[k] === pool) most = Math.max(most, pools[k + 1]!);
    sum += most;
  }
  return sum;
}

class BoundedCover {
  private readonly limits: Float64Array;
  private readonly primary: number;
  /** No plan has more of the primary column. */
  private readonly most: number;
  private readonly multipliers: Multipliers;
  /** What is about 1 of each column. */
  private readonly scales: Float64Array;

  constructor(
    private readonly set: DimensionSet,
    private readonly relaxation: Relaxation,
    private readonly factor: number,
    private readonly effort: Effort,
    private readonly checkpoint: () => void,
  ) {
    const usd = set.dimensions.findIndex(({ kind }) => kind === "usd");
    this.primary = set.goals.includes(usd) ? usd : set.goals[0]!;
    this.limits = Float64Array.from(set.bounds);
    this.most = this.extreme(this.primary, -1) * (1 + 1e-9);
    this.scales = Float64Array.from(set.dimensions, ({ kind }, d) => {
      if (this.limits[d]! < Number.POSITIVE_INFINITY) return Math.max(this.limits[d]!, 1e-9);
      return kind === "loss" ? 1 : Math.max(this.extreme(d, 1), 1e-9);
    });
    this.multipliers = new Multipliers(relaxation, this.primary, relaxation.isChain, this.scales, this.most, () => {
      effort.look(relaxation.effort);
      checkpoint();
    });
  }

  /** The least (1) or the greatest (−1) of a column over all plans, or a bound of it. */
  private extreme(column: number, sign: number): number {
    const { relaxation } = this;
    const chosen = new Int32Array(relaxation.count);
    const weights = new Float64Array(relaxation.width);
    weights[column] = sign;
    const value = sign * relaxation.least(weights, null, chosen);
    if (column !== relaxation.time || relaxation.isChain || sign < 0) return value;
    // The longest path is at least any one: the one that is longest where the sum of all times is least.
    const path = { operators: new Float64Array(relaxation.count), edges: new Float64Array(relaxation.edges.length) };
    relaxation.latency(chosen, path);
    return relaxation.least(new Float64Array(relaxation.width), path, chosen);
  }

  find(): FoundCover | null {
    const { set, relaxation, factor, effort } = this;
    const boxed = set.goals.filter((d) => d !== this.primary);
    const lows = boxed.map((d) => this.extreme(d, 1));
    if (!(this.most < Number.POSITIVE_INFINITY)) return { choices: relaxation.optionsOf([]), isComplete: true, proven: 0, stopped: null };
    // A ratio needs values above zero.
    if (boxed.some((d, k) => set.dimensions[d]!.kind !== "loss" && !(lows[k]! > 0))) return null;
    const axes = boxed.map((d, k): Axis => {
      const low = lows[k]! - 1e-9 * Math.abs(lows[k]!);
      const isRatio = set.dimensions[d]!.kind !== "loss";
      return axisOf(d, low, Math.max(this.highest(d, low), low * 1.001 + 1e-9), this.limits[d]!, factor, WINDOW, isRatio);
    });
    const size = axes.reduce((product, { upper }) => product * upper.length, 1);
    if (size > effort.mostRows) return null;
    effort.keep(size);
    const grid = new CoverGrid(axes[0]!, axes[1] ?? emptyAxis(), factor, Math.min(this.most, this.limits[this.primary]!));
    const search = new CoverSearch(
      { relaxation, primary: this.primary, limits: this.limits, most: this.most, scales: this.scales, multipliers: this.multipliers },
      grid,
      factor,
      effort,
      this.checkpoint,
    );
    const choicesOf = (cells: readonly number[]): Int32Array[] =>
      relaxation.optionsOf([...cells.map((cell) => grid.planOf(cell, relaxation.operatorOf)!), ...search.ofParts()]);
    try {
      search.serveAll();
    } catch (error) {
      if (!(error instanceof SearchStopped)) throw error;
      grid.sweep();
      return { choices: choicesOf(grid.select()), isComplete: false, proven: null, stopped: error };
    }
    const open = search.open();
    const proven = grid.proven(open);
    const cells = [...new Set([...grid.select(), ...(proven?.servers ?? [])])];
    return { choices: choicesOf(cells), isComplete: open.length === 0, proven: proven && proven.factor - 1, stopped: null };
  }

  /** The greatest value of a goal among plans that are cheapest for some limit on the other, as far as samples tell. */
  private highest(column: number, low: number): number {
    const { set, relaxation } = this;
    const [other] = set.goals.filter((d) => d !== this.primary && d !== column);
    const limits = this.limits.slice();
    limits[column] = Number.POSITIVE_INFINITY;
    const totals = new Float64Array(relaxation.width);
    let high = low;
    let near: number[] = [];
    const [least, greatest] = other === undefined ? [0, 0] : [this.extreme(other, 1), this.extreme(other, -1)];
    for (let k = other === undefined ? 1 : SAMPLES; k >= 1; k -= 1) {
      if (other !== undefined) limits[other] = Math.min(this.limits[other]!, least + ((greatest - least) * k ** 2) / SAMPLES ** 2);
      const bound = this.multipliers.bound(limits, near);
      near = [...bound.mixed, ...bound.fresh].slice(0, MOST_NEAR);
      if (bound.value > this.most) break;
      for (const place of bound.mixed) {
        relaxation.totals(this.multipliers.found[place]!, totals);
        high = Math.max(high, totals[column]!);
      }
    }
    return high * 1.02;
  }
}
