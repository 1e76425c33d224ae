import { expect, type Page, test } from "@playwright/test";
import { copyOfExample } from "./support-api";
import { accessibilityViolations } from "./support-axe";

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

  // one whose ids are of other plans says so, and chooses none of them; the tab is the link's
  const other = new URL(page.url());
  other.searchParams.set("of", "other");
  other.searchParams.set("tab", "compare");
  await page.goto(other.href);
  await expect(page.getByText(/planned anew since this link was made/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("tab", { name: "Compare", exact: true, selected: true })).toBeVisible();
  await expect.poll(() => page.url()).not.toContain("pins=");

  // on a phone the plans are below the outline, where a finger gets to them
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("region", { name: "Outline" })).toBeVisible();
  await expect(page.getByTestId("frontier-dock")).toBeAttached();
  await page.mouse.move(195, 600);
  await page.mouse.wheel(0, 10_000);
  await expect(page.getByTestId("frontier-dock")).toBeInViewport({ ratio: 0.5 });
});

test("a dragged limit changes which plans meet the targets, and is one step to undo", async ({ page, request }) => {
  test.setTimeout(120_000);
  const id = await copyOfExample(request, "visual-qa", "Dragged");
  await planned(page, id);
  const met = page.getByTestId("met-count");
  await expect(met).toHaveText(/^2 of/);
  const scatter = page.getByTestId("frontier-scatter");
  const line = scatter.locator("[data-limit=latency]").first();
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

test("trying another load and fewer devices plans as it moves, is compared with what is, and is not saved", async ({ page, request }) => {
  test.setTimeout(180_000);
  const id = await copyOfExample(request, "visual-qa", "Tried");
  await planned(page, id);
  const scatter = page.getByTestId("frontier-scatter");
  const before = await scatter.getAttribute("data-plans");
  await page.getByRole("button", { name: "What if" }).click();
  // a pick that is worked out later keeps its place while the plans move
  await expect(page.getByTestId("picks").getByRole("button", { name: /Most robust/ })).toBeEnabled({ timeout: 30_000 });
  await page.evaluate(() => {
    new MutationObserver(() => {
      if (!document.querySelector("[data-testid=picks]")?.textContent?.includes("Most robust")) document.body.dataset.lost = "";
    }).observe(document.body, { childList: true, subtree: true });
  });
  // a key moves a slider away from what the documents say
  await page.getByRole("slider", { name: "Rate", exact: true }).press("ArrowRight");
  await expect(page.getByTestId("what-if-notice")).toContainText(/rate 40\.\d/);
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Rate, req/s" }).fill("60");
  await expect(page.getByTestId("what-if-notice")).toContainText("rate 60");
  await expect(scatter).not.toHaveAttribute("data-plans", before ?? "", { timeout: 30_000 });
  await expect(page.locator("body[data-lost]")).toHaveCount(0);

  await page.getByRole("tab", { name: /Compare/ }).click();
  const compared = page.getByTestId("what-if-compare");
  await expect(compared).toContainText("What if: rate 60");
  await expect(compared.getByRole("row").filter({ hasText: "Best cost" })).toContainText("%");

  // a copied link tries the same; ending it brings the plans of before back, and nothing was saved
  await expect.poll(() => page.url()).toMatch(/if=rate%3A60/);
  await page.getByRole("button", { name: "End the what-if" }).click();
  await page.getByRole("tab", { name: "Frontier", exact: true }).click();
  await expect(scatter).toHaveAttribute("data-plans", before ?? "");
  await expect(page.getByTestId("stale-banner")).toHaveCount(0);
});

test("the wheel zooms, a key shows all again, and sampled plans are drawn on request, each told by pointer and key", async ({ page, request }) => {
  test.setTimeout(120_000);
  const id = await copyOfExample(request, "visual-qa", "Zoomed");
  await planned(page, id);
  const scatter = page.getByTestId("frontier-scatter");
  await scatter.hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole("button", { name: "Show all" })).toBeVisible();
  await expect.poll(() => page.url()).toContain("z=");
  await scatter.press("0");
  await expect(page.getByRole("button", { name: "Show all" })).toHaveCount(0);
  await page.getByRole("switch", { name: /sample of all plans/ }).check({ force: true });
  await expect(page.getByTitle(/^A random sample of [\d,]+ plans that can run$/)).toBeAttached({ timeout: 30_000 });
  await scatter.press("s");
  await scatter.press("ArrowRight");
  await expect(scatter.getByText("sampled plan", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Sampled plan: .*latency/)).toBeAttached();
});

test("a chart is saved with its legend, and the report carries pipeline, targets, picks and comparison", async ({ page, request }) => {
  test.setTimeout(120_000);
  const id = await copyOfExample(request, "visual-qa", "Taken away");
  await planned(page, id);
  const save = page.getByRole("button", { name: /^Save picture: latency over cost/ });
  await save.focus();
  await save.press("Enter");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "SVG" }).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const svg = Buffer.concat(chunks).toString("utf8");
  expect(svg).toContain("<image");
  expect(svg).toContain("Latency p90, ms");
  expect(svg).toContain("linearGradient");
  expect(svg).not.toContain("var(--t-accent)</");

  await page.goto(`/pipelines/${id}/report?pins=p-1,p-5&plan=p-5`);
  const report = page.getByTestId("report");
  await expect(report.getByRole("heading", { name: "Plan p-5" })).toBeVisible({ timeout: 30_000 });
  for (const section of ["Targets", "The frontier", "Compared", "What it rests on"]) await expect(report.getByRole("heading", { name: section })).toBeVisible();
  await expect(report.getByRole("img", { name: /^Pipeline/ })).toBeVisible();
  await expect(report).toContainText("Cheapest within targets");
  await expect(report).toContainText("Most robust");
  expect(await accessibilityViolations(page)).toEqual([]);

  await page.goto("/pipelines/00000000-0000-7000-8000-000000000000/report");
  await expect(page.getByText("There is no such pipeline")).toBeVisible();
});
