import { expect, type Page, test } from "@playwright/test";

const PLAN_MS = 60_000;

async function planned(page: Page) {
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: PLAN_MS });
}

/** The example is on the start page of a fresh installation; from there to a chosen plan on the canvas. */
test("from the start page to a plan on the canvas, by mouse", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Visual question answering", exact: true }).click();
  await expect(page.getByText("Speech recognition")).toBeVisible();

  await page.getByTestId("plan-button").click();
  await planned(page);
  await expect(page.getByTestId("certificate")).toHaveText("Exact");

  // a row of the table chooses a plan, and the picture marks the same one
  await page.getByRole("tab", { name: /Plans/ }).click();
  const rows = page.getByTestId("plans-table").getByRole("row");
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  await rows.nth(3).click();
  const chosen = (await rows.nth(3).getByRole("gridcell").first().textContent()) ?? "";
  await page.getByRole("tab", { name: "Frontier" }).click();
  await expect(page.getByTestId("plan-summary")).toContainText(chosen);
  const ring = page.getByTestId("frontier-scatter").locator("circle[r='4.5']");
  const place = await ring.boundingBox();
  if (!place) throw new Error("the chosen plan is not marked");

  // the plan is cleared, and a click on its point brings it back
  await page.getByRole("button", { name: "Clear the chosen plan" }).click();
  await expect(ring).toHaveCount(0);
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 4 });
  await expect(page.getByTestId("frontier-scatter").getByText(chosen)).toBeVisible();
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByTestId("plan-summary")).toContainText(chosen);

  // what the plan chose for an operator is on the canvas
  const implementation = await page.getByTestId("plan-summary").getByRole("listitem").filter({ hasText: "asr" }).first().textContent();
  const model = implementation?.match(/wav2vec2-\w+/)?.[0] ?? "none";
  await expect(page.locator(".react-flow__node").filter({ hasText: "Speech recognition" })).toContainText(model);
});

test("from the start page to a plan on the canvas, by keyboard", async ({ page }) => {
  await page.goto("/");
  const link = page.getByRole("link", { name: "Visual question answering", exact: true });
  await link.waitFor();
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search pipelines" })).toBeFocused();
  await page.keyboard.type("visual");
  await tabTo(page, () => link.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Speech recognition")).toBeVisible();

  await page.keyboard.press("ControlOrMeta+Enter");
  await planned(page);

  const scatter = page.getByTestId("frontier-scatter");
  await tabTo(page, () => scatter.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Home");
  await expect(page.getByRole("status").filter({ hasText: /p-\d+: cost/ })).toBeAttached();
  const cheapest = await page
    .getByRole("status")
    .filter({ hasText: /p-\d+: cost/ })
    .textContent();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("status").filter({ hasText: /p-\d+: cost/ })).not.toHaveText(cheapest ?? "");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("plan-summary")).toContainText(cheapest?.split(":")[0] ?? "none");
  await expect(page.locator(".react-flow__node").filter({ hasText: "Image features" })).toContainText("resnet-18");

  // Escape clears the plan again
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("plan-summary")).toHaveCount(0);
});

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page: Page, reached: () => Promise<boolean>) {
  for (let presses = 0; presses < 150; presses++) {
    if (await reached()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not get there");
}

test("scripts go out compressed, to be kept for ever, and with a policy for workers", async ({ request }) => {
  const [script] = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get("/")).text()) ?? [];
  if (!script) throw new Error("the page names no script");
  const answer = await request.get(script);
  expect(answer.status()).toBe(200);
  expect(answer.headers()).toMatchObject({ "content-encoding": "gzip", "content-security-policy": "default-src 'self'", "x-content-type-options": "nosniff" });
  expect(answer.headers()["cache-control"]).toContain("immutable");
  // the length was known beforehand, so nothing was compressed on the way
  expect(Number(answer.headers()["content-length"])).toBeLessThan((await answer.body()).length);
  expect((await request.get("/_next/static/no-such.js")).status()).toBe(404);
});
