import type { FrontierDocument } from "../../core/documents/frontier";
import type { Flow, PlanBody, PlanOperator } from "../../core/documents/plan";
import { writeBytes, writeColumns, writeFloats, writeWords } from "../../core/frontier/column-text";
import { METRIC_COLUMNS, type PackedFrontier, packFrontier } from "../../core/frontier/packed-frontier";
import type { ChosenOperator, Flows } from "../../core/metrics/flows";
import { objectiveValue, operatorShares, ownOperator, planFlows, planNotes, withShares } from "../../core/metrics/plan-body";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { Candidate } from "./candidate";
import { isWhole } from "./goals";

const WIDTH = METRIC_COLUMNS.length;
const NO_QUALITY = 255;
/** As in the packed form. */
const QUALITY_BASES = ["measured", "fitted", "interpolated", "assumed"] as const;

/**
 * Plans of a frontier with every number they show, as columns: what an operator shows depends on its own choice only, so it is made once, and a plan is
 * a run of indices. Targets are kept as values, so that plans can be judged by other limits without being evaluated again.
 */
export class ListedPlans {
  readonly count: number;
  readonly problems: readonly Problem[];
  private readonly width: number;
  private readonly problemOf: Uint8Array | Uint16Array;
  private readonly numbers: Float64Array[];
  private readonly bases: Uint8Array;
  private readonly starts: Uint32Array;
  private readonly choices: Uint32Array;
  private readonly shares: Float64Array;
  private readonly flowsOf: Uint32Array;
  private readonly notesOf: Uint32Array;
  private readonly dictionary: PlanOperator[] = [];
  private readonly flows: Flow[][] = [];
  private readonly notes: string[][] = [];
  /** Values of targets on an operator or a path; NaN where one is not known. Those on the whole request are columns of the metrics. */
  private readonly values = new Map<string, Float64Array>();

  constructor(problems: readonly Problem[], candidates: readonly Candidate[]) {
    const count = candidates.length;
    const operators = candidates.reduce((sum, candidate) => sum + candidate.chosen.length, 0);
    this.count = count;
    this.problems = problems;
    this.width = problems[0]!.settings.objectives.length;
    this.problemOf = problems.length < 256 ? new Uint8Array(count) : new Uint16Array(count);
    this.numbers = Array.from({ length: WIDTH + this.width }, () => new Float64Array(count));
    this.bases = new Uint8Array(count);
    this.starts = new Uint32Array(count + 1);
    this.choices = new Uint32Array(operators);
    this.shares = new Float64Array(operators * 4);
    this.flowsOf = new Uint32Array(count);
    this.notesOf = new Uint32Array(count);
    for (const problem of problems)
      for (const slo of problem.slos) if (!isWhole({ slo })) this.values.set(shapeKey(slo), new Float64Array(count).fill(Number.NaN));
    this.fill(candidates);
  }

  /** Bytes held, about. */
  get bytes(): number {
    const columns = [...this.numbers, ...this.values.values(), this.starts, this.choices, this.shares, this.flowsOf, this.notesOf, this.bases, this.problemOf];
    return columns.reduce((sum, column) => sum + column.byteLength, 0) + this.dictionary.length * 1_200 + this.flows.length * 1_000 + this.notes.length * 200;
  }

  /** Places of the plans that meet every target of their problem in `slosOf`. */
  meeting(slosOf: readonly (readonly CompiledSlo[])[]): Uint32Array {
    const limits = slosOf.map((slos) => slos.map((slo) => ({ slo, column: this.columnOf(slo) })));
    const kept = new Uint32Array(this.count);
    let size = 0;
    for (let i = 0; i < this.count; i += 1)
      if (limits[this.problemOf[i]!]!.every(({ slo, column }) => meetsSlo(slo, valueIn(column, slo, i)))) kept[size++] = i;
    return kept.subarray(0, size);
  }

  /** The value of a target for a plan, in the metric's unit; null when it is not known. Infinity where nothing limits a throughput. */
  valueOf(slo: CompiledSlo, i: number): number | null {
    return valueIn(this.columnOf(slo), slo, i);
  }

  private columnOf(slo: CompiledSlo): Float64Array {
    if (!isWhole({ slo })) return this.values.get(shapeKey(slo))!;
    // Places are those of METRIC_COLUMNS.
    switch (slo.slo.metric) {
      case "costPerThousand":
        return this.numbers[0]!;
      case "costPerHour":
        return this.numbers[1]!;
      case "latency":
        return this.numbers[2 + STATISTIC_INDEX[slo.statistic]]!;
      case "quality":
        return this.numbers[7]!;
      case "energy":
        return this.numbers[10]!;
      case "throughput":
        return this.numbers[11]!;
    }
  }

  /** A plan's vector entry, in the objective's own direction. */
  vectorOf(i: number, k: number): number {
    return this.numbers[WIDTH + k]![i]!;
  }

  problemIndexOf(i: number): number {
    return this.problemOf[i]!;
  }

  /** A plan as its document has it, judged by the given targets of its problem. */
  body(i: number, id: string, slosOf: readonly (readonly CompiledSlo[])[]): PlanBody {
    const problem = this.problems[this.problemOf[i]!]!;
    const slos = slosOf[this.problemOf[i]!]!;
    const at = (column: number): number => this.numbers[column]![i]!;
    const known = (column: number): number | null => (Number.isNaN(at(column)) ? null : at(column));
    const vector: number[] = [];
    for (let k = 0; k < this.width; k += 1) vector.push(at(WIDTH + k));
    const operators: PlanOperator[] = [];
    for (let c = this.starts[i]!; c < this.starts[i + 1]!; c += 1) {
      const s = c * 4;
      operators.push(withShares(this.dictionary[this.choices[c]!]!, [this.shares[s]!, this.shares[s + 1]!, this.shares[s + 2]!, this.shares[s + 3]!]));
    }
    // Places are those of METRIC_COLUMNS.
    return {
      id,
      vector,
      metrics: {
        costPerThousandUsd: at(0),
        costPerHourUsd: known(1),
        latencyMs: Number.isNaN(at(2)) ? null : { mean: at(2), p50: at(3), p90: at(4), p95: at(5), p99: at(6) },
        quality: this.bases[i] === NO_QUALITY ? null : { value: at(7), low: at(8), high: at(9), basis: QUALITY_BASES[this.bases[i]!]! },
        energyJ: at(10),
        throughputRps: known(11),
        devices: at(12),
      },
      ...(Object.keys(problem.choice).length > 0 ? { alternatives: problem.choice } : {}),
      operators,
      flows: this.flows[this.flowsOf[i]!]!,
      ...(slos.length > 0
        ? {
            slos: slos.map((slo) => {
              const value = this.valueOf(slo, i);
              return { slo: slo.slo, value: value === Number.POSITIVE_INFINITY ? null : value, met: meetsSlo(slo, value) };
            }),
          }
        : {}),
      notes: this.notes[this.notesOf[i]!]!,
    };
  }

  /** Some of the plans, numbered in their order, in packed form. */
  pack(places: Uint32Array, head: PackedFrontier["head"], slosOf: readonly (readonly CompiledSlo[])[]): PackedFrontier {
    const count = places.length;
    const targets = slosOf[0]!;
    // Choices of alternatives may leave out targets of their own; columns by place would then mix them up.
    const named = targets.map((target) => JSON.stringify(target.slo));
    if (slosOf.some((slos) => slos.length !== targets.length || slos.some((slo, t) => JSON.stringify(slo.slo) !== named[t]))) {
      const plans = Array.from(places, (i, index) => this.body(i, `p-${index + 1}`, slosOf));
      return packFrontier({ ...head, spec: { ...head.spec, plans } } as FrontierDocument);
    }
    const pick = (column: Float64Array): Float64Array => {
      const picked = new Float64Array(count);
      for (let k = 0; k < count; k += 1) picked[k] = column[places[k]!]!;
      return picked;
    };
    const starts = new Uint32Array(count + 1);
    for (let k = 0; k < count; k += 1) starts[k + 1] = starts[k]! + this.starts[places[k]! + 1]! - this.starts[places[k]!]!;
    const choices = new Uint32Array(starts[count]!);
    const shares = new Float64Array(choices.length * 4);
    const dictionary: PlanOperator[] = [];
    const newPlace = new Int32Array(this.dictionary.length).fill(-1);
    let cursor = 0;
    for (let k = 0; k < count; k += 1) {
      for (let c = this.starts[places[k]!]!; c < this.starts[places[k]! + 1]!; c += 1) {
        const known = this.choices[c]!;
        if (newPlace[known]! < 0) {
          newPlace[known] = dictionary.length;
          dictionary.push(this.dictionary[known]!);
        }
        choices[cursor] = newPlace[known]!;
        for (let s = 0; s < 4; s += 1) shares[cursor * 4 + s] = this.shares[c * 4 + s]!;
        cursor += 1;
      }
    }
    const met = new Uint8Array(targets.length * count);
    const values = targets.map((slo, t) => {
      const column = this.columnOf(slo);
      const picked = pick(column);
      for (let k = 0; k < count; k += 1) {
        if (meetsSlo(slo, valueIn(column, slo, places[k]!))) met[t * count + k] = 1;
        if (picked[k] === Number.POSITIVE_INFINITY) picked[k] = Number.NaN;
      }
      return picked;
    });
    const flows = sublist(this.flows, this.flowsOf, places);
    const notes = sublist(this.notes, this.notesOf, places);
    const alternatives = sublist(
      this.problems.map((problem) => (Object.keys(problem.choice).length > 0 ? problem.choice : null)),
      this.problemOf,
      places,
    );
    return {
      head,
      count,
      width: count > 0 ? this.width : 0,
      numbers: count > 0 ? writeColumns(this.numbers.map(pick)) : writeColumns(this.numbers.slice(0, WIDTH).map(pick)),
      bases: writeBytes(Uint8Array.from(places, (i) => this.bases[i]!)),
      dictionary,
      starts: writeWords(starts),
      choices: writeWords(choices),
      shares: writeFloats(shares),
      flows,
      notes,
      alternatives,
      slos: count > 0 && targets.length > 0 ? { targets: targets.map((slo) => slo.slo), values: writeColumns(values), met: writeBytes(met) } : null,
    };
  }

  private fill(candidates: readonly Candidate[]): void {
    const entries = this.problems.map((problem) => problem.operators.map(() => new Map<ChosenOperator, { place: number; note: number }>()));
    const index = new TextIndex();
    let cursor = 0;
    candidates.forEach((candidate, i) => {
      const { problem, chosen, figures, quality } = candidate;
      // A search may work on a narrowed copy of a problem.
      const p = this.problems.findIndex((known) => known.operators === problem.operators);
      this.problemOf[i] = p;
      this.writeNumbers(i, candidate);
      const sharesOf = operatorShares(problem, chosen, figures, quality);
      let noteKey = `${p}|${quality ? quality.basis : ""}`;
      for (let o = 0; o < chosen.length; o += 1) {
        let entry = entries[p]![o]!.get(chosen[o]!);
        if (!entry) {
          entry = { place: this.dictionary.length, note: index.place(noteText(problem, chosen[o]!)) };
          const stage = problem.quality.stages[o]?.[chosen[o]!.configuration]?.value ?? null;
          this.dictionary.push(ownOperator(problem, o, chosen[o]!, figures.operators[o]!, stage));
          entries[p]![o]!.set(chosen[o]!, entry);
        }
        this.choices[cursor] = entry.place;
        this.shares.set(sharesOf(o), cursor * 4);
        cursor += 1;
        noteKey += `,${entry.note}`;
      }
      this.starts[i + 1] = cursor;
      this.notesOf[i] = index.placeIn(this.notes, noteKey, () => planNotes(problem, chosen, quality));
      this.flowsOf[i] = index.placeIn(this.flows, index.flowKey(p, candidate.flows), () => planFlows(problem, candidate.flows));
      for (const slo of problem.slos) {
        if (isWhole({ slo })) continue;
        const value = sloValue(problem, slo, figures, quality, (o) => problem.quality.stages[o]?.[chosen[o]!.configuration]?.value ?? null);
        this.values.get(shapeKey(slo))![i] = value ?? Number.NaN;
      }
    });
  }

  private writeNumbers(i: number, { problem, figures, quality }: Candidate): void {
    const { latencyMs, usdPerRequest } = figures;
    const row = [
      usdPerRequest * 1000,
      problem.rateRps === null ? Number.NaN : usdPerRequest * 3600 * problem.rateRps,
      ...(latencyMs ?? [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]),
      quality?.value ?? Number.NaN,
      quality?.low ?? Number.NaN,
      quality?.high ?? Number.NaN,
      figures.energyJ,
      Number.isFinite(figures.throughputRps) ? figures.throughputRps : Number.NaN,
      figures.devices,
      ...problem.settings.objectives.map((objective) => objectiveValue(problem, objective, figures, quality)),
    ];
    for (let column = 0; column < row.length; column += 1) this.numbers[column]![i] = row[column]!;
    this.bases[i] = quality ? QUALITY_BASES.indexOf(quality.basis) : NO_QUALITY;
  }
}

/** What a target is on, whatever its limit. */
export function shapeKey({ slo, statistic }: CompiledSlo): string {
  return JSON.stringify([slo.metric, statistic, slo.operator ?? null, slo.path ?? null]);
}

function valueIn(column: Float64Array, slo: CompiledSlo, i: number): number | null {
  const value = column[i]!;
  if (!Number.isNaN(value)) return value;
  return slo.slo.metric === "throughput" ? Number.POSITIVE_INFINITY : null;
}

/** Values and which of them each plan has, only those that some plan has. */
function sublist<T>(lists: readonly T[], of: ArrayLike<number>, places: Uint32Array): { lists: T[]; of: string } {
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
  return { lists: kept, of: writeWords(indices) };
}

/** What an operator's choice may add to the notes of a plan. */
function noteText(problem: Problem, chosen: ChosenOperator): string {
  return JSON.stringify(
    chosen.parts.map(({ template }) => [template.fillNotes, template.energyKnown ? 0 : template.pool < 0 ? "api" : problem.pools[template.pool]!.id]),
  );
}

class TextIndex {
  private readonly texts = new Map<string, number>();
  private readonly known = new Map<unknown, Map<string, number>>();
  private readonly ids = new WeakMap<Float64Array, number>();
  private nextId = 0;

  place(text: string): number {
    let place = this.texts.get(text);
    if (place === undefined) {
      place = this.texts.size;
      this.texts.set(text, place);
    }
    return place;
  }

  placeIn<T>(list: T[], key: string, make: () => T): number {
    let known = this.known.get(list);
    if (!known) {
      known = new Map();
      this.known.set(list, known);
    }
    let place = known.get(key);
    if (place === undefined) {
      place = list.length;
      list.push(make());
      known.set(key, place);
    }
    return place;
  }

  /** Flows that are the same objects are the same flows. */
  flowKey(problem: number, flows: Flows): string {
    let key = `${problem}`;
    for (const flow of flows) {
      let id = this.ids.get(flow);
      if (id === undefined) {
        id = this.nextId;
        this.nextId += 1;
        this.ids.set(flow, id);
      }
      key += `,${id}`;
    }
    return key;
  }
}
