import type { PlanBody } from "../documents/plan";
import { planEvaluator } from "../metrics/evaluate";
import { PlanningError } from "../metrics/planning-error";
import type { PlanningInput } from "../metrics/planning-input";
import { changedOperators } from "./picks";
import { plainPlan } from "./plan-store";

/** A plan with one operator as another plan has it: its figures, or why it cannot run like that. */
export type Swap = { plan: PlanBody; problem: null } | { plan: null; problem: string };

/**
 * What each difference between two plans does by itself: `base` with one operator after the other as `other` has it, evaluated as a whole (planning model,
 * sections 2–5). The effects need not add up to the difference of the plans: paths, shared pools and qualities do not. Operators that only one of the plans
 * has are left out; null when the plans are not of these documents, that is, when `base` does not come out as it is.
 * Throws PlanningError when the documents do not make a problem.
 */
export function swapsOf(input: PlanningInput): (base: PlanBody, other: PlanBody) => Map<string, Swap> | null {
  const evaluate = planEvaluator(input);
  return (base, other) => {
    const whole = plainPlan(base);
    const same = attempt(() => evaluate(whole));
    if (!same.plan || same.plan.vector.some((value, k) => !(Math.abs(value - (base.vector[k] as number)) <= 1e-9 * Math.abs(value)))) return null;
    const swaps = new Map<string, Swap>();
    for (const id of changedOperators(base, other)) {
      const wanted = other.operators.find((operator) => operator.id === id);
      if (!wanted || !base.operators.some((operator) => operator.id === id)) continue;
      const operators = whole.operators.map((operator) => (operator.id === id ? wanted : operator));
      swaps.set(
        id,
        attempt(() => evaluate({ ...whole, operators })),
      );
    }
    return swaps;
  };
}

function attempt(evaluate: () => PlanBody): Swap {
  try {
    return { plan: evaluate(), problem: null };
  } catch (error) {
    if (error instanceof PlanningError) return { plan: null, problem: error.message };
    throw error;
  }
}
