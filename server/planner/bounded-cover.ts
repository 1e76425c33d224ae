import type { Problem } from "../../core/metrics/problem";
import { type Axis, axisOf, CoverGrid, emptyAxis } from "./cover-grid";
import { type DimensionSet, dimensionsOf } from "./dimensions";
import { Effort, EffortExceeded, MOST_ROWS, SearchStopped } from "./effort";
import { Exchanges } from "./exchanges";
import { isWhole, type Query } from "./goals";
import { type Bound, Multipliers } from "./multipliers";
import type { OperatorOptions } from "./options";
import { optionTables } from "./reduce";
import { reductionOf } from "./reduction-steps";
import { Relaxation } from "./relaxation";
import type { SearchWork } from "./solve";

/** Fewer combinations than this are composed. */
const WORTH_BOUNDING = 1e16;
/** With fewer operators than this, and enough devices for all, tables are small enough. */
export const MANY_OPERATORS = 24;
/** Cells that make up the factor of the cover, along a goal; and cells on each side of a tile, which is served in one go. */
const WINDOW = 6;
const TILE = 30;
/** Most bounds made for one tile. Each bound for the same cell looks at more plans that its pools hold than the one before; with the last it is given up. */
const MOST_ATTEMPTS = 200;
const WIDTHS = [0, 30, 100, 300, 300, 3000];
/** In a grid of fewer cells all get so many bounds before the goals are bounded by themselves (`borders`); in finer ones that comes first. */
const FIRST_TIMES = 2;
const FINE_GRID = 500_000;
/** From this one on, so many of those plans are exchanged. */
const LATE = 4;
const MOST_LATE_STARTS = 300;
/** Cells between two lines that bound the two goals by themselves, and how many plans are looked at for one. */
const BORDER_STEP = 8;
const BORDER_WIDTH = 300;
const BORDER_STARTS = 8;
const BORDER_GAP = 0.03;
/** How much steeper bounds are made that are to show that a cell is empty. */
const STEEP = 32;
/** With more open cells than this, they are not looked at in parts. */
const MOST_PARTED = 500;
/** Plans of a mixture around which others are looked for; known plans that a bound begins with; bounds handed on to the next tile. */
const MOST_STARTS = 4;
const MOST_NEAR = 40;
const MOST_KNOWN = 6;
/** How far plans around a bound may be from it, in shares of what the factor leaves. */
const FIRST_GAP = 1.5;
const LATER_GAP = 4.5;
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
    this.multipliers = new Multipliers(relaxation, this.primary, relaxation.isChain, this.scales, this.most, () => this.look());
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
    try {
      this.serveAll(grid, new Exchanges(relaxation, grid, this.primary, this.limits));
    } catch (error) {
      if (!(error instanceof SearchStopped)) throw error;
      grid.sweep();
      return { choices: this.choicesOf(grid, grid.select()), isComplete: false, proven: null, stopped: error };
    }
    grid.sweep();
    const proven = this.parts(grid) ?? grid.proven();
    const cells = [...new Set([...grid.select(), ...(proven?.servers ?? [])])];
    return { choices: this.choicesOf(grid, cells), isComplete: proven?.factor === factor, proven: proven && proven.factor - 1, stopped: null };
  }

  private choicesOf(grid: CoverGrid, cells: readonly number[]): Int32Array[] {
    return this.relaxation.optionsOf(cells.map((cell) => grid.planOf(cell, this.relaxation.operatorOf)!));
  }

  /** Serves the last open cells part by part; null when that does not do for all of them. */
  private parts(grid: CoverGrid): { factor: number; servers: number[] } | null {
    const { relaxation } = this;
    const open = grid.open();
    if (open.length > MOST_PARTED) return null;
    const totals = new Float64Array(relaxation.width);
    const servers: number[] = [];
    for (const cell of open) {
      this.checkpoint();
      const own = grid.serversOfParts(cell, (other) => {
        relaxation.totals(grid.planOf(other, relaxation.operatorOf)!, totals);
        return [totals[grid.x.column]!, grid.y.column < 0 ? 0 : totals[grid.y.column]!];
      });
      if (!own) return null;
      servers.push(...own);
    }
    return { factor: this.factor, servers };
  }

  /**
   * Lines that no plan is below in the two goals, whatever it costs: what is below one is empty. Near them bounds of cost rise too late, because
   * plans that use up every pool are few; so they are looked for by what the two goals weigh alone, among plans that the pools hold.
   */
  private borders(grid: CoverGrid, exchanges: Exchanges): void {
    const { relaxation, limits, scales } = this;
    const { x, y } = grid;
    if (!relaxation.isPooled || y.column < 0) return;
    const most = this.extreme(x.column, -1);
    const multipliers = new Multipliers(relaxation, x.column, true, scales, most, () => this.look());
    let near: number[] = [];
    for (let column = 0; column < y.usable; column += BORDER_STEP) {
      const own = limits.slice();
      own[y.column] = y.upper[column]!;
      const bound = multipliers.bound(own, near);
      near = [...bound.mixed, ...bound.fresh].slice(0, MOST_NEAR);
      if (bound.value > most) continue;
      const within = this.withinPools(bound, BORDER_WIDTH, Number.POSITIVE_INFINITY);
      for (const plan of within) exchanges.add(plan);
      for (const plan of within.slice(0, BORDER_STARTS)) this.effort.look(exchanges.around(plan, bound, own, BORDER_GAP * bound.value));
      let line = bound.least;
      for (let d = 0; d < own.length; d += 1) if (d !== x.column && d !== y.column && bound.weights[d]! > 0) line -= bound.weights[d]! * own[d]!;
      // Steep enough that a billionth below the line costs more than any plan, and nothing on it.
      const steep = (1e9 * this.most) / line;
      if (line > 0)
        grid.raise([0, grid.rows], [column - 2 * BORDER_STEP, column + 2 * BORDER_STEP], steep * line * (1 - 1e-9), steep, steep * bound.weights[y.column]!);
    }
  }

  private serveAll(grid: CoverGrid, exchanges: Exchanges): void {
    const columns = partsOf(grid.y);
    const firstTimes = !this.relaxation.isPooled ? WIDTHS.length : grid.bound.length > FINE_GRID ? 0 : FIRST_TIMES;
    for (const [from, to] of [
      [0, firstTimes],
      [firstTimes, WIDTHS.length],
    ] as const) {
      if (from === to || (from > 0 && grid.open().length === 0)) continue;
      if (from === firstTimes) this.borders(grid, exchanges);
      let below: Bound[][] = [];
      for (const rows of partsOf(grid.x)) {
        const here: Bound[][] = [];
        columns.forEach((own, c) => {
          this.checkpoint();
          const known = [...(here[c - 1] ?? []), ...(below[c] ?? []), ...(below[c - 1] ?? [])].slice(-MOST_KNOWN);
          here.push(this.serve(grid, exchanges, rows, own, known, from, to));
        });
        below = here;
      }
      grid.sweep();
    }
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

  /** Serves the cells of a tile as far as bounds from one time to another can; the bounds it made, or those it could do with. */
  private serve(
    grid: CoverGrid,
    exchanges: Exchanges,
    [fromRow, toRow]: Range,
    [fromColumn, toColumn]: Range,
    known: Bound[],
    firstTime: number,
    lastTime: number,
  ): Bound[] {
    const bounds: Bound[] = [];
    for (const bound of known) this.raise(grid, bound, [fromRow, toRow], [fromColumn, toColumn]);
    const tries = new Map<number, number>();
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      grid.sweep(fromRow, toRow + WINDOW, fromColumn, toColumn + WINDOW);
      const open = grid.firstOpen(fromRow, toRow, fromColumn, toColumn, (cell) => (tries.get(cell) ?? firstTime) < lastTime);
      if (open < 0) break;
      const time = tries.get(open) ?? firstTime;
      tries.set(open, time + 1);
      const row = Math.floor(open / grid.columns);
      const column = open - row * grid.columns;
      // What cannot be had at the tile's upper edges cannot be had in all of it. Then where plans would serve the cell, then what is in the cell itself.
      const isFirst = grid.bound[open] === 0;
      const limits = this.limits.slice();
      limits[grid.x.column] = grid.x.upper[isFirst ? toRow - 1 : time % 2 === 0 ? grid.x.reach[row]! : row]!;
      if (grid.y.column >= 0) limits[grid.y.column] = grid.y.upper[isFirst ? toColumn - 1 : time % 2 === 0 ? grid.y.reach[column]! : column]!;
      const near = new Set([...bounds, ...known].flatMap(({ mixed, fresh }) => [...mixed, ...fresh]));
      const bound = this.multipliers.bound(limits, [...near].slice(0, MOST_NEAR));
      bounds.unshift(bound);
      const nearby: [Range, Range] = [
        [row - TILE, row + TILE],
        [column - TILE, column + TILE],
      ];
      const within = time === 0 || bound.value > this.most ? [] : this.within(grid, bound, open, limits, time, nearby);
      this.raise(grid, bound, ...nearby);
      if (bound.value > this.most) continue;
      for (const plan of within) exchanges.add(plan);
      const starts =
        within.length > 0
          ? within.slice(0, time < LATE ? MOST_STARTS : MOST_LATE_STARTS)
          : bound.mixed.slice(0, time === 0 ? MOST_STARTS : undefined).map((place) => this.multipliers.found[place]!);
      if (time > 0) {
        // What serves this cell and larger parts around it, exchanged once more.
        for (const more of [0, WINDOW, 2 * WINDOW, 4 * WINDOW]) {
          const plan = grid.planOf(grid.serverAt(row + more, column + more), this.relaxation.operatorOf);
          if (plan) starts.push(plan);
        }
      }
      const gap = (time === 0 ? FIRST_GAP : LATER_GAP) * (this.factor - 1) * bound.value;
      for (const start of starts) this.effort.look(this.relaxation.effort + exchanges.around(start, bound, limits, gap));
    }
    return bounds.length > 0 ? bounds : known;
  }

  /** Plans that the pools hold near a bound, which is made one of such plans. At even times plans are looked for that serve the cell, at odd ones its own bound. */
  private within(grid: CoverGrid, bound: Bound, cell: number, limits: Float64Array, time: number, nearby: [Range, Range]): Int32Array[] {
    const cost = grid.cost[grid.serverOf(cell)]!;
    const width = WIDTHS[time]!;
    if (time >= LATE && cost === Number.POSITIVE_INFINITY) {
      const steep = { ...bound, weights: bound.weights.map((weight, d) => (d === this.primary ? weight : STEEP * weight)), least: Number.NEGATIVE_INFINITY };
      this.withinPools(steep, width, Number.POSITIVE_INFINITY);
      this.raise(grid, steep, ...nearby);
    }
    // No plan of a greater weighted sum serves the cell; or the cell is served by what is known when there is none of a smaller one.
    let enough = time % 2 === 0 ? grid.bound[cell]! * this.factor : cost / this.factor;
    for (let d = 0; d < limits.length; d += 1) if (d !== this.primary && bound.weights[d]! > 0) enough += bound.weights[d]! * limits[d]!;
    return this.withinPools(bound, width, enough * (1 + 1e-9));
  }

  /** Plans that the pools hold, and the bound of their weighted sums; none without pools. */
  private withinPools(bound: Bound, width: number, enough: number): Int32Array[] {
    const found = this.relaxation.within(bound.weights, width, enough);
    if (!found) return [];
    this.effort.look(found.effort);
    this.checkpoint();
    bound.least = Math.max(bound.least, found.least);
    return found.plans;
  }

  private look(): void {
    this.effort.look(this.relaxation.effort);
    this.checkpoint();
  }

  private raise(grid: CoverGrid, { weights, least }: Bound, rows: Range, columns: Range): void {
    let constant = least;
    const boxed = [this.primary, grid.x.column, grid.y.column];
    for (let d = 0; d < weights.length; d += 1) if (!boxed.includes(d) && weights[d]! > 0) constant -= weights[d]! * this.limits[d]!;
    grid.raise(rows, columns, constant, weights[grid.x.column]!, grid.y.column < 0 ? 0 : weights[grid.y.column]!);
  }
}

type Range = readonly [from: number, to: number];

/** Tiles of an axis; an open last cell is one of its own. */
function partsOf({ upper, usable }: Axis): Range[] {
  const list: Range[] = [];
  for (let from = 0; from < usable; from += TILE) list.push([from, Math.min(usable, from + TILE)]);
  if (upper.length > usable) list.push([usable, upper.length]);
  return list;
}
