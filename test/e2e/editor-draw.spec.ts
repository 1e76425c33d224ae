import { expect, test } from "@playwright/test";
import { copyOfExample } from "./support-api";
import { drag, edge, emptyPipeline, middle, node, onServer, openEditor, saved, wire } from "./support-editor";

test("a pipeline is drawn from nothing by mouse, saved, and there after a reload", async ({ page, request }) => {
  const id = await emptyPipeline(request, "Drawn by mouse");
  await openEditor(page, id);
  await expect(page.getByText("Nothing drawn yet")).toBeVisible();

  await page.getByTestId("palette-input:audio").click();
  await expect(node(page, "audio")).toBeVisible();
  // dropped at the border it stays under the pointer: the picture does not move
  const surface = page.locator(".react-flow__viewport");
  const before = await surface.getAttribute("style");
  await page.getByTestId("palette-retrieval").dragTo(page.getByTestId("canvas"), { targetPosition: { x: 300, y: 30 } });
  await page.keyboard.press("Delete");
  expect(await surface.getAttribute("style")).toBe(before);
  await page.getByTestId("palette-speech-to-text").dragTo(page.getByTestId("canvas"), { targetPosition: { x: 420, y: 180 } });
  await expect(node(page, "asr")).toBeVisible();
  await expect(node(page, "asr")).toContainText("Not connected");
  await wire(page, "audio", "asr");
  await expect(edge(page, "audio", "asr")).toBeAttached();
  await expect(node(page, "asr")).toContainText(/candidates/);

  // a wire let go in empty space offers the tasks that fit
  const port = await middle(node(page, "asr").locator(".react-flow__handle.source"));
  await drag(page, port, { x: port.x + 90, y: port.y + 90 });
  const list = page.getByRole("listbox");
  await expect(list).toBeVisible();
  await expect(list.getByRole("option", { name: /Image embedding/ })).toHaveCount(0);
  await list
    .getByRole("option", { name: /Text to speech|Visual question answering/ })
    .first()
    .click();
  await saved(page);

  const { document } = await onServer(request, id);
  expect(document.spec.operators).toHaveLength(2);
  expect(document.spec.edges).toHaveLength(2);
  await page.reload();
  await expect(node(page, "asr")).toBeVisible();
  await expect(page.locator(".react-flow__edge")).toHaveCount(2);
});

test("ports that do not fit and cycles are refused with the reason", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Refused wires");
  await openEditor(page, id);
  await wire(page, "speech", "features");
  await expect(page.getByText("“speech” gives audio; “Image features” takes image, video or boxes.").first()).toBeVisible();
  await expect(edge(page, "speech", "features")).toHaveCount(0);

  await node(page, "answer").click();
  await page.getByTestId("inspector").getByLabel("Task", { exact: true }).click();
  await page.getByRole("option", { name: /^Routing/ }).click();
  await wire(page, "answer", "features");
  await expect(page.getByText(/That would close a cycle: Image features → Answer → Image features/).first()).toBeVisible();
  await expect(edge(page, "answer", "features")).toHaveCount(0);
});

test("a drag, a delete with its edges, and typing are one undo step each", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Undo steps");
  await openEditor(page, id);
  const before = await onServer(request, id);

  const start = await middle(node(page, "asr"));
  await drag(page, start, { x: start.x + 60, y: start.y + 48 });
  await node(page, "features").click();
  await page.keyboard.press("Delete");
  await expect(node(page, "features")).toHaveCount(0);
  await expect(page.locator(".react-flow__edge")).toHaveCount(2);
  await node(page, "answer").click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("");
  await page.getByRole("textbox", { name: "Name", exact: true }).pressSequentially("The answer");
  await expect(node(page, "answer")).toContainText("The answer");
  await page.getByRole("textbox", { name: "Name", exact: true }).blur();
  await saved(page);

  await page.getByRole("button", { name: "History", exact: true }).click();
  const steps = page.getByRole("list", { name: "Steps, newest first" }).getByRole("button");
  await expect(steps).toHaveText(["Name Answer", "Delete Image features", "Move Speech recognition", "As it was opened"]);

  await node(page, "image").click();
  for (let step = 0; step < 3; step++) await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "features")).toBeVisible();
  await expect(page.locator(".react-flow__edge")).toHaveCount(4);
  await saved(page);
  const undone = await onServer(request, id);
  expect(undone.document.spec).toEqual(before.document.spec);
  expect(undone.document.metadata.layout?.nodes).toEqual(before.document.metadata.layout?.nodes);

  for (let step = 0; step < 3; step++) await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(node(page, "features")).toHaveCount(0);
  await expect(node(page, "answer")).toContainText("The answer");

  // The field and the head of the inspector are written past React.
  await node(page, "answer").click();
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  const head = page.getByTestId("inspector").getByRole("tab").first();
  await expect(name).toHaveValue("The answer");
  await expect(head).toHaveText("The answer");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(name).toHaveValue("Answer");
  await expect(head).toHaveText("Answer");
});

test("candidates are in the page as far as they are in view, and taken out of the choice one by one", async ({ page, request }) => {
  const id = await emptyPipeline(request, "Candidates");
  await openEditor(page, id);
  await page.getByTestId("palette-text-generation").click();
  const rows = page.getByTestId("inspector").locator("li[aria-setsize]");
  const count = Number(await rows.first().getAttribute("aria-setsize"));
  expect(await rows.count()).toBeLessThan(count);
  await rows.first().hover();
  await page.mouse.wheel(0, 5_000);
  await rows
    .and(page.locator(`[aria-posinset="${count}"]`))
    .getByRole("checkbox")
    .uncheck();
  await expect(page.getByRole("heading", { name: `Candidates (${count - 1} of ${count})` })).toBeVisible();
});

test("Escape during a drag puts the node back and makes no step", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Cancelled drag");
  await openEditor(page, id);
  const start = await middle(node(page, "asr"));
  await drag(page, start, { x: start.x + 80, y: start.y + 40 }, false);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await middle(node(page, "asr"))).toEqual(start);
  await page.getByRole("button", { name: "History", exact: true }).click();
  await expect(page.getByRole("list", { name: "Steps, newest first" }).getByRole("button")).toHaveText(["As it was opened"]);
});

test("Escape gives up a wire, a marquee and the resize of a note; a wire may be dropped anywhere on a node", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Given up");
  await openEditor(page, id);
  await node(page, "answer").click();
  const port = await middle(node(page, "speech").locator(".react-flow__handle.source"));
  const pane = await page.getByTestId("canvas").boundingBox();
  if (!pane) throw new Error("the canvas is not on the screen");
  const empty = { x: port.x + 40, y: pane.y + 40 };

  await drag(page, port, empty, false);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await drag(page, empty, { x: port.x + 400, y: port.y + 40 }, false);
  await expect(page.locator(".react-flow__node.selected")).not.toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.mouse.move(port.x + 300, port.y);
  await page.mouse.up();
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(1);
  await expect(node(page, "answer")).toHaveClass(/selected/);

  await drag(page, await middle(node(page, "image").locator(".react-flow__handle.source")), await middle(node(page, "answer")));
  await expect(edge(page, "image", "answer")).toHaveCount(1);

  await page.mouse.click(empty.x, empty.y);
  await page.keyboard.press("n");
  await page.keyboard.type("Read this");
  await page.keyboard.press("Escape");
  const note = node(page, "note-1");
  const before = await note.boundingBox();
  if (!before) throw new Error("the note is not on the screen");
  const corner = { x: before.x + before.width, y: before.y + before.height };
  await drag(page, corner, { x: corner.x + 60, y: corner.y + 40 }, false);
  await expect.poll(async () => (await note.boundingBox())?.width).toBeGreaterThan(before.width + 40);
  await page.keyboard.press("Escape");
  await page.mouse.move(corner.x + 90, corner.y + 90);
  await page.mouse.up();
  await expect.poll(() => note.boundingBox()).toEqual(before);
  await drag(page, corner, { x: corner.x + 60, y: corner.y + 40 });
  await expect.poll(async () => (await note.boundingBox())?.width).toBeGreaterThan(before.width + 40);

  await page.getByRole("button", { name: "History", exact: true }).click();
  await expect(page.getByRole("list", { name: "Steps, newest first" }).getByRole("button")).toHaveText([
    "Resize note",
    "Edit note",
    "Add note",
    "Connect image to Answer",
    "As it was opened",
  ]);
});

test("copy and paste between pipelines, duplicate, align, insert on an edge, replace", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Copied from");
  const other = await emptyPipeline(request, "Pasted into");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openEditor(page, id);

  await node(page, "asr").click();
  await node(page, "answer").click({ modifiers: ["ControlOrMeta"] });
  // until what writes YAML is loaded the copy is JSON, which is YAML too
  await expect
    .poll(async () => {
      await page.keyboard.press("ControlOrMeta+c");
      return page.evaluate(() => navigator.clipboard.readText());
    })
    .toContain("task: speech-to-text");
  await page.keyboard.press("ControlOrMeta+d");
  await expect(node(page, "asr-2")).toBeVisible();
  await expect(edge(page, "asr-2", "answer-2")).toBeAttached();
  await page.keyboard.press("Alt+a");
  await expect
    .poll(async () => Math.round((await node(page, "asr-2").boundingBox())?.x ?? 0))
    .toBe(Math.round((await node(page, "answer-2").boundingBox())?.x ?? 1));
  for (let step = 0; step < 2; step++) await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "asr-2")).toHaveCount(0);

  // an operator on an edge keeps what flows
  await edge(page, "speech", "asr").click();
  await page.keyboard.press("i");
  await page.getByRole("combobox", { name: "Search tasks" }).fill("voice activity");
  await page.keyboard.press("Enter");
  await expect(edge(page, "speech", "asr")).toHaveCount(0);
  await expect(page.locator('.react-flow__edge[data-id^="speech→"]')).toHaveCount(1);
  await saved(page);
  const { document } = await onServer(request, id);
  expect(document.spec.edges.find((item) => item.from === "speech")?.bytes).toBeCloseTo(99401.46875, 6);

  await openEditor(page, other);
  await page.getByTestId("canvas").click({ position: { x: 40, y: 40 } });
  await page.keyboard.press("ControlOrMeta+v");
  await expect(node(page, "asr")).toBeVisible();
  await expect(edge(page, "asr", "answer")).toBeAttached();
  await saved(page);
});

test("a router's shares are edited on its edges and sum to one", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Router");
  await openEditor(page, id);
  await node(page, "asr").click();
  await page.keyboard.press("Shift+A");
  await page.getByRole("combobox", { name: "Search tasks" }).fill("moderation");
  await page.keyboard.press("Enter");
  await expect(page.locator('.react-flow__edge[data-id^="asr→"]')).toHaveCount(2);
  await node(page, "asr").click();
  await page.getByRole("button", { name: "Choose one way per request" }).click();
  await page.getByTestId("canvas").getByRole("button", { name: "50 %" }).first().click();
  const field = page.getByRole("textbox", { name: /Percent of requests from asr/ });
  await field.fill("170");
  await field.press("Enter");
  await expect(page.getByText("it is a number from 0 to 100")).toBeVisible();
  await expect(page.locator(":focus")).toHaveText("50 %");
  await page.keyboard.press("Enter");
  await field.fill("60");
  await field.press("Escape");
  await expect(page.getByTestId("canvas").getByRole("button", { name: "50 %" })).toHaveCount(2);
  await page.getByTestId("canvas").getByRole("button", { name: "50 %" }).first().click();
  await field.fill("80 %");
  await field.press("Enter");
  await expect(page.getByTestId("canvas").getByRole("button", { name: "20 %" })).toBeVisible();
  await page.getByLabel(/Share of requests that Speech recognition sends here/).fill("70");
  await expect(page.getByTestId("canvas").getByRole("button", { name: "70 %" })).toBeVisible();
  await expect(page.getByTestId("canvas").getByRole("button", { name: "30 %" })).toBeVisible();
  await saved(page);
  const { document } = await onServer(request, id);
  expect(document.spec.routers?.[0]?.choose.map((choice) => choice.probability).sort()).toEqual([0.3, 0.7]);
});
