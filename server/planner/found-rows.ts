import type { Problem } from "../../core/metrics/problem";
import { round12 } from "../../core/metrics/statistics";
import type { Archive, Block } from "./archive";
import { type Candidate, completeCandidate } from "./candidate";
import type { Goal, Query } from "./goals";
import { lexicographicOrder } from "./lexicographic";
import type { OperatorOptions } from "./options";
import { sameChoice } from "./polish";
import { knownValue, RowEvaluator, type RowFigures, wholeColumn } from "./row-figures";
import { Staircase } from "./staircase";
import { ranksOf } from "./tie-break";

/**
 * Plans that no other beats, as rows of option indices with their figures in columns. Same plans as an archive to which they are added one by one; a plan
 * is only spelt out when someone looks at it.
 */
export class FoundRows implements Block<Candidate> {
  /** Rows in ascending order of their keys. */
  private constructor(
    readonly query: Query,
    readonly evaluator: RowEvaluator,
    readonly choices: readonly Int32Array[],
    readonly figures: RowFigures,
    readonly keys: readonly Float64Array[],
    readonly order: Int32Array,
    /** Some row cannot be a plan. */
    readonly refusedAny: boolean,
  ) {}

  static of(problem: Problem, query: Query, operators: readonly OperatorOptions[], choices: readonly Int32Array[]): FoundRows {
    const evaluator = new RowEvaluator(problem, operators, choices);
    const figures = evaluator.figures(choices);
    evaluator.refuseBroken(choices, figures, query.hard);
    const keys = query.goals.map((goal) => keyOf(goal, figures));
    const order = undominated(keys, lexicographicOrder(keys, choices[0]!.length), figures, preference(problem, operators, choices, figures));
    return new FoundRows(query, evaluator, choices, figures, keys, order, figures.refused.includes(1));
  }

  get count(): number {
    return this.order.length;
  }

  entry(i: number): { key: number[]; owner: Candidate } {
    const { problem, operators } = this.evaluator;
    const row = this.order[i]!;
    const owner = completeCandidate(
      problem,
      this.query,
      operators.map(({ options }, o) => options[this.choices[o]![row]!]!.allocation),
    );
    return { key: this.keys.map((key) => key[row]!), owner: owner! };
  }

  /** The plans at some places of the order only. */
  only(places: Int32Array): FoundRows {
    const order = places.map((i) => this.order[i]!);
    return new FoundRows(this.query, this.evaluator, this.choices, this.figures, this.keys, order, this.refusedAny);
  }
}

/** Values of a goal, to be minimised; rows without one are refused. */
function keyOf({ metric, statistic, sign }: Goal, { numbers, refused }: RowFigures): Float64Array {
  const column = wholeColumn(numbers, metric, statistic);
  const key = new Float64Array(column.length);
  for (let r = 0; r < key.length; r += 1) {
    const value = knownValue(column, metric, r);
    if (value === null) refused[r] = 1;
    else key[r] = sign * round12(Math.min(value, Number.MAX_VALUE));
  }
  return key;
}

/** Option indices of what an archive holds, to be gone through with others; null when some of it is not made of these options. */
export function rowsOfArchive(problem: Problem, operators: readonly OperatorOptions[], archive: Archive<Candidate>): number[][] | null {
  const { block } = archive;
  if (block instanceof FoundRows && block.evaluator.operators === operators)
    return Array.from(block.order, (row) => block.choices.map((column) => column[row]!));
  const rows = archive.entries.map(({ owner }) =>
    owner.problem === problem ? operators.map(({ options }, o) => options.findIndex((option) => sameChoice(option, owner.chosen[o]!))) : [-1],
  );
  return rows.some((row) => row.includes(-1)) ? null : rows;
}

/** Of rows of equal keys the one with the fewest devices comes first, then the one whose choices do, by operator id. */
function preference(problem: Problem, operators: readonly OperatorOptions[], choices: readonly Int32Array[], figures: RowFigures) {
  const devices = figures.numbers[12]!;
  const byId = operators.map((_, o) => o).sort((a, b) => (problem.operators[a]!.id < problem.operators[b]!.id ? -1 : 1));
  const ranks: (Int32Array | undefined)[] = [];
  return (a: number, b: number): boolean => {
    if (devices[a] !== devices[b]) return devices[a]! < devices[b]!;
    for (const o of byId) {
      const [x, y] = [choices[o]![a]!, choices[o]![b]!];
      if (x === y) continue;
      ranks[o] ??= ranksOf(problem, operators[o]!);
      const difference = ranks[o]![x]! - ranks[o]![y]!;
      if (difference !== 0) return difference < 0;
    }
    return false;
  };
}

/** Rows in ascending order without those that are refused or that an earlier one beats (up to three columns; Kung, Luccio & Preparata 1975). */
function undominated(keys: readonly Float64Array[], order: Int32Array, { refused }: RowFigures, preferred: (a: number, b: number) => boolean): Int32Array {
  const stairs = new Staircase();
  const kept = new Int32Array(order.length);
  let count = 0;
  const [first, second, third] = keys;
  for (let k = 0; k < order.length; ) {
    const from = order[k]!;
    let best = from;
    for (k += 1; k < order.length && first![order[k]!] === first![from] && areEqual(keys, order[k]!, from); k += 1) {
      const row = order[k]!;
      if (!refused[row] && (refused[best] || preferred(row, best))) best = row;
    }
    if (refused[best]) continue;
    const x = second ? second[best]! : 0;
    const y = third ? third[best]! : 0;
    if (stairs.dominator(x, y) >= 0) continue;
    stairs.insert(x, y, best);
    kept[count++] = best;
  }
  return kept.slice(0, count);
}

function areEqual(keys: readonly Float64Array[], a: number, b: number): boolean {
  for (let k = 0; k < keys.length; k += 1) if (keys[k]![a] !== keys[k]![b]) return false;
  return true;
}
