import type { ChainGroup, LeastChain } from "./least-chain";

/** So many times the width is taken in before those that leave the same are told apart. */
const TWINS = 3;

/** What a search within pools found. */
export interface WithinPools {
  /** No plan that the pools hold has a weighted sum (with prices for all devices of the pools) below this. */
  least: number;
  /** Plans that the pools hold, of least sum first. */
  plans: Int32Array[];
  /** How many beginnings of plans were looked at. */
  effort: number;
}

/**
 * Plans of small weighted sum of a chain that the pools hold, and a lower bound of that sum that does not relax the pools. Beginnings of plans are put together
 * operator by operator; of those with the same devices used and the same state only the best is kept. Each has a bound of what it can lead to: its own sum and
 * the least of what follows (least-chain.ts, with the room that is left where it is, and prices on all pools). Only so many of the best bounds are kept; the least
 * bound that was dropped counts as found, so the result holds for any width, and with enough room it is exact.
 */
export class PooledChain {
  private readonly firstGroup: Int32Array;
  private readonly stateOf: Int32Array;
  /** Devices that each group takes, by [group][place of the pool]; the place of the one pool it is in, or −1. */
  private readonly taken: Int32Array;
  private readonly own: Int32Array;
  private layer = new Layer(0, 0);
  private next = new Layer(0, 0);
  private values = new Float64Array(0);
  private steps = new Float64Array(64);
  private scratch = new Float64Array(0);

  /** Null without pools. */
  static of(operators: readonly (readonly ChainGroup[])[], limits: Float64Array, states: Int32Array, rest: LeastChain): PooledChain | null {
    const pools = [...new Set(operators.flatMap((groups) => groups.flatMap(({ used }) => used.map(([pool]) => pool))))].sort((a, b) => a - b);
    const counts = pools.map((pool) => Math.floor(limits[pool]!));
    return pools.length === 0 ? null : new PooledChain(operators, pools, counts, states, rest);
  }

  private constructor(
    operators: readonly (readonly ChainGroup[])[],
    private readonly pools: readonly number[],
    private readonly counts: readonly number[],
    private readonly states: Int32Array,
    private readonly rest: LeastChain,
  ) {
    const groups = operators.flat();
    this.firstGroup = new Int32Array(operators.length + 1);
    operators.forEach((own, o) => {
      this.firstGroup[o + 1] = this.firstGroup[o]! + own.length;
    });
    this.stateOf = Int32Array.from(groups, ({ state }) => state);
    this.taken = Int32Array.from(groups.flatMap(({ used }) => pools.map((pool) => used.find(([other]) => other === pool)?.[1] ?? 0)));
    this.own = Int32Array.from(groups, ({ pool }) => pools.indexOf(pool));
  }

  /**
   * After `rest` was brought up to date for the same values. `weights`: of all columns. At most `width` beginnings of plans are kept; those that lead to sums of at
   * least `enough` are not looked at.
   */
  search(
    least: Float64Array,
    leastOption: Int32Array,
    pairs: readonly (Float64Array | null)[],
    weights: Float64Array,
    width: number,
    enough: number,
  ): WithinPools {
    const { firstGroup, stateOf, taken, own, states, counts, pools } = this;
    const { after, places, units } = this.rest;
    const count = states.length;
    const size = pools.length;
    const groups: Int32Array[] = [];
    const parents: Int32Array[] = [];
    let bound = Number.POSITIVE_INFINITY;
    let looked = 0;
    let { layer, next } = this;
    layer = layer.sized(1, size);
    layer.size = 1;
    layer.sum[0] = 0;
    layer.room.set(counts);
    for (let o = 0; o < count; o += 1) {
      const isLast = o === count - 1;
      const [first, end] = [firstGroup[o]!, firstGroup[o + 1]!];
      const offered = layer.size * (end - first);
      if (this.values.length < offered) this.values = new Float64Array(2 * offered);
      looked += offered;
      this.stepsOf(o, pairs[o]!, least);
      const { values, steps } = this;
      for (let i = 0, k = 0; i < layer.size; i += 1) {
        const sum = layer.sum[i]!;
        const room = i * size;
        let step = (o === 0 ? 0 : layer.state[i]!) * (end - first);
        for (let g = first; g < end; g += 1, k += 1, step += 1) {
          const pool = own[g]!;
          let value = Number.POSITIVE_INFINITY;
          if (pool >= 0) {
            const left = layer.room[room + pool]! - taken[g * size + pool]!;
            if (left >= 0) value = sum + steps[step]! + after[places[g]! + (units[g] === 1 ? left : Math.floor(left / units[g]!))]!;
          } else if (this.fits(layer.room, room, g)) value = sum + steps[step]! + after[places[g]!]!;
          // Devices that are left at the end were not needed: their price comes back.
          if (isLast) for (let p = 0; p < size; p += 1) value += weights[pools[p]!]! * (layer.room[room + p]! - taken[g * size + p]!);
          if (value >= enough) {
            if (value < bound) bound = value;
            value = Number.POSITIVE_INFINITY;
          }
          values[k] = value;
        }
      }
      // Several lead to the same; so more are taken in than are kept.
      const most = this.placed(values, offered, TWINS * width);
      next = next.sized(Math.min(offered, TWINS * width), size);
      for (let i = 0, k = 0; i < layer.size; i += 1) {
        const step = (o === 0 ? 0 : layer.state[i]!) * (end - first) - first;
        for (let g = first; g < end; g += 1, k += 1) {
          const value = values[k]!;
          if (value < most) next.offer(layer, i, g, stateOf[g]!, taken, layer.sum[i]! + steps[step + g]!, value);
          else if (value < bound) bound = value;
        }
      }
      if (next.size > width) {
        const worst = this.placed(next.value, next.size, width);
        bound = Math.min(bound, next.drop(worst));
      }
      groups.push(next.group.slice(0, next.size));
      parents.push(next.parent.slice(0, next.size));
      [layer, next] = [next, layer];
    }
    [this.layer, this.next] = [layer, next];
    const ends = Array.from({ length: layer.size }, (_, i) => i).sort((a, b) => layer.value[a]! - layer.value[b]! || a - b);
    const plans = ends.map((end) => {
      const chosen = new Int32Array(count);
      for (let o = count - 1, i = end; o >= 0; i = parents[o]![i]!, o -= 1) chosen[o] = leastOption[groups[o]![i]!]!;
      return chosen;
    });
    return { least: ends.length > 0 ? Math.min(bound, layer.value[ends[0]!]!) : bound, plans, effort: looked };
  }

  private fits(room: Int32Array, at: number, group: number): boolean {
    const { taken, counts } = this;
    for (let p = 0; p < counts.length; p += 1) if (room[at + p]! < taken[group * counts.length + p]!) return false;
    return true;
  }

  /** What each group adds after each state: its edge and itself. */
  private stepsOf(o: number, pair: Float64Array | null, least: Float64Array): void {
    const { firstGroup, states, stateOf } = this;
    const [first, end] = [firstGroup[o]!, firstGroup[o + 1]!];
    const before = o === 0 ? 1 : states[o - 1]!;
    if (this.steps.length < before * (end - first)) this.steps = new Float64Array(2 * before * (end - first));
    for (let a = 0, k = 0; a < before; a += 1)
      for (let g = first; g < end; g += 1, k += 1) this.steps[k] = (pair ? pair[a * states[o]! + stateOf[g]!]! : 0) + least[g]!;
  }

  /** The value at a place in ascending order; Infinity beyond the last. */
  private placed(values: Float64Array, count: number, place: number): number {
    if (place >= count) return Number.POSITIVE_INFINITY;
    if (this.scratch.length < count) this.scratch = new Float64Array(2 * count);
    const { scratch } = this;
    let size = 0;
    for (let i = 0; i < count; i += 1) if (values[i]! < Number.POSITIVE_INFINITY) scratch[size++] = values[i]!;
    if (place >= size) return Number.POSITIVE_INFINITY;
    // Hoare's quickselect.
    for (let low = 0, high = size - 1; low < high; ) {
      const pivot = scratch[(low + high) >> 1]!;
      let [i, j] = [low, high];
      while (i <= j) {
        while (scratch[i]! < pivot) i += 1;
        while (scratch[j]! > pivot) j -= 1;
        if (i > j) break;
        const held = scratch[i]!;
        scratch[i++] = scratch[j]!;
        scratch[j--] = held;
      }
      if (place <= j) high = j;
      else if (place >= i) low = i;
      else break;
    }
    return scratch[place]!;
  }
}

/** Beginnings of plans up to one operator, one for each state and room left in the pools. */
class Layer {
  size = 0;
  readonly room: Int32Array;
  readonly sum: Float64Array;
  readonly value: Float64Array;
  readonly state: Int32Array;
  readonly group: Int32Array;
  readonly parent: Int32Array;
  /** Open addressing: places + 1. */
  private readonly slots: Int32Array;
  private mask: number;

  constructor(
    private readonly most: number,
    private readonly pools: number,
  ) {
    this.room = new Int32Array(most * pools);
    this.sum = new Float64Array(most);
    this.value = new Float64Array(most);
    this.state = new Int32Array(most);
    this.group = new Int32Array(most);
    this.parent = new Int32Array(most);
    this.mask = maskOf(most);
    this.slots = new Int32Array(this.mask + 1);
  }

  /** An empty layer with so much room; itself when it has. */
  sized(most: number, pools: number): Layer {
    if (this.most < most || this.pools !== pools) return new Layer(2 * most, pools);
    this.size = 0;
    this.mask = maskOf(most);
    this.slots.fill(0, 0, this.mask + 1);
    return this;
  }

  /** Takes in what a group makes of a beginning, unless there is one that leaves the same and is no dearer. */
  offer(from: Layer, parent: number, group: number, state: number, taken: Int32Array, sum: number, value: number): void {
    const { room, slots, pools, mask } = this;
    const to = this.size * pools;
    let hash = state;
    for (let p = 0; p < pools; p += 1) {
      const left = from.room[parent * pools + p]! - taken[group * pools + p]!;
      room[to + p] = left;
      hash = Math.imul(hash ^ left, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & mask;
    while (slots[slot]! > 0 && !this.isSame(slots[slot]! - 1, state)) slot = (slot + 1) & mask;
    let place = slots[slot]! - 1;
    if (place >= 0 && this.sum[place]! <= sum) return;
    if (place < 0) {
      place = this.size;
      this.size += 1;
      slots[slot] = this.size;
    }
    this.sum[place] = sum;
    this.value[place] = value;
    this.state[place] = state;
    this.group[place] = group;
    this.parent[place] = parent;
  }

  /** Whether one leaves the same as what was written behind the last. */
  private isSame(place: number, state: number): boolean {
    const { room, pools } = this;
    if (this.state[place] !== state) return false;
    for (let p = 0, a = place * pools, b = this.size * pools; p < pools; p += 1) if (room[a + p] !== room[b + p]) return false;
    return true;
  }

  /** Drops what is not below a value; the least of it. */
  drop(most: number): number {
    const { size, value, pools, room } = this;
    let dropped = Number.POSITIVE_INFINITY;
    let kept = 0;
    for (let i = 0; i < size; i += 1) {
      if (value[i]! >= most) {
        dropped = Math.min(dropped, value[i]!);
        continue;
      }
      this.sum[kept] = this.sum[i]!;
      this.value[kept] = value[i]!;
      this.state[kept] = this.state[i]!;
      this.group[kept] = this.group[i]!;
      this.parent[kept] = this.parent[i]!;
      for (let p = 0; p < pools; p += 1) room[kept * pools + p] = room[i * pools + p]!;
      kept += 1;
    }
    this.size = kept;
    return dropped;
  }
}

/** Of a table that half of so many entries fill at most. */
function maskOf(most: number): number {
  return (1 << Math.ceil(Math.log2(2 * most + 2))) - 1;
}
