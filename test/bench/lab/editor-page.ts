import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "../../../bin/lib/chromium.mjs";
import { stressPipeline } from "../../../components/editor/stress/stress-pipeline";

/** A browser that uses less than this share of a core over so long has nothing left to do. */
const QUIET_SHARE = 0.05;
const QUIET_S = 0.4;

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium() ?? undefined, args: [...CHROMIUM_FLAGS, "--enable-precise-memory-info"] });
}

/** Stores a made-up pipeline of so many operators; returns its id. */
export async function storePipeline(url: string, count: number): Promise<string> {
  const response = await fetch(`${url}/api/trpc/documents.create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: { kind: "Pipeline", document: stressPipeline(count) } }),
  });
  if (!response.ok) throw new Error(`documents.create answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { result: { data: { json: { id: string } } } }).result.data.json.id;
}

export interface Opened {
  page: Page;
  session: CDPSession;
  /** From the address to a click that selected a node, ms. */
  ms: number;
  /** From the address until the panels and the dock are drawn too, ms. */
  wholeMs: number;
}

/** Opens a pipeline with an empty cache until the main thread answers a click on a node. */
export async function openPipeline(browser: Browser, address: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  // The compiler of this file names functions through a helper that a page does not have.
  await context.addInitScript("globalThis.__name = (value) => value");
  await context.addInitScript(tellFirstNode);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Runtime.enable");
  await session.send("Runtime.addBinding", { name: "tell" });
  const [drawn, selected] = [told(session, "drawn"), told(session, "selected")];
  await whenQuiet(browser);
  const begin = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  const [x, y] = (await drawn).map(Number) as [number, number];
  await page.mouse.click(x, y);
  await selected;
  const ms = performance.now() - begin;
  await page.getByTestId("inspector").getByRole("textbox").first().waitFor();
  await page.getByTestId("frontier-dock").waitFor();
  return { page, session, ms, wholeMs: performance.now() - begin };
}

/**
 * In the page: tells where the first node is, in the frame in which it is drawn, and when one was selected. Playwright's own waiting would load its search
 * into the page first, and watch for two frames whether the node stands still.
 */
function tellFirstNode(): void {
  const tell = (text: string) => (window as unknown as { tell: (text: string) => void }).tell(text);
  const look = () => {
    const node = document.querySelector(".react-flow__node");
    if (!node) {
      requestAnimationFrame(look);
      return;
    }
    const { x, y, width, height } = node.getBoundingClientRect();
    tell(`drawn ${x + width / 2} ${y + height / 2}`);
    const lookAgain = () => {
      if (document.querySelector('.react-flow__node [data-selected="true"]')) tell("selected");
      else requestAnimationFrame(lookAgain);
    };
    lookAgain();
  };
  requestAnimationFrame(look);
}

/** What the page tells under a word, once. */
function told(session: CDPSession, word: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the page did not tell: ${word}`)), 120_000);
    session.on("Runtime.bindingCalled", ({ payload }) => {
      const [first, ...rest] = payload.split(" ");
      if (first !== word) return;
      clearTimeout(timer);
      resolve(rest);
    });
  });
}

/** Waits until the browser has made its new window: that loads pages of its own (the list under the address), which are none of ours. */
async function whenQuiet(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  let before = Number.NEGATIVE_INFINITY;
  for (;;) {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const now = processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    if (now - before < QUIET_S * QUIET_SHARE) break;
    before = now;
    await sleep(QUIET_S * 1000);
  }
  await session.detach();
}

/** Processor time of the page's main thread so far, ms: what a busy machine does not inflate. */
export async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? 0) * 1000;
}

/** JavaScript heap after a collection, MiB. */
export async function heapMiB(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return ((await session.send("Runtime.getHeapUsage")) as { usedSize: number }).usedSize / 2 ** 20;
}
