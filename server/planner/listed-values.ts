import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { meetsSlo } from "../../core/metrics/slos";
import { round12 } from "../../core/metrics/statistics";
import type { Query } from "./goals";
import type { ListedPlans } from "./listed-plans";

/**
 * The best value of a target with others kept, read from the complete frontier without the late targets, in the target's own direction; null when no
 * plan keeps the others, and 0 for a query without a target when there is a plan. Undefined when the frontier cannot tell: some target is not late, so its best value may lie with a plan that is not listed.
 */
export function bestListedValue(
  listed: ListedPlans,
  problems: readonly Problem[],
  late: readonly (readonly CompiledSlo[])[],
  queryOf: (problem: Problem) => Query | null,
): number | null | undefined {
  let best: { key: number; sign: number } | null = null;
  for (let p = 0; p < problems.length; p += 1) {
    const problem = problems[p]!;
    const query = queryOf(problem);
    if (!query) continue;
    if (problem.slos.some((slo) => slo.hard && !late[p]!.includes(slo))) return undefined;
    const target = query.goals[0]?.slo ?? null;
    if (target && !late[p]!.includes(target)) return undefined;
    for (let i = 0; i < listed.count; i += 1) {
      if (listed.problemIndexOf(i) !== p || !query.hard.every((slo) => meetsSlo(slo, listed.valueOf(slo, i)))) continue;
      if (!target) return 0;
      const value = listed.valueOf(target, i);
      if (value === null) continue;
      const { sign } = query.goals[0]!;
      const key = sign * round12(Math.min(value, Number.MAX_VALUE));
      if (best === null || key < best.key) best = { key, sign };
    }
  }
  return best === null ? null : best.key * best.sign;
}
