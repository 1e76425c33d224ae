import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "./bin/lib/chromium.mjs";

// Read again by every worker process, which inherits what the first one chose.
if (!process.env.TRILEMMA_E2E_PORT) {
  const probe = 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})';
  process.env.TRILEMMA_E2E_PORT = execFileSync(process.execPath, ["-e", probe], { encoding: "utf8" }).trim();
}
process.env.TRILEMMA_E2E_DATA ??= mkdtempSync(join(tmpdir(), "trilemma-e2e-"));

const port = process.env.TRILEMMA_E2E_PORT;
const baseURL = process.env.TRILEMMA_E2E_URL ?? `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results/journeys",
  // The journeys share one server and one workspace.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findChromium() ?? undefined, args: CHROMIUM_FLAGS },
  },
  webServer: process.env.TRILEMMA_E2E_URL
    ? undefined
    : {
        command: `"${process.execPath}" bin/start.mjs`,
        url: `${baseURL}/api/health`,
        timeout: 420_000,
        gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
        env: { PORT: port, HOST: "127.0.0.1", TRILEMMA_DATA_DIR: process.env.TRILEMMA_E2E_DATA, DATABASE_URL: "" },
      },
});
