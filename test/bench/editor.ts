// How the editor bears size, in a real Chromium on a built server. TRILEMMA_E2E_URL: a server that runs already.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "../../bin/lib/chromium.mjs";
import { stressPipeline } from "../../components/editor/stress/stress-pipeline";
import { freePort } from "../support/free-port";
import { keepTable } from "./report/write-results";

const root = join(import.meta.dirname, "..", "..");
const minutesArgument = process.argv.find((argument) => argument.startsWith("--minutes="));
/** Minutes of pan, zoom and edit for the memory row. */
const MINUTES = minutesArgument ? Number(minutesArgument.split("=")[1]) : 1;

interface Row {
  what: string;
  value: string;
  target: string;
}

async function serve(): Promise<{ url: string; stop: () => void }> {
  if (process.env.TRILEMMA_E2E_URL) return { url: process.env.TRILEMMA_E2E_URL, stop: () => {} };
  const data = mkdtempSync(join(tmpdir(), "trilemma-bench-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["bin/start.mjs"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TRILEMMA_DATA_DIR: data, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", () => resolve());
    child.once("exit", () => reject(new Error("the server ended before it served")));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill("SIGTERM");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN;
}

async function storePipeline(url: string, count: number): Promise<string> {
  const document = stressPipeline(count);
  const response = await fetch(`${url}/api/trpc/documents.create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: { kind: "Pipeline", document } }),
  });
  if (!response.ok) throw new Error(`documents.create answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { result: { data: { json: { id: string } } } }).result.data.json.id;
}

/** Times of frames while `work` runs, ms. */
async function frames(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const scope = window as unknown as { frameTimes: number[]; frameStop: boolean };
    scope.frameTimes = [];
    scope.frameStop = false;
    let last = performance.now();
    const tick = (now: number) => {
      scope.frameTimes.push(now - last);
      last = now;
      if (!scope.frameStop) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await work();
  return page.evaluate(() => {
    const scope = window as unknown as { frameTimes: number[]; frameStop: boolean };
    scope.frameStop = true;
    return scope.frameTimes.slice(2);
  });
}

async function opened(browser: Browser, address: string): Promise<{ page: Page; ms: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  // The compiler of this file names functions through a helper that a page does not have.
  await context.addInitScript("globalThis.__name = (value) => value");
  const page = await context.newPage();
  const begin = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForSelector(".react-flow__node", { timeout: 120_000 });
  // Interactive: the main thread answers a click on a node.
  await page.locator(".react-flow__node").first().click();
  await page.waitForSelector('.react-flow__node [data-selected="true"]');
  return { page, ms: performance.now() - begin };
}

async function dragOne(page: Page): Promise<number[]> {
  const box = await page.locator('.react-flow__node[data-id^="op-"]').nth(10).boundingBox();
  if (!box) throw new Error("no node is on the screen");
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 6, start.y + 6);
  const times = await frames(page, async () => {
    for (let step = 0; step < 90; step++) {
      await page.mouse.move(start.x + 80 * Math.sin(step / 9), start.y + 60 * Math.cos(step / 9));
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  });
  await page.mouse.up();
  return times;
}

/** From a key press in the inspector to the next paint, ms; and how many nodes the canvas drew for it. */
async function keystrokes(page: Page): Promise<{ times: number[]; redrawn: number }> {
  await page.locator('.react-flow__node[data-id^="op-"]').nth(5).click();
  const field = page.getByTestId("inspector").getByRole("textbox", { name: "Name", exact: true });
  await field.click();
  await page.evaluate(() => {
    const scope = window as unknown as { keyTimes: number[]; changed: Set<Element> };
    scope.keyTimes = [];
    scope.changed = new Set();
    document.addEventListener(
      "keydown",
      () => {
        const begin = performance.now();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => scope.keyTimes.push(performance.now() - begin);
          channel.port2.postMessage(null);
        });
      },
      true,
    );
    const canvas = document.querySelector(".react-flow__nodes");
    if (canvas) {
      new MutationObserver((records) => {
        for (const record of records) {
          const element = record.target instanceof Element ? record.target : record.target.parentElement;
          const node = element?.closest(".react-flow__node");
          if (node) scope.changed.add(node);
        }
      }).observe(canvas, { subtree: true, childList: true, characterData: true, attributes: true });
    }
  });
  for (let press = 0; press < 40; press++) {
    await page.keyboard.type("abcdefghij"[press % 10] ?? "a");
    await page.waitForTimeout(30);
  }
  return page.evaluate(() => {
    const scope = window as unknown as { keyTimes: number[]; changed: Set<Element> };
    return { times: scope.keyTimes, redrawn: scope.changed.size };
  });
}

async function layoutMs(page: Page): Promise<number> {
  await page.getByTestId("canvas").click({ position: { x: 12, y: 60 } });
  await page.keyboard.press("Escape");
  const begin = performance.now();
  await page.keyboard.press("l");
  await page
    .getByTestId("announcer")
    .getByText(/Graph arranged|in order already/)
    .waitFor({ state: "attached", timeout: 20_000 });
  return performance.now() - begin;
}

async function memory(page: Page, minutes: number): Promise<{ before: number; after: number }> {
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return ((await session.send("Runtime.getHeapUsage")) as { usedSize: number }).usedSize / 2 ** 20;
  };
  const before = await heap();
  const end = performance.now() + minutes * 60_000;
  await page.mouse.move(640, 300);
  while (performance.now() < end) {
    for (let step = 0; step < 10; step++) await page.mouse.wheel(step % 2 === 0 ? 240 : -200, 120 * (step % 3) - 120);
    await page.keyboard.press("-");
    await page.keyboard.press("=");
    await page
      .locator('.react-flow__node[data-id^="op-"]')
      .first()
      .click({ timeout: 2_000 })
      .catch(() => page.keyboard.press("f"));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ControlOrMeta+d");
    await page.keyboard.press("ControlOrMeta+z");
  }
  return { before, after: await heap() };
}

const rows: Row[] = [];
const server = await serve();
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: [...CHROMIUM_FLAGS, "--enable-precise-memory-info"] });
try {
  const id = await storePipeline(server.url, 500);
  const warm = await opened(browser, `${server.url}/pipelines/${id}`);
  await warm.page.context().close();
  const cold = await opened(browser, `${server.url}/pipelines/${id}`);
  rows.push({ what: "500 operators: open, empty cache, to interactive", value: `${Math.round(cold.ms)} ms`, target: "< 1,500 ms" });
  const { page } = cold;
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  rows.push({ what: "500 operators: DOM elements, whole graph in view", value: String(elements), target: "< 12,000" });
  const drag = await dragOne(page);
  rows.push({ what: "500 operators: drag one, frame time p95", value: `${p95(drag).toFixed(1)} ms`, target: "< 20 ms" });
  const keys = await keystrokes(page);
  rows.push({ what: "500 operators: a keystroke in the inspector to paint, p95", value: `${p95(keys.times).toFixed(1)} ms`, target: "< 16 ms" });
  rows.push({ what: "500 operators: nodes redrawn by 40 keystrokes", value: String(keys.redrawn), target: "1, the renamed" });
  rows.push({ what: "500 operators: layout in the worker", value: `${Math.round(await layoutMs(page))} ms`, target: "< 2,000 ms" });
  const heap = await memory(page, MINUTES);
  rows.push({
    what: `500 operators: heap after ${MINUTES} min of pan, zoom and edit`,
    value: `${heap.before.toFixed(0)} → ${heap.after.toFixed(0)} MiB`,
    target: "stable, < 300 MB",
  });
  await page.context().close();

  const large = await storePipeline(server.url, 2_000);
  const big = await opened(browser, `${server.url}/pipelines/${large}`);
  rows.push({ what: "2,000 operators: open, empty cache, to interactive", value: `${Math.round(big.ms)} ms`, target: "opens" });
  await big.page.keyboard.press("0");
  const pan = await frames(big.page, async () => {
    await big.page.mouse.move(640, 300);
    for (let step = 0; step < 60; step++) {
      await big.page.mouse.wheel(30, 12);
      await big.page.evaluate(() => new Promise(requestAnimationFrame));
    }
  });
  rows.push({ what: "2,000 operators: pan at 100 %, frame time p95", value: `${p95(pan).toFixed(1)} ms`, target: "pans" });
  await big.page.keyboard.press("f");
  await big.page.waitForTimeout(300);
  rows.push({ what: "2,000 operators: drag one, frame time p95", value: `${p95(await dragOne(big.page)).toFixed(1)} ms`, target: "edits" });
} finally {
  await browser.close();
  server.stop();
  print();
}
keepTable("editor", { title: "The editor in Chromium", header: ["measure", "measured", "target"], rows: rows.map((row) => [row.what, row.value, row.target]) });

function print(): void {
  const widths = [Math.max(...rows.map((row) => row.what.length)), Math.max(...rows.map((row) => row.value.length))];
  console.log(`Editor, Chromium, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`);
  for (const row of rows) console.log(`${row.what.padEnd(widths[0] ?? 0)}  ${row.value.padStart(widths[1] ?? 0)}  ${row.target}`);
}
