import type { Infeasible } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
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
  const meets = (i: number, value: number): boolean => {
    const { slo, sense } = slos[i]!;
    return sense === "max" ? round12(value) <= round12(slo.value) : round12(value) >= round12(slo.value);
  };
  const possible = bestValue(() => ({ goals: [{ metric: "energy", statistic: "mean", slo: null, sign: 1 }], hard: [] })) !== null;
  const conflict = possible ? smallestConflict(hard, slos, nearestOf) : [];
  const targets = conflict.map((i) => slos[i]!.slo);
  const best = possible ? hard.map((i) => nearestOf(i, [])) : [];
  const alone = hard.flatMap((i, k) => {
    const value = finite(best[k]);
    return value !== null && !meets(i, value) ? [{ i, value }] : [];
  });
  const stuck = possible && nearest.every((value) => finite(value) === null);
  const together = stuck ? relaxedTogether(hard, slos, meets, bestValue) : [];
  return {
    binding: possible
      ? [...new Set([...conflict, ...alone.map(({ i }) => i)])].map((i) => ({
          kind: "slo" as const,
          slo: slos[i]!.slo,
          message: alone.some((entry) => entry.i === i)
            ? `No plan meets ${sloText(slos[i]!)}, whatever the other targets: the best that any reaches is ${shortNumber(alone.find((entry) => entry.i === i)!.value)}.`
            : `No plan meets ${sloText(slos[i]!)}${conflict.length > 1 ? ` together with ${conflict.flatMap((other) => (other === i ? [] : [sloText(slos[other]!)])).join(" and ")}` : ""}.`,
        }))
      : capacityBinding(problems),
    nearest: hard.map((i, k) => {
      const shown = finite(nearest[k]);
      return {
        slo: slos[i]!.slo,
        feasibleValue: shown,
        message:
          shown === null
            ? "No value of this target alone makes a plan feasible."
            : `With all others kept, ${slos[i]!.slo.metric} ${slos[i]!.sense === "max" ? "≤" : "≥"} ${shortNumber(shown)} is feasible.`,
      };
    }),
    conflict: targets,
    ...(alone.length > 0 ? { alone: alone.map(({ i, value }) => ({ slo: slos[i]!.slo, bestValue: value })) } : {}),
    ...(together.length > 0 ? { together } : {}),
  };
}

function finite(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && Math.abs(value) < Number.MAX_VALUE ? value : null;
}

/** Six significant digits, as a number is typed. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/**
 * Values that hold at once: each target in turn gets the best value that is possible with those before it kept, if its own limit is out of
 * reach. Only what changes is listed; empty when a target has no value at all.
 */
function relaxedTogether(
  hard: readonly number[],
  slos: readonly CompiledSlo[],
  meets: (i: number, value: number) => boolean,
  bestValue: BestValue,
): NonNullable<Infeasible["together"]> {
  const values = new Map<Slo, number>();
  const changed: NonNullable<Infeasible["together"]> = [];
  for (const i of hard) {
    const { slo } = slos[i]!;
    const value = finite(
      bestValue((problem) => {
        const own = problem.slos.find((entry) => entry.slo === slo);
        const kept = problem.slos.flatMap((entry) => {
          const limit = values.get(entry.slo);
          return limit === undefined ? [] : [limit === entry.slo.value ? entry : { ...entry, slo: { ...entry.slo, value: limit } }];
        });
        return own ? targetQuery(own, kept) : null;
      }),
    );
    if (value === null) return [];
    values.set(slo, meets(i, value) ? slo.value : value);
    if (!meets(i, value)) changed.push({ slo, value });
  }
  return changed;
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
  return `${slo.metric}${slo.statistic ? ` ${slo.statistic}` : ""} ${slo.op === "<=" || slo.op === "<" ? "≤" : "≥"} ${shortNumber(slo.value)}${where}`;
}
