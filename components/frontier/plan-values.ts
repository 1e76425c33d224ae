import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanBody, PlanOperator } from "../../core/documents/plan";
import { OBJECTIVES, type Objective, STATISTICS, type Statistic } from "../../core/documents/vocabulary";
import type { MetricColumn } from "../../core/frontier/packed-frontier";
import { type PlanStore, storeOf } from "../../core/frontier/plan-store";
import { operatorWords } from "./operator-words";

/** A plan's value of one metric in the metric's own unit; NaN when it is not known, Infinity for a throughput nothing limits. */
export function planValue(plan: PlanBody, objective: Objective, statistic: Statistic): number {
  const { metrics } = plan;
  switch (objective) {
    case "costPerThousand":
      return metrics.costPerThousandUsd;
    case "costPerHour":
      return metrics.costPerHourUsd ?? Number.NaN;
    case "latency":
      return metrics.latencyMs?.[statistic] ?? Number.NaN;
    case "quality":
      return metrics.quality?.value ?? Number.NaN;
    case "energy":
      return metrics.energyJ;
    case "throughput":
      return metrics.throughputRps ?? Number.POSITIVE_INFINITY;
  }
}

/** A list of plans as columns of numbers: what charts and tables work on. */
export interface PlanColumns {
  readonly plans: readonly PlanBody[];
  readonly count: number;
  readonly statistic: Statistic;
  readonly objectives: readonly Objective[];
  /** Metrics that have at least one finite value. */
  readonly available: readonly Objective[];
  readonly values: Readonly<Record<Objective, Float64Array>>;
  readonly latency: Readonly<Record<Statistic, Float64Array>>;
  readonly devices: Float64Array;
  /** Ends of the interval of quality; the value itself where there is none. */
  readonly qualityLow: Float64Array;
  readonly qualityHigh: Float64Array;
  /** 1 for plans that miss a target on one operator or on a path, which only the planner can judge; null when no plan has such targets. */
  readonly missesElsewhere: Uint8Array | null;
  readonly indexOfId: { get(id: string): number | undefined };
  /** What an operator of a plan is made by, and where; "" when the plan has no such operator. */
  choiceText(index: number, operator: string): string;
  /** Everything that search looks into, in lower case. */
  searchText(index: number): string;
  /** 1 for every plan that has such an operator. */
  whichHave(test: (operator: PlanOperator) => boolean): Uint8Array;
}

const CACHE = new WeakMap<FrontierDocument, PlanColumns>();
/** Lists of metrics, each once, so that what is shown for equal ones can stay as it is. */
const LISTS = new Map<string, readonly Objective[]>();

function oneList(objectives: readonly Objective[]): readonly Objective[] {
  const key = objectives.join();
  const known = LISTS.get(key) ?? objectives;
  LISTS.set(key, known);
  return known;
}

/** Columns of a frontier; made once per document. */
export function columnsOf(frontier: FrontierDocument): PlanColumns {
  const known = CACHE.get(frontier);
  if (known) return known;
  const columns = columnsOfPlans(frontier.spec.plans, frontier.spec.objectives, frontier.spec.statistic);
  CACHE.set(frontier, columns);
  return columns;
}

type Basics = Pick<
  PlanColumns,
  "values" | "latency" | "devices" | "qualityLow" | "qualityHigh" | "missesElsewhere" | "indexOfId" | "choiceText" | "searchText" | "whichHave"
>;

export function columnsOfPlans(plans: readonly PlanBody[], objectives: readonly Objective[], statistic: Statistic): PlanColumns {
  const store = storeOf(plans);
  const basics = store ? basicsOfStore(store, statistic) : basicsOfObjects(plans, statistic);
  // energy is 0 throughout when nothing states its power: that is "no data", not a metric to plot
  const available = oneList(
    OBJECTIVES.filter((objective) => {
      const column = basics.values[objective];
      return objective === "energy" && !objectives.includes("energy") ? column.some((value) => value > 0) : column.some(Number.isFinite);
    }),
  );
  return { plans, count: plans.length, statistic, objectives, available, ...basics };
}

const LATENCY_COLUMNS = { mean: "latencyMean", p50: "latencyP50", p90: "latencyP90", p95: "latencyP95", p99: "latencyP99" } as const satisfies Record<
  Statistic,
  MetricColumn
>;

/** Columns of a packed frontier are views of what came over the wire. */
function basicsOfStore(store: PlanStore, statistic: Statistic): Basics {
  const latency = Object.fromEntries(STATISTICS.map((name) => [name, store.column(LATENCY_COLUMNS[name])])) as Record<Statistic, Float64Array>;
  const quality = store.column("quality");
  const texts = store.dictionary.map((operator) => operatorWords(operator));
  const lower = store.dictionary.map((operator, index) => `${operator.id} ${texts[index]}`.toLowerCase());
  const elsewhere = (store.targets ?? []).flatMap((slo, t) => (slo.operator || slo.path ? [t] : []));
  let missesElsewhere: Uint8Array | null = null;
  if (elsewhere.length > 0) {
    missesElsewhere = new Uint8Array(store.count);
    for (const t of elsewhere) for (let i = 0; i < store.count; i++) if (!store.met[t * store.count + i]) missesElsewhere[i] = 1;
  }
  let places: Map<string, number> | null = null;
  return {
    values: {
      costPerThousand: store.column("costPerThousandUsd"),
      costPerHour: store.column("costPerHourUsd"),
      latency: latency[statistic],
      quality,
      energy: store.column("energyJ"),
      throughput: store.column("throughputRps").map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)),
    },
    latency,
    devices: store.column("devices"),
    qualityLow: store.column("qualityLow"),
    qualityHigh: store.column("qualityHigh"),
    missesElsewhere,
    indexOfId: {
      get: (id) => {
        if (store.ids) {
          places ??= new Map(store.ids.map((name, index) => [name, index]));
          return places.get(id);
        }
        const place = /^p-[1-9]\d*$/.test(id) ? Number(id.slice(2)) - 1 : -1;
        return place >= 0 && place < store.count ? place : undefined;
      },
    },
    choiceText: (index, operator) => {
      for (let at = store.starts[index] as number; at < (store.starts[index + 1] as number); at++) {
        const choice = store.choices[at] as number;
        if (store.dictionary[choice]?.id === operator) return texts[choice] as string;
      }
      return "";
    },
    searchText: (index) => {
      let text = store.id(index);
      for (let at = store.starts[index] as number; at < (store.starts[index + 1] as number); at++) text += ` ${lower[store.choices[at] as number]}`;
      return text;
    },
    whichHave: (test) => {
      const fits = store.dictionary.map(test);
      const mask = new Uint8Array(store.count);
      for (let i = 0; i < store.count; i++)
        for (let at = store.starts[i] as number; at < (store.starts[i + 1] as number); at++) if (fits[store.choices[at] as number]) mask[i] = 1;
      return mask;
    },
  };
}

function basicsOfObjects(plans: readonly PlanBody[], statistic: Statistic): Basics {
  const column = (value: (plan: PlanBody) => number) => Float64Array.from(plans, value);
  const latency = Object.fromEntries(STATISTICS.map((name) => [name, column((plan) => plan.metrics.latencyMs?.[name] ?? Number.NaN)])) as Record<
    Statistic,
    Float64Array
  >;
  const values = Object.fromEntries(OBJECTIVES.map((objective) => [objective, column((plan) => planValue(plan, objective, statistic))])) as Record<
    Objective,
    Float64Array
  >;
  const hasElsewhere = plans.some((plan) => plan.slos?.some(({ slo }) => slo.operator || slo.path));
  return {
    values,
    latency,
    devices: column((plan) => plan.metrics.devices),
    qualityLow: column((plan) => plan.metrics.quality?.low ?? Number.NaN),
    qualityHigh: column((plan) => plan.metrics.quality?.high ?? Number.NaN),
    missesElsewhere: hasElsewhere
      ? Uint8Array.from(plans, (plan) => Number(plan.slos?.some((result) => !result.met && (result.slo.operator || result.slo.path))))
      : null,
    indexOfId: new Map(plans.map((plan, index) => [plan.id, index])),
    choiceText: (index, operator) => {
      const found = plans[index]?.operators.find((candidate) => candidate.id === operator);
      return found ? operatorWords(found) : "";
    },
    searchText: (index) => {
      const plan = plans[index];
      return plan ? `${plan.id} ${plan.operators.map((operator) => `${operator.id} ${operatorWords(operator)}`).join(" ")}`.toLowerCase() : "";
    },
    whichHave: (test) => Uint8Array.from(plans, (plan) => Number(plan.operators.some(test))),
  };
}

/** Whether a is better than b in this objective. */
export function isBetter(objective: Objective, a: number, b: number): boolean {
  return objective === "quality" || objective === "throughput" ? a > b : a < b;
}
