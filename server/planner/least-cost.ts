import { shareLimit } from "../../core/metrics/flows";
import type { CompiledOperator, Problem } from "../../core/metrics/problem";
import { type AllocationFacts, type FactsOf, tierMask } from "./facts";

/** What a share of an operator's calls in a tier costs beside the calls: what arrives from inputs, and beyond each receiver's room the cheapest link out. */
export interface TierCost {
  arrivalUsd: number;
  crossings: { room: number; extraUsd: number }[];
}

/** Those costs per tier, US$ per request, for an operator that sends messages of a size (null = as the edges say). */
export function tierCosts(
  problem: Problem,
  operator: CompiledOperator,
  outputBytes: number | null,
  receiverRooms: (receiver: number) => Float64Array,
): TierCost[] {
  return problem.tiers.map((_, tier) => {
    let arrivalUsd = 0;
    for (const edge of problem.incoming[operator.index]!) {
      if (edge.from >= 0) continue;
      const link = problem.links[edge.fromTier]![tier];
      arrivalUsd += link ? edge.messages * edge.bytes * link.pricePerByteUsd : 0;
    }
    let price = Number.POSITIVE_INFINITY;
    problem.links[tier]!.forEach((link, to) => {
      if (link && to !== tier) price = Math.min(price, link.pricePerByteUsd);
    });
    const stay = problem.links[tier]![tier]?.pricePerByteUsd ?? 0;
    const extra = Math.max(0, price === Number.POSITIVE_INFINITY ? 0 : price - stay);
    const crossings = problem.outgoing[operator.index]!.map((edge) => ({
      room: receiverRooms(edge.to)[tier]!,
      extraUsd: extra * (outputBytes ?? edge.bytes) * edge.messages,
    }));
    return { arrivalUsd, crossings };
  });
}

/**
 * Least cost of calls and transfers a free option can have. What arrives from inputs is priced per tier; of what leaves a tier, the
 * receiver can take at most its room there, and the rest crosses at the cheapest link out. Per tier that is a convex function of the share, so
 * filling the cheapest segments first is exact for this relaxation, and a lower bound of the joint linear programme.
 */
export function leastUsd(operator: CompiledOperator, { allocation, limits }: AllocationFacts, costs: readonly TierCost[]): number {
  const { parts } = allocation;
  const own = parts.map((part) => operator.calls * part.template.usdPerCall);
  const order = ascending(own);
  const filled = costs.map(() => 0);
  const units: number[] = [];
  const rooms: number[] = [];
  for (const p of order) {
    const { tier } = parts[p]!.template;
    const { arrivalUsd, crossings } = costs[tier]!;
    let left = Math.min(1, limits[p]!);
    while (left > 0) {
      let extra = 0;
      let next = left;
      for (const { room, extraUsd } of crossings) {
        if (room <= filled[tier]! + 1e-15) extra += extraUsd;
        else if (room - filled[tier]! < next) next = room - filled[tier]!;
      }
      units.push(arrivalUsd + own[p]! + extra);
      rooms.push(next);
      filled[tier]! += next;
      left -= next;
    }
  }
  return cheapestMix(units, rooms);
}

/** Cost of one request's calls when the cheapest units are filled first. */
export function cheapestMix(units: readonly number[], limits: readonly number[]): number {
  let left = 1;
  let total = 0;
  for (const i of ascending(units)) {
    const share = Math.min(left, limits[i]!);
    total += share * units[i]!;
    left -= share;
    if (left <= 0) break;
  }
  return total;
}

/** Places of a few values in ascending order, by insertion: they are asked for thousands of times. */
function ascending(values: readonly number[]): number[] {
  const order: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    let at = i;
    while (at > 0 && values[order[at - 1]!]! > values[i]!) {
      order[at] = order[at - 1]!;
      at -= 1;
    }
    order[at] = i;
  }
  return order;
}

/** The largest share of its calls that an operator can have in each tier. */
export function mostRoom(problem: Problem, operator: CompiledOperator, support: readonly number[] | null, factsOf: FactsOf): Float64Array {
  const most = new Float64Array(problem.tiers.length);
  const rooms = new Float64Array(problem.tiers.length);
  const wanted = support ? tierMask(support) : -1;
  for (const configuration of operator.configurations) {
    for (const { allocation, tiers } of factsOf(operator, configuration)) {
      if (wanted >= 0 && tiers !== wanted) continue;
      rooms.fill(0);
      for (const part of allocation.parts) rooms[part.template.tier]! += shareLimit(problem, operator.calls, part.template, part.replicas);
      for (let t = 0; t < rooms.length; t += 1) most[t] = Math.max(most[t]!, Math.min(1, rooms[t]!));
    }
  }
  return most;
}
