import type { Axis, CoverGrid, OpenPart, Plane } from "./cover-grid";
import type { Effort } from "./effort";
import { Exchanges } from "./exchanges";
import { type Bound, Multipliers } from "./multipliers";
import type { Relaxation } from "./relaxation";

/** Cells on each side of a tile, which is served in one go; most bounds made for one. */
const TILE = 60;
const MOST_ATTEMPTS = 1000;
/** Cells on each side of an open one whose bounds are raised with it. */
const NEARBY = 40;
/**
 * Each bound for the same cell looks at more plans that its pools hold than the one before, or in other places: at even times plans are looked for that serve it, at
 * odd ones its own bound. With the last it is given up.
 */
const WIDTHS = [20, 30, 100, 300, 300, 1000, 300, 3000];
/** The same for lines that are to show that a cell is empty; how many cells beyond it they need not be told apart. */
const BORDER_WIDTHS = [100, 300, 300, 300, 1000, 1000, 3000, 3000];
const BEYOND = 4;
const BORDER_STARTS = 8;
const BORDER_GAP = 0.03;
/** From this time on the cell is served part by part, and more of the plans are exchanged as long as it is open. */
const LATE = 4;
/** From the upper edges of a part (0) to the ends of what serves it (1): limits of its bounds. */
const PLACES = [1, 0, 0.5, 0.25];
/** How much more than what closes a cell its own bound is asked for, so that it closes those beside it. */
const SLACK = 3e-3;
const MOST_STARTS = 4;
const MOST_LATE_STARTS = 50;
/** Known plans that a bound begins with; bounds handed on to the next tile. */
export const MOST_NEAR = 40;
const MOST_KNOWN = 6;
/** Cells around one that is open whose servers are exchanged too. */
const AROUND = [0, 6, 12, 24];
/** How far plans around a bound may be from it, in shares of what the factor leaves. */
const FIRST_GAP = 1.5;
const LATER_GAP = 4.5;

/** What is searched: the least of the primary column, within limits on the others. */
interface Searched {
  relaxation: Relaxation;
  primary: number;
  limits: Float64Array;
  /** No plan has more of the primary column. */
  most: number;
  /** What is about 1 of each column. */
  scales: Float64Array;
  multipliers: Multipliers;
}

type Range = readonly [from: number, to: number];

/** Serves the cells of a grid: bounds and plans for one open cell after the other, each of which close many more around it. */
export class CoverSearch {
  private readonly exchanges: Exchanges;
  /** The first of the two other goals in the place of cost; null where empty cells need no lines. */
  private readonly borders: Multipliers | null = null;
  private nearBorder: readonly number[] = [];
  /** Cells that are served part by part, and the plans that do. */
  private readonly parted = new Map<number, Int32Array[]>();

  constructor(
    private readonly searched: Searched,
    private readonly grid: CoverGrid,
    private readonly factor: number,
    private readonly effort: Effort,
    private readonly checkpoint: () => void,
  ) {
    const { relaxation, primary, limits, scales } = searched;
    this.exchanges = new Exchanges(relaxation, grid, primary, limits);
    if (relaxation.isPooled && grid.y.column >= 0) {
      const weights = new Float64Array(relaxation.width);
      weights[grid.x.column] = -1;
      const most = -relaxation.least(weights, null, new Int32Array(relaxation.count));
      this.borders = new Multipliers(relaxation, grid.x.column, true, scales, most, () => this.look());
    }
  }

  serveAll(): void {
    const { grid } = this;
    const columns = partsOf(grid.y);
    let below: Bound[][] = [];
    for (const rows of partsOf(grid.x)) {
      const here: Bound[][] = [];
      columns.forEach((own, c) => {
        this.checkpoint();
        const known = [...(here[c - 1] ?? []), ...(below[c] ?? []), ...(below[c - 1] ?? [])].slice(-MOST_KNOWN);
        here.push(this.serve(rows, own, known));
      });
      below = here;
    }
    grid.sweep();
  }

  /** Cells that are served neither as a whole nor part by part. */
  open(): number[] {
    return this.grid.open().filter((cell) => !this.parted.has(cell) && this.serveParts(cell) !== null);
  }

  /** The plans that serve parts of cells. */
  ofParts(): Int32Array[] {
    const plans = new Map([...this.parted.values()].flat().map((plan) => [plan.join(), plan]));
    return [...plans.values()];
  }

  /** Serves the cells of a tile as far as bounds can; the bounds it made, or those it could do with. */
  private serve([fromRow, toRow]: Range, [fromColumn, toColumn]: Range, known: Bound[]): Bound[] {
    const { grid, exchanges, factor, searched } = this;
    const { multipliers, most, relaxation, primary } = searched;
    const { x, y } = grid;
    const bounds: Bound[] = [];
    for (const bound of known) grid.raise([fromRow, toRow], [fromColumn, toColumn], this.planeOf(bound, primary));
    const tries = new Map<number, number>();
    const timeOf = (cell: number): number => tries.get(cell) ?? 0;
    const sweep = (): void => grid.sweep(fromRow, toRow + x.reach[0]! + 1, fromColumn, toColumn + y.reach[0]! + 1);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      sweep();
      const open = grid.firstOpen(fromRow, toRow, fromColumn, toColumn, (cell) => timeOf(cell) < WIDTHS.length && !this.parted.has(cell));
      if (open < 0) break;
      const time = timeOf(open);
      const part = time >= LATE ? this.serveParts(open) : null;
      if (time >= LATE && !part) continue;
      tries.set(open, time + 1);
      const row = Math.floor(open / grid.columns);
      const column = open - row * grid.columns;
      const cost = grid.cost[grid.serverOf(open)]!;
      if (this.borders && cost === Number.POSITIVE_INFINITY) {
        this.border(this.borders, row, column, BORDER_WIDTHS[time]!);
        if (grid.bound[open] === Number.POSITIVE_INFINITY) continue;
      }
      // What cannot be had at the tile's upper edges cannot be had in all of it. Then where plans would serve the cell, then what is in the cell itself.
      const isFirst = grid.bound[open] === 0;
      const isReach = time % 2 === 0;
      const [atX, atY] = part
        ? placeIn(part, PLACES[time - LATE]!)
        : [x.upper[isFirst ? toRow - 1 : isReach ? x.reach[row]! : row]!, y.upper[isFirst ? toColumn - 1 : isReach ? y.reach[column]! : column]!];
      const limits = this.limitsAt(atX, atY);
      const near = new Set([...bounds, ...known].flatMap(({ mixed, fresh }) => [...mixed, ...fresh]));
      const bound = multipliers.bound(limits, [...near].slice(0, MOST_NEAR));
      bounds.unshift(bound);
      // No plan of a greater weighted sum serves the cell; or the cell is served by what is known when there is none of a smaller one.
      const dearest = isReach ? factor * (part ? part.bound : grid.bound[open]!) : ((part ? part.cost : cost) / factor) * (1 + SLACK);
      const within = bound.value > most ? [] : this.withinPools(bound, WIDTHS[time]!, this.sumAt(bound, limits.with(primary, Math.min(dearest, most))));
      const plane = this.planeOf(bound, primary);
      grid.keep(plane);
      grid.raise([row - NEARBY, row + NEARBY], [column - NEARBY, column + NEARBY], plane);
      if (bound.value > most) continue;
      for (const plan of within) exchanges.add(plan);
      const starts =
        within.length > 0
          ? within.slice(0, time < LATE ? MOST_STARTS : MOST_LATE_STARTS)
          : bound.mixed.slice(0, time === 0 ? MOST_STARTS : undefined).map((place) => multipliers.found[place]!);
      if (time > 0) {
        // What serves this cell and larger parts around it, exchanged once more.
        const servers = new Set(AROUND.map((more) => grid.serverAt(row + more, column + more)));
        for (const server of servers) {
          const plan = grid.planOf(server, relaxation.operatorOf);
          if (plan) starts.push(plan);
        }
      }
      const gap = (time === 0 ? FIRST_GAP : LATER_GAP) * (factor - 1) * bound.value;
      for (const start of starts) {
        this.effort.look(relaxation.effort + exchanges.around(start, bound, limits, gap));
        if (time < LATE) continue;
        sweep();
        if (grid.isServed(open)) break;
      }
    }
    return bounds.length > 0 ? bounds : known;
  }

  /**
   * A line that no plan is below in the two goals, whatever it costs, close to a cell for which no plan is known: what is below it is empty. Near such lines bounds
   * of cost rise too late, because plans that use up every pool are few; so they are looked for by what the two goals weigh alone, among plans that the pools hold.
   */
  private border(borders: Multipliers, row: number, column: number, width: number): void {
    const { grid, exchanges } = this;
    const { x, y } = grid;
    const bound = borders.bound(this.limitsAt(Number.POSITIVE_INFINITY, y.upper[column]!), this.nearBorder);
    this.nearBorder = [...bound.mixed, ...bound.fresh].slice(0, MOST_NEAR);
    const corner = this.limitsAt(x.upper[Math.min(row + BEYOND, x.usable - 1)]!, y.upper[column]!);
    const within = this.withinPools(bound, width, this.sumAt(bound, corner));
    for (const plan of within) exchanges.add(plan);
    const reach = this.limitsAt(x.upper[x.reach[row]!]!, y.upper[y.reach[column]!]!);
    for (const plan of within.slice(0, BORDER_STARTS)) this.effort.look(exchanges.around(plan, bound, reach, BORDER_GAP * bound.least));
    const { constant, byX, byY } = this.planeOf(bound, x.column);
    if (!(constant > 0)) return;
    // Steep enough that a billionth below the line costs more than any plan, and nothing on it.
    const steep = (1e9 * this.searched.most) / constant;
    const plane: Plane = { constant: steep * constant * (1 - 1e-9), byX: steep * byX, byY: steep * byY };
    grid.keep(plane);
    grid.raise([0, grid.rows], [column - 2 * TILE, column + 2 * TILE], plane);
  }

  /** Serves a cell part by part, and keeps the plans that do; else the part that stays open. */
  private serveParts(cell: number): OpenPart | null {
    const { grid } = this;
    const { relaxation } = this.searched;
    this.checkpoint();
    const totals = new Float64Array(relaxation.width);
    const servers = grid.serversOfParts(cell, (other) => {
      relaxation.totals(grid.planOf(other, relaxation.operatorOf)!, totals);
      return [totals[grid.x.column]!, grid.y.column < 0 ? 0 : totals[grid.y.column]!];
    });
    if (!Array.isArray(servers)) return servers;
    this.parted.set(
      cell,
      servers.map((by) => grid.planOf(by, relaxation.operatorOf)!),
    );
    return null;
  }

  /** The limits of all columns, with those of the two goals. */
  private limitsAt(x: number, y: number): Float64Array {
    const limits = this.searched.limits.slice();
    limits[this.grid.x.column] = x;
    if (this.grid.y.column >= 0) limits[this.grid.y.column] = y;
    return limits;
  }

  /** The weighted sum of a plan that uses up the limits, and a little more. */
  private sumAt({ weights }: Bound, limits: Float64Array): number {
    let sum = 0;
    for (let d = 0; d < limits.length; d += 1) if (weights[d]! > 0) sum += weights[d]! * limits[d]!;
    return sum * (1 + 1e-9);
  }

  /** Plans that the pools hold of a weighted sum below `enough`, and the bound of such sums; none without pools. */
  private withinPools(bound: Bound, width: number, enough: number): Int32Array[] {
    const found = this.searched.relaxation.within(bound.weights, width, enough);
    if (!found) return [];
    this.effort.look(found.effort);
    this.checkpoint();
    bound.least = Math.max(bound.least, found.least);
    return found.plans;
  }

  private look(): void {
    this.effort.look(this.searched.relaxation.effort);
    this.checkpoint();
  }

  /** What a bound says of the column it was made for, by the two goals. */
  private planeOf({ weights, least }: Bound, column: number): Plane {
    const { x, y } = this.grid;
    let constant = least;
    for (let d = 0; d < weights.length; d += 1)
      if (d !== column && d !== x.column && d !== y.column && weights[d]! > 0) constant -= weights[d]! * this.searched.limits[d]!;
    return { constant, byX: weights[x.column]!, byY: y.column < 0 ? 0 : weights[y.column]! };
  }
}

/** A place between the upper edges of a part and the ends of what serves it; an edge that is open stays. */
function placeIn({ to, reach }: OpenPart, share: number): readonly [x: number, y: number] {
  const between = (edge: number, end: number): number => (edge === Number.POSITIVE_INFINITY ? edge : edge + share * (end - edge));
  return [between(to[0], reach[0]), between(to[1], reach[1])];
}

/** Tiles of an axis; an open last cell is one of its own. */
function partsOf({ upper, usable }: Axis): Range[] {
  const list: Range[] = [];
  for (let from = 0; from < usable; from += TILE) list.push([from, Math.min(usable, from + TILE)]);
  if (upper.length > usable) list.push([usable, upper.length]);
  return list;
}
