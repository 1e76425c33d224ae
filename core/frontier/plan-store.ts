import type { FrontierDocument } from "../documents/frontier";
import type { Flow, PlanBody, PlanMetrics, PlanOperator } from "../documents/plan";
import type { Slo } from "../documents/workload";
import { withShares } from "../metrics/plan-shares";
import { floatsOf, readColumns, wordsOf } from "./column-bytes";
import { BASES, METRIC_COLUMNS, type MetricColumn, NOT_JUDGED, type PackedFrontier } from "./packed-frontier";

/** Frontiers packed earlier keep four shares of each operator: latency, cost, energy, quality loss. */
const EARLIER_EACH = 4;

/** The columns behind the plans of an unpacked frontier. */
export class PlanStore {
  readonly count: number;
  readonly ids: readonly string[] | null;
  readonly dictionary: readonly PlanOperator[];
  /** A plan's operators are the entries of `choices` from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Uint32Array;
  /** Places in the dictionary. */
  readonly choices: Uint32Array;
  readonly targets: readonly Slo[] | null;
  /** Whether each plan meets each target: 1, else 0; target by target. */
  readonly met: Uint8Array;
  readonly #packed: PackedFrontier;
  readonly #numbers: readonly Float64Array[];
  readonly #values: readonly Float64Array[];
  readonly #sharesEach: number;
  readonly #shares: Float64Array;
  readonly #flowOf: Uint32Array;
  readonly #notesOf: Uint32Array;
  readonly #alternativesOf: Uint32Array;

  constructor(packed: PackedFrontier) {
    const { count, slos } = packed;
    this.count = count;
    this.ids = packed.ids ?? null;
    this.dictionary = packed.dictionary;
    this.starts = wordsOf(packed.starts);
    this.choices = wordsOf(packed.choices);
    this.targets = slos?.targets ?? null;
    this.met = slos?.met ?? new Uint8Array();
    this.#packed = packed;
    this.#numbers = readColumns(packed.numbers, count);
    this.#values = readColumns(slos?.values ?? [], count);
    this.#sharesEach = packed.sharesEach ?? EARLIER_EACH;
    this.#shares = floatsOf(packed.shares);
    this.#flowOf = wordsOf(packed.flows.of);
    this.#notesOf = wordsOf(packed.notes.of);
    this.#alternativesOf = wordsOf(packed.alternatives.of);
  }

  /** One metric of all plans; NaN where it is not known. Shared with the plans: not to be written to. */
  column(name: MetricColumn): Float64Array {
    return this.#numbers[METRIC_COLUMNS.indexOf(name)] as Float64Array;
  }

  id(index: number): string {
    return this.ids?.[index] ?? `p-${index + 1}`;
  }

  vector(index: number): number[] {
    return this.#numbers.slice(METRIC_COLUMNS.length).map((column) => column[index] as number);
  }

  metrics(index: number): PlanMetrics {
    const at = (place: number) => this.#numbers[place]?.[index] as number;
    const known = (place: number) => {
      const value = at(place);
      return Number.isNaN(value) ? null : value;
    };
    const basis = BASES[this.#packed.bases[index] as number];
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
    const each = this.#sharesEach;
    const shares = this.#shares.subarray(from * each, to * each);
    const whole = { costPerThousandUsd: this.column("costPerThousandUsd")[index] as number, energyJ: this.column("energyJ")[index] as number };
    return Array.from(this.choices.subarray(from, to), (choice, o) => {
      const known = this.dictionary[choice] as PlanOperator;
      return known.metrics ? withShares(known, whole, [shares[o * each] as number, shares[(o + 1) * each - 1] as number]) : known;
    });
  }

  flows(index: number): Flow[] {
    return this.#packed.flows.lists[this.#flowOf[index] as number] ?? [];
  }

  notes(index: number): string[] | undefined {
    return this.#packed.notes.lists[this.#notesOf[index] as number] ?? undefined;
  }

  alternatives(index: number): Record<string, string> | undefined {
    return this.#packed.alternatives.lists[this.#alternativesOf[index] as number] ?? undefined;
  }

  slos(index: number): PlanBody["slos"] {
    const { met } = this;
    return this.targets?.flatMap((slo, t) => {
      const state = met[t * this.count + index];
      if (state === NOT_JUDGED) return [];
      const value = this.#values[t]?.[index] as number;
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
