import type { Problem } from "../../core/metrics/problem";
import { type DimensionSet, edgeValues } from "./dimensions";
import { edgeLabels, inputInterface } from "./edges";
import { Elimination, type EliminationStep, eliminationOrder, MOST_JOINT_STATES } from "./elimination";
import { LeastChain } from "./least-chain";
import { groupsOf } from "./option-groups";
import type { OperatorOptions } from "./options";
import { PooledChain, type WithinPools } from "./pooled-chain";
import { forEachChoice, type Table } from "./table";

/** What a millisecond of each operator and edge is worth: with the weights of some paths added up, a flow from the start to the end. */
export interface Flow {
  operators: Float64Array;
  edges: Float64Array;
}

interface Edge {
  /** −1 for an input. */
  from: number;
  to: number;
  /** Columns that are not always 0, and their values per pair of states [from][to]. */
  columns: Int32Array;
  values: Float64Array;
  possible: Uint8Array;
  /** Where its weighted values are among the factors. */
  at: number;
}

/**
 * Plans of one choice per operator as sums: the columns of every option and edge, and the plan of least weighted sum. Options meet their neighbours' only in
 * their interfaces (the states), so the least sum is found by taking out one operator at a time (min-sum elimination; along a chain, Viterbi's pass).
 */
export class Relaxation {
  readonly width: number;
  /** The column of latency, −1 without one. It adds up along a chain; otherwise it is the longest path. */
  readonly time: number;
  readonly count: number;
  readonly isChain: boolean;
  /** Every option, in groups of one operator, state and use of a pool: first option of each group, first group of each operator, state of each group. */
  readonly groupStart: Int32Array;
  readonly firstGroup: Int32Array;
  readonly stateOf: Int32Array;
  readonly operatorOf: Int32Array;
  readonly groupOf: Int32Array;
  /** Place in the operator's own list of options. */
  readonly optionOf: Int32Array;
  /** [option][column] */
  readonly values: Float64Array;
  readonly edges: readonly Edge[];
  readonly touching: readonly (readonly number[])[];
  /** Columns in which the options of a group differ, `wide` to a group (`width`: none), and their values, `wide` to an option. */
  private readonly wide: number;
  private readonly ownColumns: Int32Array;
  private readonly packed: Float64Array;
  /** Columns that are the same for all options of a group, and not 0; where those of each group begin. */
  private readonly sharedStart: Int32Array;
  private readonly sharedColumns: Int32Array;
  private readonly elimination: Elimination;
  private readonly factors: Float64Array;
  /** Along a chain, the weighted values of the edge into each operator. */
  private readonly pairFactors: readonly (Float64Array | null)[];
  private readonly unary: Float64Array;
  private readonly leastOption: Int32Array;
  private readonly state: Int32Array;
  /** States of each operator; where each begins among all. */
  readonly states: Int32Array;
  private readonly firstState: Int32Array;
  /** Least over the groups of each state, and the group that has it. */
  private readonly leastState: Float64Array;
  private readonly stateGroup: Int32Array;
  private readonly chain: LeastChain | null;
  private readonly pooled: PooledChain | null;
  private readonly ends: Float64Array;
  private readonly incoming: readonly (readonly number[])[];

  /** Null where neighbours have too many states together. `nodes`: options by operator and interface, without dominated ones. */
  static of(
    problem: Problem,
    set: DimensionSet,
    operators: readonly OperatorOptions[],
    nodes: readonly (Table | null)[][],
    isChain: boolean,
  ): Relaxation | null {
    const pairs = problem.edges.map((edge) => (edge.from < 0 ? 1 : operators[edge.from]!.interfaces.length) * operators[edge.to]!.interfaces.length);
    if (pairs.some((size) => size > MOST_JOINT_STATES)) return null;
    const order = eliminationOrder(
      problem,
      operators.map(({ interfaces }) => interfaces.length),
    );
    return order && new Relaxation(problem, set, operators, nodes, order, isChain);
  }

  private constructor(
    problem: Problem,
    set: DimensionSet,
    operators: readonly OperatorOptions[],
    nodes: readonly (Table | null)[][],
    order: readonly EliminationStep[],
    isChain: boolean,
  ) {
    this.isChain = isChain;
    this.width = set.dimensions.length;
    this.time = set.dimensions.findIndex(({ kind }) => kind === "time");
    this.count = operators.length;
    const { width } = this;
    const groups = operators.flatMap((_, o) => groupsOf(nodes[o]!, set, isChain).map((group) => ({ ...group, operator: o })));
    this.firstGroup = new Int32Array(this.count + 1);
    for (const { operator } of groups) this.firstGroup[operator + 1]! += 1;
    for (let o = 0; o < this.count; o += 1) this.firstGroup[o + 1]! += this.firstGroup[o]!;
    this.stateOf = Int32Array.from(groups, ({ state }) => state);
    this.states = Int32Array.from(operators, ({ interfaces }) => interfaces.length);
    this.groupStart = new Int32Array(groups.length + 1);
    groups.forEach(({ rows }, g) => {
      this.groupStart[g + 1] = this.groupStart[g]! + rows.length;
    });
    const total = this.groupStart[groups.length]!;
    this.operatorOf = new Int32Array(total);
    this.groupOf = new Int32Array(total);
    this.optionOf = new Int32Array(total);
    this.values = new Float64Array(total * width);
    groups.forEach(({ rows, state, operator }, g) => {
      const table = nodes[operator]![state]!;
      rows.forEach((row, i) => {
        const k = this.groupStart[g]! + i;
        this.groupOf[k] = g;
        this.operatorOf[k] = operator;
        forEachChoice(table, row, (_, option) => {
          this.optionOf[k] = option;
        });
        for (let d = 0; d < width; d += 1) this.values[k * width + d] = table.columns[d]![row]!;
      });
    });
    const all = Array.from({ length: width }, (_, d) => d);
    const differs = groups.map(({ rows, state, operator }) => {
      const { columns } = nodes[operator]![state]!;
      return all.map((d) => rows.some((row) => columns[d]![row] !== columns[d]![rows[0]!]));
    });
    const own = differs.map((differ) => all.filter((d) => differ[d]));
    const same = differs.map((differ, g) => all.filter((d) => !differ[d] && this.values[this.groupStart[g]! * width + d] !== 0));
    this.wide = own.reduce((most, { length }) => Math.max(most, length), 3);
    this.ownColumns = Int32Array.from({ length: groups.length * this.wide }, (_, i) => own[Math.floor(i / this.wide)]![i % this.wide] ?? width);
    this.packed = Float64Array.from({ length: total * this.wide }, (_, i) => {
      const k = Math.floor(i / this.wide);
      const d = own[this.groupOf[k]!]![i % this.wide];
      return d === undefined ? 0 : this.values[k * width + d]!;
    });
    this.sharedStart = new Int32Array(groups.length + 1);
    same.forEach((columns, g) => {
      this.sharedStart[g + 1] = this.sharedStart[g]! + columns.length;
    });
    this.sharedColumns = Int32Array.from(same.flat());
    let place = 0;
    this.edges = problem.edges.map((edge): Edge => {
      const senders = edge.from < 0 ? [inputInterface(problem, edge)] : operators[edge.from]!.interfaces;
      const labels = edgeLabels(problem, edge, senders, operators[edge.to]!.interfaces).flat();
      const all = labels.map((label) => label && edgeValues(label, set));
      const columns = Int32Array.from(set.dimensions.map((_, d) => d).filter((d) => all.some((values) => values && values[d] !== 0)));
      const at = place;
      place += labels.length;
      return {
        from: edge.from < 0 ? -1 : edge.from,
        to: edge.to,
        columns,
        values: Float64Array.from(all.flatMap((values) => Array.from(columns, (d) => values?.[d] ?? 0))),
        possible: Uint8Array.from(labels, (label) => (label ? 1 : 0)),
        at,
      };
    });
    this.touching = operators.map((_, o) => this.edges.flatMap((edge, e) => (edge.from === o || edge.to === o ? [e] : [])));
    this.incoming = operators.map((_, o) => this.edges.flatMap((edge, e) => (edge.to === o ? [e] : [])));
    this.elimination = new Elimination(
      order,
      this.edges,
      operators.map(({ interfaces }) => interfaces.length),
    );
    this.factors = new Float64Array(this.elimination.places);
    this.pairFactors = operators.map((_, o) => {
      const edge = this.edges.find(({ to }) => to === o);
      return edge ? this.factors.subarray(edge.at, edge.at + edge.possible.length) : null;
    });
    this.unary = new Float64Array(groups.length);
    this.leastOption = new Int32Array(groups.length);
    this.firstState = new Int32Array(this.count + 1);
    this.states.forEach((size, o) => {
      this.firstState[o + 1] = this.firstState[o]! + size;
    });
    this.leastState = new Float64Array(this.firstState[this.count]!);
    this.stateGroup = new Int32Array(this.firstState[this.count]!);
    const grouped = operators.map((_, o) => groups.filter((group) => group.operator === o));
    this.chain = isChain ? new LeastChain(grouped, set.bounds, this.states) : null;
    this.pooled = this.chain && PooledChain.of(grouped, set.bounds, this.states, this.chain);
    this.state = new Int32Array(this.count);
    this.ends = new Float64Array(this.count);
  }

  /** About how many numbers one search for the least sum looks at. */
  get effort(): number {
    return this.operatorOf.length + this.factors.length;
  }

  /**
   * The least weighted sum over all plans, whose options are written to `chosen`; Infinity when no plan can be put together. Without a `flow`, a millisecond is
   * worth the same in every operator and edge.
   */
  least(weights: Float64Array, flow: Flow | null, chosen: Int32Array): number {
    this.weigh(weights, flow);
    const { factors, unary, leastState, stateGroup, firstState, firstGroup, stateOf, state } = this;
    if (this.chain) return this.chain.least(unary, this.leastOption, this.pairFactors, chosen);
    leastState.fill(Number.POSITIVE_INFINITY);
    for (let o = 0; o < this.count; o += 1)
      for (let g = firstGroup[o]!; g < firstGroup[o + 1]!; g += 1) {
        const x = firstState[o]! + stateOf[g]!;
        if (unary[g]! >= leastState[x]!) continue;
        leastState[x] = unary[g]!;
        stateGroup[x] = g;
      }
    const sum = this.elimination.least(factors, leastState, firstState, state);
    if (sum === Number.POSITIVE_INFINITY) return sum;
    for (let o = 0; o < this.count; o += 1) chosen[o] = this.leastOption[stateGroup[firstState[o]! + state[o]!]!]!;
    return sum;
  }

  /** A chain of operators that share pools: `within` knows plans that those hold. */
  get isPooled(): boolean {
    return this.pooled !== null;
  }

  /** Along a chain over pools: plans of small weighted sum that the pools hold, and a bound of it (pooled-chain.ts); null elsewhere. */
  within(weights: Float64Array, width: number, enough: number): WithinPools | null {
    if (!this.pooled) return null;
    this.least(weights, null, new Int32Array(this.count));
    return this.pooled.search(this.unary, this.leastOption, this.pairFactors, weights, width, enough);
  }

  /** The weighted sum of each option's own columns, and the least of each group. */
  scores(weights: Float64Array, flow: Flow | null, scores: Float64Array, least: Float64Array): void {
    const { width, values, operatorOf, groupOf, time } = this;
    least.fill(Number.POSITIVE_INFINITY);
    for (let k = 0, at = 0; k < scores.length; k += 1, at += width) {
      let sum = 0;
      for (let d = 0; d < width; d += 1) sum += (flow && d === time ? flow.operators[operatorOf[k]!]! : weights[d]!) * values[at + d]!;
      scores[k] = sum;
      if (sum < least[groupOf[k]!]!) least[groupOf[k]!] = sum;
    }
  }

  private weigh(weights: Float64Array, flow: Flow | null): void {
    const {
      groupStart,
      firstGroup,
      unary,
      leastOption,
      factors,
      time,
      packed,
      wide,
      ownColumns,
      sharedStart,
      sharedColumns,
      values: all,
      width: columnCount,
    } = this;
    const worth = new Float64Array(columnCount + 1);
    worth.set(weights);
    for (let o = 0; o < this.count; o += 1) {
      if (flow) worth[time] = flow.operators[o]!;
      for (let g = firstGroup[o]!; g < firstGroup[o + 1]!; g += 1) {
        const own = g * wide;
        const w0 = worth[ownColumns[own]!]!;
        const w1 = worth[ownColumns[own + 1]!]!;
        const w2 = worth[ownColumns[own + 2]!]!;
        const start = groupStart[g]!;
        const end = groupStart[g + 1]!;
        let least = Number.POSITIVE_INFINITY;
        let reached = start;
        for (let k = start, p = start * wide; k < end; k += 1, p += wide) {
          let value = w0 * packed[p]! + w1 * packed[p + 1]! + w2 * packed[p + 2]!;
          for (let a = 3; a < wide; a += 1) value += worth[ownColumns[own + a]!]! * packed[p + a]!;
          if (value >= least) continue;
          least = value;
          reached = k;
        }
        for (let i = sharedStart[g]!; i < sharedStart[g + 1]!; i += 1) least += worth[sharedColumns[i]!]! * all[start * columnCount + sharedColumns[i]!]!;
        unary[g] = least;
        leastOption[g] = reached;
      }
    }
    for (let e = 0; e < this.edges.length; e += 1) {
      const { columns, values, possible, at } = this.edges[e]!;
      const width = columns.length;
      let p = 0;
      for (let pair = 0; pair < possible.length; pair += 1) {
        let value = 0;
        for (let a = 0; a < width; a += 1) {
          const d = columns[a]!;
          value += values[p++]! * (flow && d === time ? flow.edges[e]! : weights[d]!);
        }
        factors[at + pair] = possible[pair] ? value : Number.POSITIVE_INFINITY;
      }
    }
  }

  /** Place of the pair of states of an edge in a plan. */
  pairOf(edge: Edge, chosen: Int32Array): number {
    const to = this.stateOf[this.groupOf[chosen[edge.to]!]!]!;
    return edge.from < 0 ? to : this.stateOf[this.groupOf[chosen[edge.from]!]!]! * this.states[edge.to]! + to;
  }

  /** The same, if one of its operators had a state. */
  pairWith(edge: Edge, chosen: Int32Array, operator: number, state: number): number {
    const to = edge.to === operator ? state : this.stateOf[this.groupOf[chosen[edge.to]!]!]!;
    if (edge.from < 0) return to;
    return (edge.from === operator ? state : this.stateOf[this.groupOf[chosen[edge.from]!]!]!) * this.states[edge.to]! + to;
  }

  /** Plans as places in the operators' own lists of options: choices[operator][plan]. */
  optionsOf(plans: readonly Int32Array[]): Int32Array[] {
    return Array.from({ length: this.count }, (_, o) => Int32Array.from(plans, (chosen) => this.optionOf[chosen[o]!]!));
  }

  /** The columns of a plan. */
  totals(chosen: Int32Array, totals: Float64Array): void {
    const { width, values, edges } = this;
    totals.fill(0);
    for (let o = 0; o < this.count; o += 1) for (let d = 0, at = chosen[o]! * width; d < width; d += 1) totals[d]! += values[at + d]!;
    for (const edge of edges) {
      const { columns } = edge;
      for (let a = 0, at = this.pairOf(edge, chosen) * columns.length; a < columns.length; a += 1) totals[columns[a]!]! += edge.values[at + a]!;
    }
    if (this.time >= 0 && !this.isChain) totals[this.time] = this.latency(chosen, null);
  }

  /** The longest path of a plan; what lies on it is marked in `path`. */
  latency(chosen: Int32Array, path: Flow | null): number {
    const { time, width, values, ends, edges } = this;
    let longest = 0;
    let last = -1;
    for (let o = 0; o < this.count; o += 1) {
      let start = 0;
      for (const e of this.incoming[o]!) start = Math.max(start, this.readyAt(edges[e]!, chosen));
      ends[o] = start + values[chosen[o]! * width + time]!;
      if (last < 0 || ends[o]! > longest) {
        longest = ends[o]!;
        last = o;
      }
    }
    if (path) {
      path.operators.fill(0);
      path.edges.fill(0);
      while (last >= 0) {
        path.operators[last] = 1;
        let before = -1;
        let reached = -1;
        let start = Number.NEGATIVE_INFINITY;
        for (const e of this.incoming[last]!) {
          const ready = this.readyAt(edges[e]!, chosen);
          if (ready <= start) continue;
          start = ready;
          reached = e;
          before = edges[e]!.from;
        }
        if (reached >= 0) path.edges[reached] = 1;
        last = before;
      }
    }
    return longest;
  }

  /** Time along one path. */
  along({ operators, edges }: Flow, chosen: Int32Array): number {
    let ms = 0;
    for (let o = 0; o < this.count; o += 1) if (operators[o]) ms += this.values[chosen[o]! * this.width + this.time]!;
    for (let e = 0; e < this.edges.length; e += 1) if (edges[e]) ms += this.transferAt(this.edges[e]!, chosen);
    return ms;
  }

  private transferAt(edge: Edge, chosen: Int32Array): number {
    const column = edge.columns.indexOf(this.time);
    return column < 0 ? 0 : edge.values[this.pairOf(edge, chosen) * edge.columns.length + column]!;
  }

  private readyAt(edge: Edge, chosen: Int32Array): number {
    return (edge.from < 0 ? 0 : this.ends[edge.from]!) + this.transferAt(edge, chosen);
  }
}
