import type { STATISTICS } from "../../core/documents/common";
import type { Estimate, SimulatedClass, SimulatedStation, SimulationDocument, SimulationSeries, SloOutcome } from "../../core/documents/simulation";
import type { Slo } from "../../core/documents/workload";
import { meanEstimate, NOTHING, quantileEstimates, shareEstimate, sortedQuantile } from "./batch-means";
import { type CompiledSimulation, compileSimulation, type ResolvedOptions } from "./compile";
import { Engine } from "./engine";
import type { ClassRecord, StationRecord } from "./recorder";
import { type SimulationControl, SimulationError, type SimulationInput, type SimulationOptions } from "./simulation-input";

/** Equal steps of the observed time, for time averages and charts. */
const STEPS = 256;
const HISTOGRAM_BINS = 60;
const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;

export const DEFAULT_DURATION_MS = 3_600_000;
export const DEFAULT_WARMUP_MS = 300_000;

/**
 * Simulates plans under a workload (planning model, section 7) and reports what was observed after the warm-up, with 95 % batch-means intervals.
 * Deterministic: the same input and seed give the same document. Times in ms. Throws SimulationError or PlanningError when the documents and the
 * plan do not fit together; a cancelled run returns what it has, and says so in `stopped`.
 */
export function simulate(input: SimulationInput, control: SimulationControl = {}): SimulationDocument {
  const options = resolveOptions(input.options ?? {});
  const compiled = compileSimulation(input, options);
  const { poolLoss, arrivals, charts, ladder } = input.options ?? {};
  const engine = new Engine(compiled.model, { ...options, steps: STEPS, ...(poolLoss ? { poolLoss } : {}) });
  const { onProgress, shouldStop } = control;
  engine.run({
    ...(shouldStop ? { shouldStop } : {}),
    ...(onProgress
      ? {
          onProgress: (fraction, events, records) =>
            onProgress({ fraction, events, classes: records.map((record, index) => progressOf(compiled, record, index)) }),
        }
      : {}),
  });
  const severalClasses = compiled.classes.length > 1;
  const notes = [...compiled.notes, ...compiled.stations.flatMap((_, index) => overloadNote(compiled, engine, index))];
  return {
    apiVersion: "trilemma/v1",
    kind: "Simulation",
    metadata: { name: input.name ?? input.plans[0]!.input.pipeline.metadata.name },
    spec: {
      classes: compiled.classes.map((_, index) => classReport(compiled, engine, index, charts ?? false)),
      stations: compiled.stations.map((_, index) => stationReport(compiled, engine, index, severalClasses)),
      links: compiled.links.map(({ from, to }, index) => ({
        from,
        to,
        messages: engine.links[index]!.calls,
        utilisation: average(engine.links[index]!.busyPerStep),
        queueMs: waits(engine.links[index]!),
      })),
      seed: options.seed,
      seconds: engine.observedMs / 1000,
      warmupSeconds: options.warmupMs / 1000,
      ...(arrivals || compiled.classes.length === 1 ? { arrivals: compiled.classes[0]!.pattern } : {}),
      ...(options.rateFactor === 1 ? {} : { rateFactor: options.rateFactor }),
      ...(poolLoss ? { poolLoss } : {}),
      statistic: compiled.classes[0]!.statistic,
      events: engine.events,
      stopped: engine.stopped,
      ...(charts ? { series: seriesOf(engine, options) } : {}),
      ...(ladder ? ladderReport(compiled, engine) : {}),
      ...(notes.length > 0 ? { notes } : {}),
      confidence: 0.95,
    },
  };
}

function ladderReport(compiled: CompiledSimulation, engine: Engine) {
  const steps = compiled.classes.flatMap(({ plans, queryClass }, index) => {
    const { arrived, perLevel } = engine.classes[index]!;
    return plans.map(({ plan }, level) => ({
      class: queryClass.id,
      plan: plan.id ?? String(level),
      share: arrived > 0 ? (perLevel[level] ?? 0) / arrived : 0,
      quality: plan.metrics?.quality?.value ?? null,
      requests: perLevel[level] ?? 0,
    }));
  });
  const total = steps.reduce((sum, { requests }) => sum + requests, 0);
  const isKnown = total > 0 && steps.every(({ quality }) => quality !== null);
  return {
    ladder: steps.map(({ requests: _requests, ...step }) => step),
    switches: engine.ladders.reduce((sum, driver) => sum + (driver?.switches ?? 0), 0),
    ...(isKnown ? { meanQuality: steps.reduce((sum, { requests, quality }) => sum + requests * quality!, 0) / total } : {}),
  };
}

function resolveOptions(options: SimulationOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    durationMs: options.durationMs ?? DEFAULT_DURATION_MS,
    warmupMs: options.warmupMs ?? DEFAULT_WARMUP_MS,
    seed: options.seed ?? 1,
    rateFactor: options.rateFactor ?? 1,
    maxEvents: options.maxEvents ?? 50_000_000,
    maxInFlight: options.maxInFlight ?? 1_000_000,
    queueLimit: options.queueLimit ?? Number.POSITIVE_INFINITY,
  };
  const refuse = (message: string): never => {
    throw new SimulationError("options-invalid", message);
  };
  if (!(resolved.durationMs > 0 && Number.isFinite(resolved.durationMs))) refuse("The duration must be longer than nothing.");
  if (!(resolved.warmupMs >= 0 && Number.isFinite(resolved.warmupMs))) refuse("The warm-up cannot be negative.");
  if (!Number.isSafeInteger(resolved.seed) || resolved.seed < 0) refuse("The seed must be a whole number, zero or more.");
  if (!(resolved.rateFactor > 0 && Number.isFinite(resolved.rateFactor))) refuse("The rate factor must be positive.");
  if (!(resolved.maxEvents > 0)) refuse("The limit of events must be positive.");
  return resolved;
}

function progressOf(compiled: CompiledSimulation, record: ClassRecord, index: number) {
  const latencies = record.latencies.view();
  // The latest thousand are enough for a figure that is replaced in a moment.
  const recent = latencies.subarray(Math.max(0, latencies.length - 1000));
  return {
    id: compiled.classes[index]!.queryClass.id,
    arrived: record.arrived,
    completed: record.completed,
    dropped: record.dropped,
    latencyMeanMs: recent.length > 0 ? recent.reduce((sum, value) => sum + value, 0) / recent.length : null,
  };
}

function classReport(compiled: CompiledSimulation, engine: Engine, index: number, charts: boolean): SimulatedClass {
  const { queryClass, plans, slos } = compiled.classes[index]!;
  const record = engine.classes[index]!;
  const latencies = record.latencies.view();
  const sorted = Float64Array.from(latencies).sort();
  const [p50, p90, p95, p99] = quantileEstimates(latencies, QUANTILES, sorted);
  const hard = slos.filter((slo) => slo.hard !== false);
  // Soft targets count where there are no hard ones.
  const strictest = Math.min(...(hard.length > 0 ? hard : slos).map((slo) => slo.value));
  const { count: inFlight } = engine.unfinished(index, 0);
  const only = plans.length === 1 ? plans[0]!.plan : undefined;
  return {
    id: queryClass.id,
    pipeline: queryClass.pipeline,
    ...(only?.id ? { plan: only.id } : {}),
    arrived: record.arrived,
    completed: record.completed,
    dropped: record.dropped,
    inFlight,
    latencyMs: { mean: meanEstimate(latencies), p50: p50!, p90: p90!, p95: p95!, p99: p99! },
    sloAttainment: slos.length === 0 ? NOTHING : attainment(engine, index, strictest),
    ...(slos.length > 0 ? { slos: slos.map((slo) => sloOutcome(engine, index, slo, compiled.classes[index]!.statistic, latencies, sorted)) } : {}),
    ...(only?.metrics?.latencyMs ? { predictedMs: only.metrics.latencyMs } : {}),
    ...(charts && sorted.length > 0
      ? { quantilesMs: Array.from({ length: 101 }, (_, percent) => sortedQuantile(sorted, percent / 100)), histogram: histogramOf(sorted) }
      : {}),
  };
}

/** Requests within a limit. Those dropped, and those still under way that have passed it already, are misses. */
function attainment(engine: Engine, index: number, limitMs: number): Estimate {
  const { latencies, droppedAfter } = engine.classes[index]!;
  const drops = droppedAfter.view();
  const values = latencies.view();
  const { late } = engine.unfinished(index, limitMs);
  const outcomes = new Float64Array(values.length + drops.length + late);
  let drop = 0;
  let at = 0;
  for (let finished = 0; finished <= values.length; finished += 1) {
    for (; drop < drops.length && drops[drop]! <= finished; drop += 1) at += 1;
    if (finished < values.length) {
      outcomes[at] = values[finished]! <= limitMs ? 1 : 0;
      at += 1;
    }
  }
  return shareEstimate(outcomes);
}

function sloOutcome(engine: Engine, index: number, slo: Slo, usual: (typeof STATISTICS)[number], latencies: Float64Array, sorted: Float64Array): SloOutcome {
  const statistic = slo.statistic ?? usual;
  const within = attainment(engine, index, slo.value);
  if (statistic === "mean") {
    const observed = meanEstimate(latencies);
    return { slo, attainment: within, observed, met: observed.value === null ? null : observed.value <= slo.value };
  }
  const share = Number(statistic.slice(1)) / 100;
  // a percentile is of all requests: those that were turned away are beyond every limit
  return {
    slo,
    attainment: within,
    observed: quantileEstimates(latencies, [share], sorted)[0]!,
    met: within.value === null ? null : within.value >= share - 1e-12,
  };
}

function stationReport(compiled: CompiledSimulation, engine: Engine, index: number, severalClasses: boolean): SimulatedStation {
  const station = compiled.stations[index]!;
  const record = engine.stations[index]!;
  const { servers } = compiled.model.stations[index]!;
  const hosted = servers === Number.POSITIVE_INFINITY;
  const users = [...new Set(station.users.map((user) => (severalClasses ? `${user.classId}/${user.operator}` : user.operator)))];
  return {
    id: station.id,
    operator: users.join("+"),
    pool: station.pool,
    model: station.model,
    servers: hosted ? 0 : servers,
    calls: record.calls,
    batchMean: record.batches > 0 ? record.calls / record.batches : null,
    utilisation: average(record.busyPerStep),
    queueMs: waits(record),
  };
}

/** Load over what a station can serve, beyond which a queue has no end whatever the duration. */
const FULL = 0.995;

function overloadNote(compiled: CompiledSimulation, engine: Engine, index: number): string[] {
  const { waits: observed, busyPerStep } = engine.stations[index]!;
  const busy = busyPerStep.reduce((sum, value) => sum + value, 0) / Math.max(1, busyPerStep.length);
  const { users, pool, profile } = compiled.stations[index]!;
  if (profile === "api" || busy < FULL || observed.length === 0) return [];
  return [
    `${users[0]!.operator} on ${pool} is at full load (${(busy * 100).toFixed(1)} %): its queue grows as long as the run lasts, so its waits say more about the duration than about the plan.`,
  ];
}

function average(perStep: number[]): Estimate {
  return meanEstimate(Float64Array.from(perStep));
}

function waits(record: StationRecord): { mean: Estimate; p95: Estimate } {
  const values = record.waits.view();
  return { mean: meanEstimate(values), p95: quantileEstimates(values, [0.95])[0]! };
}

function histogramOf(sorted: Float64Array): { edgesMs: number[]; counts: number[] } {
  const low = Math.max(sorted[0]!, 1e-3);
  const high = Math.max(sorted[sorted.length - 1]!, low * 1.001);
  const step = Math.log(high / low) / HISTOGRAM_BINS;
  const edgesMs = Array.from({ length: HISTOGRAM_BINS + 1 }, (_, bin) => low * Math.exp(bin * step));
  const counts = new Array<number>(HISTOGRAM_BINS).fill(0);
  for (const value of sorted) {
    const bin = Math.floor(Math.log(Math.max(value, low) / low) / step);
    counts[Math.min(HISTOGRAM_BINS - 1, Math.max(0, bin))]! += 1;
  }
  return { edgesMs, counts };
}

function seriesOf(engine: Engine, options: ResolvedOptions): SimulationSeries {
  const stepMs = options.durationMs / STEPS;
  const perSecond = (counts: number[]) => counts.map((count) => (count * 1000) / stepMs);
  return {
    stepMs,
    stations: engine.stations.map((record) => ({ queue: record.queuePerStep, utilisation: record.busyPerStep })),
    classes: engine.classes.map((record, index) => ({
      arrivedRps: perSecond(record.arrivedPerStep),
      completedRps: perSecond(record.completedPerStep),
      droppedRps: perSecond(record.droppedPerStep),
      latencyMeanMs: record.latencyMeanPerStep,
      latencyMaxMs: record.latencyMaxPerStep,
      ...(engine.ladders[index] ? { level: record.levelPerStep } : {}),
    })),
  };
}
