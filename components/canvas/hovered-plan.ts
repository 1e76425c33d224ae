import type { EditorState } from "@/components/editor/editor-state";
import type { PlanBody, PlanOperator } from "@/core/documents/plan";

const operatorsOfPlan = new WeakMap<PlanBody, ReadonlyMap<string, PlanOperator>>();

function operatorOf(plan: PlanBody, id: string): PlanOperator | undefined {
  let map = operatorsOfPlan.get(plan);
  if (!map) {
    map = new Map(plan.operators.map((operator) => [operator.id, operator]));
    operatorsOfPlan.set(plan, map);
  }
  return map.get(id);
}

let lastHovered: { plans: readonly PlanBody[]; id: string; plan: PlanBody | null } | null = null;

function hoveredPlan(state: EditorState): PlanBody | null {
  const id = state.choice.hoveredPlanIds[0];
  const plans = state.choice.frontier?.spec.plans;
  if (!id || !plans) return null;
  if (lastHovered?.plans !== plans || lastHovered.id !== id) lastHovered = { plans, id, plan: plans.find((plan) => plan.id === id) ?? null };
  return lastHovered.plan;
}

function decision(operator: PlanOperator): string {
  return JSON.stringify([operator.configuration, operator.parts.map((part) => [part.pool, part.profile])]);
}

/**
 * How a plan that is pointed at in the frontier decides about an operator, against the chosen plan: the same way, or another. Null when no other
 * plan is pointed at.
 */
export function hoverRelation(state: EditorState, id: string): "same" | "other" | null {
  const { plan, planOperators } = state.choice;
  const hovered = hoveredPlan(state);
  if (!plan || !hovered || hovered.id === plan.id) return null;
  const own = planOperators[id];
  const theirs = operatorOf(hovered, id);
  if (!own || !theirs) return own === theirs ? null : "other";
  return decision(own) === decision(theirs) ? "same" : "other";
}
