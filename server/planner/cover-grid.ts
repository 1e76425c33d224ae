/** How often a cell that stays open is halved; cells on each side of it whose plans then count. */
const MOST_HALVINGS = 4;
const SIDE = 30;

/** One of the goals that are held within limits, divided into cells by which a (1+ε) cover can tell plans apart. */
export interface Axis {
  /** Its column. */
  column: number;
  /** Upper edge of each cell; the last is the limit, or Infinity. */
  upper: Float64Array;
  low: number;
  /** Cells in which plans are kept: an open last cell has none that count. */
  usable: number;
  /** For the cell at a place, the last cell whose plans are within the factor of everything in it. */
  reach: Int32Array;
  /** The greatest value that is within the factor of a value. */
  within(value: number): number;
  /** First cell that a value of an even division may be in. */
  table: Int32Array;
  perUnit: number;
}

/** Edges between `low` and `high` that are so far apart that `window` cells make up the factor; ratios, or differences of −ln of a quality. */
export function axisOf(column: number, low: number, high: number, limit: number, factor: number, window: number, isRatio: boolean): Axis {
  // The last digits of a sum depend on its order.
  const step = (Math.log(factor) * (1 - 1e-6)) / window;
  const edge = (k: number): number => (isRatio ? low * Math.exp(k * step) : low + k * step);
  const end = Math.min(high, limit);
  const cells = Math.max(1, Math.ceil(isRatio ? Math.log(end / low) / step : (end - low) / step));
  const isOpen = limit === Number.POSITIVE_INFINITY;
  const count = isOpen ? cells + 1 : cells;
  const upper = Float64Array.from({ length: count }, (_, k) => edge(k + 1));
  upper[count - 1] = limit;
  const usable = isOpen ? cells : count;
  const reach = Int32Array.from({ length: count }, (_, k) => Math.min(k + window - 1, usable - 1));
  const top = edge(cells);
  const parts = Math.min(1 << 16, 4 + Math.ceil((top - low) / (edge(1) - low)));
  const perUnit = parts / (top - low);
  const table = new Int32Array(parts + 1);
  for (let part = 0, k = 0; part <= parts; part += 1) {
    while (k + 1 < usable && upper[k]! <= low + part / perUnit) k += 1;
    table[part] = Math.max(0, k - 1);
  }
  const within = (value: number): number => (isRatio ? value * Math.exp(step * window) : value + step * window);
  return { column, upper, low, usable, reach, within, table, perUnit };
}

/** An axis of one cell, for a goal that is not there. */
export function emptyAxis(): Axis {
  return axisOf(-1, 0, 1, 1, 2, 1, false);
}

function cellOf({ low, perUnit, table, upper, usable }: Axis, value: number): number {
  const part = ((value - low) * perUnit) | 0;
  let cell = part <= 0 ? 0 : table[part < table.length ? part : table.length - 1]!;
  while (cell < usable && value > upper[cell]!) cell += 1;
  return cell;
}

/** What plans within (x, y) cost at least: constant − byX · x − byY · y. */
export interface Plane {
  constant: number;
  byX: number;
  byY: number;
}

/** A part of a cell that no known plan serves. */
export interface OpenPart {
  /** Its upper edges. */
  to: readonly [x: number, y: number];
  /** What a plan that serves it has at most of both goals. */
  reach: readonly [x: number, y: number];
  /** Of the first goal's column. */
  bound: number;
  /** Of the cheapest plan within its reach. */
  cost: number;
}

/**
 * Cells of two goals. Each has a lower bound of the first goal's column for feasible plans with no more of the two than the cell's upper edges, and the
 * cheapest known plan.
 *
 * A cell is *served* by a plan when the plan is within the factor of everything in it: its two goals are at most factor × the cell's lower edges and its
 * cost is at most factor × the cell's bound. Any feasible plan lies in some cell and costs at least that cell's bound, so when each cell is served, or its
 * bound says that no plan is in it, the plans that serve are a cover within the factor (dominance then only makes it better).
 */
export class CoverGrid {
  readonly rows: number;
  readonly columns: number;
  /** Of the first goal, in each cell; Infinity: no plan is there. */
  readonly bound: Float64Array;
  readonly cost: Float64Array;
  private readonly bases: Int32Array[] = [];
  private readonly base: Int32Array;
  private readonly first: Int32Array;
  private readonly second: Int32Array;
  /** For each cell, the cell that holds the cheapest plan with no more of either goal. */
  private readonly cheapest: Int32Array;

  constructor(
    readonly x: Axis,
    readonly y: Axis,
    private readonly factor: number,
    /** No plan costs more. */
    private readonly most: number,
  ) {
    this.rows = x.upper.length;
    this.columns = y.upper.length;
    const cells = this.rows * this.columns;
    this.bound = new Float64Array(cells);
    this.cost = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
    this.base = new Int32Array(cells);
    this.first = new Int32Array(cells);
    this.second = new Int32Array(cells);
    this.cheapest = new Int32Array(cells);
  }

  /** For cells that are looked at in parts. */
  private readonly planes: Plane[] = [];

  addBase(chosen: Int32Array): number {
    this.bases.push(chosen);
    return this.bases.length - 1;
  }

  /** Keeps a feasible plan if it is the cheapest of its cell. */
  add(cost: number, x: number, y: number, base: number, first: number, second: number): void {
    const row = cellOf(this.x, x);
    const column = cellOf(this.y, y);
    if (row >= this.x.usable || column >= this.y.usable) return;
    const cell = row * this.columns + column;
    if (cost >= this.cost[cell]!) return;
    this.cost[cell] = cost;
    this.base[cell] = base;
    this.first[cell] = first;
    this.second[cell] = second;
  }

  /** A plane that was not known; it has yet to raise bounds. */
  keep(plane: Plane): void {
    this.planes.push(plane);
  }

  /** Raises bounds of the cells of a part to a plane. */
  raise([fromRow, toRow]: readonly [number, number], [fromColumn, toColumn]: readonly [number, number], { constant, byX, byY }: Plane): void {
    for (let row = Math.max(0, fromRow); row < Math.min(this.rows, toRow); row += 1) {
      const left = byX === 0 ? constant : constant - byX * this.x.upper[row]!;
      if (left === Number.NEGATIVE_INFINITY) continue;
      for (let column = Math.max(0, fromColumn); column < Math.min(this.columns, toColumn); column += 1) {
        const value = byY === 0 ? left : left - byY * this.y.upper[column]!;
        const cell = row * this.columns + column;
        if (value > this.bound[cell]!) this.bound[cell] = value > this.most ? Number.POSITIVE_INFINITY : value;
      }
    }
  }

  /** Brings the cheapest plans of some cells up to date, where those below and to the left of them are. */
  sweep(fromRow = 0, toRow = this.rows, fromColumn = 0, toColumn = this.columns): void {
    const { columns, cheapest, cost } = this;
    for (let row = Math.max(0, fromRow); row < Math.min(this.rows, toRow); row += 1)
      for (let column = Math.max(0, fromColumn); column < Math.min(columns, toColumn); column += 1) {
        const cell = row * columns + column;
        let best = cell;
        if (row > 0 && cost[cheapest[cell - columns]!]! <= cost[best]!) best = cheapest[cell - columns]!;
        if (column > 0 && cost[cheapest[cell - 1]!]! <= cost[best]!) best = cheapest[cell - 1]!;
        cheapest[cell] = best;
      }
  }

  /** The cell of the cheapest plan that may serve a cell. */
  serverOf(cell: number): number {
    const row = Math.floor(cell / this.columns);
    return this.serverAt(row, cell - row * this.columns);
  }

  serverAt(row: number, column: number): number {
    return this.cheapest[this.x.reach[Math.min(row, this.rows - 1)]! * this.columns + this.y.reach[Math.min(column, this.columns - 1)]!]!;
  }

  isServed(cell: number): boolean {
    return this.bound[cell] === Number.POSITIVE_INFINITY || this.cost[this.serverOf(cell)]! <= this.factor * this.bound[cell]!;
  }

  /** Cells that are not served. */
  open(): number[] {
    const open: number[] = [];
    for (let cell = 0; cell < this.bound.length; cell += 1) if (!this.isServed(cell)) open.push(cell);
    return open;
  }

  /** The first cell of a part that is not served, among those that `wanted` lets through; −1 without one. */
  firstOpen(fromRow: number, toRow: number, fromColumn: number, toColumn: number, wanted: (cell: number) => boolean): number {
    for (let row = fromRow; row < toRow; row += 1)
      for (let cell = row * this.columns + fromColumn; cell < row * this.columns + toColumn; cell += 1) if (!this.isServed(cell) && wanted(cell)) return cell;
    return -1;
  }

  /**
   * The least factor for which cells that stay open are served by what is known, looked for in steps of a cell, and the cells whose plans that takes beside those of
   * `select`. Null beyond ten times the factor.
   */
  proven(open: readonly number[]): { factor: number; servers: number[] } | null {
    const { columns, bound, cost, cheapest, x, y } = this;
    if (open.length === 0) return { factor: this.factor, servers: [] };
    const window = x.reach[0]! + 1;
    const step = Math.log(this.factor) / window;
    for (let more = 1; more <= 10 * window; more += 1) {
      const factor = Math.exp((window + more) * step);
      const servers = open.map((cell) => {
        const row = Math.floor(cell / columns);
        const [toRow, toColumn] = [x.reach[row]! + more, y.reach[cell - row * columns]! + more];
        return cheapest[Math.min(toRow, x.usable - 1) * columns + Math.min(toColumn, y.usable - 1)]!;
      });
      if (servers.every((by, i) => cost[by]! <= factor * bound[open[i]!]!)) return { factor, servers: [...new Set(servers)] };
    }
    return null;
  }

  /**
   * Serves a cell part by part: a quarter at a time, which is empty, or served by a plan that is within the factor of everything in that quarter, or is
   * divided again. Plans near the end of a window, which whole cells leave out, count with what they really are (`pointOf`). The cells whose plans serve, or the first
   * part that stays open.
   */
  serversOfParts(cell: number, pointOf: (cell: number) => readonly [x: number, y: number]): number[] | OpenPart {
    const { x, y, columns } = this;
    const row = Math.floor(cell / columns);
    const column = cell - row * columns;
    const to = [x.upper[row]!, y.upper[column]!] as const;
    if (row >= x.usable || column >= y.usable)
      return { to, reach: [x.upper[x.reach[row]!]!, y.upper[y.reach[column]!]!], bound: this.bound[cell]!, cost: this.cost[this.serverOf(cell)]! };
    const [lastRow, lastColumn] = [Math.min(x.reach[row]! + 1, x.usable - 1), Math.min(y.reach[column]! + 1, y.usable - 1)];
    const near: { by: number; cost: number; point: readonly [number, number] }[] = [];
    // All that is worth something: those that no cell before them beats, and the two edges beyond the reach, plan by plan.
    const offer = (by: number): void => {
      if (this.cost[by]! < Number.POSITIVE_INFINITY && !near.some((other) => other.by === by)) near.push({ by, cost: this.cost[by]!, point: pointOf(by) });
    };
    offer(this.serverOf(cell));
    for (let r = Math.max(0, row - SIDE); r <= lastRow; r += 1) offer(r * columns + lastColumn);
    for (let c = Math.max(0, column - SIDE); c <= lastColumn; c += 1) offer(lastRow * columns + c);
    near.sort((a, b) => a.cost - b.cost || a.by - b.by);
    const used = new Set<number>();
    const visit = (fromX: number, toX: number, fromY: number, toY: number, depth: number): OpenPart | null => {
      const bound = this.planes.reduce((most, { constant, byX, byY }) => Math.max(most, constant - byX * toX - byY * toY), 0);
      if (bound > this.most) return null;
      const by = near.find(({ point }) => point[0] <= x.within(fromX) && point[1] <= y.within(fromY));
      if (by && by.cost <= this.factor * bound) {
        used.add(by.by);
        return null;
      }
      if (depth === 0) return { to: [toX, toY], reach: [x.within(fromX), y.within(fromY)], bound, cost: by ? by.cost : Number.POSITIVE_INFINITY };
      const [middleX, middleY] = [(fromX + toX) / 2, (fromY + toY) / 2];
      return (
        visit(fromX, middleX, fromY, middleY, depth - 1) ??
        visit(middleX, toX, fromY, middleY, depth - 1) ??
        visit(fromX, middleX, middleY, toY, depth - 1) ??
        visit(middleX, toX, middleY, toY, depth - 1)
      );
    };
    const [fromX, fromY] = [row === 0 ? x.low : x.upper[row - 1]!, column === 0 ? y.low : y.upper[column - 1]!];
    return visit(fromX, to[0], fromY, to[1], MOST_HALVINGS) ?? [...used];
  }

  /** Options of the plan that a cell keeps; null when it has none. */
  planOf(cell: number, operatorOf: Int32Array): Int32Array | null {
    if (this.cost[cell] === Number.POSITIVE_INFINITY) return null;
    const chosen = this.bases[this.base[cell]!]!.slice();
    for (const option of [this.first[cell]!, this.second[cell]!]) if (option >= 0) chosen[operatorOf[option]!] = option;
    return chosen;
  }

  /**
   * Cells whose plans serve all that can be served, few of them: from the least of both goals upwards, each cell that is not yet served takes the cheapest plan
   * that can, which serves cells beyond it.
   */
  select(): number[] {
    const { rows, columns, bound, cost, factor } = this;
    const served = new Uint8Array(rows * columns);
    const chosen: number[] = [];
    const window = this.x.reach[0]! + 1;
    const span = this.y.reach[0]! + 1;
    for (let cell = 0; cell < served.length; cell += 1) {
      if (served[cell] || bound[cell] === Number.POSITIVE_INFINITY) continue;
      const by = this.serverOf(cell);
      const price = cost[by]!;
      if (price > factor * bound[cell]!) continue;
      chosen.push(by);
      const row = Math.floor(by / columns);
      const fromColumn = Math.max(0, by - row * columns + 1 - span);
      for (let r = Math.max(0, row + 1 - window); r < rows; r += 1) {
        let c = fromColumn;
        for (; c < columns && price <= factor * bound[r * columns + c]!; c += 1) served[r * columns + c] = 1;
        if (c === fromColumn) break;
      }
    }
    return chosen;
  }
}
