import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("../../../docs/benchmarks.md", import.meta.url));

/** Processor, cores, memory, Node: what the figures of a run depend on besides the code. */
export function machineFacts(): string {
  const model = (cpus()[0]?.model ?? "unknown processor").replace(/\((R|TM)\)/g, "").replace(/\s+/g, " ");
  return `${model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** Load of the last minute, per core. */
export function loadPerCore(): number {
  return (loadavg()[0] ?? 0) / Math.max(1, cpus().length);
}

/** Whether the run asked for its results to be kept in docs/benchmarks.md. */
export const wantsWriting = (): boolean => process.argv.includes("--write");

/** Puts the results of one bench between its markers in docs/benchmarks.md. */
export function writeResults(bench: string, text: string): void {
  const start = `<!-- results: ${bench} -->`;
  const end = `<!-- end of results: ${bench} -->`;
  const now = readFileSync(page, "utf8");
  const from = now.indexOf(start);
  const to = now.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has lost the markers of the bench ${bench}`);
  writeFileSync(page, `${now.slice(0, from + start.length)}\n\n${text.trim()}\n\n${now.slice(to)}`);
}
