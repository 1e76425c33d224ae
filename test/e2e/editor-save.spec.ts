import { expect, test } from "@playwright/test";
import { copyOfExample, mutate } from "./support-api";
import { node, onServer, openEditor, saved } from "./support-editor";

async function nameOf(page: import("@playwright/test").Page, id: string, name: string): Promise<void> {
  await node(page, id).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Name", exact: true }).blur();
}

test("two tabs: changes of different things are merged in both, nothing is lost", async ({ page, context, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Two tabs, merged");
  await openEditor(page, id);
  const second = await context.newPage();
  await openEditor(second, id);

  await nameOf(page, "asr", "Hearing");
  await saved(page);
  // the other tab hears of it without being touched
  await expect(node(second, "asr")).toContainText("Hearing");

  await nameOf(second, "features", "Seeing");
  await saved(second);
  await expect(node(page, "features")).toContainText("Seeing");
  const { document } = await onServer(request, id);
  expect(document.spec.operators.map((operator) => operator.title)).toEqual(["Seeing", "Hearing", "Answer"]);
  await second.close();
});

test("a save over a newer version of the same thing shows both and overwrites neither", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Conflict");
  await openEditor(page, id);
  // somebody else, who is not a tab of this browser
  const head = await onServer(request, id);
  const theirs = structuredClone(head.document);
  const operator = theirs.spec.operators.find((item) => item.id === "asr");
  if (operator) operator.title = "Their name";
  await mutate(request, "documents.save", { id, baseVersion: head.version, document: theirs });

  await nameOf(page, "asr", "My name");
  const dialog = page.getByRole("dialog", { name: "This was changed in two places" });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("region", { name: /Yours/ })).toContainText("“My name”");
  await expect(dialog.getByRole("region", { name: /Theirs/ })).toContainText("“Their name”");
  expect((await onServer(request, id)).document.spec.operators.find((item) => item.id === "asr")?.title).toBe("Their name");

  await dialog.getByRole("button", { name: "Take theirs" }).click();
  await expect(node(page, "asr")).toContainText("Their name");
  await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
  await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "asr")).toContainText("My name");
  await saved(page);
  expect((await onServer(request, id)).document.spec.operators.find((item) => item.id === "asr")?.title).toBe("My name");
});

test("offline: changes are kept here, said to be unsaved, survive a reload, and are saved on return", async ({ page, context, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Offline");
  await openEditor(page, id);
  await expect(page.getByTestId("inspector")).toBeVisible();
  await context.setOffline(true);
  await nameOf(page, "asr", "Named offline");
  await expect(page.getByTestId("save-status")).toHaveText("Offline, kept here");
  expect((await onServer(request, id)).document.spec.operators.find((item) => item.id === "asr")?.title).toBe("Speech recognition");
  // the page goes while there is no connection: what was drawn waits in this browser
  await page.goto("about:blank");
  await context.setOffline(false);
  await page.goto(`/pipelines/${id}`);
  await expect(node(page, "asr")).toContainText("Named offline");
  await saved(page);
  expect((await onServer(request, id)).document.spec.operators.find((item) => item.id === "asr")?.title).toBe("Named offline");
});

test("offline: a part that was not loaded yet waits for the connection, and the drawing stays", async ({ page, context, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Opened offline");
  await openEditor(page, id);
  await expect(page.getByTestId("inspector")).toBeVisible();
  await context.setOffline(true);
  const asked = page.waitForEvent("requestfailed", (lost) => lost.url().endsWith("/api/health"));
  await page.getByRole("tab", { name: "YAML" }).click();
  await asked;
  await expect(page.getByText("Opening the text editor.")).toBeVisible();
  await expect(node(page, "asr")).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator(".cm-content")).toContainText("Pipeline");
});

test("a crash before the save reached the server: the draft is recovered", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Crash");
  await openEditor(page, id);
  await page.route("**/api/trpc/documents.save*", (route) => route.abort());
  await nameOf(page, "asr", "Before the crash");
  await expect(page.getByTestId("save-status")).toHaveText("Not saved yet, trying again");
  expect((await onServer(request, id)).document.spec.operators.find((item) => item.id === "asr")?.title).toBe("Speech recognition");
  await page.goto("about:blank");
  await page.unroute("**/api/trpc/documents.save*");
  await page.goto(`/pipelines/${id}`);
  await expect(node(page, "asr")).toContainText("Before the crash");
  await saved(page);
  expect((await onServer(request, id)).document.spec.operators.find((item) => item.id === "asr")?.title).toBe("Before the crash");
});
