import { STATISTICS, type Statistic } from "../../core/documents/common";
import type { Objective } from "../../core/documents/workload";
import { METRIC_COLUMNS } from "../../core/frontier/packed-frontier";
import type { OperatorFigures } from "../../core/metrics/figures";
import type { ChosenOperator } from "../../core/metrics/flows";
import type { CompiledEdge, CompiledSlo, Problem } from "../../core/metrics/problem";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import { hasIdleReplica } from "./allocations";
import { type Entry, evaluatorOf, type Joint } from "./evaluator";
import type { OperatorOptions } from "./options";
import { BLOCK, NO_QUALITY, type RowQuality, rowQualityOf } from "./row-quality";

/** What the options of one operator bring to a plan, by option. Options that no row uses are left at 0. */
interface OptionFacts {
  chosen: (ChosenOperator | undefined)[];
  figures: (OperatorFigures | undefined)[];
  usd: Float64Array;
  energyJ: Float64Array;
  throughputRps: Float64Array;
  devices: Float64Array;
  /** Latency as counted on a path, by statistic. */
  countedMs: Float64Array[];
  /** Some option has no latency figure: 1 where that is so. */
  unknown: Uint8Array | null;
  /** Some option holds a replica that its share does not need: 1 where that is so. */
  idle: Uint8Array | null;
  /** What neighbours see, as a place in `faces`. */
  face: Int32Array;
  faces: Entry[];
}

/** Edges by what its ends see of each other: place in `joints`, −1 where they cannot be joined, −2 not looked at yet. */
interface EdgeFacts {
  edge: CompiledEdge;
  places: Int32Array;
  joints: Joint[];
}

/** Every figure of many plans, in columns. */
export interface RowFigures {
  /** In the order of METRIC_COLUMNS; NaN where a plan has no figure. */
  numbers: Float64Array[];
  bases: Uint8Array;
  /** 1 = no plan: an edge that cannot be crossed, no quality, or a replica without work. */
  refused: Uint8Array;
  /** What flows over each edge, as a place among the edge's joints; null where it is the same for all. */
  flows: (Int32Array | null)[];
}

/**
 * Figures of many plans whose shares are fixed, column by column: what an operator adds depends on its option only and what an edge adds on the faces at its
 * ends, so a plan is a run of option indices and each of its numbers a few sums and maxima over short arrays. They are formed in the order in which
 * `PlanEvaluator` forms them, so they are the same to the last bit.
 */
export class RowEvaluator {
  readonly facts: OptionFacts[];
  readonly edges: EdgeFacts[];
  readonly quality: RowQuality;
  /** Completion time of each operator, and time of each edge, in the run of rows that was gone through last. */
  readonly times: readonly Float64Array[];
  readonly edgeMs: readonly Float64Array[];
  private readonly edgeUsd: Float64Array[];
  /** Whether every option has the same latency at a statistic as at the one before. */
  private readonly repeats: boolean[];

  /** Whether plans of a problem can be gone through like this: flows do not compete for bandwidth, every request takes every edge, no target is on a path. */
  static applies(problem: Problem): boolean {
    const evaluator = evaluatorOf(problem);
    return !evaluator.limited && evaluator.single && problem.slos.every((slo) => slo.pathFrom < 0);
  }

  constructor(
    readonly problem: Problem,
    readonly operators: readonly OperatorOptions[],
    choices: readonly Int32Array[],
  ) {
    this.facts = operators.map((entry, o) => optionFacts(problem, o, entry, choices[o]!));
    this.edges = problem.edges.map((edge) => {
      const senders = edge.from < 0 ? 1 : this.facts[edge.from]!.faces.length;
      return { edge, places: new Int32Array(senders * this.facts[edge.to]!.faces.length).fill(-2), joints: [] };
    });
    this.quality = rowQualityOf(problem, operators);
    this.repeats = STATISTICS.map((_, q) => q > 0 && this.facts.every(({ countedMs }) => countedMs[q]!.every((ms, i) => ms === countedMs[q - 1]![i])));
    this.times = operators.map(() => new Float64Array(BLOCK));
    this.edgeMs = problem.edges.map(() => new Float64Array(BLOCK));
    this.edgeUsd = problem.edges.map(() => new Float64Array(BLOCK));
  }

  figures(choices: readonly Int32Array[]): RowFigures {
    const count = choices[0]!.length;
    const { problem } = this;
    const figures: RowFigures = {
      numbers: METRIC_COLUMNS.map(() => new Float64Array(count)),
      bases: new Uint8Array(count),
      refused: new Uint8Array(count),
      flows: this.edges.map(({ places }) => (places.length > 1 ? new Int32Array(count) : null)),
    };
    const run = { value: new Float64Array(BLOCK), low: new Float64Array(BLOCK), high: new Float64Array(BLOCK), basis: new Uint8Array(BLOCK) };
    const needsQuality = !problem.qualityUnknown && !problem.qualityOptional;
    for (let from = 0; from < count; from += BLOCK) {
      const size = Math.min(BLOCK, count - from);
      const at = figures.numbers.map((column) => column.subarray(from, from + size));
      const refused = figures.refused.subarray(from, from + size);
      this.crossEdges(choices, from, size, figures.flows, refused);
      this.addUp(choices, from, size, at[0]!, at[10]!);
      this.convert(choices, from, size, at);
      for (let q = 0; q < STATISTICS.length; q += 1) {
        if (this.repeats[q]) at[2 + q]!.set(at[1 + q]!);
        else this.longestPaths(choices, from, size, q, at[2 + q]!);
      }
      for (let o = 0; o < choices.length; o += 1) {
        const { unknown, idle } = this.facts[o]!;
        if (!unknown && !idle) continue;
        const chosen = choices[o]!;
        for (let r = 0; r < size; r += 1) {
          if (unknown?.[chosen[from + r]!]) for (let q = 0; q < STATISTICS.length; q += 1) at[2 + q]![r] = Number.NaN;
          if (idle?.[chosen[from + r]!]) refused[r] = 1;
        }
      }
      this.quality.figures(choices, from, size, run);
      at[7]!.set(run.value.subarray(0, size));
      at[8]!.set(run.low.subarray(0, size));
      at[9]!.set(run.high.subarray(0, size));
      figures.bases.set(run.basis.subarray(0, size), from);
      if (needsQuality) for (let r = 0; r < size; r += 1) if (run.basis[r] === NO_QUALITY) refused[r] = 1;
    }
    return figures;
  }

  /** Cost (US$) and energy (J) per request of a run of rows, after its edges were crossed. */
  addUp(choices: readonly Int32Array[], from: number, size: number, usd: Float64Array, energyJ: Float64Array): void {
    usd.fill(0, 0, size);
    energyJ.fill(0, 0, size);
    for (let o = 0; o < choices.length; o += 1) {
      const own = this.facts[o]!;
      const [ownUsd, ownJ] = [own.usd, own.energyJ];
      const chosen = choices[o]!;
      for (let r = 0; r < size; r += 1) {
        const option = chosen[from + r]!;
        usd[r] = usd[r]! + ownUsd[option]!;
        energyJ[r] = energyJ[r]! + ownJ[option]!;
      }
    }
    for (const column of this.edgeUsd) for (let r = 0; r < size; r += 1) usd[r] = usd[r]! + column[r]!;
  }

  /** Throughput and devices of a run of rows, and its cost in the units of the metrics. */
  private convert(choices: readonly Int32Array[], from: number, size: number, at: readonly Float64Array[]): void {
    const { rateRps } = this.problem;
    const [usd, perHour, throughputRps, devices] = [at[0]!, at[1]!, at[11]!, at[12]!];
    throughputRps.fill(Number.POSITIVE_INFINITY);
    for (let o = 0; o < choices.length; o += 1) {
      const own = this.facts[o]!;
      const [ownDevices, ownRps] = [own.devices, own.throughputRps];
      const chosen = choices[o]!;
      for (let r = 0; r < size; r += 1) {
        const option = chosen[from + r]!;
        devices[r] = devices[r]! + ownDevices[option]!;
        if (ownRps[option]! < throughputRps[r]!) throughputRps[r] = ownRps[option]!;
      }
    }
    for (let r = 0; r < size; r += 1) {
      perHour[r] = rateRps === null ? Number.NaN : usd[r]! * 3600 * rateRps;
      usd[r] = usd[r]! * 1000;
      if (throughputRps[r] === Number.POSITIVE_INFINITY) throughputRps[r] = Number.NaN;
    }
  }

  /** What edges add to a run of rows: which joint it is, its time and its cost. */
  crossEdges(choices: readonly Int32Array[], from: number, size: number, flows: readonly (Int32Array | null)[], refused: Uint8Array): void {
    for (let e = 0; e < this.edges.length; e += 1) this.crossEdge(e, choices, from, size, flows[e] ?? null, refused);
  }

  private crossEdge(e: number, choices: readonly Int32Array[], from: number, size: number, flow: Int32Array | null, refused: Uint8Array): void {
    const { edge, places, joints } = this.edges[e]!;
    // One pair of faces: the columns were filled once.
    if (places.length === 1 && places[0]! >= 0) return;
    const receiver = this.facts[edge.to]!;
    const sender = edge.from < 0 ? null : this.facts[edge.from]!;
    const [ms, usd] = [this.edgeMs[e]!, this.edgeUsd[e]!];
    const width = receiver.faces.length;
    const received = choices[edge.to]!;
    const sent = edge.from < 0 ? received : choices[edge.from]!;
    for (let r = 0; r < size; r += 1) {
      const to = receiver.face[received[from + r]!]!;
      const a = sender ? sender.face[sent[from + r]!]! : 0;
      let place = places[a * width + to]!;
      if (place === -2) {
        const joint = evaluatorOf(this.problem).jointOf(edge, sender?.faces[a] ?? null, receiver.faces[to]!);
        place = joint ? joints.push(joint) - 1 : -1;
        places[a * width + to] = place;
        if (joint && places.length === 1) {
          ms.fill(joint.ms);
          usd.fill(joint.usd);
          return;
        }
      }
      if (place < 0) refused[r] = 1;
      ms[r] = place < 0 ? 0 : joints[place]!.ms;
      usd[r] = place < 0 ? 0 : joints[place]!.usd;
      if (flow) flow[from + r] = place;
    }
  }

  /** Completion times of a run of rows at a statistic, after its edges were crossed; the latest into `longest`. */
  longestPaths(choices: readonly Int32Array[], from: number, size: number, q: number, longest: Float64Array): void {
    const { problem, times, edgeMs } = this;
    longest.fill(0, 0, size);
    for (let o = 0; o < choices.length; o += 1) {
      const own = times[o]!;
      own.fill(0, 0, size);
      const incoming = problem.incoming[o]!;
      for (let k = 0; k < incoming.length; k += 1) {
        const edge = incoming[k]!;
        const ms = edgeMs[edge.index]!;
        const before = edge.from < 0 ? null : times[edge.from]!;
        for (let r = 0; r < size; r += 1) {
          const ready = (before ? before[r]! : 0) + ms[r]!;
          if (ready > own[r]!) own[r] = ready;
        }
      }
      const counted = this.facts[o]!.countedMs[q]!;
      const chosen = choices[o]!;
      for (let r = 0; r < size; r += 1) {
        const time = own[r]! + counted[chosen[from + r]!]!;
        own[r] = time;
        if (time > longest[r]!) longest[r] = time;
      }
    }
  }

  /** A target on one operator by its option: the value, NaN where it is not known. */
  ownValues(slo: CompiledSlo): Float64Array {
    const { problem } = this;
    const { chosen, figures } = this.facts[slo.operator]!;
    return Float64Array.from(figures, (own, i) => {
      if (!own) return Number.NaN;
      const all: OperatorFigures[] = [];
      all[slo.operator] = own;
      const stage = problem.quality.stages[slo.operator]?.[chosen[i]!.configuration]?.value ?? null;
      const whole = { operators: all, edgeMs: [], edgeUsdPerRequest: [], latencyMs: null, usdPerRequest: 0, energyJ: 0, throughputRps: 0, devices: 0 };
      return sloValue(problem, slo, whole, null, () => stage) ?? Number.NaN;
    });
  }

  /** Marks rows that break a hard target. */
  refuseBroken(choices: readonly Int32Array[], figures: RowFigures, hard: readonly CompiledSlo[]): void {
    const { refused } = figures;
    for (const slo of hard) {
      if (slo.operator >= 0) {
        const values = this.ownValues(slo);
        const broken = Uint8Array.from(values, (value) => (meetsSlo(slo, Number.isNaN(value) ? null : value) ? 0 : 1));
        const chosen = choices[slo.operator]!;
        for (let r = 0; r < refused.length; r += 1) if (broken[chosen[r]!]) refused[r] = 1;
      } else {
        const { metric } = slo.slo;
        const column = wholeColumn(figures.numbers, metric, slo.statistic);
        for (let r = 0; r < refused.length; r += 1) if (!meetsSlo(slo, knownValue(column, metric, r))) refused[r] = 1;
      }
    }
  }
}

/** The column of a metric of the whole request, at a statistic. */
export function wholeColumn(numbers: readonly Float64Array[], metric: Objective, statistic: Statistic): Float64Array {
  // Places are those of METRIC_COLUMNS.
  switch (metric) {
    case "costPerThousand":
      return numbers[0]!;
    case "costPerHour":
      return numbers[1]!;
    case "latency":
      return numbers[2 + STATISTIC_INDEX[statistic]]!;
    case "quality":
      return numbers[7]!;
    case "energy":
      return numbers[10]!;
    case "throughput":
      return numbers[11]!;
  }
}

/** A value of such a column, in the metric's unit; null when it is not known. Infinity where nothing limits a throughput. */
export function knownValue(column: Float64Array, metric: Objective, i: number): number | null {
  const value = column[i]!;
  if (!Number.isNaN(value)) return value;
  return metric === "throughput" ? Number.POSITIVE_INFINITY : null;
}

function optionFacts(problem: Problem, o: number, { options }: OperatorOptions, used: Int32Array): OptionFacts {
  const operator = problem.operators[o]!;
  const evaluator = evaluatorOf(problem);
  const column = (): Float64Array => new Float64Array(options.length);
  const facts: OptionFacts = {
    chosen: new Array<ChosenOperator | undefined>(options.length).fill(undefined),
    figures: new Array<OperatorFigures | undefined>(options.length).fill(undefined),
    usd: column(),
    energyJ: column(),
    throughputRps: column(),
    devices: column(),
    countedMs: STATISTICS.map(column),
    unknown: null,
    idle: null,
    face: new Int32Array(options.length),
    faces: [],
  };
  const faces = new Map<number, number>();
  const mayIdle = problem.rateRps !== null && problem.settings.queueing === "none";
  const seen = new Uint8Array(options.length);
  for (let r = 0; r < used.length; r += 1) {
    const i = used[r]!;
    if (seen[i]) continue;
    seen[i] = 1;
    const entry = evaluator.entryOf(o, options[i]!.allocation);
    const { chosen, figures } = entry;
    facts.chosen[i] = chosen;
    facts.figures[i] = figures;
    facts.usd[i] = figures.usdPerRequest;
    facts.energyJ[i] = figures.energyJ;
    facts.throughputRps[i] = figures.throughputRps;
    facts.devices[i] = figures.devices;
    if (figures.latencyMs)
      for (let q = 0; q < STATISTICS.length; q += 1)
        facts.countedMs[q]![i] = figures.latencyMs[q]! * (q === 0 ? operator.repeatMean : operator.repeatPercentile);
    else {
      facts.unknown ??= new Uint8Array(options.length);
      facts.unknown[i] = 1;
    }
    const { parts } = chosen;
    if (
      mayIdle &&
      parts.length > 1 &&
      hasIdleReplica(
        problem,
        operator,
        parts,
        parts.map((part) => part.share),
      )
    ) {
      facts.idle ??= new Uint8Array(options.length);
      facts.idle[i] = 1;
    }
    let face = faces.get(entry.face);
    if (face === undefined) {
      face = facts.faces.push(entry) - 1;
      faces.set(entry.face, face);
    }
    facts.face[i] = face;
  }
  return facts;
}
