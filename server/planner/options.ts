import { operatorFigures } from "../../core/metrics/figures";
import type { CompiledConfiguration, CompiledOperator, CompiledSlo, PartTemplate, Problem } from "../../core/metrics/problem";
import { meetsSlo } from "../../core/metrics/slos";
import { STATISTIC_INDEX } from "../../core/metrics/statistics";
import { type Allocation, wantsThroughput } from "./allocations";
import { type AllocationFacts, type FactsOf, tierMask } from "./facts";
import type { Query } from "./goals";
import { cheapestMix, leastUsd, mostRoom, type TierCost, tierCosts } from "./least-cost";
import { canFold, crossingsOf, hasSurplus, isSeparable, type Supports, separateShares, type TierCrossings, unitsOf } from "./separable";
import { type Comparison, comparisonOf, undominated, undominatedFree } from "./undominated";

/** One allocation of an operator with the figures a search needs; money and energy per request, times as counted on a path. */
export interface OperatorOption {
  allocation: Allocation;
  configuration: number;
  /** Shares come from the joint linear programme; `usd` and `energyJ` are then lower bounds. */
  free: boolean;
  usd: number;
  energyJ: number;
  /** Counted latency at the five statistics; null when there is no figure. */
  timeMs: number[] | null;
  throughputRps: number;
  devices: number;
  /** Pool and devices, flat. */
  pools: number[];
  /** Index into the operator's interfaces. */
  interface: number;
}

/** What an operator shows its neighbours: in which tiers its calls are, and the size of what it sends. Tiers are null when shares are free. */
export interface Interface {
  tierShares: Float64Array | null;
  tiers: number[];
  outputBytes: number | null;
  /** Transfers to and from the operator are already in its options' cost and time. */
  folded: boolean;
}

export interface OperatorOptions {
  options: OperatorOption[];
  interfaces: Interface[];
}

export interface OptionSources {
  factsOf: FactsOf;
  checkpoint: () => void;
}

/**
 * Builds options of operators for one query. Everything that does not depend on the tiers of the neighbours is made once per
 * operator and kept: the figures of fixed allocations, and which of the free ones another replaces.
 */
export class OptionBuilder {
  private readonly comparison: Comparison;
  private readonly keepsSurplus: boolean;
  private readonly free = new Map<CompiledConfiguration, Map<number, AllocationFacts[]>>();

  constructor(
    private readonly problem: Problem,
    private readonly query: Query,
    private readonly sources: OptionSources,
  ) {
    this.comparison = comparisonOf(problem, query);
    this.keepsSurplus = wantsThroughput(problem) || query.hard.some((slo) => slo.slo.metric === "throughput");
  }

  /** Options of one operator, undominated: every allocation that carries its load and keeps the hard targets on that operator alone. */
  build(operator: CompiledOperator, supports: Supports): OperatorOptions {
    const { problem, query, sources } = this;
    const own = query.hard.filter((slo) => slo.operator === operator.index);
    const support = supports[operator.index] ?? null;
    const wanted = support ? tierMask(support) : -1;
    const separable = problem.settings.queueing === "none" && isSeparable(problem, operator, supports);
    const folded = canFold(problem, operator, supports);
    const sends = problem.outgoing[operator.index]!.length > 0;
    const rooms = new Map<number, Float64Array>();
    const receiverRooms = (receiver: number): Float64Array => {
      let known = rooms.get(receiver);
      if (!known) {
        known = mostRoom(problem, problem.operators[receiver]!, supports[receiver] ?? null, sources.factsOf);
        rooms.set(receiver, known);
      }
      return known;
    };
    const crossingsBySize = new Map<number | null, TierCrossings>();
    const crossingsFor = (configuration: CompiledConfiguration): TierCrossings => {
      let known = crossingsBySize.get(configuration.outputBytes);
      if (!known) {
        known = crossingsOf(problem, operator, configuration, supports);
        crossingsBySize.set(configuration.outputBytes, known);
      }
      return known;
    };
    const fixed: OperatorOption[] = [];
    const free: OperatorOption[] = [];
    const faces = new InterfaceIndex(problem.tiers.length);
    let seen = 0;
    for (const configuration of operator.configurations) {
      const stage = problem.quality.stages[operator.index]?.[configuration.index]?.value ?? null;
      if (own.some((slo) => slo.slo.metric === "quality" && !meetsSlo(slo, stage))) continue;
      const outputBytes = sends ? configuration.outputBytes : null;
      const crossings = separable || folded ? crossingsFor(configuration) : null;
      const units = unitsOf(operator, configuration.templates, separable ? crossings : null);
      const freeTiers = new Set<number>();
      for (const facts of sources.factsOf(operator, configuration)) {
        seen += 1;
        if ((seen & 255) === 0) sources.checkpoint();
        if (wanted >= 0 && facts.tiers !== wanted) continue;
        let { shares } = facts.allocation;
        if (shares === null) {
          if (!separable && !Number.isInteger(Math.log2(facts.tiers))) {
            freeTiers.add(facts.tiers);
            continue;
          }
          shares = separateShares(facts, units);
          if (shares === null) continue;
        }
        if (!this.keepsSurplus && hasSurplus(problem, operator, facts, shares)) continue;
        const option = fixedOption(problem, operator, facts, shares);
        if (own.length > 0 && own.some((slo) => !meetsSlo(slo, ownValue(problem, option, slo, stage)))) continue;
        if (folded && !foldTransfers(option, crossings!)) continue;
        option.interface = folded ? faces.folded(outputBytes) : faces.fixed(option.allocation, outputBytes);
        fixed.push(option);
      }
      const costs = freeTiers.size > 0 ? tierCosts(problem, operator, configuration.outputBytes, receiverRooms) : [];
      for (const tiers of freeTiers) {
        for (const facts of this.freeOf(operator, configuration, tiers)) {
          seen += 1;
          if ((seen & 255) === 0) sources.checkpoint();
          const option = freeOption(operator, facts, costs);
          option.interface = faces.free(facts, outputBytes);
          free.push(option);
        }
      }
    }
    return { options: [...undominated(problem, this.comparison, fixed), ...free], interfaces: faces.list };
  }

  private freeOf(operator: CompiledOperator, configuration: CompiledConfiguration, tiers: number): AllocationFacts[] {
    let known = this.free.get(configuration);
    if (!known) {
      known = new Map();
      this.free.set(configuration, known);
    }
    let list = known.get(tiers);
    if (!list) {
      const all = this.sources.factsOf(operator, configuration).filter((facts) => facts.tiers === tiers && facts.allocation.shares === null);
      list = undominatedFree(this.problem, this.comparison, all);
      known.set(tiers, list);
    }
    return list;
  }
}

/** Interfaces by what neighbours see of them. */
class InterfaceIndex {
  readonly list: Interface[] = [];
  private readonly known = new Map<string, number>();

  constructor(private readonly tiers: number) {}

  folded(outputBytes: number | null): number {
    return this.indexOf("folded", () => ({ tierShares: null, tiers: [], outputBytes, folded: true }));
  }

  fixed({ parts, shares }: Allocation, outputBytes: number | null): number {
    const tierShares = new Float64Array(this.tiers);
    for (let p = 0; p < parts.length; p += 1) tierShares[parts[p]!.template.tier]! += shares![p]!;
    // Most are in one tier, which is said sooner than the share of each.
    const { tier } = parts[0]!.template;
    const isWhole = tierShares[tier] === 1 && parts.every(({ template }) => template.tier === tier);
    return this.indexOf(`${isWhole ? tier : `shares ${tierShares.join()}`}|${outputBytes}`, () => ({
      tierShares,
      tiers: tiersOf(parts),
      outputBytes,
      folded: false,
    }));
  }

  free({ tiers, allocation }: AllocationFacts, outputBytes: number | null): number {
    return this.indexOf(`free ${tiers}|${outputBytes}`, () => ({ tierShares: null, tiers: tiersOf(allocation.parts), outputBytes, folded: false }));
  }

  private indexOf(key: string, make: () => Interface): number {
    let index = this.known.get(key);
    if (index === undefined) {
      index = this.list.length;
      this.known.set(key, index);
      this.list.push(make());
    }
    return index;
  }
}

function tiersOf(parts: readonly { template: PartTemplate }[]): number[] {
  return [...new Set(parts.map((part) => part.template.tier))].sort((a, b) => a - b);
}

function ownValue(problem: Problem, option: OperatorOption, slo: CompiledSlo, stage: number | null): number | null {
  switch (slo.slo.metric) {
    case "latency":
      return option.timeMs?.[STATISTIC_INDEX[slo.statistic]] ?? null;
    case "quality":
      return stage;
    case "energy":
      return option.energyJ;
    case "throughput":
      return option.throughputRps;
    case "costPerThousand":
      return option.usd * 1000;
    case "costPerHour":
      return problem.rateRps === null ? null : option.usd * 3600 * problem.rateRps;
  }
}

/** The figures are those of the evaluator; without queues they are formed here in the same order of operations. */
function fixedOption(problem: Problem, operator: CompiledOperator, facts: AllocationFacts, shares: number[]): OperatorOption {
  const { allocation } = facts;
  const { parts } = allocation;
  const rate = problem.rateRps;
  const option: OperatorOption = {
    allocation: allocation.shares === shares ? allocation : { configuration: allocation.configuration, parts, shares },
    configuration: allocation.configuration.index,
    free: false,
    usd: 0,
    energyJ: 0,
    timeMs: facts.timeMs,
    throughputRps: Number.POSITIVE_INFINITY,
    devices: facts.devices,
    pools: facts.pools,
    interface: 0,
  };
  if (problem.settings.queueing !== "none" || rate === null) {
    const chosen = parts.map(({ template, replicas }, p) => ({ template, replicas, share: shares[p]! }));
    const figures = operatorFigures(problem, operator, { configuration: allocation.configuration.index, parts: chosen });
    option.usd = figures.usdPerRequest;
    option.energyJ = figures.energyJ;
    option.timeMs = figures.latencyMs?.map((value, q) => value * (q === 0 ? operator.repeatMean : operator.repeatPercentile)) ?? null;
    option.throughputRps = figures.throughputRps;
    return option;
  }
  let reserved = 0;
  for (let p = 0; p < parts.length; p += 1) {
    const { template, replicas } = parts[p]!;
    const calls = operator.calls * shares[p]!;
    reserved += replicas * template.reservedUsdPerHour;
    option.usd += calls * template.usdPerCall;
    option.energyJ += calls * template.energyJPerCall + (replicas * template.idleW) / rate;
    const capacity = template.pool < 0 ? template.rateRps : replicas * template.rateRps;
    if (calls > 0) option.throughputRps = Math.min(option.throughputRps, (problem.settings.utilisationLimit * capacity) / calls);
  }
  option.usd += reserved / (3600 * rate);
  return option;
}

/** With free shares: reserved cost and idle energy are known, the rest is at least that of the cheapest mix the capacities allow. */
function freeOption(operator: CompiledOperator, facts: AllocationFacts, costs: readonly TierCost[]): OperatorOption {
  const { allocation, limits } = facts;
  return {
    allocation,
    configuration: allocation.configuration.index,
    free: true,
    usd: facts.reservedUsd + leastUsd(operator, facts, costs),
    energyJ:
      facts.idleJ +
      cheapestMix(
        allocation.parts.map((part) => operator.calls * part.template.energyJPerCall),
        limits,
      ),
    timeMs: facts.timeMs,
    throughputRps: Number.POSITIVE_INFINITY,
    devices: facts.devices,
    pools: facts.pools,
    interface: 0,
  };
}

/** Adds the transfers to and from a folded operator to its option; false where a link is missing. */
function foldTransfers(option: OperatorOption, { crossings }: TierCrossings): boolean {
  const { parts, shares } = option.allocation;
  let ms = 0;
  for (const edge of crossings) {
    let slowest = 0;
    for (let p = 0; p < parts.length; p += 1) {
      const crossing = edge[parts[p]!.template.tier];
      if (!crossing) return false;
      option.usd += shares![p]! * crossing.usd;
      if (crossing.ms > slowest) slowest = crossing.ms;
    }
    ms += slowest;
  }
  if (ms > 0 && option.timeMs) option.timeMs = option.timeMs.map((value) => value + ms);
  return true;
}
