import { expect, type Page, test } from "@playwright/test";
import { copyOfExample } from "./support-api";
import { accessibilityViolations } from "./support-axe";
import { drag, edge, emptyPipeline, middle, node, onServer, openEditor, saved } from "./support-editor";

const group = (page: Page) => node(page, "group:group-1");

test("a group is made, folded into one box with its wires, unfolded by undo, and never changes the meaning", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Grouped");
  await openEditor(page, id);
  const before = await onServer(request, id);
  await node(page, "features").click();
  // Shift adds as Ctrl does; a click without either takes one of several
  await node(page, "asr").click({ modifiers: ["Shift"] });
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(2);
  await node(page, "features").click();
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(1);
  await node(page, "asr").click({ modifiers: ["ControlOrMeta"] });
  await page.keyboard.press("ControlOrMeta+g");
  await page.keyboard.type("Senses");
  await page.keyboard.press("Enter");
  await expect(group(page)).toContainText("Senses");
  await page.keyboard.press(".");
  await expect(page.getByTestId("announcer")).toContainText("Senses folded");
  await expect(node(page, "features")).toHaveCount(0);
  await expect(group(page)).toContainText("2 members");
  await expect(page.locator(".react-flow__edge")).toHaveCount(3);
  await saved(page);
  expect((await onServer(request, id)).document.spec).toEqual(before.document.spec);

  // the box takes its members with it
  const from = await middle(group(page));
  await drag(page, from, { x: from.x + 40, y: from.y + 120 });
  await saved(page);
  const moved = (await onServer(request, id)).document.metadata.layout?.nodes;
  expect(moved?.features).not.toEqual(before.document.metadata.layout?.nodes?.features);
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "features")).toBeVisible();
  await expect(edge(page, "features", "answer")).toBeAttached();
  expect(await accessibilityViolations(page)).toEqual([]);
});

test("a dragged operator is drawn to the lines of others, and Escape puts it back", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Aligned");
  await openEditor(page, id);
  const asr = await middle(node(page, "asr"));
  const features = await middle(node(page, "features"));
  await page.keyboard.press("Escape");
  await drag(page, asr, { x: features.x + 3, y: asr.y + 60 }, false);
  await expect(page.getByTestId("guide-x")).toBeVisible();
  await page.mouse.up();
  await expect(page.getByTestId("guide-x")).toBeHidden();
  await saved(page);
  const places = (await onServer(request, id)).document.metadata.layout?.nodes;
  expect(places?.asr?.x).toBe(places?.features?.x);

  const again = await middle(node(page, "asr"));
  await drag(page, again, { x: again.x + 90, y: again.y + 33 }, false);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(page.getByTestId("announcer")).toContainText("Move cancelled");
  expect((await onServer(request, id)).document.metadata.layout?.nodes?.asr).toEqual(places?.asr);
});

test("alternatives and quality rows are edited in forms", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Forms");
  await openEditor(page, id);
  const quality = page.getByRole("region", { name: "Quality", exact: true });
  await quality.getByRole("button", { name: "Add a row" }).click();
  const row = page.getByRole("region", { name: /^Quality row/ });
  await row.getByLabel("Quality", { exact: true }).fill("0.625");
  await row.getByLabel("Source").fill("measured");
  await saved(page);
  const rows = async () => (await onServer(request, id)).document.spec as unknown as { quality: { values: { value: number; source?: string }[] } };
  expect((await rows()).quality.values.at(-1)).toMatchObject({ value: 0.625, source: "measured" });
  await row.getByRole("button", { name: /^Remove quality row/ }).click();

  await node(page, "answer").click();
  await page.getByRole("button", { name: "Give alternatives" }).click();
  const second = page.getByRole("region", { name: "Alternative second" });
  await second.getByRole("button", { name: "Add a step" }).click();
  await expect(second.getByRole("listitem")).toHaveCount(2);
  await expect(node(page, "answer")).toContainText("2 alternatives");
  await page.getByRole("button", { name: "Remove alternative second" }).click();
  await expect(page.getByRole("button", { name: "Give alternatives" })).toBeVisible();
  await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
  await saved(page);
});

test("a file that is dropped on the canvas is drawn there; one that is no pipeline says so", async ({ page, request }) => {
  const id = await emptyPipeline(request, "Dropped");
  await openEditor(page, id);
  const drop = (name: string, text: string) =>
    page.evaluate(
      ([file, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content as string], file as string));
        const target = document.querySelector(".react-flow__pane") as Element;
        for (const type of ["dragover", "drop"])
          target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data, clientX: 700, clientY: 250 }));
      },
      [name, text],
    );
  await drop("notes.txt", "nothing of ours");
  await expect(page.getByText("It is no YAML or JSON document of a pipeline.")).toBeVisible();
  await drop(
    "small.yaml",
    "apiVersion: trilemma/v1\nkind: Pipeline\nmetadata: { name: small }\nspec:\n  inputs: [{ id: q, type: text }]\n  operators: [{ id: a, task: text-generation }]\n  edges: [{ from: q, to: a }]\n",
  );
  await expect(edge(page, "q", "a")).toBeAttached();
  await saved(page);
  expect((await onServer(request, id)).document.spec.operators).toHaveLength(1);
  await drop(
    "cycle.yaml",
    "apiVersion: trilemma/v1\nkind: Pipeline\nmetadata: { name: cycle }\nspec:\n  inputs: []\n  operators: [{ id: b, task: text-generation }, { id: c, task: text-generation }]\n  edges: [{ from: b, to: c }, { from: c, to: b }, { from: c, to: gone }]\n",
  );
  await expect(page.getByText("Pasted without 2 edges")).toBeVisible();
  await expect(edge(page, "b", "c")).toBeAttached();
});

test("by keyboard alone: plan, choose a plan, and see it on the nodes", async ({ page, request }) => {
  test.slow();
  const id = await copyOfExample(request, "visual-qa", "Planned by keyboard");
  await openEditor(page, id);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 150_000 });
  const announcer = page.getByTestId("announcer");
  await page.keyboard.press("]");
  await expect(announcer).toContainText(/^Plan p-\d+, \d+ of \d+/);
  const place = Number(/, (\d+) of /.exec((await announcer.textContent()) ?? "")?.[1]);
  const chosen = await node(page, "answer").textContent();
  await page.keyboard.press("[");
  await expect(announcer).toContainText(`, ${place - 1} of `);
  await page.keyboard.press("h");
  await expect(announcer).toContainText("Heat by latency");
  expect(chosen).toMatch(/vqa-/);
});

test("dialogs break no rule of WCAG 2.2 AA", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Dialogs");
  await openEditor(page, id);
  const look = async (open: () => Promise<void>, role: ReturnType<Page["getByRole"]>) => {
    await open();
    await expect(role).toBeVisible();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(role).toBeHidden();
  };
  await look(() => page.keyboard.press("ControlOrMeta+k"), page.getByRole("textbox", { name: "Search actions, operators, models and settings" }));
  await look(() => page.keyboard.press("?"), page.getByRole("dialog", { name: "Shortcuts and help" }));
  await node(page, "asr").click();
  await look(() => page.keyboard.press("c"), page.getByRole("dialog", { name: "Connect Speech recognition to" }));
  await look(() => page.keyboard.press("Shift+A"), page.getByRole("dialog", { name: "After Speech recognition" }));
  for (const key of ["2", "3", "4", "5"]) {
    await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
    await page.keyboard.press(key);
    expect(await accessibilityViolations(page)).toEqual([]);
  }
});
