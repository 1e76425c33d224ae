// npm test: everything, from a fresh clone: unit, property and integration tests, then journeys in a real Chromium.
// npm test -- unit property   runs only those parts. The last line is always "N passed, N failed".
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./lib/chromium.mjs";
import { ensureReady, progress, root, run, runTool, Stop } from "./lib/steps.mjs";

const PARTS = ["unit", "property", "integration", "e2e"];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((part) => !PARTS.includes(part));
const parts = wanted.length > 0 ? wanted : PARTS;
const total = { passed: 0, failed: 0 };

function count(name, report, ended, tally) {
  let seen = { passed: 0, failed: 0 };
  if (existsSync(report)) seen = tally(JSON.parse(readFileSync(report, "utf8")));
  // A run that broke off without a failed test is a failure too.
  if (!ended && seen.failed === 0) {
    console.error(`${name} broke off.`);
    seen.failed = 1;
  }
  total.passed += seen.passed;
  total.failed += seen.failed;
}

async function ended(work) {
  try {
    await work;
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return false;
  }
}

async function vitest(projects) {
  const report = join(root, "test-results", "vitest.json");
  rmSync(report, { force: true });
  const args = ["run", ...projects.flatMap((project) => ["--project", project]), "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const fine = await ended(runTool("vitest", "vitest", args, { show: true }));
  count("vitest", report, fine, (result) => ({
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length,
  }));
}

async function journeys() {
  const report = join(root, "test-results", "journeys.json");
  rmSync(report, { force: true });
  const data = mkdtempSync(join(tmpdir(), "trilemma-e2e-"));
  try {
    const chromium = await ensureChromium((command, args, options) => run(command, args, { ...options, show: true }));
    const env = { TRILEMMA_CHROMIUM: chromium, TRILEMMA_E2E_DATA: data, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" };
    const fine = await ended(runTool("@playwright/test", "playwright", ["test", "--reporter=list,json"], { show: true, env }));
    count("playwright", report, fine, ({ stats, errors }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected + (errors?.length ?? 0) }));
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

try {
  if (unknown.length > 0) throw new Stop(`Unknown part ${unknown.join(", ")}; there are ${PARTS.join(", ")}.`);
  await ensureReady({ build: parts.includes("e2e") });
  const projects = parts.filter((part) => part !== "e2e");
  if (projects.length > 0) await vitest(projects);
  if (parts.includes("e2e")) await journeys();
} catch (error) {
  progress("");
  console.error(error instanceof Stop ? error.message : (error?.message ?? error));
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
