// Fresh clone to served page, the next start, and the memory of the idle server. `--quick` leaves out the fresh clone.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../support/free-port";
import { keepTable } from "./report/write-results";

const root = join(import.meta.dirname, "..", "..");
const IDLE_SECONDS = 20;

/** Starts with `npm start`'s own program, waits until the first page has answered, and measures. */
async function measure(folder: string, dataFolder: string, idle: boolean): Promise<{ startSeconds: number; rssMiB: number | null }> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, ["bin/start.mjs"], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), TRILEMMA_DATA_DIR: dataFolder, NODE_OPTIONS: "", DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    await Promise.race([
      new Promise<void>((resolve) => createInterface({ input: child.stdout }).once("line", () => resolve())),
      exited.then(() => {
        throw new Error("the server ended before it served");
      }),
    ]);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    if (!page.ok) throw new Error(`the first page answered ${page.status}`);
    await page.text();
    const startSeconds = (performance.now() - begin) / 1000;
    if (!idle) return { startSeconds, rssMiB: null };
    await sleep(IDLE_SECONDS * 1000);
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, "utf8") : "";
    const kib = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    return { startSeconds, rssMiB: kib ? Number(kib) / 1024 : null };
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

const rows: Record<string, string>[] = [];
const scratch = mkdtempSync(join(tmpdir(), "trilemma-bench-"));
try {
  let folder = root;
  if (!process.argv.includes("--quick")) {
    folder = join(scratch, "clone");
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, folder]);
    const fresh = await measure(folder, join(folder, ".data"), false);
    rows.push({ measure: "fresh clone to served page", value: `${fresh.startSeconds.toFixed(1)} s`, target: "< 240 s" });
  }
  const dataFolder = join(scratch, "data");
  await measure(folder, dataFolder, true);
  const second = await measure(folder, dataFolder, true);
  rows.push({ measure: "next start to served page", value: `${second.startSeconds.toFixed(1)} s`, target: "< 6 s" });
  rows.push({
    measure: `idle server after ${IDLE_SECONDS} s, resident`,
    value: second.rssMiB === null ? "not known here" : `${second.rssMiB.toFixed(0)} MiB`,
    target: "< 572 MiB (600 MB)",
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.table(rows);
keepTable("start", {
  title: "From nothing to a served page",
  header: ["measure", "measured", "target"],
  rows: rows.map((row) => [row.measure ?? "", row.value ?? "", row.target ?? ""]),
});
console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`);
