import type { ExpandedRouter } from "../graph/expand";
import type { CompiledEdge, Scenario } from "./problem";

/** What scenario enumeration needs to know of a pipeline: operators in topological order. */
export interface RoutedGraph {
  operatorIds: string[];
  /** All edges, also those from inputs without a tier. */
  edges: Pick<CompiledEdge, "from" | "to">[];
  routers: ExpandedRouter[];
}

/**
 * All scenarios of a pipeline (planning model, section 3): each fixes the choice of every router it reaches, its probability is the
 * product of those choices, and the active operators are those reached from the inputs. Scenarios that reach the same operators
 * over the same edges are merged. Impossible ones (probability 0) are left out.
 */
export function enumerateScenarios(graph: RoutedGraph): Scenario[] {
  const { operatorIds, edges } = graph;
  const index = new Map(operatorIds.map((id, o) => [id, o]));
  const incoming = operatorIds.map(() => [] as number[]);
  edges.forEach((edge, e) => {
    incoming[edge.to]!.push(e);
  });
  const routerAt = new Map<number, { targets: Set<number>; probability: number }[]>();
  for (const router of graph.routers) {
    const at = index.get(router.at);
    if (at === undefined) continue;
    const choices = router.choose.map((choice) => ({ targets: new Set(choice.to.flatMap((id) => index.get(id) ?? [])), probability: choice.probability }));
    routerAt.set(at, choices);
  }
  const merged = new Map<string, Scenario>();
  const active = new Array<boolean>(operatorIds.length).fill(false);
  const used = new Array<boolean>(edges.length).fill(false);
  const chosen = new Map<number, Set<number>>();

  const visit = (o: number, probability: number): void => {
    if (o === operatorIds.length) {
      const key = `${active.map(Number).join("")}|${used.map(Number).join("")}`;
      const known = merged.get(key);
      if (known) known.probability += probability;
      else merged.set(key, { probability, active: [...active], usedEdges: [...used] });
      return;
    }
    let reached = false;
    for (const e of incoming[o]!) {
      const from = edges[e]!.from;
      const listed = routerAt.get(from)?.some((choice) => choice.targets.has(o)) ?? false;
      used[e] = from < 0 || (active[from]! && (!listed || chosen.get(from)!.has(o)));
      reached ||= used[e]!;
    }
    active[o] = reached;
    const choices = routerAt.get(o);
    if (reached && choices) {
      for (const choice of choices) {
        if (choice.probability <= 0) continue;
        chosen.set(o, choice.targets);
        visit(o + 1, probability * choice.probability);
      }
      chosen.delete(o);
    } else visit(o + 1, probability);
  };
  visit(0, 1);
  return [...merged.values()];
}

/**
 * Request latency over scenarios at a percentile: the smallest t such that scenarios with latency ≤ t have probability ≥ q (less 10⁻¹²).
 * Probabilities are taken relative to their sum.
 */
export function percentileOverScenarios(latencies: readonly number[], probabilities: readonly number[], q: number): number {
  if (latencies.length === 1) return latencies[0]!;
  const order = latencies.map((_, i) => i).sort((a, b) => latencies[a]! - latencies[b]!);
  let total = 0;
  for (const p of probabilities) total += p;
  let sum = 0;
  for (const i of order) {
    sum += probabilities[i]! / total;
    if (sum >= q - 1e-12) return latencies[i]!;
  }
  return latencies[order[order.length - 1]!]!;
}
