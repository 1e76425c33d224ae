import type { PlanMetrics, PlanOperator } from "../documents/plan";

/** The shares of an operator that depend on more than sums: of the critical path, and of the quality lost. */
export type PathShares = [latency: number, qualityLoss: number];

/**
 * An operator with its shares of a plan. Those of cost and energy follow from its own figures and the plan's, so they need not be kept: own / whole, 0 where the
 * whole is 0.
 */
export function withShares(
  operator: PlanOperator,
  whole: Pick<PlanMetrics, "costPerThousandUsd" | "energyJ">,
  [latencyShare, qualityLossShare]: PathShares,
): PlanOperator {
  const metrics = operator.metrics!;
  const costShare = part(metrics.costPerThousandUsd, whole.costPerThousandUsd);
  const energyShare = part(metrics.energyJ, whole.energyJ);
  return { ...operator, metrics: { ...metrics, latencyShare, costShare, energyShare, qualityLossShare } };
}

function part(value: number, total: number): number {
  return total > 0 ? Math.min(1, Math.max(0, value / total)) : 0;
}
