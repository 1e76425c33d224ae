import type { FrontierDocument, FrontierSpec } from "../documents/frontier";
import type { Flow, PlanBody, PlanMetrics, PlanOperator } from "../documents/plan";
import type { Slo } from "../documents/workload";
import { withShares } from "../metrics/plan-shares";
import { type Column, readBytes, readColumn, readFloats, readFloatsAt, readWords, writeBytes, writeColumns, writeFloats, writeWords } from "./column-text";

/** Columns of numbers of every plan, in this order; a value that is null in the document is NaN here. */
export const METRIC_COLUMNS = [
  "costPerThousandUsd",
  "costPerHourUsd",
  "latencyMean",
  "latencyP50",
  "latencyP90",
  "latencyP95",
  "latencyP99",
  "quality",
  "qualityLow",
  "qualityHigh",
  "energyJ",
  "throughputRps",
  "devices",
] as const;
export type MetricColumn = (typeof METRIC_COLUMNS)[number];

const BASES = ["measured", "fitted", "interpolated", "assumed"] as const;
/** Frontiers packed earlier keep four shares of each operator: latency, cost, energy, quality loss. */
const EARLIER_EACH = 4;
const NONE = 255;
const NOT_JUDGED = 2;
/** After so many plans have been asked for their shares, those of all are read at once. */
const READ_ONE_BY_ONE = 64;

/** A frontier as columns and dictionaries: what plans have in common is told once. A JSON value; columns of numbers are base64 (little-endian). */
export interface PackedFrontier {
  head: Omit<FrontierDocument, "spec"> & { spec: Omit<FrontierSpec, "plans"> };
  count: number;
  /** Absent when the ids are `p-1`, `p-2`, ... in order. */
  ids?: string[];
  /** Length of a plan's vector. */
  width: number;
  /** Columns of the metrics in the order of `METRIC_COLUMNS`, then those of the vector. */
  numbers: Column[];
  bases: string;
  /** Distinct operators, their shares left at 0; a plan's operators are runs of `choices`, from `starts[i]` to `starts[i + 1]`. */
  dictionary: PlanOperator[];
  starts: string;
  choices: string;
  /** Shares kept of each entry of `choices`, first that of latency, last that of quality loss; absent = 4. */
  sharesEach?: number;
  /** Those of cost and energy follow from the figures of the operator and of the plan. */
  shares: string;
  flows: { lists: Flow[][]; of: string };
  notes: { lists: (string[] | null)[]; of: string };
  alternatives: { lists: (Record<string, string> | null)[]; of: string };
  /** Targets that plans are judged by, their values and whether they are met: 1, else 0, 2 where a plan is not judged by it; null where plans carry none. */
  slos: { targets: Slo[]; values: Column[]; met: string } | null;
}

class Dictionary<T> {
  readonly values: T[] = [];
  readonly #places = new Map<string, number>();

  place(value: T): number {
    const key = JSON.stringify(value) ?? "";
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.values.length;
      this.#places.set(key, place);
      this.values.push(value);
    }
    return place;
  }
}

function numbersOf({ metrics }: PlanBody): number[] {
  const { latencyMs, quality } = metrics;
  return [
    metrics.costPerThousandUsd,
    metrics.costPerHourUsd ?? Number.NaN,
    latencyMs?.mean ?? Number.NaN,
    latencyMs?.p50 ?? Number.NaN,
    latencyMs?.p90 ?? Number.NaN,
    latencyMs?.p95 ?? Number.NaN,
    latencyMs?.p99 ?? Number.NaN,
    quality?.value ?? Number.NaN,
    quality?.low ?? Number.NaN,
    quality?.high ?? Number.NaN,
    metrics.energyJ,
    metrics.throughputRps ?? Number.NaN,
    metrics.devices,
  ];
}

/** The frontier in its packed form: `unpackFrontier` gives plans of equal content back. */
export function packFrontier(frontier: FrontierDocument): PackedFrontier {
  const { plans, ...spec } = frontier.spec;
  const count = plans.length;
  const width = plans[0]?.vector.length ?? 0;
  const numbers = Array.from({ length: METRIC_COLUMNS.length + width }, () => new Float64Array(count));
  const bases = new Uint8Array(count);
  const starts = new Uint32Array(count + 1);
  const dictionary = new Dictionary<PlanOperator>();
  const [flows, notes, alternatives] = [new Dictionary<Flow[]>(), new Dictionary<string[] | null>(), new Dictionary<Record<string, string> | null>()];
  const [flowOf, notesOf, alternativesOf] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  const operators = plans.reduce((sum, plan) => sum + plan.operators.length, 0);
  const choices = new Uint32Array(operators);
  const shares = new Float64Array(operators * 2);
  // plans of other alternatives may have other targets
  const targets = new Dictionary<Slo>();
  for (const plan of plans) for (const result of plan.slos ?? []) targets.place(result.slo);
  const values = targets.values.map(() => new Float64Array(count).fill(Number.NaN));
  const met = new Uint8Array(targets.values.length * count).fill(NOT_JUDGED);
  let cursor = 0;
  plans.forEach((plan, i) => {
    [...numbersOf(plan), ...plan.vector].forEach((value, column) => {
      (numbers[column] as Float64Array)[i] = value;
    });
    bases[i] = plan.metrics.quality ? BASES.indexOf(plan.metrics.quality.basis) : NONE;
    for (const operator of plan.operators) {
      const { metrics } = operator;
      shares[cursor * 2] = metrics?.latencyShare ?? 0;
      shares[cursor * 2 + 1] = metrics?.qualityLossShare ?? 0;
      choices[cursor] = dictionary.place(
        metrics ? { ...operator, metrics: { ...metrics, latencyShare: 0, costShare: 0, energyShare: 0, qualityLossShare: 0 } } : operator,
      );
      cursor += 1;
    }
    starts[i + 1] = cursor;
    flowOf[i] = flows.place(plan.flows);
    notesOf[i] = notes.place(plan.notes ?? null);
    alternativesOf[i] = alternatives.place(plan.alternatives ?? null);
    for (const result of plan.slos ?? []) {
      const t = targets.place(result.slo);
      (values[t] as Float64Array)[i] = result.value ?? Number.NaN;
      met[t * count + i] = result.met ? 1 : 0;
    }
  });
  const inSequence = plans.every((plan, i) => plan.id === `p-${i + 1}`);
  return {
    head: { ...frontier, spec },
    count,
    ...(inSequence ? {} : { ids: plans.map((plan) => plan.id) }),
    width,
    numbers: writeColumns(numbers),
    bases: writeBytes(bases),
    dictionary: dictionary.values,
    starts: writeWords(starts),
    choices: writeWords(choices),
    sharesEach: 2,
    shares: writeFloats(shares),
    flows: { lists: flows.values, of: writeWords(flowOf) },
    notes: { lists: notes.values, of: writeWords(notesOf) },
    alternatives: { lists: alternatives.values, of: writeWords(alternativesOf) },
    slos: targets.values.length > 0 ? { targets: targets.values, values: writeColumns(values), met: writeBytes(met) } : null,
  };
}

/** Columns that are read from their text when they are first asked for. */
class LazyColumns {
  readonly #texts: (Column | null)[];
  readonly #read: (Float64Array | undefined)[] = [];
  readonly #count: number;

  constructor(columns: readonly Column[], count: number) {
    this.#texts = [...columns];
    this.#count = count;
  }

  at(place: number): Float64Array {
    let column = this.#read[place];
    if (!column) {
      const text = this.#texts[place] as Column;
      column = typeof text === "object" && "same" in text ? this.at(text.same) : readColumn(text, this.#count);
      this.#read[place] = column;
      this.#texts[place] = null;
    }
    return column;
  }
}

/** The columns behind the plans of an unpacked frontier. */
export class PlanStore {
  readonly count: number;
  readonly ids: readonly string[] | null;
  readonly dictionary: readonly PlanOperator[];
  readonly targets: readonly Slo[] | null;
  readonly #width: number;
  readonly #sharesEach: number;
  readonly #numbers: LazyColumns;
  readonly #values: LazyColumns;
  readonly #lists: { flows: Flow[][]; notes: (string[] | null)[]; alternatives: (Record<string, string> | null)[] };
  #packed: Partial<Pick<PackedFrontier, "starts" | "choices" | "bases" | "shares">> & { flows?: string; notes?: string; alternatives?: string; met?: string };
  #starts: Uint32Array | null = null;
  #choices: Uint32Array | null = null;
  #bases: Uint8Array | null = null;
  #met: Uint8Array | null = null;
  #shares: Float64Array | null = null;
  #sharesRead = 0;
  #flowOf: Uint32Array | null = null;
  #notesOf: Uint32Array | null = null;
  #alternativesOf: Uint32Array | null = null;

  constructor(packed: PackedFrontier) {
    this.count = packed.count;
    this.ids = packed.ids ?? null;
    this.dictionary = packed.dictionary;
    this.#width = packed.width;
    this.#sharesEach = packed.sharesEach ?? EARLIER_EACH;
    this.#numbers = new LazyColumns(packed.numbers, packed.count);
    this.#lists = { flows: packed.flows.lists, notes: packed.notes.lists, alternatives: packed.alternatives.lists };
    this.targets = packed.slos?.targets ?? null;
    this.#values = new LazyColumns(packed.slos?.values ?? [], packed.count);
    this.#packed = {
      starts: packed.starts,
      choices: packed.choices,
      bases: packed.bases,
      shares: packed.shares,
      flows: packed.flows.of,
      notes: packed.notes.of,
      alternatives: packed.alternatives.of,
      met: packed.slos?.met ?? "",
    };
  }

  /** Takes a text out of what was packed: it is read once and then let go. */
  #take(name: "starts" | "choices" | "bases" | "shares" | "flows" | "notes" | "alternatives" | "met"): string {
    const text = this.#packed[name] ?? "";
    delete this.#packed[name];
    return text;
  }

  /** A plan's operators are the entries of `choices` from `starts[i]` to `starts[i + 1]`. */
  get starts(): Uint32Array {
    this.#starts ??= readWords(this.#take("starts"));
    return this.#starts;
  }

  /** Places in the dictionary. */
  get choices(): Uint32Array {
    this.#choices ??= readWords(this.#take("choices"));
    return this.#choices;
  }

  /** The shares of the entries of `choices` from one place to another. */
  #sharesBetween(from: number, to: number): Float64Array {
    if (!this.#shares && this.#sharesRead < READ_ONE_BY_ONE) {
      this.#sharesRead += 1;
      return readFloatsAt(this.#packed.shares ?? "", from * this.#sharesEach, (to - from) * this.#sharesEach);
    }
    this.#shares ??= readFloats(this.#take("shares"));
    return this.#shares.subarray(from * this.#sharesEach, to * this.#sharesEach);
  }

  /** One metric of all plans; NaN where it is not known. Shared with the plans: not to be written to. */
  column(name: MetricColumn): Float64Array {
    return this.#numbers.at(METRIC_COLUMNS.indexOf(name));
  }

  /** Whether each plan meets each target: 1, else 0; target by target. */
  get met(): Uint8Array {
    this.#met ??= readBytes(this.#take("met"));
    return this.#met;
  }

  id(index: number): string {
    return this.ids?.[index] ?? `p-${index + 1}`;
  }

  vector(index: number): number[] {
    const vector: number[] = [];
    for (let k = 0; k < this.#width; k += 1) vector.push(this.#numbers.at(METRIC_COLUMNS.length + k)[index] as number);
    return vector;
  }

  metrics(index: number): PlanMetrics {
    this.#bases ??= readBytes(this.#take("bases"));
    const at = (place: number) => this.#numbers.at(place)[index] as number;
    const known = (place: number) => {
      const value = at(place);
      return Number.isNaN(value) ? null : value;
    };
    const basis = BASES[this.#bases[index] as number];
    // places are those of METRIC_COLUMNS
    return {
      costPerThousandUsd: at(0),
      costPerHourUsd: known(1),
      latencyMs: known(2) === null ? null : { mean: at(2), p50: at(3), p90: at(4), p95: at(5), p99: at(6) },
      quality: basis ? { value: at(7), low: at(8), high: at(9), basis } : null,
      energyJ: at(10),
      throughputRps: known(11),
      devices: at(12),
    };
  }

  operators(index: number): PlanOperator[] {
    const [from, to] = [this.starts[index] as number, this.starts[index + 1] as number];
    const shares = this.#sharesBetween(from, to);
    const each = this.#sharesEach;
    const whole = { costPerThousandUsd: this.#numbers.at(0)[index] as number, energyJ: this.#numbers.at(10)[index] as number };
    return Array.from(this.choices.subarray(from, to), (choice, o) => {
      const known = this.dictionary[choice] as PlanOperator;
      return known.metrics ? withShares(known, whole, [shares[o * each] as number, shares[(o + 1) * each - 1] as number]) : known;
    });
  }

  flows(index: number): Flow[] {
    this.#flowOf ??= readWords(this.#take("flows"));
    return this.#lists.flows[this.#flowOf[index] as number] ?? [];
  }

  notes(index: number): string[] | undefined {
    this.#notesOf ??= readWords(this.#take("notes"));
    return this.#lists.notes[this.#notesOf[index] as number] ?? undefined;
  }

  alternatives(index: number): Record<string, string> | undefined {
    this.#alternativesOf ??= readWords(this.#take("alternatives"));
    return this.#lists.alternatives[this.#alternativesOf[index] as number] ?? undefined;
  }

  slos(index: number): PlanBody["slos"] {
    const { met } = this;
    return this.targets?.flatMap((slo, t) => {
      const state = met[t * this.count + index];
      if (state === NOT_JUDGED) return [];
      const value = this.#values.at(t)[index] as number;
      return [{ slo, value: Number.isNaN(value) ? null : value, met: state === 1 }];
    });
  }
}

/** A plan read from its columns when it is looked at; a hundred thousand of them weigh next to nothing. `plainPlan` makes an ordinary object of one. */
class PackedPlan implements PlanBody {
  readonly #store: PlanStore;
  readonly #index: number;

  constructor(store: PlanStore, index: number) {
    this.#store = store;
    this.#index = index;
  }

  get id(): string {
    return this.#store.id(this.#index);
  }
  get vector(): number[] {
    return this.#store.vector(this.#index);
  }
  get metrics(): PlanMetrics {
    return this.#store.metrics(this.#index);
  }
  get alternatives(): Record<string, string> | undefined {
    return this.#store.alternatives(this.#index);
  }
  get operators(): PlanOperator[] {
    return this.#store.operators(this.#index);
  }
  get flows(): Flow[] {
    return this.#store.flows(this.#index);
  }
  get slos(): PlanBody["slos"] {
    return this.#store.slos(this.#index);
  }
  get notes(): string[] | undefined {
    return this.#store.notes(this.#index);
  }
  toJSON(): PlanBody {
    return plainPlan(this);
  }
}

/** The plan as an ordinary object, for copying and sending. */
export function plainPlan(plan: PlanBody): PlanBody {
  const { id, vector, metrics, alternatives, operators, flows, slos, notes } = plan;
  return {
    id,
    vector,
    metrics,
    ...(alternatives ? { alternatives } : {}),
    operators,
    flows,
    ...(slos ? { slos } : {}),
    ...(notes ? { notes } : {}),
  };
}

const STORES = new WeakMap<object, PlanStore>();

/** The columns behind a frontier's plans; null for one whose plans are ordinary objects. */
export function storeOf(plans: readonly PlanBody[]): PlanStore | null {
  return STORES.get(plans) ?? null;
}

/** The frontier of a packed form; its plans are read from the columns as they are looked at. */
export function unpackFrontier(packed: PackedFrontier): FrontierDocument {
  const store = new PlanStore(packed);
  const plans = new Array<PlanBody>(packed.count);
  for (let index = 0; index < packed.count; index += 1) plans[index] = new PackedPlan(store, index);
  STORES.set(plans, store);
  return { ...packed.head, spec: { ...packed.head.spec, plans } };
}

/**
 * Where the plans of an opened frontier keep what they were opened from: on the list, because what answers a request may copy the objects around it. A registered
 * symbol: a bundler may load this file more than once in a process.
 */
const PACKED = Symbol.for("trilemma.packed-frontier");
type OpenedPlans = readonly PlanBody[] & { [PACKED]?: PackedFrontier };

/** Like `unpackFrontier`, for one that passes through a process which hands it on: `packedOf` gives back what it was made of. */
export function openFrontier(packed: PackedFrontier): FrontierDocument {
  const frontier = unpackFrontier(packed);
  Object.defineProperty(frontier.spec.plans, PACKED, { value: packed });
  return frontier;
}

/** The packed form of a frontier: that which its plans were opened from, else packed now. */
export function packedOf(frontier: FrontierDocument): PackedFrontier {
  const { plans, ...spec } = frontier.spec;
  const packed = (plans as OpenedPlans)[PACKED];
  return packed ? { ...packed, head: { ...frontier, spec } } : packFrontier(frontier);
}

/** Fewer plans than this travel as they are. */
const PACK_FROM = 200;

/** How frontiers cross between server and browser: a custom type for the transformer of both. */
export const frontierTransfer = {
  isApplicable: (value: unknown): value is FrontierDocument => {
    const candidate = value as Partial<FrontierDocument> | null;
    if (typeof candidate !== "object" || candidate?.kind !== "Frontier") return false;
    const plans = candidate.spec?.plans;
    return Array.isArray(plans) && (PACKED in plans || plans.length >= PACK_FROM);
  },
  // as text: the transformer would note which parts are one object, and look for them in the frontier instead of in its packed form
  serialize: (frontier: FrontierDocument): { text: string } => ({ text: JSON.stringify(packedOf(frontier)) }),
  deserialize: ({ text }: { text: string }): FrontierDocument => unpackFrontier(JSON.parse(text) as PackedFrontier),
};
