import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { markdown, type Table } from "./tables";

const page = fileURLToPath(new URL("../../../docs/benchmarks.md", import.meta.url));
const END = "<!-- end of all results -->";

/** Load of the last minute, per core. */
function loadPerCore(): number {
  return (loadavg()[0] ?? 0) / Math.max(1, cpus().length);
}

/** When this module is loaded, before anything is measured. */
export const loadAtStart = loadPerCore();

/** Processor, cores, memory, Node: what the figures of a run depend on besides the code. */
export function machineFacts(): string {
  const model = (cpus()[0]?.model ?? "unknown processor").replace(/\((R|TM)\)/g, "").replace(/\s+/g, " ");
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${model}, ${cpus().length} cores, ${memory}, ${process.platform} ${process.arch}, Node ${process.versions.node}; load before the run ${loadAtStart.toFixed(2)} a core`;
}

/** Whether the run asked for its results to be kept in docs/benchmarks.md. */
export const wantsWriting = (): boolean => process.argv.includes("--write");

/** Puts the results of one bench into docs/benchmarks.md, in place of those of an earlier run. */
export function writeResults(bench: string, facts: string, parts: readonly string[]): void {
  const start = `<!-- results: ${bench} -->`;
  const end = `<!-- end of results: ${bench} -->`;
  const section = [start, `## Results: ${bench}`, `\`npm run bench -- ${bench} --write\`: ${facts}.`, ...parts, end].join("\n\n");
  const now = readFileSync(page, "utf8");
  const from = now.indexOf(start);
  const to = now.indexOf(end);
  const last = now.indexOf(END);
  if (last < 0 || from > to) throw new Error("docs/benchmarks.md has lost the markers of its results");
  writeFileSync(page, from < 0 ? `${now.slice(0, last)}${section}\n\n${now.slice(last)}` : `${now.slice(0, from)}${section}${now.slice(to + end.length)}`);
  console.log("Written into docs/benchmarks.md.");
}

/** Keeps one table of a bench, if that was asked for. */
export function keepTable(bench: string, table: Omit<Table, "notes"> & { notes?: string[] }): void {
  if (wantsWriting()) writeResults(bench, machineFacts(), [markdown({ notes: [], ...table })]);
}
