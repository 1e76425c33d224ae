import { STATISTICS } from "../../core/documents/common";
import type { Problem } from "../../core/metrics/problem";
import { percentileOverScenarios } from "../../core/metrics/scenarios";
import { PROBABILITY, STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { Archive } from "./archive";
import type { Candidate } from "./candidate";
import { type Goal, isWhole, type Query } from "./goals";
import type { OperatorOption, OperatorOptions } from "./options";

/** More comparisons of options with known plans than this cost more than they save. */
const MOST_COMPARISONS = 4_000_000;
const MOST_ROUNDS = 3;

/**
 * Leaves out options with which no plan can be new: even with the least cost, energy, time and devices of all other operators, and the best quality that
 * its configuration leaves, a known plan is no worse and better in one goal (or equal, and with fewer devices). Transfers are counted as nothing. The same
 * argument as for a node of branch and bound, made once per option before anything is combined.
 */
export function hopefulOptions(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>): readonly OperatorOptions[] {
  const known = archive.entries.length;
  if (known === 0 || operators.some((entry) => entry.options.length === 0)) return operators;
  if (known * operators.reduce((sum, entry) => sum + entry.options.length, 0) > MOST_COMPARISONS) return operators;
  const quality = qualityBounds(problem, query);
  let left = operators;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const bounds = new OptionBounds(problem, query, left, quality);
    const next = left.map((entry, o) => {
      const options = entry.options.filter((option) => !archive.covers(bounds.keyOf(o, option), (holder) => holder.devices < bounds.devicesOf(o, option)));
      return options.length === entry.options.length ? entry : { ...entry, options };
    });
    if (next.some((entry) => entry.options.length === 0)) return next;
    if (next.every((entry, o) => entry === left[o])) break;
    left = next;
  }
  return left;
}

/** What bounds need of an option. */
type Bounded = Pick<OperatorOption, "configuration" | "usd" | "timeMs" | "devices">;

/**
 * Whether no plan in which operator `a` uses one of `first` and operator `b` one of `second` (bounds suffice) can be new, by the same argument. Only for
 * goals of cost, latency and quality.
 */
export function pairIsHopeless(
  problem: Problem,
  query: Query,
  operators: readonly OperatorOptions[],
  archive: Archive<Candidate>,
  [a, first]: readonly [number, readonly Bounded[]],
  [b, second]: readonly [number, readonly Bounded[]],
): boolean {
  const quality = qualityBounds(problem, query);
  const others = operators.map((entry, o) => (o === a || o === b ? null : entry));
  const least = (pick: (option: Bounded) => number): number =>
    others.reduce((sum, entry) => sum + (entry ? entry.options.reduce((value, option) => Math.min(value, pick(option)), Number.POSITIVE_INFINITY) : 0), 0);
  const usd = least((option) => option.usd);
  const devices = least((option) => option.devices);
  return first.every((x) =>
    second.every((y) => {
      const pair = operators.map((entry, o) => (o === a ? { ...entry, options: [x] } : o === b ? { ...entry, options: [y] } : entry));
      const key = query.goals.map((goal) => {
        if (!isWhole(goal)) return Number.NEGATIVE_INFINITY;
        if (goal.metric === "quality") return -Math.min(quality(a, x.configuration), quality(b, y.configuration));
        if (goal.metric === "latency") return leastLatency(problem, pair, STATISTIC_INDEX[goal.statistic]);
        const cost = usd + x.usd + y.usd;
        return goal.metric === "costPerHour" ? cost * 3600 * (problem.rateRps ?? 0) : cost * 1000;
      });
      return archive.covers(key, (holder) => holder.devices < devices + x.devices + y.devices);
    }),
  );
}

function leastLatency(problem: Problem, operators: readonly { options: readonly Bounded[] }[], q: number): number {
  const times = operators.map((entry) => entry.options.reduce((value, option) => Math.min(value, option.timeMs?.[q] ?? 0), Number.POSITIVE_INFINITY));
  return overScenarios(
    problem,
    longestPaths(problem, times).map((path) => path.longest),
    q,
  );
}

class OptionBounds {
  private readonly leastUsd: number[];
  private readonly leastJ: number[];
  private readonly leastDevices: number[];
  private readonly usd: number;
  private readonly energyJ: number;
  private readonly devices: number;
  /** Per statistic: longest paths to and from each operator in each scenario, with the least times. */
  private readonly paths = new Map<number, { before: Float64Array; after: Float64Array; longest: number }[]>();

  constructor(
    private readonly problem: Problem,
    private readonly query: Query,
    operators: readonly OperatorOptions[],
    private readonly quality: (o: number, configuration: number) => number,
  ) {
    const least = (pick: (option: OperatorOption) => number): number[] =>
      operators.map((entry) => entry.options.reduce((value, option) => Math.min(value, pick(option)), Number.POSITIVE_INFINITY));
    const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
    this.leastUsd = least((option) => option.usd);
    this.leastJ = least((option) => option.energyJ);
    this.leastDevices = least((option) => option.devices);
    this.usd = total(this.leastUsd);
    this.energyJ = total(this.leastJ);
    this.devices = total(this.leastDevices);
    for (const goal of query.goals) {
      if (goal.metric !== "latency" || !isWhole(goal)) continue;
      const q = STATISTIC_INDEX[goal.statistic];
      this.paths.set(
        q,
        longestPaths(
          problem,
          least((option) => option.timeMs?.[q] ?? 0),
        ),
      );
    }
  }

  devicesOf(o: number, option: OperatorOption): number {
    return this.devices - this.leastDevices[o]! + option.devices;
  }

  keyOf(o: number, option: OperatorOption): number[] {
    const usd = this.usd - this.leastUsd[o]! + option.usd;
    return this.query.goals.map((goal) => (isWhole(goal) ? this.boundOf(goal, o, option, usd) : Number.NEGATIVE_INFINITY));
  }

  private boundOf(goal: Goal, o: number, option: OperatorOption, usd: number): number {
    switch (goal.metric) {
      case "costPerThousand":
        return usd * 1000;
      case "costPerHour":
        return this.problem.rateRps === null ? 0 : usd * 3600 * this.problem.rateRps;
      case "energy":
        return this.energyJ - this.leastJ[o]! + option.energyJ;
      case "latency":
        return this.latency(o, option, STATISTIC_INDEX[goal.statistic]);
      case "quality":
        return -this.quality(o, option.configuration);
      case "throughput":
        return -Math.min(option.throughputRps, Number.MAX_VALUE);
    }
  }

  private latency(o: number, option: OperatorOption, q: number): number {
    const { scenarios } = this.problem;
    const own = option.timeMs?.[q] ?? 0;
    const values = this.paths
      .get(q)!
      .map(({ before, after, longest }, s) => (scenarios[s]!.active[o] ? Math.max(longest, before[o]! + own + after[o]!) : longest));
    return overScenarios(this.problem, values, q);
  }
}

function overScenarios(problem: Problem, values: readonly number[], q: number): number {
  if (values.length === 1) return values[0]!;
  const probabilities = problem.scenarios.map((scenario) => scenario.probability);
  const name = STATISTICS[q]!;
  if (name !== "mean") return percentileOverScenarios([...values], probabilities, PROBABILITY[name]);
  return values.reduce((sum, value, s) => sum + value * probabilities[s]!, 0);
}

function longestPaths(problem: Problem, times: readonly number[]): { before: Float64Array; after: Float64Array; longest: number }[] {
  return problem.scenarios.map(({ active, usedEdges }) => {
    const before = new Float64Array(times.length);
    const after = new Float64Array(times.length);
    let longest = 0;
    for (let o = 0; o < times.length; o += 1) {
      if (!active[o]) continue;
      for (const edge of problem.incoming[o]!)
        if (edge.from >= 0 && usedEdges[edge.index] && active[edge.from]) before[o] = Math.max(before[o]!, before[edge.from]! + times[edge.from]!);
      longest = Math.max(longest, before[o]! + times[o]!);
    }
    for (let o = times.length - 1; o >= 0; o -= 1) {
      if (!active[o]) continue;
      for (const edge of problem.outgoing[o]!) if (usedEdges[edge.index] && active[edge.to]) after[o] = Math.max(after[o]!, after[edge.to]! + times[edge.to]!);
    }
    return { before, after, longest };
  });
}

/** The best quality of a request in which an operator uses a configuration; 1 where no better bound is at hand. */
function qualityBounds(problem: Problem, query: Query): (o: number, configuration: number) => number {
  const { quality } = problem;
  if (!query.goals.some((goal) => goal.metric === "quality" && isWhole(goal)) || problem.levels || quality.model === "chain") return () => 1;
  if (quality.model === "table") {
    if (quality.fit) return () => 1;
    const known = new Map<number, number>();
    return (o, configuration) => {
      const key = o * 1_000_003 + configuration;
      let best = known.get(key);
      if (best !== undefined) return best;
      best = 0;
      for (const row of quality.rows)
        if (row.value > best && row.matches.every((match) => match.operator !== o || match.configurations[configuration])) best = row.value;
      known.set(key, best);
      return best;
    };
  }
  const most = quality.stages.map((stages) => stages.reduce((best, stage) => Math.max(best, stage?.value ?? 0), 0));
  return (o, configuration) => {
    let total = 0;
    for (const scenario of problem.scenarios) {
      let value = 1;
      most.forEach((best, x) => {
        if (!scenario.active[x] || !quality.counted[x]) return;
        const stage = x === o ? (quality.stages[x]![configuration]?.value ?? 0) : best;
        value = quality.model === "product" ? value * stage : Math.min(value, stage);
      });
      total += scenario.probability * value;
    }
    return Math.min(1, total * (1 + 1e-12));
  };
}
