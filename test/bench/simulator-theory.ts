import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runTheory, THEORY_CASES } from "../unit/simulator/theory";

/**
 * Compares the simulator with queueing theory and writes the table into docs/simulator.md, between its markers: `npm run bench -- simulator-theory`. One seed for
 * all rows, none left out; about one interval in twenty is expected to miss.
 */
const SEED = 1;
const START = "<!-- theory table: written by test/bench/simulator-theory.ts -->";
const END = "<!-- end of the theory table -->";

const digits = (value: number | null) => (value === null ? "–" : Number(value.toPrecision(4)).toString());
const rows = ["| model | statistic | theory | simulated | 95 % interval | inside | source |", "|---|---|---|---|---|---|---|"];
let inside = 0;
let count = 0;
for (const { name, source, model, statistics } of THEORY_CASES) {
  const engine = runTheory(model, SEED);
  for (const statistic of statistics) {
    const { value, low, high } = statistic.observe(engine);
    const holds = low !== null && high !== null && low <= statistic.theory && statistic.theory <= high;
    count += 1;
    if (holds) inside += 1;
    rows.push(
      `| ${name} | ${statistic.name} | ${digits(statistic.theory)} | ${digits(value)} | ${digits(low)} – ${digits(high)} | ${holds ? "yes" : "**no**"} | ${source} |`,
    );
  }
}
const table = `${rows.join("\n")}\n\nSeed ${SEED}: ${inside} of ${count} intervals hold the theoretical value.`;
console.log(table);
const path = fileURLToPath(new URL("../../docs/simulator.md", import.meta.url));
const page = readFileSync(path, "utf8");
const from = page.indexOf(START);
const to = page.indexOf(END);
if (from < 0 || to < 0) throw new Error(`${path} has lost the markers of the theory table`);
writeFileSync(path, `${page.slice(0, from + START.length)}\n\n${table}\n\n${page.slice(to)}`);
