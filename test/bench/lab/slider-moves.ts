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

/** From one step of a slider to the frame in which the frontier that answers it is drawn, ms, by the page's own clock; one figure per step. */
export async function sliderMoves(page: Page, slider: string, steps: number): Promise<number[]> {
  const thumb = page.getByTestId("what-if").getByRole("slider", { name: slider, exact: true });
  await thumb.focus();
  const times: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const answered = page.evaluate(async () => {
      const status = document.querySelector("[data-testid=what-if] [role=status]");
      if (!status) throw new Error("the panel does not say what it does");
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
      await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
      return performance.now() - begin;
    });
    await page.waitForTimeout(300);
    await page.keyboard.press("ArrowLeft");
    times.push(await answered);
  }
  return times;
}
