import type { PlanBody } from "../../core/documents/plan";

/** The busiest part of a plan; null when it has no figures. */
export function bottleneckOf(plan: PlanBody): { operator: string; pool: string; utilisation: number } | null {
  let found: { operator: string; pool: string; utilisation: number } | null = null;
  for (const operator of plan.operators) {
    for (const part of operator.parts) {
      if (part.utilisation !== undefined && (found === null || part.utilisation > found.utilisation))
        found = { operator: operator.id, pool: part.pool, utilisation: part.utilisation };
    }
  }
  return found;
}
