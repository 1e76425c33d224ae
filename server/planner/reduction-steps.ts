import type { Problem } from "../../core/metrics/problem";
import { type Region, SINK, SOURCE, smallestRegion } from "./regions";

/** What lies between two operators; each step makes the span `result` of others. */
export type ReductionStep =
  | { kind: "parallel"; first: number; second: number; result: number }
  | { kind: "series"; left: number; node: number; right: number; result: number }
  | { kind: "region"; region: Region; result: number };

export interface Reduction {
  /** Ends of each span: those of the edges first, in their order, then of operators without a sender or a receiver, then of what the steps make. */
  spans: { from: number; to: number }[];
  steps: ReductionStep[];
  /** How many steps at most join two sets of plans of more than one row. */
  joins: number;
  /** Whether nothing is put side by side: then times add up like costs. */
  chain: boolean;
}

/**
 * How a pipeline is put together by series and parallel reduction: an operator with one span in and one out is put in series with them, and two
 * spans between the same ends side by side, until one span joins the source and the sink. Where neither goes on, the graph is not series-parallel: then the smallest
 * part that hangs on the rest at two ends only is put together by itself (regions.ts), and becomes a span too.
 * Source: Valdes, Tarjan & Lawler, "The recognition of series parallel digraphs", SIAM J. Comput. 11 (1982).
 */
export function reductionOf(problem: Problem): Reduction {
  const spans = problem.edges.map((edge) => ({ from: edge.from < 0 ? SOURCE : edge.from, to: edge.to }));
  problem.operators.forEach((_, o) => {
    if (!spans.some((span) => span.to === o)) spans.push({ from: SOURCE, to: o });
    if (!spans.some((span) => span.from === o)) spans.push({ from: o, to: SINK });
  });
  // A single edge is one row; everything else may be more.
  const many = spans.map(() => false);
  const steps: ReductionStep[] = [];
  let joins = 0;
  let open = spans.map((_, id) => id);
  const alive = new Set(problem.operators.map((_, o) => o));
  const make = (from: number, to: number): number => {
    many.push(true);
    return spans.push({ from, to }) - 1;
  };
  for (;;) {
    const apart: number[] = [];
    for (const id of open) {
      const { from, to } = spans[id]!;
      const twin = apart.findIndex((other) => spans[other]!.from === from && spans[other]!.to === to);
      if (twin < 0) {
        apart.push(id);
        continue;
      }
      const first = apart[twin]!;
      if (many[first] && many[id]) joins += 1;
      const result = make(from, to);
      many[result] = many[first]! || many[id]!;
      steps.push({ kind: "parallel", first, second: id, result });
      apart[twin] = result;
    }
    open = apart;
    const entering = (o: number): number[] => open.filter((id) => spans[id]!.to === o);
    const leaving = (o: number): number[] => open.filter((id) => spans[id]!.from === o);
    const node = [...alive].find((o) => entering(o).length === 1 && leaving(o).length === 1);
    if (node === undefined) {
      if (alive.size === 0) break;
      const region = smallestRegion(spans, open, alive);
      for (const inner of region.nodes) alive.delete(inner);
      joins += region.nodes.length + region.spans.filter((id) => many[id]).length;
      const result = make(region.from, region.to);
      steps.push({ kind: "region", region, result });
      open = [...open.filter((id) => !region.spans.includes(id)), result];
      continue;
    }
    const left = entering(node)[0]!;
    const right = leaving(node)[0]!;
    alive.delete(node);
    joins += (many[left] ? 1 : 0) + (many[right] ? 1 : 0);
    const result = make(spans[left]!.from, spans[right]!.to);
    steps.push({ kind: "series", left, node, right, result });
    open = [...open.filter((id) => id !== left && id !== right), result];
  }
  return { spans, steps, joins, chain: steps.every((step) => step.kind === "series") };
}
