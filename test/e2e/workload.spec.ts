import { expect, test } from "@playwright/test";
import { copyOfExample, query } from "./support-api";

interface Stored {
  document: { spec: { classes: { rateRps?: number; title?: string }[] } };
}

test("a workload: what is typed can be undone, and survives a lost connection and a reload", async ({ page, context, request }) => {
  const pipelineId = await copyOfExample(request, "visual-qa", "Questions to save");
  const { workload } = await query<{ workload: { id: string } }>(request, "studies.get", { pipelineId });
  const onServer = async () => (await query<Stored>(request, "documents.get", { id: workload.id })).document.spec.classes;
  const status = page.getByTestId("save-status");
  const rate = page.getByRole("textbox", { name: "Rate" });
  await page.goto(`/workloads/${workload.id}`);
  await expect(status).toHaveText("Saved");
  const before = await rate.inputValue();

  await rate.fill("12");
  await expect(status).toHaveText("Saved");
  await page.getByRole("button", { name: "Add a class" }).click();
  await expect(page.getByRole("tab")).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("tab")).toHaveCount(1);
  await expect(rate).toHaveValue("12");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rate).toHaveValue(before);
  await expect(status).toHaveText("Saved");
  expect((await onServer())[0]?.rateRps).toBe(Number(before));

  await context.setOffline(true);
  await rate.fill("17");
  await expect(status).toHaveText("Offline, kept here");
  await page.goto("about:blank");
  await context.setOffline(false);
  expect((await onServer())[0]?.rateRps).toBe(Number(before));
  await page.goto(`/workloads/${workload.id}`);
  await expect(rate).toHaveValue("17");
  await expect(status).toHaveText("Saved");
  await expect.poll(async () => (await onServer())[0]?.rateRps).toBe(17);
});
