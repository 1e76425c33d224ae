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
  expect((await onServer())[0]?.rateRps).toBe(Number(before));
  await page.goto("about:blank");
  await context.setOffline(false);
  await page.goto(`/workloads/${workload.id}`);
  await expect(rate).toHaveValue("17");
  await expect(status).toHaveText("Saved");
  await expect.poll(async () => (await onServer())[0]?.rateRps).toBe(17);
});

test("a number that cannot be taken stays with its reason, and looking at another kind of arrivals writes nothing", async ({ page, request }) => {
  const pipelineId = await copyOfExample(request, "visual-qa", "Questions to mistype");
  const { workload } = await query<{ workload: { id: string } }>(request, "studies.get", { pipelineId });
  const stored = async () => (await query<Stored>(request, "documents.get", { id: workload.id })).document.spec.classes[0];
  const rate = page.getByRole("textbox", { name: "Rate" });
  await page.goto(`/workloads/${workload.id}`);
  await rate.fill("20");
  await expect.poll(async () => (await stored())?.rateRps).toBe(20);

  for (const [text, reason] of [
    ["-3", "More than 0"],
    ["0", "More than 0"],
    ["12,5", "Not a number"],
    ["1k", "Not a number"],
  ] as const) {
    await rate.fill(text);
    await expect(rate).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText(reason)).toBeVisible();
  }
  await rate.blur();
  await expect(rate).toHaveValue("1k");
  await rate.press("Escape");
  await expect(rate).toHaveValue("20");
  await rate.fill("1.5e3 ");
  await expect.poll(async () => (await stored())?.rateRps).toBe(1500);
  await rate.fill("20");
  await expect.poll(async () => (await stored())?.rateRps).toBe(20);

  await page.getByText("Daily curve", { exact: true }).click();
  await expect(page.getByTestId("arrivals-offer")).toBeVisible();
  await page.getByText("Rate", { exact: true }).first().click();
  await expect(rate).toHaveValue("20");
  const kept = await stored();
  expect(kept?.rateRps).toBe(20);
  expect(kept).not.toHaveProperty("curve");

  await page.getByText("Daily curve", { exact: true }).click();
  await page.getByRole("button", { name: "Use this curve" }).click();
  await expect.poll(async () => Object.keys((await stored()) ?? {})).toContain("curve");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rate).toHaveValue("20");
});
