import type { Infeasible } from "../../core/documents/frontier";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { round12 } from "../../core/metrics/statistics";
import { forEachAllocation } from "./allocations";
import { type Query, targetQuery } from "./goals";

/** Best value of the query's first goal over all alternatives, in its own direction; null when nothing is feasible. */
export type BestValue = (query: (problem: Problem) => Query | null) => number | null;

/**
 * Why nothing is feasible (planning model, section 5): the smallest set of hard targets that cannot hold together, for each hard target the
 * nearest value feasible with all others kept, and what binds. Every statement comes from a search of its own.
 */
export function explainInfeasible(problems: readonly Problem[], bestValue: BestValue): Infeasible {
  const { slos } = problems[0]!;
  const hard = slos.flatMap((slo, i) => (slo.hard ? [i] : []));
  const pick = (problem: Problem, indices: readonly number[]): CompiledSlo[] =>
    indices.flatMap((i) => problem.slos.find((slo) => slo.slo === slos[i]!.slo) ?? []);
  const nearestOf = (i: number, kept: readonly number[]): number | null =>
    bestValue((problem) => {
      const [slo] = pick(problem, [i]);
      return slo ? targetQuery(slo, pick(problem, kept)) : null;
    });
  const nearest = hard.map((i) =>
    nearestOf(
      i,
      hard.filter((other) => other !== i),
    ),
  );
  const possible = bestValue(() => ({ goals: [{ metric: "energy", statistic: "mean", slo: null, sign: 1 }], hard: [] })) !== null;
  const conflict = possible ? smallestConflict(hard, slos, nearestOf) : [];
  const targets = conflict.map((i) => slos[i]!.slo);
  return {
    binding: possible
      ? conflict.map((i) => ({
          kind: "slo" as const,
          slo: slos[i]!.slo,
          message: `No plan meets ${sloText(slos[i]!)}${conflict.length > 1 ? ` together with ${conflict.flatMap((other) => (other === i ? [] : [sloText(slos[other]!)])).join(" and ")}` : ""}.`,
        }))
      : capacityBinding(problems),
    nearest: hard.map((i, k) => {
      const value = nearest[k] ?? null;
      const shown = value !== null && Number.isFinite(value) && value < Number.MAX_VALUE ? value : null;
      return {
        slo: slos[i]!.slo,
        feasibleValue: shown,
        message:
          shown === null
            ? "No value of this target alone makes a plan feasible."
            : `With all others kept, ${slos[i]!.slo.metric} ${slos[i]!.sense === "max" ? "≤" : "≥"} ${Number(shown.toPrecision(6))} is feasible.`,
      };
    }),
    conflict: targets,
  };
}

/** The fewest hard targets that no plan meets together: sets by size, each decided by the best value of its last member with the others kept. */
function smallestConflict(hard: readonly number[], slos: readonly CompiledSlo[], nearestOf: (i: number, kept: readonly number[]) => number | null): number[] {
  for (let size = 1; size <= hard.length; size += 1) {
    for (const members of subsets(hard, size)) {
      const last = members[size - 1]!;
      const value = nearestOf(last, members.slice(0, -1));
      if (value === null) return members;
      const slo = slos[last]!;
      if (slo.sense === "max" ? round12(value) > round12(slo.slo.value) : round12(value) < round12(slo.slo.value)) return members;
    }
  }
  return [...hard];
}

function* subsets(items: readonly number[], size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i <= items.length - size; i += 1) for (const rest of subsets(items, size - 1, i + 1)) yield [items[i]!, ...rest];
}

function capacityBinding(problems: readonly Problem[]): Infeasible["binding"] {
  const binding: Infeasible["binding"] = [];
  const seen = new Set<string>();
  for (const problem of problems) {
    for (const operator of problem.operators) {
      if (seen.has(operator.id)) continue;
      seen.add(operator.id);
      if (operator.configurations.length === 0) {
        binding.push({
          kind: "options",
          operator: operator.id,
          message: `No implementation of "${operator.id}" can be offered; the reasons are in the list of what is left out.`,
        });
      } else if (
        operator.configurations.every((configuration) => forEachAllocation(problem, operator, configuration, problem.settings.maxParts, () => false))
      ) {
        binding.push({ kind: "capacity", operator: operator.id, message: `No allocation carries the load of "${operator.id}".` });
      }
    }
  }
  if (binding.length > 0) return binding;
  const finite = problems[0]!.links.some((row) => row.some((link) => link !== null && link.mbps !== Number.POSITIVE_INFINITY));
  return [
    {
      kind: "capacity",
      message: `Every operator could run alone, but the pools${finite ? " and links" : ""} are too small for all of them, links between their tiers are missing, or the quality model has no value for any combination.`,
    },
  ];
}

/** A target in words and numbers. */
export function sloText({ slo }: CompiledSlo): string {
  const where = slo.operator ? ` on ${slo.operator}` : slo.path ? ` from ${slo.path.from} to ${slo.path.to}` : "";
  return `${slo.metric}${slo.statistic ? ` ${slo.statistic}` : ""} ${slo.op} ${slo.value}${where}`;
}
