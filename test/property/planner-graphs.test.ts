import { describe, expect, test } from "vitest";
import { compileProblems } from "../../core/metrics/compile-problems";
import { Archive } from "../../server/planner/archive";
import type { Candidate } from "../../server/planner/candidate";
import { solveByComposition } from "../../server/planner/compose";
import { frontierQuery } from "../../server/planner/goals";
import { reductionOf } from "../../server/planner/reduction-steps";
import { composableOptions, SearchWork } from "../../server/planner/solve";
import { documentsOf } from "../bench/planner/documents";
import { randomFrom, selectionOf } from "../bench/planner/generators";
import { exhaustiveFrontier, type Selection, type Vector } from "../bench/planner/selection";

interface Graph {
  operators: number;
  options: number;
  tiers?: number;
  capacity?: number;
  quality?: "product" | "minimum";
}

/** An instance whose operators have up to three senders each, drawn from all before them. */
function anyGraph(graph: Graph, seed: number): Selection {
  const selection = selectionOf({ ...graph, family: "chain", seed });
  const random = randomFrom(seed + 100);
  const edges = [{ from: -1, to: 0 }];
  for (let to = 1; to < graph.operators; to += 1) {
    const senders = new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * to)));
    for (const from of senders) edges.push({ from, to });
  }
  return { ...selection, edges };
}

/** The frontier by composition alone: branch and bound would put right what it misses. */
function composed(selection: Selection): Vector[] {
  const [problem] = compileProblems(documentsOf(selection));
  if (!problem) throw new Error("no problem");
  const work = new SearchWork({}, null);
  const query = frontierQuery(problem);
  const archive = new Archive<Candidate>();
  expect(solveByComposition(problem, query, composableOptions(problem, query, work), archive, work)).toBe(true);
  return archive.entries.map(({ key: [usd = 0, ms = 0, loss = 0] }): Vector => [usd, ms, -loss]);
}

/** Vectors of either that the other does not reach, up to rounding. */
function unmatched(one: readonly Vector[], other: readonly Vector[]): Vector[] {
  const room = 1 + 1e-9;
  return one.filter(([usd, ms, quality]) => !other.some((vector) => vector[0] <= usd * room && vector[1] <= ms * room && vector[2] * room >= quality));
}

function expectSame(selection: Selection): void {
  const [exact, found] = [exhaustiveFrontier(selection), composed(selection)];
  expect(unmatched(exact, found)).toEqual([]);
  expect(unmatched(found, exact)).toEqual([]);
}

const GRAPHS: [string, Graph, number][] = [
  ["six operators of one tier", { operators: 6, options: 5 }, 25],
  ["eight operators of one tier", { operators: 8, options: 3 }, 25],
  ["operators over two tiers", { operators: 6, options: 4, tiers: 2 }, 25],
  ["operators that share devices", { operators: 6, options: 4, tiers: 2, capacity: 0.45 }, 15],
  ["the weakest stage", { operators: 6, options: 4, quality: "minimum" }, 15],
];

describe("graphs of any shape are composed to the frontier that trying everything finds", () => {
  test.each(GRAPHS)("%s", (_, graph, seeds) => {
    let regions = 0;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const selection = anyGraph(graph, seed);
      const [problem] = compileProblems(documentsOf(selection));
      if (problem && reductionOf(problem).steps.some(({ kind }) => kind === "region")) regions += 1;
      expectSame(selection);
    }
    // Most graphs drawn like this are not series-parallel.
    expect(regions).toBeGreaterThan(seeds / 3);
  });
});
