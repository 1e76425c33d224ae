import type { Problem } from "../../core/metrics/problem";
import type { Archive } from "./archive";
import { type Candidate, completeCandidate, preferred } from "./candidate";
import type { Query } from "./goals";
import type { OperatorOption, OperatorOptions } from "./options";

/** Most plans whose ties are gone through; beyond, a vector keeps the plan that was found for it. */
export const MOST_POLISHED = 3_000;

/**
 * Among plans of one vector the one with the fewest devices is listed (then the first by operator id). Tables drop a slower partial plan even where the
 * time it loses is hidden by a slower branch beside it, so the plan they find for a vector may use more devices than needed: each operator is
 * exchanged for every option that costs the same, as long as the vector stays and the order of preference improves.
 */
export function polish(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>, checkpoint: () => void): void {
  if (archive.count > MOST_POLISHED) return;
  const order = problem.operators.map((operator) => operator.index).sort((a, b) => (problem.operators[a]!.id < problem.operators[b]!.id ? -1 : 1));
  const cost = query.goals.some((goal) => goal.metric === "costPerThousand" || goal.metric === "costPerHour");
  const energy = query.goals.some((goal) => goal.metric === "energy");
  for (const entry of archive.entries) {
    if (entry.owner.problem !== problem) continue;
    const current = operators.map((own, o) => own.options.find((option) => sameChoice(option, entry.owner.chosen[o]!)) ?? null);
    if (current.includes(null)) continue;
    const chosen = current as OperatorOption[];
    for (let improved = true; improved; ) {
      improved = false;
      checkpoint();
      for (const o of order) {
        const usd = chosen.reduce((sum, option) => sum + option.usd, 0);
        const energyJ = chosen.reduce((sum, option) => sum + option.energyJ, 0);
        const held = chosen[o]!;
        for (const option of operators[o]!.options) {
          if (option === chosen[o] || option.devices > chosen[o]!.devices) continue;
          if (cost && Math.abs(option.usd - held.usd) > 1e-11 * usd && option.interface === held.interface) continue;
          if (energy && Math.abs(option.energyJ - held.energyJ) > 1e-11 * energyJ) continue;
          const before = chosen[o]!;
          chosen[o] = option;
          const candidate = fits(problem, chosen)
            ? completeCandidate(
                problem,
                query,
                chosen.map((choice) => choice.allocation),
              )
            : null;
          if (candidate?.key.every((value, k) => value === entry.key[k]) && preferred(candidate, entry.owner)) {
            entry.owner = candidate;
            improved = true;
          } else chosen[o] = before;
        }
      }
    }
  }
}

/** Whether an option is what a plan chose. */
export function sameChoice(option: OperatorOption, chosen: Candidate["chosen"][number]): boolean {
  const { parts } = option.allocation;
  return (
    option.configuration === chosen.configuration &&
    parts.length === chosen.parts.length &&
    parts.every((part, p) => part.template === chosen.parts[p]!.template && part.replicas === chosen.parts[p]!.replicas)
  );
}

function fits(problem: Problem, chosen: readonly OperatorOption[]): boolean {
  const left = problem.pools.map((pool) => pool.count);
  for (const option of chosen) for (let i = 0; i < option.pools.length; i += 2) left[option.pools[i]!]! -= option.pools[i + 1]!;
  return left.every((value) => value >= 0);
}
