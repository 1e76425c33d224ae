import type { FrontierDocument } from "../documents/frontier";
import type { Flow, PlanBody, PlanOperator } from "../documents/plan";
import type { Slo } from "../documents/workload";
import { bytesOf, writeColumns } from "./column-bytes";
import { BASES, METRIC_COLUMNS, NONE, NOT_JUDGED, type PackedFrontier } from "./packed-frontier";

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
    bases: bytesOf(bases),
    dictionary: dictionary.values,
    starts: bytesOf(starts),
    choices: bytesOf(choices),
    sharesEach: 2,
    shares: bytesOf(shares),
    flows: { lists: flows.values, of: bytesOf(flowOf) },
    notes: { lists: notes.values, of: bytesOf(notesOf) },
    alternatives: { lists: alternatives.values, of: bytesOf(alternativesOf) },
    slos: targets.values.length > 0 ? { targets: targets.values, values: writeColumns(values), met: bytesOf(met) } : null,
  };
}
