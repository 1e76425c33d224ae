import type { PlanBody } from "../../core/documents/plan";
import { findSameDecisions } from "../../core/frontier/same-decisions";
import { MAX_PINS } from "./workspace-state";

/** Where pinned plans are on another frontier, and those that it does not hold. */
export function carryPins(pinned: readonly PlanBody[], plans: readonly PlanBody[]): { ids: string[]; lost: PlanBody[] } {
  const found = pinned.map((plan) => findSameDecisions(plans, plan)?.id);
  return {
    ids: [...new Set(found.filter((id) => id !== undefined))].slice(0, MAX_PINS),
    lost: pinned.filter((_plan, place) => found[place] === undefined),
  };
}
