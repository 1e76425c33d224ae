// npm run bench -- frontier: how quickly the frontier workspace answers in a real Chromium: on 100,000 plans in a page of its own, and to sliders in the app.
import { type Browser, chromium, type Page } from "@playwright/test";
import superjson from "superjson";
import { CHROMIUM_FLAGS, findChromium } from "../../bin/lib/chromium.mjs";
import { frontierTransfer } from "../../core/frontier/frontier-transfer";
import { exampleInput } from "../support/example-input";
import { studyOf } from "./lab/example-study";
import type {} from "./lab/frontier-lab";
import { manyPlans } from "./lab/many-plans";
import { serveLab } from "./lab/serve-lab";
import { serveApp } from "./lab/served-app";
import { sliderMoves, twelveOperators } from "./lab/slider-moves";
import { keepTable } from "./report/write-results";

const PLANS = Number(process.argv.find((argument) => /^--plans=\d+$/.test(argument))?.slice(8) ?? 100_000);

const FIRST_CHARTS = 5;
const WARM_MOVES = 4;
const MOVES = 10;
const SLIDERS = [
  ["latency", "a target"],
  ["Rate", "the rate"],
  ["pool-0 price", "a price"],
  ["pool-0", "a count"],
] as const;

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Time of the synchronous work of one input event and of the frame it leads to, in ms, measured in the page. */
async function measureMoves(page: Page, selector: string, moves: { x: number; y: number }[], pressed: boolean): Promise<number[]> {
  return page.evaluate(
    async ({ selector, moves, pressed }) => {
      const element = document.querySelector(selector);
      if (!element) throw new Error(`${selector} is not on the page`);
      const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
      const send = (type: string, point: { x: number; y: number }, buttons: number) =>
        element.dispatchEvent(
          new PointerEvent(type, { bubbles: true, clientX: point.x, clientY: point.y, pointerId: 1, button: type === "pointermove" ? -1 : 0, buttons }),
        );
      (element as Element & { setPointerCapture: (id: number) => void }).setPointerCapture = () => {};
      const times: number[] = [];
      const first = moves[0];
      if (pressed && first) send("pointerdown", first, 1);
      for (const point of moves) {
        await frame();
        const start = performance.now();
        send("pointermove", point, pressed ? 1 : 0);
        // what the event leaves for the next frame (a state change, a drawing) runs before this timer
        await frame();
        await new Promise<void>((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve();
          channel.port2.postMessage(null);
        });
        times.push(performance.now() - start);
      }
      const last = moves.at(-1);
      if (pressed && last) send("pointerup", last, 0);
      return times;
    },
    { selector, moves, pressed },
  );
}

/** Time of the work alone: from the event to the end of the tasks it causes, without waiting for the screen. */
async function measureWork(page: Page, selector: string, moves: { x: number; y: number }[]): Promise<number[]> {
  return page.evaluate(
    async ({ selector, moves }) => {
      const element = document.querySelector(selector);
      if (!element) throw new Error(`${selector} is not on the page`);
      const times: number[] = [];
      for (const point of moves) {
        await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
        const start = performance.now();
        element.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: point.x, clientY: point.y, pointerId: 1, button: -1 }));
        await Promise.resolve();
        times.push(performance.now() - start);
        await new Promise<void>((resolve) => setTimeout(resolve, 20));
      }
      return times;
    },
    { selector, moves },
  );
}

type Row = [measure: string, measured: number, target: number, unit: string];

/** Hovering, brushing, the first picture and the memory, on a page that holds only the dock. */
async function manyPlansRows(browser: Browser): Promise<Row[]> {
  const study = studyOf(exampleInput("visual-qa"));
  superjson.registerCustom(frontierTransfer, "frontier");
  const lab = await serveLab({ ...study, runs: { ...study.runs, shown: null } }, superjson.stringify(manyPlans(study.runs.shown.frontier, PLANS)));
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 440 } });
    // the loader that runs this file names functions with a helper that the page does not have
    await page.addInitScript("globalThis.__name = (value) => value");
    const firstCharts: number[] = [];
    for (let round = 0; round < FIRST_CHARTS; round += 1) {
      await page.goto(lab.url);
      await page.getByTestId("frontier-dock").waitFor();
      firstCharts.push(await firstChart(page));
    }
    const scatter = await page.getByTestId("frontier-scatter").boundingBox();
    const axes = await page
      .locator("[data-axis]")
      .evaluateAll((elements) =>
        elements.map((element) => ({ name: element.getAttribute("data-axis") ?? "", box: element.getBoundingClientRect().toJSON() as DOMRect })),
      );
    if (!scatter || axes.length < 3) throw new Error("the charts are not on the page");
    const hoverPath = Array.from({ length: 60 }, (_, i) => ({
      x: scatter.x + 80 + ((scatter.width - 120) * i) / 60,
      y: scatter.y + 60 + (scatter.height - 140) * (0.5 + 0.4 * Math.sin(i / 4)),
    }));
    const hover = await measureWork(page, "[data-testid=frontier-scatter]", hoverPath);
    const brushes: number[] = [];
    for (const axis of axes.slice(0, 3)) {
      const x = axis.box.x + axis.box.width / 2;
      const path = Array.from({ length: 20 }, (_, i) => ({ x, y: axis.box.y + axis.box.height * (0.9 - (0.5 * i) / 20) }));
      brushes.push(...(await measureMoves(page, `[data-axis=${axis.name}]`, path, true)));
    }
    const heap = await page.evaluate(() => {
      (window as unknown as { gc?: () => void }).gc?.();
      return (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6;
    });
    return [
      ["hover answer, p95", percentile(hover, 0.95), 16, "ms"],
      ["brush on three axes, median (to the drawn frame)", percentile(brushes, 0.5), 50, "ms"],
      ["brush on three axes, p95 (to the drawn frame)", percentile(brushes, 0.95), 50, "ms"],
      [`first chart, median of ${FIRST_CHARTS}`, percentile(firstCharts, 0.5), 300, "ms"],
      ["heap, plans included", heap, 250, "MB"],
    ];
  } finally {
    lab.close();
  }
}

/** From the text of the answer to the drawn chart: reading it is part of what a person waits for. */
async function firstChart(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const text = await (await fetch("/answer")).text();
    const { readFrontier, setFrontier } = window;
    const start = performance.now();
    setFrontier(readFrontier(text));
    while (!document.querySelector("[data-testid=frontier-scatter]:not([data-plans='0']) canvas"))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - start;
  });
}

/** Sliders of what-if in the app itself, with its server and its planner behind. */
async function sliderRows(browser: Browser): Promise<Row[]> {
  const app = await serveApp();
  try {
    const page = await browser.newPage({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
    await page.addInitScript("globalThis.__name = (value) => value");
    await page.goto(`/pipelines/${await twelveOperators(page.request)}`);
    await page.getByTestId("plan-button").click();
    await page.locator("[data-testid=plan-control][data-status=done]").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "What if" }).click();
    const rows: Row[] = [];
    for (const [slider, what] of SLIDERS) {
      // the first moves compile what runs
      const moves = (await sliderMoves(page, slider, WARM_MOVES + MOVES)).slice(WARM_MOVES);
      rows.push([`slider of ${what} to redrawn frontier, 12 operators, median`, percentile(moves, 0.5), 150, "ms"]);
    }
    return rows;
  } finally {
    await app.close();
  }
}

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [...CHROMIUM_FLAGS, "--enable-precise-memory-info", "--js-flags=--expose-gc"],
});
try {
  const rows = [...(await manyPlansRows(browser)), ...(await sliderRows(browser))];
  keepTable("frontier", {
    title: `The frontier workspace in Chromium on ${PLANS.toLocaleString("en")} plans, and sliders on a pipeline of twelve operators`,
    header: ["measure", "measured", "target"],
    rows: rows.map(([name, value, wanted, unit]) => [name, `${value.toFixed(1)} ${unit}`, `< ${wanted} ${unit}`]),
  });
  console.log(`Frontier workspace on ${PLANS.toLocaleString("en")} plans`);
  for (const [name, value, wanted, unit] of rows) console.log(`  ${name.padEnd(68)}${value.toFixed(1).padStart(8)} ${unit}   wanted < ${wanted} ${unit}`);
} finally {
  await browser.close();
}
