import type { FrontierDocument } from "../../core/documents/frontier";
import type { Flow, PlanBody, PlanOperator } from "../../core/documents/plan";
import { bytesOf, writeColumns } from "../../core/frontier/column-bytes";
import { packFrontier } from "../../core/frontier/pack-frontier";
import { METRIC_COLUMNS, type PackedFrontier } from "../../core/frontier/packed-frontier";
import type { ChosenOperator } from "../../core/metrics/flows";
import { withShares } from "../../core/metrics/plan-shares";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { meetsSlo } from "../../core/metrics/slos";
import { isWhole } from "./goals";
import { knownValue, wholeColumn } from "./row-figures";
import { NO_QUALITY, QUALITY_BASES } from "./row-quality";

/** As plans have it where nothing limits a throughput. */
const UNLIMITED = Number.MAX_VALUE;

/** Plans as columns: what an operator shows depends on its own choice only, so it is made once, and a plan is a run of indices. */
export interface PlanColumns {
  problemOf: Uint8Array | Uint16Array;
  /** In the order of METRIC_COLUMNS; NaN where a plan has no figure. */
  numbers: Float64Array[];
  /** Places in QUALITY_BASES. */
  bases: Uint8Array;
  /** A plan's operators are entries of `choices` and `shares` from `starts[i]` to `starts[i + 1]`. */
  starts: Uint32Array;
  choices: Uint32Array;
  /** Two to an entry of `choices`: of the critical path and of the quality lost. */
  shares: Float64Array;
  flowsOf: Uint32Array;
  notesOf: Uint32Array;
  dictionary: PlanOperator[];
  flows: Flow[][];
  notes: string[][];
  /** Values of targets on an operator or a path, by `shapeKey`; NaN where one is not known. Those on the whole request are columns of the metrics. */
  values: Map<string, Float64Array>;
}

/** Columns for so many plans with so many operators altogether, to be filled. */
export function emptyColumns(problems: readonly Problem[], count: number, operators: number): PlanColumns {
  const values = new Map<string, Float64Array>();
  for (const problem of problems) for (const slo of problem.slos) if (!isWhole({ slo })) values.set(shapeKey(slo), new Float64Array(count).fill(Number.NaN));
  return {
    problemOf: problems.length < 256 ? new Uint8Array(count) : new Uint16Array(count),
    numbers: METRIC_COLUMNS.map(() => new Float64Array(count)),
    bases: new Uint8Array(count),
    starts: new Uint32Array(count + 1),
    choices: new Uint32Array(operators),
    shares: new Float64Array(operators * 2),
    flowsOf: new Uint32Array(count),
    notesOf: new Uint32Array(count),
    dictionary: [],
    flows: [],
    notes: [],
    values,
  };
}

/**
 * Plans of a frontier with every number they show. Targets are kept as values, so that plans can be judged by other limits without being evaluated again.
 */
export class ListedPlans {
  readonly count: number;
  private vectorColumns: Float64Array[] | null = null;

  constructor(
    readonly problems: readonly Problem[],
    private readonly columns: PlanColumns,
  ) {
    this.count = columns.bases.length;
  }

  /** Bytes held, about. */
  get bytes(): number {
    const { columns } = this;
    const arrays = [...columns.numbers, ...columns.values.values(), columns.starts, columns.choices, columns.shares];
    const lists = columns.dictionary.length * 1_200 + columns.flows.length * 1_000 + columns.notes.length * 200;
    return arrays.reduce((sum, column) => sum + column.byteLength, this.count * 10) + lists;
  }

  /** Places of the plans that meet every target of their problem in `slosOf`. */
  meeting(slosOf: readonly (readonly CompiledSlo[])[]): Uint32Array {
    const { problemOf } = this.columns;
    const breaks = new Uint8Array(this.count);
    for (let p = 0; p < slosOf.length; p += 1) for (const slo of slosOf[p]!) markBroken(slo, this.columnOf(slo), p, problemOf, breaks);
    const kept = new Uint32Array(this.count);
    let size = 0;
    for (let i = 0; i < breaks.length; i += 1) if (breaks[i] === 0) kept[size++] = i;
    return kept.subarray(0, size);
  }

  /** The value of a target for a plan, in the metric's unit; null when it is not known. Infinity where nothing limits a throughput. */
  valueOf(slo: CompiledSlo, i: number): number | null {
    return knownValue(this.columnOf(slo), slo.slo.metric, i);
  }

  /** The same for many plans, each by the target of its problem; NaN where it is not known or there is no target. */
  valuesOf(sloOf: readonly (CompiledSlo | null)[], places: Uint32Array): Float64Array {
    const columns = sloOf.map((slo) => slo && this.columnOf(slo));
    const { problemOf } = this.columns;
    const values = new Float64Array(places.length);
    for (let k = 0; k < places.length; k += 1) {
      const p = problemOf[places[k]!]!;
      const column = columns[p];
      values[k] = column ? (knownValue(column, sloOf[p]!.slo.metric, places[k]!) ?? Number.NaN) : Number.NaN;
    }
    return values;
  }

  private columnOf(slo: CompiledSlo): Float64Array {
    return isWhole({ slo }) ? wholeColumn(this.columns.numbers, slo.slo.metric, slo.statistic) : this.columns.values.get(shapeKey(slo))!;
  }

  /** Columns of the vector, in the objectives' own direction. */
  private get vector(): Float64Array[] {
    this.vectorColumns ??= this.problems[0]!.settings.objectives.map((objective) => {
      const column = wholeColumn(this.columns.numbers, objective, this.problems[0]!.settings.statistic);
      return objective === "throughput" ? column.map((value) => (Number.isNaN(value) ? UNLIMITED : value)) : column;
    });
    return this.vectorColumns;
  }

  /** A plan's vector entry, in the objective's own direction. */
  vectorOf(i: number, k: number): number {
    return this.vector[k]![i]!;
  }

  problemIndexOf(i: number): number {
    return this.columns.problemOf[i]!;
  }

  /** A plan as its document has it, judged by the given targets of its problem. */
  body(i: number, id: string, slosOf: readonly (readonly CompiledSlo[])[]): PlanBody {
    const { columns } = this;
    const problem = this.problems[columns.problemOf[i]!]!;
    const slos = slosOf[columns.problemOf[i]!]!;
    const at = (column: number): number => columns.numbers[column]![i]!;
    const known = (column: number): number | null => (Number.isNaN(at(column)) ? null : at(column));
    const basis = columns.bases[i]!;
    const whole = { costPerThousandUsd: at(0), energyJ: at(10) };
    const operators: PlanOperator[] = [];
    for (let c = columns.starts[i]!; c < columns.starts[i + 1]!; c += 1) {
      operators.push(withShares(columns.dictionary[columns.choices[c]!]!, whole, [columns.shares[c * 2]!, columns.shares[c * 2 + 1]!]));
    }
    // Places are those of METRIC_COLUMNS.
    return {
      id,
      vector: this.vector.map((column) => column[i]!),
      metrics: {
        costPerThousandUsd: at(0),
        costPerHourUsd: known(1),
        latencyMs: Number.isNaN(at(2)) ? null : { mean: at(2), p50: at(3), p90: at(4), p95: at(5), p99: at(6) },
        quality: basis === NO_QUALITY ? null : { value: at(7), low: at(8), high: at(9), basis: QUALITY_BASES[basis]! },
        energyJ: at(10),
        throughputRps: known(11),
        devices: at(12),
      },
      ...(Object.keys(problem.choice).length > 0 ? { alternatives: problem.choice } : {}),
      operators,
      flows: columns.flows[columns.flowsOf[i]!]!,
      ...(slos.length > 0
        ? {
            slos: slos.map((slo) => {
              const value = this.valueOf(slo, i);
              return { slo: slo.slo, value: value === Number.POSITIVE_INFINITY ? null : value, met: meetsSlo(slo, value) };
            }),
          }
        : {}),
      notes: columns.notes[columns.notesOf[i]!]!,
    };
  }

  /** Some of the plans (ascending places), numbered in their order, in packed form; columns of which everything is kept are not copied. */
  pack(places: Uint32Array, head: PackedFrontier["head"], slosOf: readonly (readonly CompiledSlo[])[]): PackedFrontier {
    const targets = slosOf[0]!;
    // Choices of alternatives may leave out targets of their own; columns by place would then mix them up.
    const named = targets.map((target) => JSON.stringify(target.slo));
    if (slosOf.some((slos) => slos.length !== targets.length || slos.some((slo, t) => JSON.stringify(slo.slo) !== named[t]))) {
      const plans = Array.from(places, (i, index) => this.body(i, `p-${index + 1}`, slosOf));
      return packFrontier({ ...head, spec: { ...head.spec, plans } } as FrontierDocument);
    }
    const { columns } = this;
    const count = places.length;
    const pick = (column: Float64Array): Float64Array => (count === this.count ? column : picked(column, places));
    const met = new Uint8Array(targets.length * count);
    const values = targets.map((slo, t) => judged(slo, pick(this.columnOf(slo)), met.subarray(t * count, (t + 1) * count)));
    const alternatives = this.problems.map(({ choice }) => (Object.keys(choice).length > 0 ? choice : null));
    return {
      head,
      count,
      width: count > 0 ? this.vector.length : 0,
      numbers: writeColumns((count > 0 ? [...columns.numbers, ...this.vector] : columns.numbers).map(pick)),
      bases: bytesOf(count === this.count ? columns.bases : Uint8Array.from(places, (place) => columns.bases[place]!)),
      ...this.packOperators(places),
      flows: sublist(columns.flows, columns.flowsOf, places),
      notes: sublist(columns.notes, columns.notesOf, places),
      alternatives: sublist(alternatives, columns.problemOf, places),
      slos: count > 0 && targets.length > 0 ? { targets: targets.map((slo) => slo.slo), values: writeColumns(values), met: bytesOf(met) } : null,
    };
  }

  /** The operators of some plans, with only those entries of the dictionary that they use. */
  private packOperators(places: Uint32Array): Pick<PackedFrontier, "dictionary" | "starts" | "choices" | "sharesEach" | "shares"> {
    const { columns } = this;
    const count = places.length;
    if (count === this.count) {
      const { dictionary, starts, choices, shares } = columns;
      return { dictionary, starts: bytesOf(starts), choices: bytesOf(choices), sharesEach: 2, shares: bytesOf(shares) };
    }
    const starts = new Uint32Array(count + 1);
    for (let k = 0; k < count; k += 1) starts[k + 1] = starts[k]! + columns.starts[places[k]! + 1]! - columns.starts[places[k]!]!;
    const choices = new Uint32Array(starts[count]!);
    const shares = new Float64Array(choices.length * 2);
    const dictionary: PlanOperator[] = [];
    const newPlace = new Int32Array(columns.dictionary.length).fill(-1);
    for (let k = 0; k < count; k += 1) {
      const from = columns.starts[places[k]!]!;
      const to = columns.starts[places[k]! + 1]!;
      const start = starts[k]!;
      for (let c = from; c < to; c += 1) {
        const known = columns.choices[c]!;
        if (newPlace[known]! < 0) newPlace[known] = dictionary.push(columns.dictionary[known]!) - 1;
        choices[start + c - from] = newPlace[known]!;
      }
      for (let s = from * 2; s < to * 2; s += 1) shares[start * 2 + s - from * 2] = columns.shares[s]!;
    }
    return { dictionary, starts: bytesOf(starts), choices: bytesOf(choices), sharesEach: 2, shares: bytesOf(shares) };
  }
}

/** Marks the plans of a problem that break a target. */
function markBroken(slo: CompiledSlo, column: Float64Array, problem: number, problemOf: PlanColumns["problemOf"], breaks: Uint8Array): void {
  for (let i = 0; i < breaks.length; i += 1) if (problemOf[i] === problem && !meetsSlo(slo, knownValue(column, slo.slo.metric, i))) breaks[i] = 1;
}

/** Values of a target as they are packed; those that meet it are marked. */
function judged(slo: CompiledSlo, column: Float64Array, met: Uint8Array): Float64Array {
  const values = new Float64Array(column.length);
  for (let k = 0; k < values.length; k += 1) {
    const value = knownValue(column, slo.slo.metric, k);
    if (meetsSlo(slo, value)) met[k] = 1;
    values[k] = value === null || value === Number.POSITIVE_INFINITY ? Number.NaN : value;
  }
  return values;
}

/** The entries of a column at some places. */
function picked(column: Float64Array, places: Uint32Array): Float64Array {
  const entries = new Float64Array(places.length);
  for (let k = 0; k < places.length; k += 1) entries[k] = column[places[k]!]!;
  return entries;
}

/** What a target is on, whatever its limit. */
export function shapeKey({ slo, statistic }: CompiledSlo): string {
  return JSON.stringify([slo.metric, statistic, slo.operator ?? null, slo.path ?? null]);
}

/** Values and which of them each plan has, only those that some plan has. */
function sublist<T>(lists: readonly T[], of: ArrayLike<number>, places: Uint32Array): { lists: T[]; of: Uint8Array } {
  const found = new Int32Array(lists.length).fill(-1);
  const kept: T[] = [];
  const indices = new Uint32Array(places.length);
  for (let k = 0; k < places.length; k += 1) {
    const known = of[places[k]!]!;
    if (found[known]! < 0) {
      found[known] = kept.length;
      kept.push(lists[known]!);
    }
    indices[k] = found[known]!;
  }
  return { lists: kept, of: bytesOf(indices) };
}

/** What an operator's choice may add to the notes of a plan. */
export function noteText(problem: Problem, chosen: ChosenOperator): string {
  return JSON.stringify(
    chosen.parts.map(({ template }) => [template.fillNotes, template.energyKnown ? 0 : template.pool < 0 ? "api" : problem.pools[template.pool]!.id]),
  );
}
