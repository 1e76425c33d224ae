import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { copyOfExample } from "./support-api";
import { drag, edge, emptyPipeline, middle, node, onServer, openEditor, saved } from "./support-editor";

/** The frontier as it is painted. */
async function painted(page: Page): Promise<string> {
  return page
    .getByTestId("frontier-scatter")
    .locator("canvas")
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

test("the chosen plan is on the drawing: budget along the path, heat, and the same choices in the frontier", async ({ page, request }) => {
  test.slow();
  const id = await copyOfExample(request, "visual-qa", "On the drawing");
  await openEditor(page, id);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 150_000 });

  // what is left of the latency target gets less along the path that decides it
  const left = async (operator: string) => {
    const text = await node(page, operator)
      .getByText(/of target left|over$/)
      .textContent();
    return Number.parseFloat(text ?? "") * (text?.endsWith("over") ? -1 : 1);
  };
  expect(await left("answer")).toBeLessThan(await left("features"));
  await expect(edge(page, "features", "answer").locator("[data-critical]")).toBeAttached();
  await expect(edge(page, "asr", "answer").locator("[data-critical]")).toHaveCount(0);

  const heat = page.getByRole("group", { name: "Heat" });
  for (const metric of ["Latency", "Cost", "Quality", "Energy"]) {
    await heat.getByRole("button", { name: metric }).click();
    await expect(heat.getByRole("button", { name: metric })).toHaveAttribute("aria-pressed", "true");
    await expect(node(page, "asr").locator(`[style*="${metric.toLowerCase()}"][style*="opacity"]`)).toBeAttached();
  }

  // an operator lights the plans that decide it the same way, a plan the operators that it decides the same way
  await page.mouse.move(5, 5);
  const before = await painted(page);
  await node(page, "asr").hover();
  await expect.poll(() => painted(page)).not.toBe(before);
  await page.mouse.move(5, 5);
  await expect.poll(() => painted(page)).toBe(before);
  await page.getByRole("tab", { name: /Plans/ }).click();
  const rows = page.getByTestId("plans-table").getByRole("row");
  await rows.nth(2).click();
  await rows.nth(4).hover();
  await expect(page.locator(".react-flow__node [data-relation]").first()).toBeAttached();
});

test("wires light what fits and say why not; notes, loops and distances; an operator is replaced with its wires", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Drawn further");
  await openEditor(page, id);
  const port = await middle(node(page, "image").locator(".react-flow__handle.source"));
  const asr = await middle(node(page, "asr"));
  await drag(page, port, asr, false);
  await expect(node(page, "asr").getByText("“image” gives image; “Speech recognition” takes audio")).toBeVisible();
  await expect(node(page, "answer").locator("[data-fits]")).toBeAttached();
  await page.mouse.move(asr.x, asr.y - 500);
  await page.mouse.up();
  await page.keyboard.press("Escape");

  await node(page, "asr").click();
  await page.keyboard.press("r");
  await page.getByRole("combobox", { name: "Search tasks" }).fill("audio");
  await expect(page.getByRole("dialog", { name: "Replace Speech recognition by" })).toBeVisible();
  await page.getByRole("combobox", { name: "Search tasks" }).fill("tool");
  await page.keyboard.press("Enter");
  await expect(edge(page, "speech", "asr")).toBeAttached();
  await expect(edge(page, "asr", "answer")).toBeAttached();

  await node(page, "asr").click();
  await page.getByLabel("Iterations, at most").fill("3");
  await page.getByLabel("Copies per request").fill("4");
  await expect(node(page, "asr").getByTitle(/^Loop:/)).toBeVisible();
  await expect(node(page, "asr").getByTitle(/copies per request/)).toContainText("4");

  await node(page, "image").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.getByRole("button", { name: "Distribute down" }).click();
  await page.getByRole("button", { name: "Align left", exact: true }).click();
  await saved(page);
  const places = Object.values((await onServer(request, id)).document.metadata.layout?.nodes ?? {});
  expect(new Set(places.map((place) => place.x)).size).toBe(1);
  expect(new Set(places.map((place) => place.y)).size).toBe(places.length);

  await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("n");
  await page.keyboard.type("Measured in March");
  await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
  await expect(page.locator(".react-flow__node-note")).toContainText("Measured in March");
  const note = await page.locator(".react-flow__node-note").boundingBox();
  for (const item of await page.locator(".react-flow__node-operator, .react-flow__node-entry").all()) {
    const box = await item.boundingBox();
    if (!note || !box) throw new Error("something is not drawn");
    const apart = box.x + box.width <= note.x || note.x + note.width <= box.x || box.y + box.height <= note.y || note.y + note.height <= box.y;
    expect(apart, "a note covers nothing").toBe(true);
  }
});

test("a layout is stopped before it is done, and moves nothing", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Stopped");
  await openEditor(page, id);
  const before = await middle(node(page, "asr"));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // from now on only the layout's own program is asked for
  await page.waitForLoadState("networkidle");
  await page.route("**/_next/static/**", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("button", { name: "Arrange" }).click();
  const notice = page.getByRole("alert").filter({ hasText: "Arranging the graph" });
  await expect(notice).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(notice).toHaveCount(0);
  await expect(page.getByTestId("announcer")).toContainText("Arranging stopped; nothing was moved");
  release();
  await page.unrouteAll({ behavior: "wait" });
  expect(await middle(node(page, "asr"))).toEqual(before);
});

test("outline, map and zoom lead about; text completes from the schema; pictures and text are exported", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Found");
  await openEditor(page, id);
  await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("2");
  await page
    .getByRole("region", { name: "Outline" })
    .getByRole("button", { name: /^Speech recognition/ })
    .click();
  await expect(page.getByTestId("inspector").getByRole("tab", { name: "Speech recognition" })).toBeVisible();
  const small = (await node(page, "asr").boundingBox())?.width ?? 0;
  await page.keyboard.press("g");
  await page.keyboard.press("Shift+F");
  await expect.poll(async () => (await node(page, "asr").boundingBox())?.width ?? 0).toBeGreaterThan(small * 1.05);
  await page.keyboard.press("f");
  await expect.poll(async () => Math.round((await node(page, "asr").boundingBox())?.width ?? 0)).toBeLessThanOrEqual(Math.ceil(small));
  await page.keyboard.press("m");
  await expect(page.getByRole("img", { name: "Map of the pipeline" })).toBeVisible();

  await page.keyboard.press("y");
  const code = page.getByRole("textbox", { name: "Pipeline as YAML" });
  await code.getByText("title: Answer").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("fan");
  await page.getByRole("option", { name: /fanOut/ }).click();
  await page.keyboard.type("2");
  await expect(node(page, "answer").getByTitle(/copies per request/)).toBeVisible();

  for (const [words, ending, start] of [
    ["Export as SVG", "svg", "<svg"],
    ["Export as PNG", "png", "\u0089PNG"],
    ["Export as YAML", "yaml", "apiVersion: trilemma/v1"],
  ] as const) {
    await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("textbox", { name: "Search actions, operators, models and settings" }).fill(words);
    const download = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
    expect((await readFile(await file.path())).toString("latin1").startsWith(start)).toBe(true);
  }
});

test("ten templates and more are offered, and drawn into a pipeline in one step", async ({ page, request }) => {
  const id = await emptyPipeline(request, "From templates");
  await openEditor(page, id);
  await page.getByRole("button", { name: "Look at templates" }).click();
  const templates = page.getByRole("region", { name: "Templates" });
  const insert = templates.getByRole("button", { name: "Insert here" });
  await expect.poll(() => insert.count()).toBeGreaterThanOrEqual(10);
  await expect(templates).toContainText("A spoken turn is written down");
  await templates.getByRole("link", { name: "Voice agent", exact: true }).locator("xpath=..").getByRole("button", { name: "Insert here" }).click();
  await expect.poll(() => page.locator(".react-flow__node-operator").count()).toBeGreaterThan(2);
  await saved(page);
  await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.locator(".react-flow__node")).toHaveCount(0);
});
