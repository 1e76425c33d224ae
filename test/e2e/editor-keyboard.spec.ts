import { expect, type Page, test } from "@playwright/test";
import { edge, emptyPipeline, node, onServer, openEditor, saved } from "./support-editor";

async function add(page: Page, key: string, words: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByRole("combobox", { name: "Search tasks" })).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

test("a pipeline is drawn, connected, moved, configured, given targets and planned, and a plan is chosen, without a mouse", async ({ page, request }) => {
  test.slow();
  const id = await emptyPipeline(request, "Drawn by keyboard");
  await openEditor(page, id);
  const announcer = page.getByTestId("announcer");

  await add(page, "a", "audio input");
  await expect(announcer).toContainText("Input audio added");
  await expect(node(page, "audio")).toBeFocused();
  await add(page, "Shift+A", "speech to text");
  await expect(edge(page, "audio", "asr")).toBeAttached();
  await expect(node(page, "asr")).toBeFocused();
  await add(page, "a", "moderation");
  await expect(node(page, "moderate")).toBeFocused();

  // along the wires, and a new wire
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(node(page, "audio")).toBeFocused();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(node(page, "asr")).toBeFocused();
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Connect asr to" });
  await expect(dialog.getByRole("textbox", { name: "Search operators" })).toBeFocused();
  await page.keyboard.type("mod");
  await page.keyboard.press("Enter");
  await expect(edge(page, "asr", "moderate")).toBeAttached();
  await expect(announcer).toContainText("asr connected to moderate");
  await expect(node(page, "asr")).toBeFocused();

  // moves are steps of their own until the selection changes
  await saved(page);
  const before = (await onServer(request, id)).document.metadata.layout?.nodes?.asr;
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await saved(page);
  const after = (await onServer(request, id)).document.metadata.layout?.nodes?.asr;
  expect(after).toEqual({ x: (before?.x ?? 0) + 16, y: (before?.y ?? 0) + 64 });
  await page.keyboard.press("ControlOrMeta+z");
  await expect(announcer).toContainText("Undone: Move asr");
  await saved(page);
  expect((await onServer(request, id)).document.metadata.layout?.nodes?.asr).toEqual(before);

  // renamed in place, configured in the inspector
  await page.keyboard.press("F2");
  await page.keyboard.type("hearing");
  await page.keyboard.press("Enter");
  await expect(node(page, "asr")).toContainText("hearing");
  await page.keyboard.press("Escape");
  await tabTo(page, page.getByRole("button", { name: "Add a target" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("At most", { exact: true }));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("750");
  await tabTo(page, page.getByRole("button", { name: "Add target", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("target")).toHaveCount(1);
  await expect(page.getByTestId("target")).toContainText(/Latency p\d+ ≤ 750 ms/);
  await saved(page);

  // into the inspector and back, and a second target by its key
  await page.keyboard.press("Escape");
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(node(page, "audio")).toBeFocused();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(node(page, "asr")).toBeFocused();
  await page.keyboard.press("t");
  await expect(page.getByLabel("At most", { exact: true })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("60000");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("target")).toContainText(/60 s|60,000 ms/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(node(page, "asr")).toBeFocused();

  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 150_000 });
  await page.keyboard.press("]");
  await expect(announcer).toContainText(/^Plan p-\d+, \d+ of \d+/);
  await expect(node(page, "asr")).toContainText(/×\d|API/);
});

async function tabTo(page: Page, target: ReturnType<Page["getByRole"]>): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not get there");
}

test("on a phone the outline, the inspector and the numbers are read, and a remark is left", async ({ page, request }) => {
  const id = await emptyPipeline(request, "On a phone");
  await openEditor(page, id);
  await add(page, "a", "text input");
  await add(page, "Shift+A", "text generation");
  await saved(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const outline = page.getByRole("region", { name: "Outline" });
  await expect(outline).toBeVisible();
  await outline.getByRole("button", { name: /^generate .*Text generation, fed by text/ }).click();
  await expect(page.getByTestId("inspector")).toContainText("Candidates");
  await expect(page.getByTestId("canvas")).toHaveCount(0);
  await outline.getByRole("button", { name: "Add a note" }).click();
  await expect(page.getByLabel("Text")).toBeFocused();
  await page.keyboard.type("Is one model enough here?");
  await expect(outline.getByRole("button", { name: /^Is one model enough here/ })).toBeVisible();
  await saved(page);
  const stored = await onServer(request, id);
  expect(stored.document.metadata.layout).toMatchObject({ notes: [{ text: "Is one model enough here?" }] });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
