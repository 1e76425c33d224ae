import { STATISTICS, type Statistic } from "../../core/documents/common";
import type { Objective } from "../../core/documents/workload";
import { solveShares } from "../../core/metrics/flows";
import type { Problem } from "../../core/metrics/problem";
import { requestQuality } from "../../core/metrics/quality-levels";
import { percentileOverScenarios } from "../../core/metrics/scenarios";
import { PROBABILITY, STATISTIC_INDEX } from "../../core/metrics/statistics";
import type { Allocation } from "./allocations";
import type { Archive } from "./archive";
import { type Candidate, completeCandidate, preferred } from "./candidate";
import { searchFactor } from "./cover";
import { type EdgeLabel, edgeLabels, inputInterface } from "./edges";
import { Effort } from "./effort";
import { isWhole, type Query } from "./goals";
import type { OperatorOptions } from "./options";

export interface BranchWork {
  considered: number;
  pruned: number;
  /** Throws to stop. */
  checkpoint: () => void;
  improved: () => void;
}

/**
 * Branch and bound over one option per operator in topological order; exact for every feature of the model. A node's lower bounds: cost and
 * energy of what is chosen plus the least of what is not; longest paths with the least latency of what is not chosen; the best
 * quality its configurations leave. A node is cut when the archive already holds a plan no worse than the bounds, or a
 * target or a pool is broken. Leaves are completed by the evaluator, so what enters the archive has its exact figures.
 */
export function branchAndBound(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>, work: BranchWork): void {
  if (operators.some((entry) => entry.options.length === 0)) return;
  new BranchSearch(problem, query, operators, archive, work).run();
}

/** What an option looked at in a node costs, in pairs of rows of tables: a warm thread looks at some four million a second, a cold one at a million. */
const PAIRS_PER_NODE = 10;

class BranchSearch {
  private readonly count: number;
  private readonly labels: (EdgeLabel | null)[][][];
  private readonly leastEdgeUsd: number[];
  private readonly leastEdgeMs: number[];
  private readonly restUsd: number[];
  private readonly restEnergy: number[];
  private readonly restDevices: number[];
  private readonly order: Int32Array[];
  /** Statistics whose latency is asked for. */
  private readonly statistics: number[];
  private readonly leastTime: number[][];
  private readonly chosen: Int32Array;
  private readonly left: number[];
  /** completion[statistic][scenario][operator] */
  private readonly completion: Float64Array[][];
  /** Bounds of one node: latency by statistic, and in each scenario; goals. */
  private readonly latency = new Float64Array(STATISTICS.length);
  private readonly scenarioTimes: number[];
  private readonly key: number[];
  private devices = 0;
  private readonly hasFewer = (holder: Candidate): boolean => holder.devices < this.devices;
  private readonly qualityAsked: boolean;
  /** Bounds of quality by what is chosen first; each such run of configurations has a number, found by that of the run before it and the last one. */
  private readonly qualityBounds: number[] = [0];
  private readonly prefixOf = new Map<number, number>();
  private readonly prefixes: Int32Array;
  private readonly mostConfigurations: number;
  private readonly bestStage: (number[] | null)[];
  private sinceCheck = 0;
  private readonly effort: Effort;
  /** By how much a known plan may be worse than what is cut for it; 1 = not at all. */
  private readonly factor: number;

  constructor(
    private readonly problem: Problem,
    private readonly query: Query,
    private readonly operators: readonly OperatorOptions[],
    private readonly archive: Archive<Candidate>,
    private readonly work: BranchWork,
  ) {
    this.count = operators.length;
    this.effort = new Effort(query.mostPairs);
    this.factor = searchFactor(query.epsilon ?? 0);
    this.labels = problem.edges.map((edge) =>
      edgeLabels(problem, edge, edge.from < 0 ? [inputInterface(problem, edge)] : operators[edge.from]!.interfaces, operators[edge.to]!.interfaces),
    );
    const least = (labels: (EdgeLabel | null)[][], pick: (label: EdgeLabel) => number): number =>
      // Interfaces of two splittable operators make hundreds of thousands of pairs: too many for the arguments of one call.
      labels.flat().reduce((best, label) => (label ? Math.min(best, pick(label)) : best), Number.POSITIVE_INFINITY);
    this.leastEdgeUsd = this.labels.map((labels) => least(labels, (label) => label.usd));
    this.leastEdgeMs = this.labels.map((labels) => least(labels, (label) => label.ms));
    const wanted = new Set<number>();
    for (const goal of query.goals) if (goal.metric === "latency" && isWhole(goal)) wanted.add(STATISTIC_INDEX[goal.statistic]);
    for (const slo of query.hard) if (slo.slo.metric === "latency" && slo.operator < 0 && slo.pathFrom < 0) wanted.add(STATISTIC_INDEX[slo.statistic]);
    this.statistics = [...wanted].sort((a, b) => a - b);
    const leastOf = (o: number, pick: (option: OperatorOptions["options"][number]) => number): number =>
      operators[o]!.options.reduce((value, option) => Math.min(value, pick(option)), Number.POSITIVE_INFINITY);
    this.restUsd = new Array<number>(this.count + 1).fill(0);
    this.restEnergy = new Array<number>(this.count + 1).fill(0);
    this.restDevices = new Array<number>(this.count + 1).fill(0);
    for (let o = this.count - 1; o >= 0; o -= 1) {
      const edges = problem.incoming[o]!.reduce((sum, edge) => sum + this.leastEdgeUsd[edge.index]!, 0);
      this.restUsd[o] = this.restUsd[o + 1]! + edges + leastOf(o, (option) => option.usd);
      this.restDevices[o] = this.restDevices[o + 1]! + leastOf(o, (option) => option.devices);
      this.restEnergy[o] = this.restEnergy[o + 1]! + leastOf(o, (option) => option.energyJ);
    }
    this.leastTime = this.statistics.map((q) => operators.map((_, o) => leastOf(o, (option) => option.timeMs?.[q] ?? 0)));
    this.order = operators.map(({ options }) => Int32Array.from(options.map((_, i) => i).sort((a, b) => options[a]!.usd - options[b]!.usd || a - b)));
    this.chosen = new Int32Array(this.count).fill(-1);
    this.left = problem.pools.map((pool) => pool.count);
    this.prefixes = new Int32Array(this.count);
    this.mostConfigurations = Math.max(...problem.operators.map(({ configurations }) => configurations.length));
    this.scenarioTimes = problem.scenarios.map(() => 0);
    this.key = query.goals.map(() => 0);
    this.completion = this.statistics.map(() => problem.scenarios.map(() => new Float64Array(this.count)));
    this.qualityAsked =
      query.goals.some((goal) => goal.metric === "quality" && isWhole(goal)) || query.hard.some((slo) => slo.slo.metric === "quality" && slo.operator < 0);
    this.bestStage = operators.map(({ options }, o) => {
      const stages = problem.quality.stages[o];
      if (!stages || problem.quality.model === "table") return null;
      return options.map((option) => stages[option.configuration]?.value ?? 0);
    });
  }

  run(): void {
    this.visit(0, 0, 0, Number.POSITIVE_INFINITY);
  }

  private visit(o: number, usd: number, energyJ: number, throughput: number): void {
    if (o === this.count) {
      this.leaf();
      return;
    }
    const { options } = this.operators[o]!;
    const incoming = this.problem.incoming[o]!;
    for (const index of this.order[o]!) {
      const option = options[index]!;
      this.sinceCheck += 1;
      if (this.sinceCheck > 2000) {
        this.sinceCheck = 0;
        this.effort.look(2000 * PAIRS_PER_NODE);
        this.work.checkpoint();
      }
      if (!this.hasRoom(option.pools)) continue;
      let cost = usd + option.usd;
      let possible = true;
      for (const edge of incoming) {
        const label = this.labels[edge.index]![edge.from < 0 ? 0 : this.operators[edge.from]!.options[this.chosen[edge.from]!]!.interface]![option.interface]!;
        if (!label) {
          possible = false;
          break;
        }
        cost += label.usd;
      }
      if (!possible) continue;
      this.takePools(option.pools);
      this.chosen[o] = index;
      const energy = energyJ + option.energyJ;
      const limit = Math.min(throughput, option.throughputRps);
      if (this.hopeful(o, cost + this.restUsd[o + 1]!, energy + this.restEnergy[o + 1]!, limit)) this.visit(o + 1, cost, energy, limit);
      else this.work.pruned += 1;
      this.chosen[o] = -1;
      this.returnPools(option.pools);
    }
  }

  private hasRoom(pools: readonly number[]): boolean {
    for (let i = 0; i < pools.length; i += 2) if (this.left[pools[i]!]! < pools[i + 1]!) return false;
    return true;
  }

  private takePools(pools: readonly number[]): void {
    for (let i = 0; i < pools.length; i += 2) this.left[pools[i]!]! -= pools[i + 1]!;
  }

  private returnPools(pools: readonly number[]): void {
    for (let i = 0; i < pools.length; i += 2) this.left[pools[i]!]! += pools[i + 1]!;
  }

  /** Whether some completion could be feasible and not covered by what is known. */
  private hopeful(o: number, usd: number, energyJ: number, throughput: number): boolean {
    const { query, key, archive } = this;
    for (let s = 0; s < this.statistics.length; s += 1) this.latency[this.statistics[s]!] = this.latencyBound(o, s, this.statistics[s]!);
    const quality = this.qualityAsked ? this.qualityBound(o) : 1;
    if (quality < 0) return false;
    for (const slo of query.hard) {
      if (slo.operator >= 0 || slo.pathFrom >= 0) continue;
      const value = this.boundOf(slo.slo.metric, slo.statistic, usd, energyJ, throughput, quality);
      if (slo.sense === "max" ? value > slo.slo.value * (1 + 1e-9) : value < slo.slo.value * (1 - 1e-9)) return false;
    }
    if (archive.count === 0) return true;
    for (let g = 0; g < key.length; g += 1) {
      const goal = query.goals[g]!;
      key[g] = isWhole(goal)
        ? goal.sign * Math.min(this.boundOf(goal.metric, goal.statistic, usd, energyJ, throughput, quality), Number.MAX_VALUE)
        : Number.NEGATIVE_INFINITY;
    }
    this.devices = this.restDevices[o + 1]!;
    for (let x = 0; x <= o; x += 1) this.devices += this.operators[x]!.options[this.chosen[x]!]!.devices;
    if (this.factor > 1) {
      // A known plan within the factor of the best that this node can lead to stands for all of it.
      const near = key.map((value) => (value >= 0 ? value * this.factor : value / this.factor));
      if (archive.covers(near, () => true)) return false;
    }
    return !archive.covers(key, this.hasFewer);
  }

  private boundOf(metric: Objective, statistic: Statistic, usd: number, energyJ: number, throughput: number, quality: number): number {
    switch (metric) {
      case "costPerThousand":
        return usd * 1000;
      case "costPerHour":
        return this.problem.rateRps === null ? 0 : usd * (3600 * this.problem.rateRps);
      case "energy":
        return energyJ;
      case "latency":
        return this.latency[STATISTIC_INDEX[statistic]]!;
      case "quality":
        return quality;
      case "throughput":
        return throughput;
    }
  }

  private latencyBound(o: number, s: number, q: number): number {
    const { problem } = this;
    const least = this.leastTime[s]!;
    const values = this.scenarioTimes;
    for (let k = 0; k < values.length; k += 1) {
      const scenario = problem.scenarios[k]!;
      const times = this.completion[s]![k]!;
      let latest = 0;
      for (let x = 0; x < this.count; x += 1) {
        if (!scenario.active[x]) continue;
        if (x >= o) {
          const known = x === o;
          const option = known ? this.operators[x]!.options[this.chosen[x]!]! : null;
          let start = 0;
          for (const edge of problem.incoming[x]!) {
            if (!scenario.usedEdges[edge.index]) continue;
            const ms = option
              ? this.labels[edge.index]![edge.from < 0 ? 0 : this.operators[edge.from]!.options[this.chosen[edge.from]!]!.interface]![option.interface]!.ms
              : this.leastEdgeMs[edge.index]!;
            const ready = (edge.from < 0 ? 0 : times[edge.from]!) + ms;
            if (ready > start) start = ready;
          }
          times[x] = start + (option ? (option.timeMs?.[q] ?? 0) : least[x]!);
        }
        if (times[x]! > latest) latest = times[x]!;
      }
      values[k] = latest;
    }
    const name = STATISTICS[q]!;
    if (values.length === 1) return values[0]!;
    const probabilities = problem.scenarios.map((scenario) => scenario.probability);
    if (name !== "mean") return percentileOverScenarios(values, probabilities, PROBABILITY[name]);
    return values.reduce((sum, value, k) => sum + value * probabilities[k]!, 0);
  }

  /** The best quality that the configurations chosen so far leave; −1 when no value is left. Called for one operator after the other. */
  private qualityBound(o: number): number {
    const before = o === 0 ? 0 : this.prefixes[o - 1]!;
    const path = before * this.mostConfigurations + this.operators[o]!.options[this.chosen[o]!]!.configuration;
    let prefix = this.prefixOf.get(path);
    if (prefix === undefined) {
      prefix = this.qualityBounds.push(this.computeQualityBound(o)) - 1;
      this.prefixOf.set(path, prefix);
    }
    this.prefixes[o] = prefix;
    return this.qualityBounds[prefix]!;
  }

  private computeQualityBound(o: number): number {
    const { problem } = this;
    const configurations = this.operators.map((entry, x) => (x <= o ? entry.options[this.chosen[x]!]!.configuration : -1));
    if (o === this.count - 1) {
      const value = requestQuality(problem, configurations);
      return value ? value.value : problem.qualityUnknown || problem.qualityOptional ? 1 : -1;
    }
    const { quality, levels } = problem;
    if (levels) return 1;
    if (quality.model === "table") {
      let best = quality.fit ? 1 : -1;
      for (const row of quality.rows) {
        if (row.value <= best) continue;
        if (row.matches.every((match) => configurations[match.operator]! < 0 || match.configurations[configurations[match.operator]!])) best = row.value;
      }
      return best;
    }
    if (quality.model === "chain") return 1;
    let total = 0;
    for (const scenario of problem.scenarios) {
      let value = 1;
      for (let x = 0; x < this.count; x += 1) {
        if (!scenario.active[x] || !quality.counted[x]) continue;
        const stage = x <= o ? (quality.stages[x]![configurations[x]!]?.value ?? 0) : Math.max(...this.bestStage[x]!);
        value = quality.model === "product" ? value * stage : Math.min(value, stage);
      }
      total += scenario.probability * value;
    }
    return Math.min(1, total * (1 + 1e-12));
  }

  private leaf(): void {
    this.work.considered += 1;
    const allocations = this.operators.map((entry, o) => entry.options[this.chosen[o]!]!.allocation);
    if (allocations.some((allocation) => allocation.shares === null) && !this.costHopeful(allocations)) {
      this.work.pruned += 1;
      return;
    }
    const candidate = completeCandidate(this.problem, this.query, allocations);
    if (candidate && this.archive.add(candidate.key, candidate, preferred)) this.work.improved();
  }

  /** With free shares: whether the least cost of the joint flows, without breaking ties, still leaves hope. */
  private costHopeful(allocations: readonly Allocation[]): boolean {
    const { problem } = this;
    const chosen = allocations.map((allocation) => ({
      configuration: allocation.configuration.index,
      parts: allocation.parts.map(({ template, replicas }, p) => ({
        template,
        replicas,
        share: allocation.shares?.[p] ?? (allocation.parts.length === 1 ? 1 : 0),
      })),
    }));
    const least = solveShares(problem, chosen, true, true);
    if (!least) return false;
    let reserved = 0;
    for (const allocation of allocations) for (const part of allocation.parts) reserved += part.replicas * part.template.reservedUsdPerHour;
    let energyJ = 0;
    for (let o = 0; o < this.count; o += 1) energyJ += this.operators[o]!.options[this.chosen[o]!]!.energyJ;
    return this.hopeful(this.count - 1, least.usdPerRequest + reserved / (3600 * problem.rateRps!), energyJ, Number.POSITIVE_INFINITY);
  }
}
