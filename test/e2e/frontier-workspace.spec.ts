import { expect, type Page, test } from "@playwright/test";
import { copyOfExample } from "./support-api";

async function planned(page: Page, id: string) {
  await page.goto(`/pipelines/${id}`);
  await page.getByTestId("plan-button").click();
  await expect(page.getByTestId("frontier-scatter")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 60_000 });
}

test("deciding by brush and by comparison; the address carries the arrangement", async ({ page, request }) => {
  test.setTimeout(180_000);
  const id = await copyOfExample(request, "visual-qa", "Brushed");
  await planned(page, id);

  // a brush on the latency axis of the parallel axes filters the table
  const axis = await page.locator("[data-axis=latency]").boundingBox();
  if (!axis) throw new Error("there is no latency axis");
  const x = axis.x + axis.width / 2;
  await page.mouse.move(x, axis.y + axis.height * 0.97);
  await page.mouse.down();
  await page.mouse.move(x, axis.y + axis.height * 0.85, { steps: 6 });
  await page.mouse.move(x, axis.y + axis.height * 0.75, { steps: 6 });
  await page.mouse.up();
  await page.getByRole("tab", { name: /Plans/ }).click();
  await expect(page.getByText(/^\d+ of \d+ plans$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Clear the latency range" })).toBeVisible();

  // two plans are pinned and set side by side, with what each difference costs or gains
  const rows = page.getByTestId("plans-table").getByRole("row");
  for (const place of [1, 3]) {
    await rows.nth(place).hover();
    await rows.nth(place).getByRole("button", { name: /^Pin/ }).click();
  }
  await page.getByRole("tab", { name: /Compare/ }).click();
  const compare = page.getByTestId("compare");
  await expect(compare).toContainText("baseline");
  await expect(compare).toContainText(/better|worse/);
  await expect(compare.getByRole("row").filter({ hasText: "Where time goes" })).toBeVisible();

  // a copied link shows the same
  await expect.poll(() => page.url()).toMatch(/pins=p-\d+%2Cp-\d+/);
  await page.reload();
  await expect(page.getByRole("tab", { name: /Compare\s*2/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("tab", { name: /Plans/ }).click();
  await expect(page.getByText(/^\d+ of \d+ plans$/)).toBeVisible();
});

test("a dragged limit changes which plans meet the targets, and is one step to undo", async ({ page, request }) => {
  test.setTimeout(120_000);
  const id = await copyOfExample(request, "visual-qa", "Dragged");
  await planned(page, id);
  const met = page.getByTestId("met-count");
  await expect(met).toHaveText(/^2 of/);
  const scatter = page.getByTestId("frontier-scatter");
  const line = scatter
    .locator(".recharts-reference-line-line")
    .filter({ has: page.locator(":scope[stroke*=latency]") })
    .first();
  const place = await line.boundingBox();
  const box = await scatter.boundingBox();
  if (!place || !box) throw new Error("the latency limit is not drawn");
  const from = { x: box.x + box.width * 0.8, y: place.y + place.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y - 30, { steps: 5 });
  await page.mouse.move(from.x, from.y - 60, { steps: 5 });
  await page.mouse.up();
  await expect(met).not.toHaveText(/^2 of/, { timeout: 20_000 });
  await page.locator(".react-flow__pane").click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("ControlOrMeta+z");
  await expect(met).toHaveText(/^2 of/, { timeout: 20_000 });
});

test("the chosen plan is explained and simulated under a spike", async ({ page, request }) => {
  test.setTimeout(180_000);
  const id = await copyOfExample(request, "visual-qa", "Simulated");
  await planned(page, id);
  await page
    .getByTestId("picks")
    .getByRole("button", { name: /Best quality/ })
    .click();
  await page.getByRole("tab", { name: "Explain" }).click();
  await expect(page.getByTestId("explain").getByRole("img", { name: /^Timeline: .*critical/ })).toBeVisible();
  await expect(page.getByTestId("explain")).toContainText("Busiest");

  await page.getByRole("tab", { name: "Simulate" }).click();
  await page.getByTestId("simulate").getByRole("combobox", { name: "Arrivals" }).click();
  await page.getByRole("option", { name: /Spike/ }).click();
  await page.getByTestId("simulate").getByRole("combobox", { name: "Simulated time" }).click();
  await page.getByRole("option", { name: "1 minute" }).click();
  await page.getByRole("button", { name: "Simulate", exact: true }).click();
  const result = page.getByTestId("simulation-result");
  await expect(result).toBeVisible({ timeout: 60_000 });
  await expect(result).toContainText("seed 1");
  await expect(result.getByRole("row").filter({ hasText: "p95" }).first()).toContainText("ms");
  await expect(result.getByRole("img", { name: /^Calls waiting/ })).toBeVisible();
});
