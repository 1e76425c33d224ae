import type { Problem } from "../../core/metrics/problem";

/** More joint states of neighbours than this are not gone through. */
export const MOST_JOINT_STATES = 200_000;

/** An operator that is taken out, and the neighbours that it then still has. */
export interface EliminationStep {
  operator: number;
  neighbours: number[];
}

/** Values per pair of states [from][to] (−1 and one state for an input), from `at` on among the factors. */
interface PairFactor {
  from: number;
  to: number;
  possible: Uint8Array;
  at: number;
}

/** One operator taken out: for each choice of states of the neighbours it still has, the least over its own. */
interface Step {
  operator: number;
  neighbours: Int32Array;
  strides: Int32Array;
  joint: number;
  states: number;
  /** Places among the factors, [joint state][own state][factor]. */
  places: Int32Array;
  factors: number;
  /** Where its result is among the factors; the states that reach it. */
  at: number;
  best: Int32Array;
}

/** The least sum of one value per operator's state and one per edge's pair of states, by taking out one operator at a time (min-sum elimination). */
export class Elimination {
  /** How many factors there are, those of the edges first. */
  readonly places: number;
  private readonly steps: Step[];

  constructor(order: readonly EliminationStep[], edges: readonly PairFactor[], sizes: readonly number[]) {
    let place = edges.reduce((sum, { possible }) => sum + possible.length, 0);
    // What each factor still in play depends on.
    let open = edges.map((edge) => ({ scope: edge.from < 0 ? [edge.to] : [edge.from, edge.to], at: edge.at }));
    this.steps = order.map(({ operator, neighbours }) => {
      const own = open.filter(({ scope }) => scope.includes(operator));
      const strides = new Int32Array(neighbours.length);
      let joint = 1;
      for (let n = neighbours.length - 1; n >= 0; n -= 1) {
        strides[n] = joint;
        joint *= sizes[neighbours[n]!]!;
      }
      const states = sizes[operator]!;
      const places = new Int32Array(joint * states * own.length);
      const assigned = new Map<number, number>();
      for (let a = 0; a < joint; a += 1) {
        neighbours.forEach((other, n) => {
          assigned.set(other, Math.floor(a / strides[n]!) % sizes[other]!);
        });
        for (let x = 0; x < states; x += 1) {
          assigned.set(operator, x);
          own.forEach(({ scope, at }, f) => {
            places[(a * states + x) * own.length + f] = at + scope.reduce((index, other) => index * sizes[other]! + assigned.get(other)!, 0);
          });
        }
      }
      const at = place;
      place += joint;
      open = [...open.filter(({ scope }) => !scope.includes(operator)), { scope: neighbours, at }];
      return { operator, neighbours: Int32Array.from(neighbours), strides, joint, states, places, factors: own.length, at, best: new Int32Array(joint) };
    });
    this.places = place;
  }

  /** `factors`: those of the edges are given; `leastState`: by `firstState` of an operator and state. Writes the states that lead to the least sum. */
  least(factors: Float64Array, leastState: Float64Array, firstState: Int32Array, state: Int32Array): number {
    const { steps } = this;
    let sum = 0;
    for (const { operator, neighbours, joint, states, places, factors: width, at, best } of steps) {
      const first = firstState[operator]!;
      let p = 0;
      for (let a = 0; a < joint; a += 1) {
        let least = Number.POSITIVE_INFINITY;
        let reached = 0;
        for (let x = 0; x < states; x += 1) {
          let value = leastState[first + x]!;
          for (const end = p + width; p < end; p += 1) value += factors[places[p]!]!;
          if (value < least) {
            least = value;
            reached = x;
          }
        }
        best[a] = reached;
        factors[at + a] = least;
      }
      if (neighbours.length === 0) sum += factors[at]!;
    }
    if (sum === Number.POSITIVE_INFINITY) return sum;
    for (let s = steps.length - 1; s >= 0; s -= 1) {
      const { operator, neighbours, strides, best } = steps[s]!;
      let a = 0;
      for (let n = 0; n < neighbours.length; n += 1) a += strides[n]! * state[neighbours[n]!]!;
      state[operator] = best[a]!;
    }
    return sum;
  }
}

/** Operators in the order in which they are taken out, with the neighbours that each then has: fewest first. Null when those have too many states. */
export function eliminationOrder(problem: Problem, sizes: readonly number[]): EliminationStep[] | null {
  const near = problem.operators.map(() => new Set<number>());
  for (const { from, to } of problem.edges) {
    if (from < 0) continue;
    near[from]!.add(to);
    near[to]!.add(from);
  }
  const left = new Set(problem.operators.map((_, o) => o));
  const order: EliminationStep[] = [];
  let total = 0;
  while (left.size > 0) {
    const operator = [...left].reduce((best, o) => (near[o]!.size < near[best]!.size ? o : best));
    const neighbours = [...near[operator]!].sort((a, b) => a - b);
    total += neighbours.reduce((product, other) => product * sizes[other]!, sizes[operator]!);
    if (total > MOST_JOINT_STATES) return null;
    order.push({ operator, neighbours });
    left.delete(operator);
    for (const a of neighbours) {
      near[a]!.delete(operator);
      for (const b of neighbours) if (a !== b) near[a]!.add(b);
    }
  }
  return order;
}
