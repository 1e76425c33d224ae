import { describe, expect, test } from "vitest";
import type { Statistic } from "../../core/documents/common";
import { compileProblems } from "../../core/metrics/compile-problems";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { Archive } from "../../server/planner/archive";
import type { Candidate } from "../../server/planner/candidate";
import { solveByComposition } from "../../server/planner/compose";
import { frontierQuery } from "../../server/planner/goals";
import { composableOptions, SearchWork } from "../../server/planner/solve";
import { documentsOf } from "../bench/planner/documents";
import { randomFrom, selectionOf } from "../bench/planner/generators";
import type { Selection } from "../bench/planner/selection";
import { bruteForce, sign } from "./oracle/frontier";

const MOST_OPERATORS = 7;

type Graph = Pick<Selection, "edges" | "routers"> & { operators: number };

/** Operators in series, side by side, and as alternatives of routers, nested as they fall. */
function drawnGraph(seed: number): Graph {
  const random = randomFrom(seed);
  const graph: Graph = { operators: 0, edges: [], routers: [] };
  const node = (): number => {
    graph.operators += 1;
    return graph.operators - 1;
  };
  const part = (depth: number): [first: number, last: number] => {
    const first = node();
    if (depth === 0 || graph.operators > MOST_OPERATORS - 3) return [first, first];
    if (random() < 0.3) {
      const [next, last] = part(depth - 1);
      graph.edges.push({ from: first, to: next });
      return [first, last];
    }
    const isRouter = random() < 0.7;
    const share = [0.5, 0.3, 0.02][Math.floor(random() * 3)] ?? 0.5;
    const branches = [part(depth - 1), part(depth - 1)];
    const last = node();
    for (const [begin, end] of branches) graph.edges.push({ from: first, to: begin }, { from: end, to: last });
    // Sometimes a request may go straight on.
    const isShort = random() < 0.2;
    if (isShort) graph.edges.push({ from: first, to: last });
    const targets = [...branches.map(([begin]) => begin), ...(isShort ? [last] : [])];
    const shares = isShort ? [share / 2, share / 2, 1 - share] : [share, 1 - share];
    if (isRouter) graph.routers.push({ at: first, choose: targets.map((to, t) => ({ to, probability: shares[t] ?? 0 })) });
    return [first, last];
  };
  part(3);
  graph.edges.unshift({ from: -1, to: 0 });
  return graph;
}

/** Operators in topological order, as documents. */
function documentsWith(graph: Graph, statistic: Statistic, quality: "product" | "minimum", tiers: number, seed: number): PlanningInput {
  const selection = selectionOf({ family: "chain", quality, operators: graph.operators, options: graph.operators > 5 ? 2 : 3, tiers, seed });
  const input = documentsOf({ ...selection, edges: graph.edges, routers: graph.routers });
  Object.assign(input.workload.spec.settings ?? {}, { statistic });
  for (const { spec } of input.catalogues)
    for (const { api } of spec.implementations)
      if (api) Object.assign(api, { latencyMs: { mean: 7, ...api.latencyMs, [statistic]: Object.values(api.latencyMs ?? {})[0] } });
  return input;
}

/** The frontier by composition alone, which branch and bound would put right; null when it does not compose. */
function composed(input: PlanningInput): number[][] | null {
  const [problem] = compileProblems(input);
  if (!problem) throw new Error("no problem");
  const work = new SearchWork({}, null);
  const query = frontierQuery(problem);
  const archive = new Archive<Candidate>();
  if (!solveByComposition(problem, query, composableOptions(problem, query, work), archive, work)) return null;
  return archive.entries.map(({ key }) => key.map((value, i) => (query.goals[i]?.sign ?? 1) * value));
}

function expectSame(input: PlanningInput, found: readonly (readonly number[])[]): void {
  const { frontier, context } = bruteForce(input);
  const signs = context.objectives.map((objective) => -sign(objective));
  const beaten = (vector: readonly number[], by: readonly (readonly number[])[]): boolean =>
    by.some((other) => other.every((value, i) => (signs[i] ?? 1) * value <= (signs[i] ?? 1) * (vector[i] ?? 0) + 1e-9 * Math.abs(vector[i] ?? 0)));
  const vectors = frontier.map(({ vector }) => vector);
  expect(vectors.filter((vector) => !beaten(vector, found))).toEqual([]);
  expect(found.filter((vector) => !beaten(vector, vectors))).toEqual([]);
}

describe("routers compose to the frontier that trying everything finds", () => {
  // At the median most scenarios count for nothing; at the 99th percentile few do.
  const CASES: [Statistic, "product" | "minimum"][] = [
    ["mean", "product"],
    ["p50", "product"],
    ["p95", "product"],
    ["p99", "product"],
    ["mean", "minimum"],
    ["p95", "minimum"],
  ];
  test.each(CASES)("latency at the %s, quality the %s of stages", (statistic, quality) => {
    let routed = 0;
    let answered = 0;
    for (let seed = 1; seed <= 30; seed += 1) {
      const graph = drawnGraph(seed);
      if (graph.routers.length === 0) continue;
      const input = documentsWith(graph, statistic, quality, 1 + (seed % 2), seed);
      routed += 1;
      const found = composed(input);
      if (!found) continue;
      answered += 1;
      expectSame(input, found);
    }
    expect(routed).toBeGreaterThan(15);
    expect(answered).toBeGreaterThanOrEqual(0.9 * routed);
  });
});

test("a router whose way may end before another arrives is never composed to something else", () => {
  let composes = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = randomFrom(seed + 500);
    const graph: Graph = { operators: 6, edges: [{ from: -1, to: 0 }], routers: [] };
    for (let to = 1; to < graph.operators; to += 1)
      for (const from of new Set([Math.floor(random() * to), Math.floor(random() * to)])) graph.edges.push({ from, to });
    for (let at = 0; at < graph.operators; at += 1) {
      const receivers = graph.edges.filter((edge) => edge.from === at).map((edge) => edge.to);
      if (receivers.length > 1 && random() < 0.6) graph.routers.push({ at, choose: receivers.map((to) => ({ to, probability: 1 / receivers.length })) });
    }
    const input = documentsWith(graph, seed % 2 === 0 ? "mean" : "p50", "product", 1, seed);
    const found = composed(input);
    if (!found) continue;
    composes += 1;
    expectSame(input, found);
  }
  expect(composes).toBeGreaterThan(5);
});
