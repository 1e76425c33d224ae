import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { isWhole, type Query } from "./goals";

const COSTS = ["costPerThousand", "costPerHour"];

/**
 * The hard targets that may be looked at after the search: those on the value of an objective. If a plan keeps such a target, so
 * does every plan that dominates it; so the frontier under the target is that part of the frontier without it which keeps it. With ε this does
 * not hold (a plan that stands for another may break the target), so there are none then.
 */
export function lateTargets(problem: Problem, query: Query): CompiledSlo[] {
  if (problem.settings.epsilon > 0) return [];
  return problem.slos.filter((slo) => {
    if (!slo.hard || !isWhole({ slo })) return false;
    const { metric } = slo.slo;
    return query.goals.some(
      (goal) =>
        isWhole(goal) &&
        (COSTS.includes(metric) ? COSTS.includes(goal.metric) : goal.metric === metric && (metric !== "latency" || goal.statistic === slo.statistic)),
    );
  });
}
