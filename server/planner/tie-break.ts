import type { Problem } from "../../core/metrics/problem";
import type { Allocation } from "./allocations";
import type { OperatorOptions } from "./options";
import type { Source, Table, TieBreak } from "./table";

/** Whole numbers of so many bits are added without rounding. */
const BITS_OF_A_WORD = 53;

/**
 * Of rows with equal vectors and devices the one whose choices come first: by operator id, then by configuration and parts. The places of a row's choices are
 * the digits of one long number, the first operator's foremost, so the number of a joined row is the sum of those of its two rows, and the lesser number comes first. Numbers
 * are kept in words of digits, and made for the tables in which something is equal only.
 */
export function tieBreaker(problem: Problem, operators: readonly OperatorOptions[]): TieBreak {
  const digits = new Digits(problem, operators);
  const numbers = new RowNumbers(digits);
  const first = new Pair(numbers);
  const second = new Pair(numbers);
  return (a, b) => {
    first.open(a.source);
    second.open(b.source);
    for (let w = 0; w < digits.words; w += 1) {
      const difference = first.number(w, a.left, a.right) - second.number(w, b.left, b.right);
      if (difference !== 0) return difference < 0;
    }
    return false;
  };
}

/** The numbers of a table's rows, word by word. */
class RowNumbers {
  private readonly known = new WeakMap<Table, Float64Array[]>();

  constructor(private readonly digits: Digits) {}

  of(table: Table): Float64Array[] {
    let numbers = this.known.get(table);
    if (!numbers) {
      numbers = this.made(table);
      this.known.set(table, numbers);
    }
    return numbers;
  }

  private made({ rows, origin }: Table): Float64Array[] {
    const { digits } = this;
    const numbers: Float64Array[] = [];
    for (let w = 0; w < digits.words; w += 1) numbers.push(new Float64Array(rows));
    if (origin.kind === "options") digits.write(origin.operator, origin.options, numbers);
    if (origin.kind !== "pairs") return numbers;
    const { sources, source, left, right } = origin;
    for (let s = 0; s < sources.length; s += 1) {
      const lefts = this.of(sources[s]!.left);
      const rights = this.of(sources[s]!.right);
      for (let w = 0; w < digits.words; w += 1) addPairs(numbers[w]!, lefts[w]!, rights[w]!, left, right, source, s);
    }
    return numbers;
  }
}

/** Writes the sum of the numbers of the two rows of each pair that comes from a source. */
function addPairs(
  into: Float64Array,
  lefts: Float64Array,
  rights: Float64Array,
  left: Int32Array,
  right: Int32Array,
  source: Uint16Array | null,
  own: number,
): void {
  for (let row = 0; row < into.length; row += 1) if (source === null || source[row] === own) into[row] = lefts[left[row]!]! + rights[right[row]!]!;
}

/** The numbers of a source's two tables; mostly one source is asked about many times in a row. */
class Pair {
  private source: Source | null = null;
  private left: readonly Float64Array[] = [];
  private right: readonly Float64Array[] = [];

  constructor(private readonly numbers: RowNumbers) {}

  open(source: Source): void {
    if (source === this.source) return;
    this.source = source;
    this.left = this.numbers.of(source.left);
    this.right = this.numbers.of(source.right);
  }

  number(word: number, left: number, right: number): number {
    return this.left[word]![left]! + this.right[word]![right]!;
  }
}

/** Where the place of each operator's choice stands in the number of a row. */
class Digits {
  readonly words: number;
  private readonly word: Int32Array;
  private readonly unit: Float64Array;

  constructor(
    private readonly problem: Problem,
    private readonly operators: readonly OperatorOptions[],
  ) {
    this.word = new Int32Array(operators.length);
    this.unit = new Float64Array(operators.length);
    // From the last digit to the first; the words are then counted from the front.
    const last = operators.map((_, o) => o).sort((a, b) => (problem.operators[a]!.id < problem.operators[b]!.id ? 1 : -1));
    let [words, bits] = [1, 0];
    for (const o of last) {
      const own = Math.ceil(Math.log2(operators[o]!.options.length + 1));
      if (bits + own > BITS_OF_A_WORD) [words, bits] = [words + 1, 0];
      this.word[o] = -words;
      this.unit[o] = 2 ** bits;
      bits += own;
    }
    for (const o of last) this.word[o]! += words;
    this.words = words;
  }

  /** Writes the numbers of rows that are options of one operator. */
  write(operator: number, options: Int32Array, numbers: readonly Float64Array[]): void {
    const ranks = ranksOf(this.problem, this.operators[operator]!);
    const column = numbers[this.word[operator]!]!;
    for (let row = 0; row < options.length; row += 1) column[row] = ranks[options[row]!]! * this.unit[operator]!;
  }
}

/** What an option is, in words whose order decides between equals. */
function optionText(problem: Problem, { configuration, parts }: Allocation): string {
  const named = parts.map(({ template, replicas }) => {
    const pool = template.pool < 0 ? "api" : problem.pools[template.pool]!.id;
    return `${pool}:${String(template.profile).padStart(4, "0")}:${problem.tiers[template.tier]}:${String(replicas).padStart(9, "0")}`;
  });
  return `${configuration.key}\u0000${named.join("\u0001")}`;
}

const knownTexts = new WeakMap<OperatorOptions, readonly string[]>();

/** The texts of an operator's options. */
export function optionTexts(problem: Problem, entry: OperatorOptions): readonly string[] {
  let texts = knownTexts.get(entry);
  if (!texts) {
    texts = entry.options.map(({ allocation }) => optionText(problem, allocation));
    knownTexts.set(entry, texts);
  }
  return texts;
}

const knownRanks = new WeakMap<OperatorOptions, Int32Array>();

/** Place of each option in the order of its configuration and parts; equal ones share it. */
export function ranksOf(problem: Problem, entry: OperatorOptions): Int32Array {
  let ranks = knownRanks.get(entry);
  if (!ranks) {
    ranks = ranked(optionTexts(problem, entry));
    knownRanks.set(entry, ranks);
  }
  return ranks;
}

function ranked(texts: readonly string[]): Int32Array {
  const order = texts.map((_, i) => i).sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0));
  const places = new Int32Array(texts.length);
  let place = 0;
  order.forEach((i, k) => {
    if (k > 0 && texts[i] !== texts[order[k - 1]!]) place += 1;
    places[i] = place;
  });
  return places;
}
