import { shareLimit } from "../../core/metrics/flows";
import type { CompiledOperator, Problem } from "../../core/metrics/problem";
import { type AllocationFacts, type FactsOf, tierMask } from "./facts";

/**
 * Least cost of calls and transfers a free option can have. What arrives from inputs is priced per tier; of what leaves a tier, the
 * receiver can take at most its room there, and the rest crosses at the cheapest link out. Per tier that is a convex function of the share, so
 * filling the cheapest segments first is exact for this relaxation, and a lower bound of the joint linear programme.
 */
export function leastUsd(problem: Problem, operator: CompiledOperator, facts: AllocationFacts, receiverRooms: (receiver: number) => Float64Array): number {
  const units: number[] = [];
  const rooms: number[] = [];
  const { allocation, limits } = facts;
  const { parts } = allocation;
  for (let first = 0; first < parts.length; first += 1) {
    const { tier } = parts[first]!.template;
    if (parts.findIndex((part) => part.template.tier === tier) < first) continue;
    let arrival = 0;
    for (const edge of problem.incoming[operator.index]!) {
      if (edge.from >= 0) continue;
      const link = problem.links[edge.fromTier]![tier];
      arrival += link ? edge.messages * edge.bytes * link.pricePerByteUsd : 0;
    }
    // Breakpoints of the crossing cost: beyond each receiver's room another price is added.
    const breaks = problem.outgoing[operator.index]!.map((edge) => {
      const bytes = allocation.configuration.outputBytes ?? edge.bytes;
      let price = Number.POSITIVE_INFINITY;
      problem.links[tier]!.forEach((link, to) => {
        if (link && to !== tier) price = Math.min(price, link.pricePerByteUsd);
      });
      const stay = problem.links[tier]![tier]?.pricePerByteUsd ?? 0;
      return { room: receiverRooms(edge.to)[tier]!, extra: Math.max(0, price === Number.POSITIVE_INFINITY ? 0 : price - stay) * bytes * edge.messages };
    });
    const inTier = parts
      .flatMap((part, p) => (part.template.tier === tier ? [{ unit: operator.calls * part.template.usdPerCall, limit: Math.min(1, limits[p]!) }] : []))
      .sort((a, b) => a.unit - b.unit);
    let filled = 0;
    for (const { unit, limit } of inTier) {
      let left = limit;
      while (left > 0) {
        let extra = 0;
        let next = left;
        for (const entry of breaks) {
          if (entry.room <= filled + 1e-15) extra += entry.extra;
          else if (entry.room - filled < next) next = entry.room - filled;
        }
        units.push(arrival + unit + extra);
        rooms.push(next);
        filled += next;
        left -= next;
      }
    }
  }
  return cheapestMix(units, rooms);
}

/** Cost of one request's calls when the cheapest units are filled first. */
export function cheapestMix(units: readonly number[], limits: readonly number[]): number {
  const order = units.map((_, i) => i).sort((a, b) => units[a]! - units[b]!);
  let left = 1;
  let total = 0;
  for (const i of order) {
    const share = Math.min(left, limits[i]!);
    total += share * units[i]!;
    left -= share;
    if (left <= 0) break;
  }
  return total;
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
