import type { Problem } from "../../core/metrics/problem";
import { Chances } from "./chances";
import { type Region, SINK, SOURCE, smallestRegion } from "./regions";

/** What lies between two operators; each step makes the span `result` of others. */
export type ReductionStep =
  /** `shares`: how often each of the two is taken when either is, where a request never takes both; null where it takes both. */
  | { kind: "parallel"; first: number; second: number; shares: readonly [number, number] | null; result: number }
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
  /** Whether a mean of times over scenarios, and one of products of qualities, can be formed span by span (`Chances`). */
  means: { time: boolean; product: boolean };
}

/**
 * How a pipeline is put together by series and parallel reduction: an operator with one span in and one out is put in series with them, and two
 * spans between the same ends side by side, until one span joins the source and the sink. Where neither goes on, the graph is not series-parallel: then the smallest
 * part that hangs on the rest at two ends only is put together by itself (regions.ts), and becomes a span too.
 * Source: Valdes, Tarjan & Lawler, "The recognition of series parallel digraphs", SIAM J. Comput. 11 (1982).
 */
export function reductionOf(problem: Problem): Reduction {
  const spans = problem.edges.map((edge) => ({ from: edge.from < 0 ? SOURCE : edge.from, to: edge.to }));
  const chances = new Chances(problem);
  problem.operators.forEach((_, o) => {
    if (!spans.some((span) => span.to === o)) chances.ofOperator(spans.push({ from: SOURCE, to: o }) - 1, o);
    if (!spans.some((span) => span.from === o)) chances.ofOperator(spans.push({ from: o, to: SINK }) - 1, o);
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
  const sideBySide = (first: number, second: number): number => {
    if (many[first] && many[second]) joins += 1;
    const result = make(spans[first]!.from, spans[first]!.to);
    many[result] = many[first]! || many[second]!;
    steps.push({ kind: "parallel", first, second, shares: chances.sideBySide(first, second, result), result });
    return result;
  };
  const alike = (a: number, b: number): boolean => a !== b && spans[a]!.from === spans[b]!.from && spans[a]!.to === spans[b]!.to;
  for (;;) {
    // What every request takes together comes first: only then is what it takes one of told apart.
    const apart: number[] = [];
    for (const id of open) {
      const twin = apart.findIndex((other) => alike(other, id) && chances.together(other, id));
      if (twin < 0) apart.push(id);
      else apart[twin] = sideBySide(apart[twin]!, id);
    }
    open = apart;
    const entering = (o: number): number[] => open.filter((id) => spans[id]!.to === o);
    const leaving = (o: number): number[] => open.filter((id) => spans[id]!.from === o);
    const node = [...alive].find((o) => entering(o).length === 1 && leaving(o).length === 1);
    if (node !== undefined) {
      const left = entering(node)[0]!;
      const right = leaving(node)[0]!;
      alive.delete(node);
      joins += (many[left] ? 1 : 0) + (many[right] ? 1 : 0);
      const result = make(spans[left]!.from, spans[right]!.to);
      chances.inSeries(left, node, right, result);
      steps.push({ kind: "series", left, node, right, result });
      open = [...open.filter((id) => id !== left && id !== right), result];
      continue;
    }
    const first = open.find((id) => open.some((other) => alike(id, other)));
    if (first !== undefined) {
      const second = open.find((other) => alike(first, other))!;
      open = [...open.filter((id) => id !== first && id !== second), sideBySide(first, second)];
      continue;
    }
    if (alive.size === 0) break;
    const region = smallestRegion(spans, open, alive);
    for (const inner of region.nodes) alive.delete(inner);
    joins += region.nodes.length + region.spans.filter((id) => many[id]).length;
    const result = make(region.from, region.to);
    chances.across(region, result);
    steps.push({ kind: "region", region, result });
    open = [...open.filter((id) => !region.spans.includes(id)), result];
  }
  return { spans, steps, joins, chain: steps.every((step) => step.kind === "series"), means: chances.means };
}
