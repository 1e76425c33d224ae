// npm run bench -- planner: time to the exact vectors (with where each came from), their number and memory; HiGHS on the same instance; visual-qa warm.
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import loadHighs from "highs";
import { parse } from "yaml";
import { compileProblems } from "../../core/metrics/compile-problems";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { compose } from "../../server/planner/compose";
import { frontierQuery } from "../../server/planner/goals";
import { planFrontier } from "../../server/planner/plan";
import { composableOptions, SearchWork } from "../../server/planner/solve";
import type { Table } from "../../server/planner/table";
import { benchInstance, type Shape } from "./planner-instances";

const SHAPES: (Shape & { name: string })[] = [
  { name: "chain 6 × 24", operators: 6, options: 24, tiers: 1, branches: 1, seed: 7 },
  { name: "chain 12 × 200", operators: 12, options: 200, tiers: 1, branches: 1, seed: 7 },
  { name: "chain 20 × 100", operators: 20, options: 100, tiers: 1, branches: 1, seed: 7 },
  { name: "fork and join 8 × 40", operators: 8, options: 40, tiers: 2, branches: 3, seed: 7 },
];
/** Single constrained queries that HiGHS answers per instance; its time for all points is extrapolated from their mean. */
const QUERIES = 10;

interface Solved {
  table: Table;
  ms: number;
}

function solveVectors(input: PlanningInput): Solved {
  const started = performance.now();
  const [problem] = compileProblems(input);
  if (!problem) throw new Error("no problem");
  const query = frontierQuery(problem);
  const work = new SearchWork({}, 120);
  const table = compose(problem, query, composableOptions(problem, query, work), [], [], work);
  if (!table) throw new Error("the instance does not compose");
  return { table, ms: performance.now() - started };
}

/** Least cost with latency and loss bounded, one option per operator of a chain: the programme that ε-constraint enumeration repeats. */
async function highsQuery(input: PlanningInput, bounds: { latencyMs: number; loss: number }[]): Promise<{ ms: number; costs: number[] }> {
  const highs = await loadHighs();
  const implementations = input.catalogues[0]?.spec.implementations ?? [];
  const terms = (value: (implementation: (typeof implementations)[number]) => number): string =>
    implementations.map((implementation, i) => `${value(implementation)} x${i}`).join(" + ");
  const groups = input.pipeline.spec.operators.map((operator) =>
    implementations.flatMap((implementation, i) => (implementation.task === operator.task ? [`x${i}`] : [])).join(" + "),
  );
  const costs: number[] = [];
  const started = performance.now();
  for (const { latencyMs, loss } of bounds) {
    const model = [
      "Minimize",
      ` cost: ${terms((x) => (x.api?.pricePerCallUsd ?? 0) * 1000)}`,
      "Subject To",
      ` latency: ${terms((x) => x.api?.latencyMs?.p95 ?? 0)} <= ${latencyMs + 1e-6}`,
      ` loss: ${terms((x) => -Math.log(x.quality?.[0]?.value ?? 1))} <= ${loss + 1e-9}`,
      ...groups.map((group, g) => ` g${g}: ${group} = 1`),
      "Binary",
      ` ${implementations.map((_, i) => `x${i}`).join(" ")}`,
      "End",
    ].join("\n");
    costs.push(highs.solve(model, { mip_rel_gap: 0 }).ObjectiveValue);
  }
  return { ms: performance.now() - started, costs };
}

const header = ["instance", "points", "first ms", "best of 3 ms", "peak MiB", "HiGHS ms/point", "ratio for all points", "same cost"];
const print = (line: string[]): void =>
  console.log(line.map((cell, c) => (c === 0 ? cell.padEnd(26) : cell.padStart(Math.max(8, (header[c] as string).length)))).join("  "));
print(header);
for (const shape of SHAPES) {
  const input = benchInstance(shape);
  const runs = [solveVectors(input), solveVectors(input), solveVectors(input)];
  const { table } = runs[0] as Solved;
  const best = Math.min(...runs.map((run) => run.ms));
  let peer = ["", "", ""];
  if (shape.branches === 1 && shape.operators === 6) {
    const rows = Array.from({ length: QUERIES }, (_, k) => Math.floor(((k + 0.5) * table.rows) / QUERIES));
    const column = (d: number, row: number): number => table.columns[d]?.[row] ?? Number.NaN;
    const answer = await highsQuery(
      input,
      rows.map((row) => ({ latencyMs: column(1, row), loss: column(2, row) })),
    );
    const perPoint = answer.ms / QUERIES;
    // The transfers into the first operator cost nothing here, so cost is the sum of the calls.
    const same = rows.filter((row, k) => Math.abs(column(0, row) * 1000 - (answer.costs[k] ?? 0)) < 1e-6).length;
    peer = [perPoint.toFixed(1), `${Math.round((perPoint * table.rows) / best)}×`, `${same}/${QUERIES}`];
  }
  print([shape.name, String(table.rows), (runs[0] as Solved).ms.toFixed(0), best.toFixed(0), (process.resourceUsage().maxRSS / 1024).toFixed(0), ...peer]);
}
const read = (name: string) => parse(readFileSync(join(import.meta.dirname, "../../examples/visual-qa", `${name}.yaml`), "utf8"));
const example = {
  pipeline: read("pipeline"),
  catalogues: [read("catalogue")],
  infrastructure: read("infrastructure"),
  workload: read("workload"),
} as PlanningInput;
const times = Array.from({ length: 20 }, () => {
  const started = performance.now();
  const { plans } = planFrontier(example).spec;
  return { ms: performance.now() - started, plans: plans.length };
});
const warm = times.slice(10).map((entry) => entry.ms);
print([
  "visual-qa, whole document",
  String(times[0]?.plans),
  (times[0]?.ms ?? 0).toFixed(0),
  Math.min(...warm).toFixed(0),
  (process.resourceUsage().maxRSS / 1024).toFixed(0),
  "",
  "",
  "",
]);
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`);
