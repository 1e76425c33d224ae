import type { Flow } from "../../core/documents/plan";
import type { ChosenOperator } from "../../core/metrics/flows";
import { ownOperator, planFlows, planNotes } from "../../core/metrics/plan-body";
import type { CompiledEdge, Problem } from "../../core/metrics/problem";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { FoundRows } from "./found-rows";
import { isWhole } from "./goals";
import { emptyColumns, ListedPlans, noteText, type PlanColumns, shapeKey } from "./listed-plans";
import type { RowEvaluator } from "./row-figures";
import { BLOCK, NO_QUALITY, QUALITY_BASES } from "./row-quality";

/** Lists plans that are held as rows, column by column. */
export function listRows(problems: readonly Problem[], found: FoundRows): ListedPlans {
  const { evaluator, figures, order, count } = found;
  const { problem } = evaluator;
  const width = problem.operators.length;
  // A search may work on a narrowed copy of a problem.
  const p = problems.findIndex((known) => known.operators === problem.operators);
  const columns = emptyColumns(problems, count, count * width);
  columns.problemOf.fill(p);
  figures.numbers.forEach((column, k) => {
    gather(column, order, columns.numbers[k]!);
  });
  gather(figures.bases, order, columns.bases);
  for (let i = 0; i <= count; i += 1) columns.starts[i] = i * width;
  writeOperators(found, columns);
  writeFlows(found, columns.flowsOf, columns.flows);
  writeNotes(found, columns.notesOf, columns.notes);
  for (const slo of problem.slos) {
    if (isWhole({ slo })) continue;
    const values = evaluator.ownValues(slo);
    const column = found.choices[slo.operator]!;
    const into = columns.values.get(shapeKey(slo))!;
    for (let i = 0; i < count; i += 1) into[i] = values[column[order[i]!]!]!;
  }
  return new ListedPlans(problems, columns);
}

function gather(column: Float64Array | Uint8Array, order: Int32Array, into: Float64Array | Uint8Array): void {
  for (let i = 0; i < order.length; i += 1) into[i] = column[order[i]!]!;
}

/**
 * What each operator of each plan is, and its shares as `pathShares` has them: of the critical path and of the quality lost. Run by run, because a plan's
 * operators lie side by side.
 */
function writeOperators({ evaluator, choices, order, count }: FoundRows, { choices: entries, shares, dictionary, numbers }: PlanColumns): void {
  const { problem, facts } = evaluator;
  const width = facts.length;
  const q = STATISTIC_INDEX[problem.settings.statistic];
  const places = facts.map(({ chosen }) => new Int32Array(chosen.length).fill(-1));
  const entryOf = (o: number, option: number): number => {
    const { chosen, figures } = facts[o]!;
    const stage = problem.quality.stages[o]?.[chosen[option]!.configuration]?.value ?? null;
    return dictionary.push(ownOperator(problem, o, chosen[option]!, figures[option]!, stage)) - 1;
  };
  const run = choices.map(() => new Int32Array(BLOCK));
  const losses = choices.map(() => new Float64Array(BLOCK));
  const longest = new Float64Array(BLOCK);
  const refused = new Uint8Array(BLOCK);
  for (let from = 0; from < count; from += BLOCK) {
    const size = Math.min(BLOCK, count - from);
    for (let o = 0; o < width; o += 1) {
      const [column, into] = [choices[o]!, run[o]!];
      for (let r = 0; r < size; r += 1) into[r] = column[order[from + r]!]!;
    }
    evaluator.crossEdges(run, 0, size, [], refused);
    evaluator.longestPaths(run, 0, size, q, longest);
    evaluator.quality.losses(run, 0, size, numbers[7]!.subarray(from, from + size), losses);
    for (let o = 0; o < width; o += 1) {
      const [chosen, place, loss] = [run[o]!, places[o]!, losses[o]!];
      for (let r = 0, at = from * width + o; r < size; r += 1, at += width) {
        const option = chosen[r]!;
        if (place[option]! < 0) place[option] = entryOf(o, option);
        entries[at] = place[option]!;
        shares[at * 2 + 1] = loss[r]!;
      }
    }
    writePathShares(evaluator, run, size, q, longest, shares.subarray(from * width * 2));
  }
}

/** The share of the longest path that each operator on it takes, for a run of rows that was gone through; two entries to an operator. */
function writePathShares(
  { problem, facts, times, edgeMs }: RowEvaluator,
  run: readonly Int32Array[],
  size: number,
  q: number,
  longest: Float64Array,
  shares: Float64Array,
): void {
  const width = facts.length;
  const weight = q === 0 ? problem.scenarios[0]!.probability : 1;
  // The operator that the path of a row has been followed back to; senders come before receivers.
  const at = new Int32Array(size).fill(-1);
  for (let o = times.length - 1; o >= 0; o -= 1) {
    const own = times[o]!;
    for (let r = 0; r < size; r += 1) if (own[r] === longest[r]) at[r] = o;
  }
  for (let r = 0; r < size; r += 1) if (!(longest[r]! > 0)) at[r] = -1;
  for (let o = 0; o < width; o += 1) {
    const { unknown } = facts[o]!;
    if (unknown) for (let r = 0; r < size; r += 1) if (unknown[run[o]![r]!]) at[r] = -1;
  }
  for (let o = times.length - 1; o >= 0; o -= 1) {
    const incoming = problem.incoming[o]!;
    const chosen = run[o]!;
    const counted = facts[o]!.countedMs[q]!;
    const only = incoming.length === 1 ? incoming[0]!.from : null;
    for (let r = 0; r < size; r += 1) {
      if (at[r] !== o) continue;
      shares[(r * width + o) * 2] = Math.min(1, (weight * counted[chosen[r]!]!) / longest[r]!);
      at[r] = only ?? latestSender(incoming, times, edgeMs, r);
    }
  }
}

/** Where what an operator of one row waits for longest comes from; −1 = an input. */
function latestSender(incoming: readonly CompiledEdge[], times: readonly Float64Array[], edgeMs: readonly Float64Array[], r: number): number {
  let sender = -1;
  let latest = Number.NEGATIVE_INFINITY;
  for (const edge of incoming) {
    const ready = (edge.from < 0 ? 0 : times[edge.from]![r]!) + edgeMs[edge.index]![r]!;
    if (ready <= latest) continue;
    latest = ready;
    sender = edge.from;
  }
  return sender;
}

/** Rows of equal flows on every edge share one list. */
function writeFlows({ evaluator, figures, order }: FoundRows, flowsOf: Uint32Array, lists: Flow[][]): void {
  const kinds = new Kinds(order);
  figures.flows.forEach((column, e) => {
    if (column) kinds.split(column, null, evaluator.edges[e]!.joints.length);
  });
  kinds.write(flowsOf, (i) => {
    const flows = evaluator.edges.map(({ joints }, e) => joints[figures.flows[e]?.[order[i]!] ?? 0]!.flow);
    lists.push(planFlows(evaluator.problem, flows));
  });
}

/** Rows to which the same is to be noted share one list. */
function writeNotes({ evaluator, choices, figures, order }: FoundRows, notesOf: Uint32Array, lists: string[][]): void {
  const { problem, facts } = evaluator;
  const kinds = new Kinds(order);
  kinds.split(Int32Array.from(figures.bases), null, NO_QUALITY + 1);
  facts.forEach(({ chosen }, o) => {
    const texts = new Map<string, number>();
    const kindOf = Int32Array.from(chosen, (own) => {
      if (!own) return 0;
      const text = noteText(problem, own);
      if (!texts.has(text)) texts.set(text, texts.size);
      return texts.get(text)!;
    });
    kinds.split(choices[o]!, kindOf, texts.size);
  });
  kinds.write(notesOf, (i) => {
    const row = order[i]!;
    const basis = figures.bases[row]!;
    const [value, low, high] = [figures.numbers[7]![row]!, figures.numbers[8]![row]!, figures.numbers[9]![row]!];
    const chosen = facts.map((own, o): ChosenOperator => own.chosen[choices[o]![row]!]!);
    lists.push(planNotes(problem, chosen, basis === NO_QUALITY ? null : { value, low, high, basis: QUALITY_BASES[basis]! }));
  });
}

/** A partition of the rows of an order that is made finer step by step. Each row has one number of all that told it apart, which is counted anew when it gets too large. */
class Kinds {
  private readonly numbers: Float64Array;
  /** How many different numbers there may be. */
  private most = 1;

  constructor(private readonly order: Int32Array) {
    this.numbers = new Float64Array(order.length);
  }

  /** Keeps rows together only when they have the same of so many values too: their entry in a column, or what `of` has for it. */
  split(column: Int32Array, of: Int32Array | null, values: number): void {
    if (values <= 1) return;
    if (this.most * values > Number.MAX_SAFE_INTEGER) this.count();
    const { order, numbers, most } = this;
    for (let i = 0; i < numbers.length; i += 1) {
      const entry = column[order[i]!]!;
      numbers[i] = numbers[i]! + most * (of ? of[entry]! : entry);
    }
    this.most *= values;
  }

  /** Replaces the numbers by 0, 1, 2, ... in the order of rows. */
  private count(): void {
    const { numbers } = this;
    const known = new Map<number, number>();
    for (let i = 0; i < numbers.length; i += 1) {
      const number = numbers[i]!;
      let kind = known.get(number);
      if (kind === undefined) {
        kind = known.size;
        known.set(number, kind);
      }
      numbers[i] = kind;
    }
    this.most = Math.max(1, known.size);
  }

  /** Writes the kind of each row, and calls `make` with the first row of each kind, in the order of kinds. */
  write(into: Uint32Array, make: (i: number) => void): void {
    this.count();
    const { numbers } = this;
    let made = 0;
    for (let i = 0; i < numbers.length; i += 1) {
      if (numbers[i] === made) {
        make(i);
        made += 1;
      }
      into[i] = numbers[i]!;
    }
  }
}
