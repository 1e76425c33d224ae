import type { PlanBody } from "../documents/plan";

/** Operators of a plan whose energy is not known and counts as 0 J. */
export function unknownEnergyOf(plan: PlanBody): string[] {
  return plan.operators.flatMap((operator) => (operator.metrics?.energyUnknown ? [operator.id] : []));
}
