import { NO_SHARE, shareLimit } from "../../core/metrics/flows";
import type { CompiledConfiguration, CompiledOperator, PartTemplate, Problem } from "../../core/metrics/problem";
import type { AllocationFacts } from "./facts";

/** Which tiers each operator uses, exactly; null = any. */
export type Supports = readonly (readonly number[] | null)[];

/** The only tier an operator can be in, or −1. */
export function onlyTier(operator: CompiledOperator, supports: Supports): number {
  const support = supports[operator.index];
  if (support) return support.length === 1 ? support[0]! : -1;
  let tier = -1;
  for (const configuration of operator.configurations) {
    for (const template of configuration.templates) {
      if (tier >= 0 && template.tier !== tier) return -1;
      tier = template.tier;
    }
  }
  return tier;
}

/**
 * Whether an operator's least-cost shares do not depend on the rest of the plan: every neighbour is an input or can be in one tier only,
 * what arrives has a known size, and no link has a bandwidth to compete for.
 */
export function isSeparable(problem: Problem, operator: CompiledOperator, supports: Supports): boolean {
  if (problem.links.some((row) => row.some((link) => link !== null && link.mbps !== Number.POSITIVE_INFINITY))) return false;
  for (const edge of problem.incoming[operator.index]!) {
    if (edge.from < 0) continue;
    const sender = problem.operators[edge.from]!;
    if (onlyTier(sender, supports) < 0) return false;
    const bytes = sender.configurations[0]?.outputBytes ?? edge.bytes;
    if (sender.configurations.some((configuration) => (configuration.outputBytes ?? edge.bytes) !== bytes)) return false;
  }
  return problem.outgoing[operator.index]!.every((edge) => onlyTier(problem.operators[edge.to]!, supports) >= 0);
}

/**
 * Whether transfers to and from an operator can be counted as its own: it may be in several tiers, each neighbour in one only, and on one edge in
 * and one out their times simply add to its own. Then all its options look alike to its neighbours.
 */
export function canFold(problem: Problem, operator: CompiledOperator, supports: Supports): boolean {
  if (onlyTier(operator, supports) >= 0 || problem.incoming[operator.index]!.length > 1 || problem.outgoing[operator.index]!.length > 1) return false;
  return isSeparable(problem, operator, supports);
}

/** Sending one request's messages of an edge to or from a part in some tier; null where there is no link. */
interface Crossing {
  usd: number;
  ms: number;
}

/** What calls and transfers of a separable operator cost in each tier, for one configuration. */
export interface TierCrossings {
  /** crossings[edge][tier], edges in before edges out. */
  crossings: (Crossing | null)[][];
}

/** Crossings of every edge of an operator whose neighbours are each in one tier. */
export function crossingsOf(problem: Problem, operator: CompiledOperator, configuration: CompiledConfiguration, supports: Supports): TierCrossings {
  const tiers = problem.tiers.map((_, tier) => tier);
  const crossing = (from: number, to: number, bytes: number, messages: number): Crossing | null => {
    const link = problem.links[from]![to];
    return link ? { usd: messages * bytes * link.pricePerByteUsd, ms: link.halfRttMs + (bytes * 8) / (link.mbps * 1000) } : null;
  };
  const inward = problem.incoming[operator.index]!.map((edge) => {
    const from = edge.from < 0 ? edge.fromTier : onlyTier(problem.operators[edge.from]!, supports);
    const bytes = edge.from < 0 ? edge.bytes : (problem.operators[edge.from]!.configurations[0]?.outputBytes ?? edge.bytes);
    return tiers.map((tier) => crossing(from, tier, bytes, edge.messages));
  });
  const outward = problem.outgoing[operator.index]!.map((edge) => {
    const to = onlyTier(problem.operators[edge.to]!, supports);
    return tiers.map((tier) => crossing(tier, to, configuration.outputBytes ?? edge.bytes, edge.messages));
  });
  return { crossings: [...inward, ...outward] };
}

/** Cost, energy and time by which parts of one configuration are filled first; null where they cannot be reached. */
interface Unit {
  usd: number;
  ms: number;
  energyJ: number;
}

/** Units per part template. Without crossings every part has the same transfers, whatever the neighbours do. */
export function unitsOf(operator: CompiledOperator, templates: readonly PartTemplate[], crossings: TierCrossings | null): Map<PartTemplate, Unit | null> {
  return new Map(
    templates.map((template): [PartTemplate, Unit | null] => {
      const unit: Unit = { usd: operator.calls * template.usdPerCall, ms: 0, energyJ: operator.calls * template.energyJPerCall };
      for (const edge of crossings?.crossings ?? []) {
        const crossing = edge[template.tier];
        if (!crossing) return [template, null];
        unit.usd += crossing.usd;
        unit.ms += crossing.ms;
      }
      return [template, unit];
    }),
  );
}

const order: number[] = [];
const own: Unit[] = [];

/**
 * Least-cost shares of a separable operator: parts are filled in order of cost per call (with the transfers to and from it), then energy,
 * then transfer time, then their own order; a fractional knapsack, so greedy is exact. Null when a part would get nothing.
 */
export function separateShares(facts: AllocationFacts, units: ReadonlyMap<PartTemplate, Unit | null>): number[] | null {
  const { parts } = facts.allocation;
  let usd = 0;
  let energyJ = 0;
  let ms = 0;
  for (let p = 0; p < parts.length; p += 1) {
    const unit = units.get(parts[p]!.template);
    if (!unit) return null;
    own[p] = unit;
    if (unit.usd > usd) usd = unit.usd;
    if (unit.energyJ > energyJ) energyJ = unit.energyJ;
    if (unit.ms > ms) ms = unit.ms;
  }
  usd *= 1e-10;
  energyJ *= 1e-10;
  ms *= 1e-10;
  for (let p = 0; p < parts.length; p += 1) {
    let at = p;
    while (at > 0 && comesBefore(own[p]!, own[order[at - 1]!]!, usd, energyJ, ms)) {
      order[at] = order[at - 1]!;
      at -= 1;
    }
    order[at] = p;
  }
  const shares = new Array<number>(parts.length).fill(0);
  let left = 1;
  for (let k = 0; k < parts.length; k += 1) {
    const p = order[k]!;
    const share = Math.min(left, facts.limits[p]!);
    if (share <= NO_SHARE) return null;
    shares[p] = share;
    left -= share;
    if (left < 1e-12) left = 0;
  }
  return left > 1e-9 ? null : shares;
}

function comesBefore(a: Unit, b: Unit, usd: number, energyJ: number, ms: number): boolean {
  if (Math.abs(a.usd - b.usd) > usd) return a.usd < b.usd;
  if (Math.abs(a.energyJ - b.energyJ) > energyJ) return a.energyJ < b.energyJ;
  return Math.abs(a.ms - b.ms) > ms && a.ms < b.ms;
}

/** Whether a part holds more replicas than its share needs, under queueing none, beyond what `minReplicas` asks. */
export function hasSurplus(problem: Problem, operator: CompiledOperator, facts: AllocationFacts, shares: readonly number[]): boolean {
  if (problem.rateRps === null || problem.settings.queueing !== "none") return false;
  const { parts } = facts.allocation;
  let replicas = 0;
  let several = false;
  for (const part of parts) {
    replicas += part.replicas;
    if (part.replicas > 1) several = true;
  }
  if (!several || replicas <= operator.minReplicas) return false;
  return parts.some(({ template, replicas: count }, p) => count > 1 && shares[p]! <= shareLimit(problem, operator.calls, template, count - 1) * (1 - 1e-9));
}
