import { operatorFigures } from "../../core/metrics/figures";
import type { CompiledConfiguration, CompiledOperator, PartTemplate, Problem } from "../../core/metrics/problem";
import { type Allocation, withShares } from "./allocations";
import { isWhole, type Query } from "./goals";
import type { OperatorOption } from "./options";
import { comparisonOf } from "./undominated";

/** Strictly less, beyond rounding. */
const LESS = 1 - 1e-9;
/** Most allocations over several tiers that are kept of one configuration. */
const MOST_LEFT = 200;

/** How allocations over several tiers are replaced by ones in a single tier; see `LeanAllocations`. */
type Rule = { kind: "path" } | { kind: "hub"; tier: number };

/** Allocations to look at. */
export interface Lean {
  allocations: Map<CompiledConfiguration, Allocation[]>;
  /**
   * Pairs of neighbours [a, b]: plans in which a has one of its allocations over several tiers, and b is over several tiers too, are not all among them.
   * Empty: nothing is missing. Null: more is.
   */
  open: [number, number][] | null;
  /** Whether each operator could be over several tiers. */
  overTiers: boolean[];
  /**
   * Adds the allocations of an operator over several tiers that `hopeless` does not rule out (also asked of the least that many of them cost and take).
   * How many there were new; null when they are too many.
   */
  addOverTiers: (operator: CompiledOperator, hopeless: (bound: Bound) => boolean) => number | null;
}

/** What an allocation costs and takes, or at least. */
type Bound = Pick<OperatorOption, "configuration" | "usd" | "timeMs" | "devices">;

/** Allocations over several tiers that a rule does not replace. */
interface Left {
  allocations: Map<CompiledConfiguration, Allocation[]>;
  operators: Set<number>;
  count: number;
  /** There are more than were kept. */
  capped: boolean;
}

interface Known {
  allocation: Allocation;
  tier: number;
  usd: number;
  /** Counted latency at the statistics asked for. */
  timeMs: number[];
  devices: number;
}

/**
 * Allocations of operators with queues, without those that another one makes pointless as long as no pool and no link is overfull. (When the answer
 * overfills one, all allocations have to be looked at; the caller checks.) Money and latency at the statistics asked for are all that counts here.
 *
 * In one tier: an allocation is left out when a known one of the same configuration and tier costs less and is no slower. Costs only grow with further
 * replicas, and latency never falls below the slowest part's service, so whole branches of replica counts end early.
 *
 * Over several tiers, for all operators of the problem by the same rule:
 * - hub: some tier t whose inner transfers are free; an allocation that uses t is left out when one in t alone is no slower and cheaper by more than all
 *   transfers to and from the operator can cost. Put every such operator of a plan into t: between two of them transfers are free; to any other, which
 *   is in one tier u, the plan already used the crossing between u and t. So no path gets slower and cost falls.
 * - path: the graph is a forest; left out when every tier it uses has an allocation that is no slower, and these cost less on average, weighted by its tier
 *   shares. On a forest the flows of a plan are the pairwise marginals of a distribution over one tier per operator. Its mean cost, with each operator's
 *   single-tier allocation in place, is below the plan's, so some draw costs less; it uses crossings only that the plan used.
 */
export class LeanAllocations {
  private readonly statistics: number[];
  private readonly known = new Map<CompiledConfiguration, Known[]>();

  private constructor(
    private readonly problem: Problem,
    query: Query,
    private readonly checkpoint: () => void,
  ) {
    this.statistics = comparisonOf(problem, query).statistics;
  }

  /**
   * The allocations to look at; null where these arguments do not hold: no queues, or energy, throughput or targets on parts of the request count. Those in one
   * tier are known soon, and shown to `early`; with many devices those over several take long.
   */
  static of(problem: Problem, query: Query, checkpoint: () => void, early: (inOneTier: Lean["allocations"]) => void): Lean | null {
    if (!applies(problem, query)) return null;
    const lean = new LeanAllocations(problem, query, checkpoint);
    const allocations = new Map<CompiledConfiguration, Allocation[]>();
    for (const operator of problem.operators) {
      for (const configuration of operator.configurations) {
        const list = lean.inOneTier(operator, configuration);
        allocations.set(
          configuration,
          list.map((known) => known.allocation),
        );
      }
    }
    early(allocations);
    const many = problem.operators.map((operator) => operator.configurations.some((configuration) => tierCount(configuration.templates) > 1));
    const addOverTiers: Lean["addOverTiers"] = (operator, hopeless) => lean.addOverTiers(operator, hopeless, allocations);
    let best: Left | null = null;
    for (const rule of lean.rules()) {
      const left = lean.leftBy(rule);
      if (left.operators.size === 0) return { allocations, open: [], overTiers: many, addOverTiers };
      if (rule.kind === "hub" && (!best || left.count < best.count)) best = left;
    }
    if (!best) return null;
    // What no rule replaces is looked at itself. Where a neighbour could be over several tiers too, that is not all there is.
    const left = best;
    for (const [configuration, list] of left.allocations) allocations.get(configuration)!.push(...list);
    if (left.capped) return { allocations, open: null, overTiers: many, addOverTiers };
    const open = problem.edges.flatMap(({ from, to }): [number, number][] => {
      if (from < 0 || !many[from] || !many[to]) return [];
      return [...(left.operators.has(from) ? [[from, to] as [number, number]] : []), ...(left.operators.has(to) ? [[to, from] as [number, number]] : [])];
    });
    return { allocations, open, overTiers: many, addOverTiers };
  }

  private rules(): Rule[] {
    const { problem } = this;
    const hubs = problem.tiers.flatMap((_, tier): Rule[] => {
      const inner = problem.links[tier]![tier];
      return inner && inner.pricePerByteUsd === 0 && inner.halfRttMs === 0 && inner.mbps === Number.POSITIVE_INFINITY ? [{ kind: "hub", tier }] : [];
    });
    return isForest(problem) ? [{ kind: "path" }, ...hubs] : hubs;
  }

  /** Allocations over several tiers that a rule does not leave out. */
  private leftBy(rule: Rule): Left {
    const left: Left = { allocations: new Map(), operators: new Set(), count: 0, capped: false };
    for (const operator of this.problem.operators) {
      for (const configuration of operator.configurations) {
        const list = this.leftOf(operator, configuration, rule, left);
        if (list.length === 0) continue;
        left.allocations.set(configuration, list);
        left.operators.add(operator.index);
        left.count += list.length;
      }
    }
    return left;
  }

  private leftOf(operator: CompiledOperator, configuration: CompiledConfiguration, rule: Rule, left: Left): Allocation[] {
    const list: Allocation[] = [];
    if (tierCount(configuration.templates) < 2) return list;
    const known = this.known.get(configuration)!;
    const moving = transferUsd(this.problem, operator);
    /** Least cost of an allocation in one tier that is no slower; Infinity when there is none. */
    const least = (tier: number, timeMs: readonly number[]): number =>
      known.reduce((best, entry) => (entry.tier === tier && entry.usd < best && noSlower(entry.timeMs, timeMs) ? entry.usd : best), Number.POSITIVE_INFINITY);
    this.forEachSubset(operator, configuration, (subset, slowest) => {
      const tiers = [...new Set(subset.map((template) => template.tier))];
      if (tiers.length < 2) return;
      // Dearer than this, an allocation is left out whatever its latency.
      let enough = Number.POSITIVE_INFINITY;
      if (rule.kind === "path") enough = Math.max(...tiers.map((tier) => least(tier, slowest)));
      else if (tiers.includes(rule.tier)) enough = least(rule.tier, slowest) + moving;
      const ends = (usd: number): boolean => {
        if (list.length >= MOST_LEFT) left.capped = true;
        return list.length >= MOST_LEFT || enough < usd * LESS;
      };
      this.forEachVector(operator, configuration, subset, ends, (allocation, usd, timeMs) => {
        let instead = Number.POSITIVE_INFINITY;
        if (rule.kind === "path") instead = allocation.parts.reduce((sum, part, p) => sum + allocation.shares![p]! * least(part.template.tier, timeMs), 0);
        else if (tiers.includes(rule.tier)) instead = least(rule.tier, timeMs) + moving;
        if (!(instead < usd * LESS)) list.push(allocation);
      });
    });
    return list;
  }

  private addOverTiers(operator: CompiledOperator, hopeless: (bound: Bound) => boolean, allocations: Map<CompiledConfiguration, Allocation[]>): number | null {
    let added = 0;
    for (const configuration of operator.configurations) {
      const list = allocations.get(configuration)!;
      const known = new Set(list.map(vectorText));
      const { index } = configuration;
      this.forEachSubset(operator, configuration, (subset, slowest) => {
        if (added > MOST_LEFT || tierCount(subset) < 2) return;
        const ends = (usd: number, devices: number): boolean =>
          added > MOST_LEFT || hopeless({ configuration: index, usd, devices, timeMs: this.spread(slowest) });
        this.forEachVector(operator, configuration, subset, ends, (allocation, usd, timeMs, devices) => {
          if (hopeless({ configuration: index, usd, devices, timeMs: this.spread(timeMs) }) || known.has(vectorText(allocation))) return;
          list.push(allocation);
          added += 1;
        });
      });
    }
    return added > MOST_LEFT ? null : added;
  }

  /** Values at the statistics asked for, at their places among the five. */
  private spread(values: readonly number[]): number[] {
    const all = [0, 0, 0, 0, 0];
    this.statistics.forEach((q, k) => {
      all[q] = values[k]!;
    });
    return all;
  }

  private inOneTier(operator: CompiledOperator, configuration: CompiledConfiguration): Known[] {
    const known: Known[] = [];
    this.known.set(configuration, known);
    this.forEachSubset(operator, configuration, (subset, slowest) => {
      const { tier } = subset[0]!;
      if (subset.some((template) => template.tier !== tier)) return;
      const replaced = (usd: number, timeMs: readonly number[], devices: number): boolean =>
        known.some(
          (entry) => entry.tier === tier && noSlower(entry.timeMs, timeMs) && (entry.usd < usd * LESS || (entry.usd <= usd && entry.devices < devices)),
        );
      this.forEachVector(
        operator,
        configuration,
        subset,
        (usd, devices) => replaced(usd, slowest, devices),
        (allocation, usd, timeMs, devices) => {
          if (!replaced(usd, timeMs, devices)) known.push({ allocation, tier, usd, timeMs, devices });
        },
      );
    });
    return known;
  }

  /** Sets of parts, the smallest first, with the slowest service at each statistic. */
  private forEachSubset(operator: CompiledOperator, configuration: CompiledConfiguration, visit: (subset: PartTemplate[], slowest: number[]) => void): void {
    const { templates } = configuration;
    const { maxParts } = this.problem.settings;
    const chosen: PartTemplate[] = [];
    const descend = (from: number, size: number, hasApi: boolean): void => {
      if (chosen.length === size) {
        visit(chosen, this.slowestOf(operator, chosen));
        return;
      }
      for (let index = from; index <= templates.length - (size - chosen.length); index += 1) {
        const template = templates[index]!;
        if (template.pool < 0 && hasApi) continue;
        chosen.push(template);
        descend(index + 1, size, hasApi || template.pool < 0);
        chosen.pop();
      }
    };
    for (let size = 1; size <= Math.min(maxParts, templates.length); size += 1) descend(0, size, false);
  }

  private slowestOf(operator: CompiledOperator, parts: readonly PartTemplate[]): number[] {
    return this.statistics.map((q) => Math.max(...parts.map((part) => part.serviceMs![q]!)) * (q === 0 ? operator.repeatMean : operator.repeatPercentile));
  }

  /**
   * Allocations of exactly these parts that carry the load, replica counts ascending; a branch ends when `ends` says so of the least that its
   * allocations cost (US$ per request) and the fewest devices they use.
   */
  private forEachVector(
    operator: CompiledOperator,
    configuration: CompiledConfiguration,
    subset: readonly PartTemplate[],
    ends: (usd: number, devices: number) => boolean,
    visit: (allocation: Allocation, usd: number, timeMs: number[], devices: number) => void,
  ): void {
    const { problem } = this;
    const rate = problem.rateRps!;
    const load = (rate * operator.calls) / problem.settings.utilisationLimit;
    const usage = operator.calls * Math.min(...subset.map((template) => template.usdPerCall));
    const replicaUsd = subset.map((template) => template.reservedUsdPerHour / (3600 * rate));
    const restUsd = subset.map((_, p) => replicaUsd.slice(p + 1).reduce((sum, usd) => sum + usd, 0));
    const restDevices = subset.map((_, p) => subset.slice(p + 1).reduce((sum, template) => sum + template.devices, 0));
    const most = (template: PartTemplate): number => (template.pool < 0 ? template.rateRps : template.maxReplicas * template.rateRps);
    const restCapacity = subset.map((_, p) => subset.slice(p + 1).reduce((sum, template) => sum + most(template), 0));
    const parts: { template: PartTemplate; replicas: number }[] = [];
    let calls = 0;
    const descend = (p: number, usd: number, devices: number, capacity: number): void => {
      if (p === subset.length) {
        calls += 1;
        if ((calls & 63) === 0) this.checkpoint();
        const allocation = withShares(problem, operator, configuration, parts);
        if (!allocation) return;
        const chosen = allocation.parts.map((part, k) => ({ ...part, share: allocation.shares![k]! }));
        const figures = operatorFigures(problem, operator, { configuration: configuration.index, parts: chosen });
        const timeMs = this.statistics.map((q) => figures.latencyMs![q]! * (q === 0 ? operator.repeatMean : operator.repeatPercentile));
        visit(allocation, figures.usdPerRequest, timeMs, figures.devices);
        return;
      }
      const template = subset[p]!;
      const limit = template.pool < 0 ? 0 : template.maxReplicas;
      // Fewer than this cannot carry the load with all that may follow.
      const missing = (load * (1 - 1e-9) - capacity - restCapacity[p]!) / template.rateRps;
      for (let replicas = template.pool < 0 ? 0 : Math.max(1, Math.ceil(missing)); replicas <= limit; replicas += 1) {
        const cost = usd + replicas * replicaUsd[p]!;
        const used = devices + replicas * template.devices;
        if (ends(cost + restUsd[p]! + usage, used + restDevices[p]!)) return;
        parts.push({ template, replicas });
        descend(p + 1, cost, used, capacity + (template.pool < 0 ? template.rateRps : replicas * template.rateRps));
        parts.pop();
      }
    };
    this.checkpoint();
    descend(0, 0, 0, 0);
  }
}

function applies(problem: Problem, query: Query): boolean {
  const { settings } = problem;
  if (problem.rateRps === null || settings.queueing !== "erlang" || settings.maxParts < 2) return false;
  const { energy, throughput } = comparisonOf(problem, query);
  if (energy || throughput || settings.objectives.includes("energy") || settings.objectives.includes("throughput")) return false;
  if (query.goals.some((goal) => !isWhole(goal)) || query.hard.some((slo) => !isWhole({ slo }) && slo.slo.metric !== "latency")) return false;
  return problem.operators.every((operator) =>
    operator.configurations.every((configuration) => configuration.templates.every((part) => part.serviceMs !== null)),
  );
}

function vectorText({ parts }: Allocation): string {
  return parts.map(({ template, replicas }) => `${template.pool}:${template.tier}:${template.profile}:${replicas}`).join(" ");
}

function tierCount(templates: readonly PartTemplate[]): number {
  return new Set(templates.map((template) => template.tier)).size;
}

function noSlower(a: readonly number[], b: readonly number[]): boolean {
  for (let k = 0; k < a.length; k += 1) if (a[k]! > b[k]!) return false;
  return true;
}

/** The most that one request's transfers to and from an operator can cost, US$. */
function transferUsd(problem: Problem, operator: CompiledOperator): number {
  const dearest = Math.max(0, ...problem.links.flatMap((row) => row.map((link) => link?.pricePerByteUsd ?? 0)));
  const bytesOf = (from: number, bytes: number): number =>
    from < 0 ? bytes : Math.max(...problem.operators[from]!.configurations.map((configuration) => configuration.outputBytes ?? bytes));
  return [...problem.incoming[operator.index]!, ...problem.outgoing[operator.index]!].reduce(
    (sum, edge) => sum + edge.messages * bytesOf(edge.from, edge.bytes) * dearest,
    0,
  );
}

/** Whether the operators, whatever the direction of the edges, form no ring. Inputs are in one tier each and join nothing. */
function isForest(problem: Problem): boolean {
  const parent = problem.operators.map((_, o) => o);
  const root = (o: number): number => (parent[o] === o ? o : root(parent[o]!));
  for (const edge of problem.edges) {
    if (edge.from < 0) continue;
    const [a, b] = [root(edge.from), root(edge.to)];
    if (a === b) return false;
    parent[a] = b;
  }
  return true;
}
