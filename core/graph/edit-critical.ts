import type { Link } from "../documents/infrastructure";
import type { PlanBody, PlanOperator } from "../documents/plan";
import { edgeIndex } from "./edit-index";
import { type EditTables, edgeId, inOrder } from "./edit-tables";

/** The way through the drawing that decides the latency of the chosen plan, and the time that has passed on it. */
export interface CriticalPath {
  /** Operators on it, from first to last. */
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  /** Milliseconds from the start of the request to the end of each operator on it. */
  readonly passedMs: Readonly<Record<string, number>>;
}

const NO_PATH: CriticalPath = { nodes: [], edges: [], passedMs: {} };

/**
 * The longest path through the operators that the planner counts to the critical path (those with a share of the latency), at the plan's
 * statistic. An operator with alternatives counts with the longest of its inner operators' sums; transfers count with their slowest flow.
 *
 * @param bytesOf bytes of one message on an edge, as planned
 */
export function criticalPath(
  tables: EditTables,
  plan: PlanBody,
  statistic: "mean" | "p50" | "p90" | "p95" | "p99",
  links: readonly Link[],
  bytesOf: (from: string, to: string) => number,
): CriticalPath {
  const byId = new Map(plan.operators.map((operator) => [operator.id, operator]));
  const own = (id: string): PlanOperator[] => {
    const direct = byId.get(id);
    return direct ? [direct] : plan.operators.filter((operator) => operator.id.startsWith(`${id}/`) && (operator.metrics?.latencyShare ?? 0) > 0);
  };
  const onPath = (id: string) => own(id).some((operator) => (operator.metrics?.latencyShare ?? 0) > 0);
  const repeats = (id: string): number => {
    const operator = tables.operators[id];
    if (!operator) return 1;
    const loop = statistic === "mean" ? (operator.iterations?.mean ?? 1) : (operator.iterations?.max ?? 1);
    return loop * (operator.parallel === false ? (operator.fanOut ?? 1) : 1);
  };
  const weight = (id: string) => own(id).reduce((sum, operator) => sum + (operator.metrics?.latencyMs ?? 0) * (byId.has(id) ? repeats(id) : 1), 0);
  const transfer = (from: string, to: string): number => {
    const flows = plan.flows.filter((flow) => flow.from === from && flow.to === to && flow.share > 0);
    return Math.max(
      0,
      ...flows.map((flow) => {
        const link = links.find((item) => item.from === flow.fromTier && item.to === flow.toTier);
        if (!link) return 0;
        return (link.rttMs ?? 0) / 2 + (link.mbps ? (bytesOf(from, to) * 8) / (link.mbps * 1000) : 0);
      }),
    );
  };

  const { incoming } = edgeIndex(tables.edges);
  const passed = new Map<string, { ms: number; via: string | null }>();
  const open = new Set<string>();
  const visit = (id: string): { ms: number; via: string | null } => {
    const known = passed.get(id);
    if (known) return known;
    if (open.has(id)) return { ms: 0, via: null };
    open.add(id);
    let best = { ms: 0, via: null as string | null };
    for (const edge of incoming.get(id) ?? []) {
      const isInput = tables.inputs[edge.from] !== undefined;
      if (!isInput && !onPath(edge.from)) continue;
      const before = isInput ? 0 : visit(edge.from).ms;
      const ms = before + transfer(edge.from, id);
      if (best.via === null || ms > best.ms) best = { ms, via: edge.from };
    }
    open.delete(id);
    const result = { ms: best.ms + weight(id), via: best.via };
    passed.set(id, result);
    return result;
  };

  const candidates = inOrder(tables.operators).filter((operator) => onPath(operator.id));
  if (candidates.length === 0) return NO_PATH;
  let last = candidates[0]?.id as string;
  for (const { id } of candidates) if (visit(id).ms > visit(last).ms) last = id;
  const nodes: string[] = [];
  const edges: string[] = [];
  const passedMs: Record<string, number> = {};
  for (let at: string | null = last; at !== null && tables.operators[at]; ) {
    const { ms, via }: { ms: number; via: string | null } = visit(at);
    nodes.unshift(at);
    passedMs[at] = ms;
    if (via !== null) edges.unshift(edgeId(via, at));
    at = via;
  }
  return { nodes, edges, passedMs };
}
