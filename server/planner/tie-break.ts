import type { Problem } from "../../core/metrics/problem";
import type { Allocation } from "./allocations";
import type { OperatorOptions } from "./options";
import { forEachChoice, type Table, type TieBreak } from "./table";

/**
 * Of rows with equal vectors and devices the one whose choices come first: by operator id, then by configuration and parts. The two rows
 * are taken apart together and only where they differ, which for rows of long chains is near their end.
 */
export function tieBreaker(problem: Problem, operators: readonly OperatorOptions[]): TieBreak {
  const place = new Int32Array(operators.length);
  problem.operators
    .map((operator) => operator.index)
    .sort((a, b) => (problem.operators[a]!.id < problem.operators[b]!.id ? -1 : 1))
    .forEach((o, k) => {
      place[o] = k;
    });
  const ranks: (Int32Array | undefined)[] = new Array<Int32Array | undefined>(operators.length);
  const rankOf = (o: number): Int32Array => {
    ranks[o] ??= ranksOf(problem, operators[o]!);
    return ranks[o]!;
  };
  const search = new Difference(place, rankOf);
  return (a, b) => {
    search.reset();
    if (a.source === b.source) {
      search.compare(a.source.left, a.left, b.source.left, b.left);
      search.compare(a.source.right, a.right, b.source.right, b.right);
    } else {
      search.compareAll([a.source.left, a.left, a.source.right, a.right], [b.source.left, b.left, b.source.right, b.right]);
    }
    return search.sign < 0;
  };
}

/** Finds the first operator (by id) in which two rows differ. */
class Difference {
  sign = 0;
  private first = Number.POSITIVE_INFINITY;

  constructor(
    private readonly place: Int32Array,
    private readonly rankOf: (operator: number) => Int32Array,
  ) {}

  reset(): void {
    this.sign = 0;
    this.first = Number.POSITIVE_INFINITY;
  }

  compare(a: Table, rowA: number, b: Table, rowB: number): void {
    if (a === b && rowA === rowB) return;
    const from = a.origin;
    const to = b.origin;
    if (from.kind === "pairs" && to.kind === "pairs") {
      const sourceA = from.sources[from.source === null ? 0 : from.source[rowA]!]!;
      const sourceB = to.sources[to.source === null ? 0 : to.source[rowB]!]!;
      if (sourceA.left === sourceB.left || sourceA.right === sourceB.right) {
        this.compare(sourceA.left, from.left[rowA]!, sourceB.left, to.left[rowB]!);
        this.compare(sourceA.right, from.right[rowA]!, sourceB.right, to.right[rowB]!);
        return;
      }
    }
    if (from.kind === "options" && to.kind === "options" && from.operator === to.operator) {
      this.differ(from.operator, from.options[rowA]!, to.options[rowB]!);
      return;
    }
    this.compareAll([a, rowA], [b, rowB]);
  }

  /** For rows that were put together in different ways: every choice of both, operator by operator. */
  compareAll(a: readonly (Table | number)[], b: readonly (Table | number)[]): void {
    const first = new Int32Array(this.place.length).fill(-1);
    const second = new Int32Array(this.place.length).fill(-1);
    for (let k = 0; k < a.length; k += 2) forEachChoice(a[k] as Table, a[k + 1] as number, (operator, option) => (first[operator] = option));
    for (let k = 0; k < b.length; k += 2) forEachChoice(b[k] as Table, b[k + 1] as number, (operator, option) => (second[operator] = option));
    for (let o = 0; o < first.length; o += 1) if (first[o]! >= 0 && second[o]! >= 0) this.differ(o, first[o]!, second[o]!);
  }

  private differ(operator: number, optionA: number, optionB: number): void {
    if (optionA === optionB || this.place[operator]! >= this.first) return;
    const ranks = this.rankOf(operator);
    const sign = ranks[optionA]! - ranks[optionB]!;
    if (sign === 0) return;
    this.first = this.place[operator]!;
    this.sign = sign;
  }
}

/** What an option is, in words whose order decides between equals. */
export function optionText(problem: Problem, { configuration, parts }: Allocation): string {
  const named = parts.map(({ template, replicas }) => {
    const pool = template.pool < 0 ? "api" : problem.pools[template.pool]!.id;
    return `${pool}:${String(template.profile).padStart(4, "0")}:${problem.tiers[template.tier]}:${String(replicas).padStart(9, "0")}`;
  });
  return `${configuration.key}\u0000${named.join("\u0001")}`;
}

/** Place of each option in the order of its configuration and parts; equal ones share it. */
export function ranksOf(problem: Problem, entry: OperatorOptions): Int32Array {
  const texts = entry.options.map(({ allocation }) => optionText(problem, allocation));
  const order = texts.map((_, i) => i).sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0));
  const ranks = new Int32Array(texts.length);
  let rank = 0;
  order.forEach((i, k) => {
    if (k > 0 && texts[i] !== texts[order[k - 1]!]) rank += 1;
    ranks[i] = rank;
  });
  return ranks;
}
