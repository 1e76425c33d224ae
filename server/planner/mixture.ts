const ZERO = 1e-11;
const MOST_PIVOTS = 200;

/**
 * The cheapest mixture of known plans within limits: minimise Σ θ·cost subject to Σ θ·takes ≤ limits, Σ θ = 1, θ ≥ 0. Its dual prices are the multipliers
 * that are best as far as these plans tell (Dantzig & Wolfe 1960). Beside the plans there is one that takes just the limits and costs `dearest`, so there is
 * always an answer. A revised simplex on the inverse of the basis; there are few rows.
 */
export class Mixture {
  private readonly rows: number;
  private readonly inverse: Float64Array;
  private readonly amounts: Float64Array;
  private readonly own: Float64Array;
  private readonly entering: Float64Array;
  /** Column in the basis of each row; −1 the plan that takes the limits, −2 − d the slack of limit d. */
  private readonly basis: Int32Array;
  private columns = 0;
  private isBegun = false;
  private flat = new Float64Array(1024);

  constructor(limits: number) {
    this.rows = limits + 1;
    this.inverse = new Float64Array(this.rows * this.rows);
    this.amounts = new Float64Array(this.rows);
    this.own = new Float64Array(this.rows);
    this.entering = new Float64Array(this.rows);
    this.basis = new Int32Array(this.rows);
  }

  clear(): void {
    this.columns = 0;
    this.isBegun = false;
  }

  /** A plan: what it takes of each limit, in units in which limits are about 1, and what it costs. */
  add(takes: Float64Array, cost: number): void {
    const { rows } = this;
    const at = this.columns * rows;
    if (at + rows > this.flat.length) {
      const more = new Float64Array(2 * this.flat.length);
      more.set(this.flat);
      this.flat = more;
    }
    this.flat.set(takes, at);
    this.flat[at + rows - 1] = cost;
    this.columns += 1;
  }

  /**
   * The value of the cheapest mixture; the prices of the limits (≥ 0) are written to `prices`. A limit that is infinite has to have takes of 0. Goes on from the
   * mixture it found the last time, so limits have to be the same until it is cleared.
   */
  solve(limits: Float64Array, dearest: number, prices: Float64Array): number {
    const { rows, inverse, amounts, entering, basis, flat, columns, own } = this;
    const last = rows - 1;
    const costOf = (column: number): number => (column >= 0 ? flat[column * rows + last]! : column === -1 ? dearest : 0);
    if (!this.isBegun) this.begin(limits);
    for (let pivot = 0; ; pivot += 1) {
      own.fill(0);
      for (let r = 0; r < rows; r += 1) {
        const cost = costOf(basis[r]!);
        if (cost !== 0) for (let d = 0; d < rows; d += 1) own[d]! += cost * inverse[r * rows + d]!;
      }
      if (pivot === MOST_PIVOTS) break;
      // The column of least reduced cost; a slack has cost 0 and takes one of its limit.
      let enter = -1;
      let least = -1e-9 * Math.abs(dearest);
      for (let d = 0; d < last; d += 1)
        if (-own[d]! < least) {
          least = -own[d]!;
          enter = -2 - d;
        }
      for (let k = 0, p = 0; k < columns; k += 1, p += rows) {
        let reduced = flat[p + last]! - own[last]!;
        for (let d = 0; d < last; d += 1) reduced -= own[d]! * flat[p + d]!;
        if (reduced < least) {
          least = reduced;
          enter = k;
        }
      }
      if (enter === -1) break;
      for (let r = 0; r < rows; r += 1) {
        if (enter < -1) {
          entering[r] = inverse[r * rows + (-2 - enter)]!;
          continue;
        }
        let value = inverse[r * rows + last]!;
        for (let d = 0, p = enter * rows; d < last; d += 1) value += inverse[r * rows + d]! * flat[p + d]!;
        entering[r] = value;
      }
      let leave = -1;
      let ratio = Number.POSITIVE_INFINITY;
      for (let r = 0; r < rows; r += 1) {
        if (entering[r]! <= ZERO) continue;
        const room = amounts[r]! / entering[r]!;
        if (room < ratio - ZERO || (room < ratio + ZERO && basis[r]! < basis[leave]!)) {
          ratio = room;
          leave = r;
        }
      }
      if (leave < 0) break;
      const by = entering[leave]!;
      for (let d = 0; d < rows; d += 1) inverse[leave * rows + d]! /= by;
      amounts[leave]! /= by;
      for (let r = 0; r < rows; r += 1) {
        const times = entering[r]!;
        if (r === leave || times === 0) continue;
        for (let d = 0; d < rows; d += 1) inverse[r * rows + d]! -= times * inverse[leave * rows + d]!;
        amounts[r] = Math.max(0, amounts[r]! - times * amounts[leave]!);
      }
      basis[leave] = enter;
    }
    let value = 0;
    for (let r = 0; r < rows; r += 1) value += costOf(basis[r]!) * amounts[r]!;
    for (let d = 0; d < last; d += 1) prices[d] = limits[d] === Number.POSITIVE_INFINITY ? 0 : Math.max(0, -own[d]!);
    return value;
  }

  private begin(limits: Float64Array): void {
    const { rows, inverse, amounts, basis } = this;
    const last = rows - 1;
    inverse.fill(0);
    for (let r = 0; r < rows; r += 1) inverse[r * rows + r] = 1;
    for (let d = 0; d < last; d += 1) {
      const isFree = limits[d] === Number.POSITIVE_INFINITY;
      amounts[d] = isFree ? 1 : 0;
      if (!isFree) inverse[d * rows + last] = -limits[d]!;
      basis[d] = -2 - d;
    }
    amounts[last] = 1;
    basis[last] = -1;
    this.isBegun = true;
  }

  /** Plans that the cheapest mixture is made of, most of one first. */
  parts(): number[] {
    return Array.from(this.basis, (column, r) => ({ column, amount: this.amounts[r]! }))
      .filter(({ column, amount }) => column >= 0 && amount > 1e-9)
      .sort((a, b) => b.amount - a.amount)
      .map(({ column }) => column);
  }
}
