import type { Objective } from "../../core/documents/workload";
import { keepsLimit, type Limit, limitColumn } from "./limits";
import { isBetter, type PlanColumns } from "./plan-values";

export interface TargetPrice {
  limit: Limit;
  /** Nearest looser value at which a better plan becomes available. */
  value: number;
  /** Position of that plan. */
  index: number;
  /** What it costs, and the relative change against the best plan of today's targets (negative: cheaper). */
  cost: number;
  change: number;
}

function costObjective(columns: PlanColumns): Objective {
  return columns.objectives.includes("costPerHour") ? "costPerHour" : "costPerThousand";
}

/** Position of the cheapest plan that keeps all of these limits; −1 when none does. */
export function cheapestWithin(columns: PlanColumns, limits: readonly Limit[]): number {
  const cost = columns.values[costObjective(columns)];
  let best = -1;
  for (let i = 0; i < columns.count; i++) {
    if (!limits.every((limit) => keepsLimit(limit, limitColumn(columns, limit)[i] as number))) continue;
    if (best < 0 || (cost[i] as number) < (cost[best] as number)) best = i;
  }
  return best;
}

/**
 * What each target costs: the smallest loosening of it, all others kept, that lets a cheaper plan in, and how much cheaper that plan is
 * (at least `worth`, a fraction). Exact as far as the frontier shown is; a hard target that has cut the frontier has no looser plans to show.
 */
export function targetPrices(columns: PlanColumns, limits: readonly Limit[], worth = 0.01): TargetPrice[] {
  const today = cheapestWithin(columns, limits);
  if (today < 0) return [];
  const cost = columns.values[costObjective(columns)];
  const now = cost[today] as number;
  const prices: TargetPrice[] = [];
  for (const limit of limits) {
    if (limit.objective === "costPerHour" || limit.objective === "costPerThousand") continue;
    const others = limits.filter((other) => other !== limit);
    let found: TargetPrice | null = null;
    for (let i = 0; i < columns.count; i++) {
      const price = cost[i] as number;
      if (price > now * (1 - worth)) continue;
      if (!others.every((other) => keepsLimit(other, limitColumn(columns, other)[i] as number))) continue;
      const value = limitColumn(columns, limit)[i] as number;
      if (Number.isNaN(value)) continue;
      const nearer = found === null || isBetter(limit.objective, value, found.value) || (value === found.value && price < found.cost);
      if (nearer) found = { limit, value, index: i, cost: price, change: price / now - 1 };
    }
    if (found) prices.push(found);
  }
  return prices.sort((a, b) => a.change - b.change);
}
