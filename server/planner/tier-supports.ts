import type { Problem } from "../../core/metrics/problem";
import type { Supports } from "./separable";

/** More ways to place operators in tiers than this are not gone through. */
const MAX_SUPPORTS = 2_000;

/** Whether every tier of the sender can send to, and every tier of the receiver be reached from, some tier of the other. */
function joins(problem: Problem, sender: readonly number[] | null, receiver: readonly number[] | null): boolean {
  if (!sender || !receiver) return true;
  const linked = (a: number, b: number): boolean => problem.links[a]![b] !== null;
  return sender.every((a) => receiver.some((b) => linked(a, b))) && receiver.every((b) => sender.some((a) => linked(a, b)));
}

/**
 * Sets of tiers per operator that together cover every plan once: operators are fixed until no two neighbours are both open. Fewest
 * operators over several tiers first. Null when there are too many.
 */
export function tierSupports(problem: Problem): Supports[] | null {
  const choices = problem.operators.map((operator) => {
    const tiers = [...new Set(operator.configurations.flatMap((configuration) => configuration.templates.map((template) => template.tier)))].sort(
      (a, b) => a - b,
    );
    const sets: number[][] = [];
    for (let mask = 1; mask < 1 << tiers.length; mask += 1) {
      const set = tiers.filter((_, bit) => mask & (1 << bit));
      if (set.length <= problem.settings.maxParts) sets.push(set);
    }
    return sets.sort((a, b) => a.length - b.length);
  });
  const pairs = problem.edges.filter((edge) => edge.from >= 0);
  const degree = problem.operators.map((_, o) => pairs.filter((edge) => edge.from === o || edge.to === o).length);
  const found: Supports[] = [];
  const visit = (supports: (number[] | null)[]): boolean => {
    const many = (o: number): boolean => (supports[o] === null ? choices[o]!.some((set) => set.length > 1) : supports[o]!.length > 1);
    const open = pairs.find((edge) => many(edge.from) && many(edge.to) && (supports[edge.from] === null || supports[edge.to] === null));
    if (pairs.some((edge) => !joins(problem, supports[edge.from] ?? null, supports[edge.to] ?? null))) return true;
    if (!open) {
      found.push([...supports]);
      return found.length <= MAX_SUPPORTS;
    }
    const candidates = [open.from, open.to].filter((o) => supports[o] === null);
    const next = candidates.sort((a, b) => degree[b]! - degree[a]!)[0]!;
    for (const set of choices[next]!) if (!visit(supports.with(next, set))) return false;
    return true;
  };
  if (!visit(problem.operators.map(() => null))) return null;
  const width = (supports: Supports): number => supports.reduce((sum, set) => sum + (set ? set.length - 1 : 0), 0);
  return found.sort((a, b) => width(a) - width(b));
}
