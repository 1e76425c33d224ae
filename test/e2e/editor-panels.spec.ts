import { expect, test } from "@playwright/test";
import { copyOfExample, query } from "./support-api";
import { accessibilityViolations } from "./support-axe";
import { node, onServer, openEditor, saved } from "./support-editor";

test("targets are added, changed and removed, saved with the workload, and compared with the plan", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Targets");
  await openEditor(page, id);
  const targets = page.getByRole("region", { name: /^Targets of/ });
  await expect(targets.getByTestId("target")).toHaveCount(3);

  await targets.getByRole("button", { name: "Add a target" }).click();
  await targets.getByLabel("At most").fill("123");
  await targets.getByRole("button", { name: "Add target" }).click();
  await expect(targets.getByTestId("target")).toHaveCount(4);
  await expect(targets.getByRole("button", { name: /^Latency p9\d ≤ 123 ms$/ })).toBeVisible();
  await saved(page);
  const slosOf = async () => {
    const study = await query<{ workload: { document: { spec: { classes: { slos?: { value: number; hard?: boolean }[] }[] } } } }>(request, "studies.get", {
      pipelineId: id,
    });
    return study.workload.document.spec.classes[0]?.slos ?? [];
  };
  expect((await slosOf()).map((slo) => slo.value)).toEqual([150, 0.56, 10, 123]);

  await targets.getByRole("button", { name: /^Latency p9\d ≤ 123 ms$/ }).click();
  await targets.getByText("Soft", { exact: true }).click();
  await saved(page);
  expect((await slosOf())[3]?.hard).toBe(false);

  await targets.getByRole("button", { name: /^Remove target Quality/ }).click();
  await expect(targets.getByTestId("target")).toHaveCount(3);
  await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
  await page.keyboard.press("ControlOrMeta+z");
  await expect(targets.getByTestId("target")).toHaveCount(4);
  await saved(page);
  expect(await slosOf()).toHaveLength(4);
});

test("YAML and drawing follow each other, and a broken text leaves the drawing alone", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Text and picture");
  await openEditor(page, id);
  await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
  await page.keyboard.press("y");
  const code = page.getByRole("textbox", { name: "Pipeline as YAML" });
  await expect(code).toContainText("task: speech-to-text");

  // from the drawing to the text
  await node(page, "asr").click();
  await page.keyboard.press("F2");
  await page.keyboard.type("Hearing");
  await page.keyboard.press("Enter");
  await expect(code).toContainText("title: Hearing");

  // from the text to the drawing
  await code.getByText("title: Answer").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" found");
  await expect(node(page, "answer")).toContainText("Answer found");

  // what is not valid yet is said, and not drawn
  await page.keyboard.press("Enter");
  await page.keyboard.type("tusk: 3");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("yaml-view").getByRole("alert")).toContainText("tusk");
  await expect(node(page, "answer")).toContainText("Answer found");
  await saved(page);
  expect((await onServer(request, id)).document.spec.operators[2]).toMatchObject({ title: "Answer found" });

  // it is kept while the text is closed and the drawing goes on
  await page.getByTestId("inspector").getByRole("tab").first().click();
  await expect(code).toBeHidden();
  await node(page, "asr").click();
  await page.keyboard.press("F2");
  await page.keyboard.type("Ears");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "YAML not applied" }).click();
  await expect(page.getByRole("tab", { name: "YAML, not applied" })).toHaveAttribute("aria-selected", "true");
  await expect(code).toContainText("tusk: 3");
  await expect(page.getByTestId("yaml-view").getByRole("alert")).toContainText("tusk");

  // and over a reload
  await saved(page);
  await page.reload();
  await expect(page.getByRole("tab", { name: "YAML, not applied" })).toHaveAttribute("aria-selected", "true");
  await expect(code).toContainText("tusk: 3");
  await expect(page.getByTestId("yaml-view").getByRole("alert")).toContainText("tusk");
  await expect(node(page, "asr")).toContainText("Ears");

  // put right, it is drawn, and so stays what was drawn meanwhile
  await code.getByText("tusk: 3").click();
  await page.keyboard.press("End");
  for (let key = 0; key < "tusk: 3".length; key++) await page.keyboard.press("Backspace");
  await page.keyboard.type("fanOut: 2");
  await expect(page.getByRole("button", { name: "YAML not applied" })).toBeHidden();
  await expect(code).toContainText("title: Ears");
  await expect(node(page, "asr")).toContainText("Ears");
  await expect.poll(async () => (await onServer(request, id)).document.spec.operators[2]).toMatchObject({ title: "Answer found", fanOut: 2 });
});

test("problems are on the node and in the list, which leads there and puts right what it can", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Problems");
  await openEditor(page, id);
  await page.getByTestId("palette-input:text").click();
  await page.getByRole("button", { name: "Problems, 1" }).click();
  const list = page.getByRole("region", { name: /^Problems( \(\d+\))?$/ }).first();
  await expect(list).toContainText("leads nowhere");
  await list.getByRole("button", { name: "Remove text" }).click();
  await expect(node(page, "text")).toHaveCount(0);
  await expect(list).toContainText("No problems");
});

test("the command palette finds actions, operators and settings; the help lists every key; menus undo and export", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Palette");
  await openEditor(page, id);
  await page.keyboard.press("ControlOrMeta+k");
  const search = page.getByRole("textbox", { name: "Search actions, operators, models and settings" });
  await search.fill("speech rec");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("inspector")).toContainText("Speech recognition");
  // letters that come before the palette has the focus are searched for, and run no actions
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false) =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, ctrlKey, bubbles: true, cancelable: true }));
    press("k", true);
    for (const letter of "an") press(letter);
  });
  await expect(search).toBeFocused();
  await page.keyboard.type("s");
  await expect(search).toHaveValue("ans");
  await expect(page.locator(".react-flow__node-note")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("inspector")).toContainText("Answer");
  await page.keyboard.press("ControlOrMeta+k");
  await search.fill("speech rec");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("inspector")).toContainText("Speech recognition");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await search.fill("iterations, at most");
  await page.getByText("Setting of Answer").click();
  await expect(page.getByLabel("Iterations, at most")).toBeFocused();
  await expect(node(page, "answer")).toHaveClass(/selected/);
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  const canvas = page.getByRole("toolbar", { name: "Canvas" });
  await expect(page.getByLabel("Iterations, at most")).toHaveValue("3");
  await canvas.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Iterations, at most")).toHaveValue("1");
  await expect(canvas.getByRole("button", { name: "Redo" })).toBeEnabled();
  await page.getByRole("button", { name: "Document menu" }).click();
  await expect(page.getByRole("menuitem", { name: "Export as PNG" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("t");
  await expect(page.getByRole("button", { name: "Add target", exact: true })).toBeVisible();
  await page.getByTestId("canvas").click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Shortcuts and help" })).toContainText("Insert an operator on the edge");
});

test("arranging is one step, in a worker, and changes no meaning", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Arranged");
  await openEditor(page, id);
  const before = await onServer(request, id);
  await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
  await page.keyboard.press("l");
  await expect(page.getByTestId("announcer")).toContainText("Graph arranged");
  await saved(page);
  const after = await onServer(request, id);
  expect(after.document.spec).toEqual(before.document.spec);
  expect(after.document.metadata.layout?.nodes).not.toEqual(before.document.metadata.layout?.nodes);
  await page.keyboard.press("ControlOrMeta+z");
  await saved(page);
  expect((await onServer(request, id)).document.metadata.layout?.nodes).toEqual(before.document.metadata.layout?.nodes);
});

test("a layout that is not found in time is given up with a message, and nothing has moved", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Never arranged");
  await page.clock.install();
  // A worker that takes every message and answers none.
  await page.addInitScript(() => {
    window.Worker = class extends EventTarget {
      postMessage() {}
      terminate() {}
    } as unknown as typeof Worker;
  });
  await openEditor(page, id);
  const before = await onServer(request, id);
  await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
  await page.keyboard.press("l");
  await page.clock.fastForward(1_000);
  await expect(page.getByText("Arranging the graph")).toBeVisible();
  await page.clock.fastForward(15_000);
  await expect(page.getByText("No layout was found in 15 s. Nothing was moved.")).toBeVisible();
  await expect(page.getByText("Arranging the graph")).toBeHidden();
  await saved(page);
  expect((await onServer(request, id)).version).toBe(before.version);
});

test("no violations of WCAG 2.2 AA, in light and in dark", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Axe");
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await openEditor(page, id);
    expect(await accessibilityViolations(page)).toEqual([]);
    await node(page, "asr").click();
    expect(await accessibilityViolations(page)).toEqual([]);
  }
});

test("the other pages keep to WCAG 2.2 AA too", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Axe elsewhere");
  for (const [address, shown] of [
    ["/", page.getByRole("link", { name: "Visual question answering", exact: true })],
    ["/workloads", page.getByRole("heading", { name: "Workloads" })],
    ["/stress?operators=60", page.locator(".react-flow__node").first()],
    [`/pipelines/${id}/report`, page.getByRole("heading", { name: "There are no plans to report yet" })],
  ] as const) {
    expect((await page.goto(address))?.ok(), address).toBe(true);
    await expect(shown.first()).toBeVisible({ timeout: 30_000 });
    expect(await accessibilityViolations(page), address).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/pipelines/${id}`);
  await expect(page.getByRole("region", { name: "Outline" })).toBeVisible();
  expect(await accessibilityViolations(page), "on a phone").toEqual([]);
});
