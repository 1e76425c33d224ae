import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective, Slo } from "../../core/documents/workload";
import { type PlanColumns, planValue } from "./plan-values";

/** A target on the whole request, ready to be drawn and tested. */
export interface Limit {
  /** Position of its SLO in the class, so that an edit finds it again. */
  readonly index: number;
  readonly slo: Slo;
  readonly objective: Objective;
  readonly statistic: Statistic;
  /** `max`: values up to it are fine; `min`: values from it on. */
  readonly side: "max" | "min";
  readonly value: number;
  readonly hard: boolean;
}

/** The targets of a class that are about the whole request; those on an operator or a path are decided by the planner alone. */
export function limitsOf(slos: readonly Slo[] | undefined, statistic: Statistic): Limit[] {
  return (slos ?? []).flatMap((slo, index) =>
    slo.operator || slo.path
      ? []
      : [
          {
            index,
            slo,
            objective: slo.metric,
            statistic: slo.statistic ?? statistic,
            side: slo.op === "<=" || slo.op === "<" ? ("max" as const) : ("min" as const),
            value: slo.value,
            hard: slo.hard ?? true,
          },
        ],
  );
}

/** Whether a value keeps a limit. Values are compared with a relative tolerance of 1e-9, as two correct planners agree only that far. */
export function keepsLimit(limit: Pick<Limit, "side" | "value">, value: number): boolean {
  if (Number.isNaN(value)) return false;
  const tolerance = 1e-9 * Math.max(Math.abs(limit.value), Number.isFinite(value) ? Math.abs(value) : 0);
  return limit.side === "max" ? value <= limit.value + tolerance : value >= limit.value - tolerance;
}

/** Whether a plan meets its targets: those of the whole request as they stand now, the others as the planner judged them. */
export function meetsTargets(plan: PlanBody, limits: readonly Limit[]): boolean {
  for (const limit of limits) if (!keepsLimit(limit, planValue(plan, limit.objective, limit.statistic))) return false;
  return (plan.slos ?? []).every((result) => result.met || !(result.slo.operator || result.slo.path));
}

/** The values that a limit is tested against. */
export function limitColumn(columns: PlanColumns, limit: Pick<Limit, "objective" | "statistic">): Float64Array {
  return limit.objective === "latency" ? columns.latency[limit.statistic] : columns.values[limit.objective];
}

/** 1 for every plan that meets its targets, else 0. */
export function metMask(columns: PlanColumns, limits: readonly Limit[]): Uint8Array {
  const mask = new Uint8Array(columns.count).fill(1);
  for (const limit of limits) {
    const column = limitColumn(columns, limit);
    const { value } = limit;
    const isMost = limit.side === "max";
    // only what is beyond the limit is looked at with its tolerance
    for (let i = 0; i < columns.count; i++) {
      const own = column[i] as number;
      if (!(isMost ? own <= value : own >= value) && !keepsLimit(limit, own)) mask[i] = 0;
    }
  }
  const { missesElsewhere } = columns;
  if (missesElsewhere) for (let i = 0; i < columns.count; i++) if (missesElsewhere[i]) mask[i] = 0;
  return mask;
}

/** How many plans a mask lets through. */
export function countOf(mask: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i] as number;
  return count;
}

/**
 * A limit as a line on an axis of `objective`, in the axis' unit; null when the axis shows something else. A limit per hour is drawn on a
 * cost-per-thousand axis when the rate is known: cost per 1,000 requests = cost per hour / (3.6 · rate).
 */
export function limitOnAxis(limit: Limit, objective: Objective, statistic: Statistic, rateRps: number | null | undefined): number | null {
  if (limit.objective === objective) return objective === "latency" && limit.statistic !== statistic ? null : limit.value;
  if (!rateRps) return null;
  if (limit.objective === "costPerHour" && objective === "costPerThousand") return limit.value / (3.6 * rateRps);
  if (limit.objective === "costPerThousand" && objective === "costPerHour") return limit.value * 3.6 * rateRps;
  return null;
}
