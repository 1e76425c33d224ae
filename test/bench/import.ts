import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { freePort } from "../support/free-port";
import { keepTable } from "./report/write-results";

// A request log sent to the app as the import wizard sends it, and the memory of the server while it reads. `--large` adds a file of nearly 1 GiB.
const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "trilemma-bench-"));
const sizes = process.argv.includes("--large") ? [100_000, 1_000_000, 17_000_000] : [100_000, 1_000_000];

function residentMiB(pid: number | undefined): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib ?? 0) / 1024;
}

async function writeLog(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write("timestamp,latency_ms,prompt_tokens,completion_tokens,status\n");
  let time = Date.UTC(2026, 0, 1);
  let state = 12_345;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let text = "";
  for (let row = 0; row < rows; row += 1) {
    time += -Math.log(1 - random()) * 50;
    text += `${new Date(time).toISOString()},${(200 - Math.log(1 - random()) * 300).toFixed(1)},${Math.floor(random() * 3000)},${Math.floor(random() * 400)},200\n`;
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await once(out, "finish");
}

const port = await freePort();
const child = spawn(process.execPath, ["bin/start.mjs"], {
  cwd: root,
  env: { ...process.env, PORT: String(port), TRILEMMA_DATA_DIR: join(folder, "data"), NODE_OPTIONS: "", DATABASE_URL: "" },
  stdio: ["ignore", "pipe", "inherit"],
});
const exited = once(child, "exit");
const table: Record<string, string>[] = [];
try {
  await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    exited.then(() => {
      throw new Error("the server ended before it served");
    }),
  ]);
  const options = encodeURIComponent(JSON.stringify({ format: "request-log" }));
  for (const rows of sizes) {
    const file = join(folder, `${rows}.csv`);
    await writeLog(file, rows);
    const bytes = statSync(file).size;
    const before = residentMiB(child.pid);
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, residentMiB(child.pid));
    }, 50);
    const begin = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/api/measurements/read?options=${options}`, {
      method: "POST",
      headers: { "content-length": String(bytes) },
      body: Readable.toWeb(createReadStream(file)),
      duplex: "half",
    } as unknown as RequestInit);
    const answer = (await response.json()) as { rowsTaken?: number; error?: { message: string } };
    const took = (performance.now() - begin) / 1000;
    clearInterval(watch);
    rmSync(file);
    if (answer.rowsTaken !== rows) throw new Error(answer.error?.message ?? `${answer.rowsTaken} of ${rows} rows were taken`);
    table.push({
      log: `${rows.toLocaleString("en-US")} rows, ${(bytes / 2 ** 20).toFixed(0)} MiB`,
      "sent and read": `${took.toFixed(2)} s`,
      target: rows === 100_000 ? "< 3 s" : "",
      "server's memory": `${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most`,
    });
  }
} finally {
  child.kill("SIGTERM");
  await exited;
  rmSync(folder, { recursive: true, force: true });
}
console.table(table);
keepTable("import", {
  title: `Request logs sent to the app (${availableParallelism()} cores)`,
  header: ["log", "sent and read", "target", "server's memory"],
  rows: table.map((row) => Object.values(row)),
});
