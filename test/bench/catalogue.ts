import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { lawReport } from "../../server/catalogue/build/law-report";
import { builtinCatalogueFiles, builtinInfrastructureFiles } from "../../server/catalogue/builtin";
import { importRequestLog } from "../../server/importers/measurements/request-log";
import { keepTable } from "./report/write-results";

/** `npm run bench -- catalogue`: opening the built-in documents, reading request logs as a stream, fitting the laws. */
const root = join(import.meta.dirname, "../..");
const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);

console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
const header = ["work", "target", "measured"];
const rows: string[][] = [];
const print = (cells: string[]): void => console.log(`| ${cells.join(" | ")} |`);
const add = (...cells: string[]): void => {
  rows.push(cells);
  print(cells);
};
print(header);
print(header.map(() => "---"));

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
collectGarbage();
const heapBefore = process.memoryUsage().heapUsed;
const opened = performance.now();
const catalogues = builtinCatalogueFiles(root);
const infrastructures = builtinInfrastructureFiles(root);
const openedMs = performance.now() - opened;
collectGarbage();
const heldBytes = process.memoryUsage().heapUsed - heapBefore;
const implementations = catalogues.reduce((sum, { document }) => sum + document.spec.implementations.length, 0);
add(
  `open the built-in documents (${implementations} implementations, ${infrastructures.length} infrastructures)`,
  "< 50 ms, < 30 MB",
  `${openedMs.toFixed(1)} ms, ${mebibytes(heldBytes)} MiB`,
);

const folder = mkdtempSync(join(tmpdir(), "trilemma-bench-"));
try {
  for (const size of [100_000, 1_000_000]) {
    const file = join(folder, `${size}.csv`);
    await writeLog(file, size);
    let peak = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const begun = performance.now();
    const log = await importRequestLog(createReadStream(file));
    const took = performance.now() - begun;
    clearInterval(watch);
    if (log.rowsTaken !== size) throw new Error(`${log.rowsTaken} of ${size} rows were taken`);
    add(
      `read a request log of ${size.toLocaleString("en-US")} rows`,
      size === 100_000 ? "< 3 s" : "–",
      `${seconds(took)} s, ${mebibytes(Math.max(0, peak - before))} MiB above the start`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const begun = performance.now();
const report = lawReport();
add(`fit every law and hold out every point (${report.rows.reduce((sum, row) => sum + row.series, 0)} series)`, "–", `${seconds(performance.now() - begun)} s`);
keepTable("catalogue", { title: "Built-in documents, logs and laws", header, rows });

async function writeLog(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  let state = 12_345;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let time = Date.UTC(2026, 0, 1);
  out.write("timestamp,latency_ms,prompt_tokens,completion_tokens,ok\n");
  for (let row = 0; row < rows; row += 1) {
    time -= Math.log(1 - random()) * 100;
    const line = `${new Date(time).toISOString()},${(50 - Math.log(1 - random()) * 300).toFixed(1)},${Math.floor(random() * 2000)},${Math.floor(random() * 400)},${random() < 0.99}\n`;
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}
