/**
 * `npm run bench -- planner`: the planner on fixed instances, side by side in the same run with HiGHS, with trying everything, and, where a Python with them is
 * found, with pymoo, Optuna and OR-Tools. `--quick`: two minutes instead of ten, `--full`: half an hour. `--only=NAME,...`: some sections. `--write`: keeps the results in docs/benchmarks.md.
 */

import { openBench } from "./planner/children";
import { paceOf } from "./planner/pace";
import { findPython, HOW_TO_INSTALL } from "./planner/python-peers";
import type { Run, Target } from "./planner/rows";
import { enumerations, families, growth, targetChains } from "./planner/section-exact";
import { covers, replanning, splits } from "./planner/section-model";
import { hypervolumes, singleQueries } from "./planner/section-peers";
import { count, markdown, type Table } from "./report/tables";
import { loadAtStart, machineFacts, wantsWriting, writeResults } from "./report/write-results";

const SECTIONS: Record<string, (run: Run) => Promise<Table>> = {
  chains: targetChains,
  covers,
  replanning,
  hypervolumes,
  families,
  enumerations,
  queries: singleQueries,
  splits,
  growth,
};
/** Above this load something else was running. */
const QUIET = 0.3;

const pace = paceOf(process.argv);
const only = process.argv
  .find((argument) => argument.startsWith("--only="))
  ?.slice(7)
  .split(",");
const unknown = only?.filter((name) => !(name in SECTIONS)) ?? [];
if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(", ")}; there are ${Object.keys(SECTIONS).join(", ")}.`);
if (wantsWriting() && pace.instances === "few") throw new Error("A quick run is not written: leave out --quick.");

const begun = performance.now();
console.log(machineFacts());
if (loadAtStart > QUIET) console.log("Something else is running: times are too long.");
const python = await findPython();
const peers = python
  ? `Python ${python.version}: ${Object.entries(python.packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}`
  : "no Python peers";
console.log(peers);
if (!python || Object.keys(python.packages).length < 3) console.log(`For all peers: ${HOW_TO_INSTALL}`);

const bench = await openBench();
const run: Run = { bench, python, pace, targets: [], disagreements: [] };
const tables: Table[] = [];
try {
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (only && !only.includes(name)) continue;
    const started = performance.now();
    tables.push(await section(run));
    console.log(`${name}: ${Math.round((performance.now() - started) / 1000)} s`);
  }
} finally {
  bench.close();
}

const minutes = (performance.now() - begun) / 60_000;
const targets = targetTable(run.targets);
console.log(`\n${targets.title}`);
for (const [work, target, measured, met] of targets.rows) console.log(`  ${met?.padEnd(12)} ${work}\n${" ".repeat(15)}${measured} (target ${target})`);
const verdict =
  run.disagreements.length === 0
    ? "Every answer that could be checked agrees with every other."
    : `Answers that disagree:\n${run.disagreements.map((line) => `- ${line}`).join("\n")}`;
console.log(`\n${verdict}`);
const facts = `${machineFacts()}; ${peers}; highs ${await highsVersion()}; ${minutes.toFixed(1)} minutes`;
console.log(facts);
if (wantsWriting())
  writeResults("planner", only ? `${facts}; of the sections only: ${only.join(", ")}` : facts, [verdict, markdown(targets), ...tables.map(markdown)]);
process.exitCode = run.disagreements.length === 0 ? 0 : 1;

function targetTable(lines: readonly Target[]): Table {
  const met = lines.filter((line) => line.met === true).length;
  return {
    title: `Targets: ${count(met)} of ${count(lines.length)} met`,
    notes: [],
    header: ["work", "target", "measured", "met"],
    rows: lines.map((line) => [line.work, line.target, line.measured, line.met === null ? "not measured" : line.met ? "yes" : "**no**"]),
  };
}

async function highsVersion(): Promise<string> {
  const { default: load } = await import("highs");
  return (await load()).version.string;
}
