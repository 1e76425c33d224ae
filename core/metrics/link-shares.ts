import type { PlanBody } from "../documents/plan";

/** What the transfers between tiers take of a plan's cost and of its latency. */
export interface LinkShares {
  /** Fractions of the plan's cost and of the critical path of the request. */
  costShare: number;
  latencyShare: number;
  costPerThousandUsd: number;
  /** null when the rate is not known. */
  costPerHourUsd: number | null;
  /** The flows from one tier to another, as `asr → rank, edge to cloud`. */
  crossings: string[];
}

/** Below this a remainder is rounding. */
const ROUNDING = 1e-9;

/**
 * The share of the links. A plan's cost is the sum over its operators and its transfers, and the critical path is a row of operators and
 * transfers (planning model, sections 2 and 3), so what the operators leave is what the links take. Null for a plan that crosses no link at
 * any cost or delay, or that does not tell its operators' shares. Cost in US$ per 1,000 requests and per hour.
 */
export function linkShares(plan: Pick<PlanBody, "operators" | "flows" | "metrics">): LinkShares | null {
  let cost = 0;
  let latency = 0;
  for (const { metrics } of plan.operators) {
    if (!metrics) return null;
    cost += metrics.costShare;
    latency += metrics.latencyShare;
  }
  const rest = (total: number, known: boolean): number => (known && 1 - total > ROUNDING ? Math.min(1, 1 - total) : 0);
  const { costPerThousandUsd, costPerHourUsd, latencyMs } = plan.metrics;
  const costShare = rest(cost, costPerThousandUsd > 0);
  const latencyShare = rest(latency, latencyMs !== null && Object.values(latencyMs).some((value) => value > 0));
  if (costShare === 0 && latencyShare === 0) return null;
  return {
    costShare,
    latencyShare,
    costPerThousandUsd: costPerThousandUsd * costShare,
    costPerHourUsd: costPerHourUsd === null ? null : costPerHourUsd * costShare,
    crossings: plan.flows.filter((flow) => flow.fromTier !== flow.toTier).map((flow) => `${flow.from} → ${flow.to}, ${flow.fromTier} to ${flow.toTier}`),
  };
}
