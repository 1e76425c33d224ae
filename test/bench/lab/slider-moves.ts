import type { APIRequestContext, Page } from "@playwright/test";
import { mutate } from "../../e2e/support-api";
import { documentsOf } from "../planner/documents";
import { selectionOf } from "../planner/generators";

/** Twelve operators with two forks each way, ten options each, in two tiers that share no capacity. */
const SHAPE = { family: "diamonds", operators: 12, options: 10, tiers: 2 } as const;

/** A pipeline of twelve operators in the app, with a target on latency; its id. */
export async function twelveOperators(request: APIRequestContext): Promise<string> {
  const { pipeline, catalogues, infrastructure, workload } = documentsOf(selectionOf(SHAPE));
  const classes = workload.spec.classes.map((entry) => ({ ...entry, slos: [{ metric: "latency", op: "<=", value: 900, hard: true }] }));
  const imported = await mutate<{ id: string; kind: string }[]>(request, "documents.import", {
    documents: [pipeline, ...catalogues, infrastructure, { ...workload, spec: { ...workload.spec, classes } }],
  });
  const id = imported.find((document) => document.kind === "Pipeline")?.id;
  if (!id) throw new Error("the pipeline was not imported");
  return id;
}

declare global {
  interface Window {
    /** When the newest answer of the planner came, and when the chart was drawn last; ms by the page's clock. */
    bench?: { answered: number; drawn: number; step?: Promise<number> };
  }
}

/** Notes when answers come and when the chart is drawn, in a page that is open. */
async function watchChart(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (window.bench) return;
    const bench: NonNullable<Window["bench"]> = { answered: 0, drawn: 0 };
    window.bench = bench;
    const { fetch } = window;
    window.fetch = async (...question) => {
      const answer = await fetch(...question);
      if (String(question[0]).includes("/api/previews")) bench.answered = performance.now();
      return answer;
    };
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas.closest("[data-testid=frontier-scatter]")) bench.drawn = performance.now();
      clearRect.apply(this, box);
    };
  });
}

/**
 * From one step of a slider to the frame in which the frontier that answers it is drawn, ms, by the page's own clock; one figure per step. Both count: the chart
 * has been drawn anew since the answer came, and the panel says how long it took.
 */
export async function sliderMoves(page: Page, slider: string, steps: number): Promise<number[]> {
  await watchChart(page);
  const thumb = page.getByTestId("what-if").getByRole("slider", { name: slider, exact: true });
  await thumb.focus();
  const times: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    // the page listens before the key is pressed, however busy it is
    await page.evaluate(() => {
      const status = document.querySelector("[data-testid=what-if] [role=status]");
      const { bench } = window;
      if (!status || !bench) throw new Error("the panel does not say what it does");
      const answered = async () => {
        const begin = await new Promise<number>((resolve) => {
          window.addEventListener("keydown", () => resolve(performance.now()), { once: true, capture: true });
        });
        await new Promise<void>((resolve) => {
          // the panel says "Planning" and then how long it took: a change each, however quick
          let planning = false;
          const observer = new MutationObserver(() => {
            const text = status.textContent ?? "";
            if (text.startsWith("Planning")) planning = true;
            else if (planning) {
              observer.disconnect();
              resolve();
            }
          });
          observer.observe(status, { childList: true, characterData: true, subtree: true });
        });
        while (bench.answered < begin || bench.drawn < bench.answered) await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
        await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
        return performance.now() - begin;
      };
      bench.step = answered();
    });
    await page.waitForTimeout(300);
    await page.keyboard.press("ArrowLeft");
    times.push((await page.evaluate(() => window.bench?.step)) ?? Number.NaN);
  }
  return times;
}
