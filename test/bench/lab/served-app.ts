import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../support/free-port";

const root = join(import.meta.dirname, "..", "..", "..");

/** The built app on a port and data folder of its own, once it has planned its examples in the background; TRILEMMA_E2E_URL names one that runs already. */
export async function serveApp(): Promise<{ url: string; close: () => Promise<void> }> {
  if (process.env.TRILEMMA_E2E_URL) return { url: process.env.TRILEMMA_E2E_URL, close: async () => {} };
  const data = mkdtempSync(join(tmpdir(), "trilemma-bench-"));
  const port = await freePort();
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TRILEMMA_DATA_DIR: data, NODE_OPTIONS: "", DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  await new Promise<void>((resolve) => createInterface({ input: server.stdout }).once("line", () => resolve()));
  await sleep(30_000);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
