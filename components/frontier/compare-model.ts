import type { Statistic } from "../../core/documents/common";
import type { PlanBody, PlanOperator } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { unknownEnergyOf } from "../../core/frontier/unknown-energy";
import { operatorWords } from "./operator-words";
import { isBetter, planValue } from "./plan-values";

/** How a plan's value stands to the baseline's: intervals that overlap are not called better or worse. */
export type Standing = "base" | "better" | "worse" | "equal" | "overlap" | "unknown";

export interface MetricCell {
  value: number;
  low: number;
  high: number;
  difference: number;
  standing: Standing;
}

export interface OperatorCell {
  text: string;
  implementation: string;
  differs: boolean;
  metrics: PlanOperator["metrics"] | null;
}

function interval(plan: PlanBody, objective: Objective, statistic: Statistic): { value: number; low: number; high: number } {
  const value = planValue(plan, objective, statistic);
  const { quality } = plan.metrics;
  // what is not known counts as 0 J: the whole may be any amount from this on
  if (objective === "energy" && unknownEnergyOf(plan).length > 0) return { value, low: value, high: Number.POSITIVE_INFINITY };
  return objective === "quality" && quality ? { value, low: quality.low, high: quality.high } : { value, low: value, high: value };
}

export function standing(
  objective: Objective,
  own: { value: number; low: number; high: number },
  base: { value: number; low: number; high: number },
): Standing {
  if (Number.isNaN(own.value) || Number.isNaN(base.value)) return "unknown";
  const open = [own, base].some(({ value, high }) => value < high && high === Number.POSITIVE_INFINITY);
  if (!open && (own.value === base.value || Math.abs(own.value - base.value) <= 1e-9 * Math.abs(base.value))) return "equal";
  const certain = own.low === own.high && base.low === base.high;
  if (!certain && own.low <= base.high && base.low <= own.high) return "overlap";
  return isBetter(objective, own.value, base.value) ? "better" : "worse";
}

export function metricRow(plans: readonly PlanBody[], objective: Objective, statistic: Statistic): MetricCell[] {
  const first = plans[0];
  if (!first) return [];
  const base = interval(first, objective, statistic);
  return plans.map((plan, index) => {
    const own = interval(plan, objective, statistic);
    return { ...own, difference: own.value - base.value, standing: index === 0 ? "base" : standing(objective, own, base) };
  });
}

/** Operators of all plans in order of appearance; a plan without one has null. */
export function operatorRows(plans: readonly PlanBody[]): { id: string; cells: (OperatorCell | null)[]; differs: boolean }[] {
  const ids = [...new Set(plans.flatMap((plan) => plan.operators.map((operator) => operator.id)))];
  return ids.map((id) => {
    const found = plans.map((plan) => plan.operators.find((operator) => operator.id === id) ?? null);
    const base = found[0];
    const baseText = base ? operatorWords(base) : null;
    const cells = found.map((operator): OperatorCell | null => {
      if (!operator) return null;
      const text = operatorWords(operator);
      return { text, implementation: operator.configuration.implementation, differs: text !== baseText, metrics: operator.metrics ?? null };
    });
    return { id, cells, differs: cells.some((cell) => cell === null || cell.differs) };
  });
}

export interface SwapEffect {
  objective: Objective | "devices";
  difference: number;
  standing: Standing;
}

/** What differs between a plan and the same plan with one other choice; what stays, or cannot be told, is left out. */
export function swapEffects(base: PlanBody, swapped: PlanBody, objectives: readonly Objective[], statistic: Statistic): SwapEffect[] {
  const effects = objectives.flatMap((objective): SwapEffect[] => {
    const cell = metricRow([base, swapped], objective, statistic)[1];
    if (!cell || cell.standing === "equal" || cell.standing === "unknown" || !Number.isFinite(cell.difference)) return [];
    return cell.high === Number.POSITIVE_INFINITY || (cell.standing === "overlap" && objective === "energy")
      ? []
      : [{ objective, difference: cell.difference, standing: cell.standing }];
  });
  const devices = swapped.metrics.devices - base.metrics.devices;
  return devices === 0 ? effects : [...effects, { objective: "devices", difference: devices, standing: devices < 0 ? "better" : "worse" }];
}
