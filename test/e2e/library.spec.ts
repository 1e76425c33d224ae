import { readFileSync } from "node:fs";
import { type APIRequestContext, expect, type Locator, type Page, test } from "@playwright/test";
import { copyOfExample, mutate, query } from "./support-api";
import { accessibilityViolations } from "./support-axe";
import { node, openEditor } from "./support-editor";

interface Stored {
  id: string;
  kind: string;
  name: string;
  version: number;
  origin: string | null;
  document: {
    metadata: { name: string };
    spec: {
      pools: { id: string; count: number; pricePerHourUsd: number; tier: string }[];
      tiers: { id: string }[];
      links?: { from: string; to: string; rttMs?: number }[];
      implementations: { name: string; quality?: { value: number }[] }[];
    };
  };
}

async function named(request: APIRequestContext, kind: string, name: string): Promise<string> {
  const all = await query<Stored[]>(request, "documents.list", { kind });
  const found = all.find((entry) => entry.name === name && entry.origin?.startsWith("example:"));
  if (!found) throw new Error(`${kind} ${name} is not loaded`);
  return found.id;
}

const stored = (request: APIRequestContext, id: string) => query<Stored>(request, "documents.get", { id });

async function copyOf(request: APIRequestContext, kind: string, name: string, title: string): Promise<string> {
  return (await mutate<{ id: string }>(request, "documents.duplicate", { id: await named(request, kind, name), title })).id;
}

/** The cell of a row (found by a text in it) under a column's header. */
async function cell(table: Locator, row: string, column: string): Promise<Locator> {
  await expect(table).toBeVisible();
  const headers = (await table.getByRole("columnheader").allTextContents()).map((text) => text.trim());
  const index = headers.findIndex((text) => text.startsWith(column));
  if (index < 0) throw new Error(`no column ${column} among ${headers.join(", ")}`);
  return table.getByRole("row").filter({ hasText: row }).first().getByRole("gridcell").nth(index);
}

async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId("save-status").last()).toContainText("Saved");
}

test("a built-in profile is read only and is copied to be edited; a price is edited in its cell, refused when negative, undone", async ({ page, request }) => {
  await page.goto("/infrastructure");
  await page.getByRole("textbox", { name: "Search infrastructures" }).fill("phone");
  await page.getByRole("row").filter({ hasText: "Built in" }).getByRole("link").click();
  await expect(page.getByTestId("save-status")).toHaveText("Read only");
  await expect(page.getByRole("button", { name: "Add pool" })).toHaveCount(0);

  await page.getByRole("button", { name: "Duplicate to edit" }).click();
  await saved(page);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect((await stored(request, id)).origin).toBeNull();

  const pools = page.getByRole("grid", { name: "Pools" });
  const price = await cell(pools, "edge-l4", "Price");
  await price.click();
  await page.keyboard.type("-3");
  await expect(page.getByRole("alert").filter({ hasText: "out-of-range" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: /^Price/ })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("NaN");
  await expect(page.getByRole("alert").filter({ hasText: "not-finite" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(price).toHaveText("1.08648");

  await price.press("Enter");
  await page.keyboard.type("2.5");
  await page.keyboard.press("Enter");
  await expect(price).toHaveText("2.5");
  await saved(page);
  const poolOf = async () => (await stored(request, id)).document.spec.pools.find((pool) => pool.id === "edge-l4");
  await expect.poll(async () => (await poolOf())?.pricePerHourUsd).toBe(2.5);
  // the map is drawn from the document
  await expect(page.getByTestId("infrastructure-map").getByRole("button", { name: /L4 24 GB.*\$2\.50\/h/ })).toBeVisible();

  await page.keyboard.press("ControlOrMeta+z");
  await expect(price).toHaveText("1.08648");
  await saved(page);
  await expect.poll(async () => (await poolOf())?.pricePerHourUsd).toBe(1.08648);

  await page.getByRole("button", { name: "Versions" }).click();
  await page.getByRole("complementary", { name: "Versions" }).getByRole("button").filter({ hasText: "Version 1" }).last().click();
  await expect(page.getByRole("complementary", { name: "Versions" })).toContainText("The first version");
});

test("the map and the tables show the same selection, and a tier is renamed with everything in it", async ({ page, request }) => {
  const id = await copyOf(request, "Infrastructure", "two-regions", "Map and tables");
  await page.goto(`/infrastructure/${id}`);
  const map = page.getByTestId("infrastructure-map");
  await map
    .getByRole("button", { name: /^Link us/ })
    .first()
    .click();
  await expect(page.getByRole("grid", { name: "Links" }).locator("[role=row][aria-selected=true]")).toContainText("East US");
  // by keyboard: a pool of the map, then its row
  await map.getByRole("button", { name: /^Pool/ }).nth(1).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Pools" }).locator("[role=row][aria-selected=true]")).toHaveCount(1);
  await expect(map.locator("[aria-pressed=true]")).toHaveAttribute("aria-label", /^Pool/);

  const tiers = page.getByRole("grid", { name: "Tiers" });
  await (await cell(tiers, "East US", "Tier")).click();
  await page.keyboard.type("east");
  await page.keyboard.press("Tab");
  await saved(page);
  await expect
    .poll(async () => {
      const { spec } = (await stored(request, id)).document;
      return [spec.tiers[0]?.id, spec.pools.some((pool) => pool.tier === "us"), spec.links?.some((link) => link.from === "us" || link.to === "us")];
    })
    .toEqual(["east", false, false]);
  // a name that is taken is refused at the cell
  await (await cell(tiers, "West Europe", "Tier")).click();
  await page.keyboard.type("east");
  await expect(page.getByRole("alert").filter({ hasText: "duplicate-id" })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("two tabs: edits of different cells are merged, edits of one cell show both", async ({ page, context, request }) => {
  const id = await copyOf(request, "Infrastructure", "two-regions", "Two tabs of a profile");
  await page.goto(`/infrastructure/${id}`);
  const second = await context.newPage();
  await second.goto(`/infrastructure/${id}`);
  const price = async (tab: Page) => cell(tab.getByRole("grid", { name: "Pools" }), "us-a100", "Price");
  const count = async (tab: Page) => cell(tab.getByRole("grid", { name: "Pools" }), "us-h100", "Count");
  await (await price(page)).click();
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  await saved(page);
  await expect(await price(second)).toHaveText("4");
  await (await count(second)).click();
  await second.keyboard.type("7");
  await second.keyboard.press("Enter");
  await saved(second);
  await expect(await count(page)).toHaveText("7");

  // somebody who is not a tab of this browser
  const head = await stored(request, id);
  const theirs = structuredClone(head.document);
  for (const pool of theirs.spec.pools) if (pool.id === "us-a100") pool.pricePerHourUsd = 9;
  await second.close();
  await mutate(request, "documents.save", { id, baseVersion: head.version, document: theirs });
  await (await price(page)).click();
  await page.keyboard.type("5");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "This was changed in two places" });
  await expect(dialog.getByRole("region", { name: /Yours/ })).toContainText("5");
  await expect(dialog.getByRole("region", { name: /Theirs/ })).toContainText("9");
  expect((await stored(request, id)).document.spec.pools.find((pool) => pool.id === "us-a100")?.pricePerHourUsd).toBe(9);
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await saved(page);
  await expect.poll(async () => (await stored(request, id)).document.spec.pools.find((pool) => pool.id === "us-a100")?.pricePerHourUsd).toBe(5);
});

test("YAML goes out and comes in again; a bad file says line and column and changes nothing", async ({ page, request }) => {
  const id = await copyOf(request, "Infrastructure", "edge-cloud", "Out and in");
  await page.goto(`/infrastructure/${id}`);
  await saved(page);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "YAML" }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  const before = await stored(request, id);

  await page.getByRole("button", { name: "Import", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Import from a file" });
  const file = (content: string) => ({ name: "site.yaml", mimeType: "application/yaml", buffer: Buffer.from(content) });
  await dialog.locator("input[type=file]").setInputFiles(file(text.replace(/count: \d+/, "count: -1")));
  await expect(dialog.getByRole("alert")).toContainText(/site\.yaml:\d+:\d+/);
  await expect(dialog.getByRole("alert")).toContainText("count");
  await expect(dialog.getByRole("button", { name: "Replace the contents" })).toBeDisabled();
  expect((await stored(request, id)).version).toBe(before.version);

  await dialog.locator("input[type=file]").setInputFiles(file(text));
  await expect(dialog).toContainText("Changes nothing that matters to a plan");
  await dialog.locator("input[type=file]").setInputFiles(file(text.replace(/count: \d+/, "count: 77")));
  await expect(dialog).toContainText("Changes 1 value");
  await dialog.getByRole("button", { name: "Replace the contents" }).click();
  await saved(page);
  await expect.poll(async () => (await stored(request, id)).document.spec.pools.filter((pool) => pool.count === 77).length).toBe(1);
});

test("from the pipeline's page: a built-in profile is copied in one click, a price is edited, and the frontier moves", async ({ page, request }) => {
  const id = await copyOfExample(request, "visual-qa", "Priced anew");
  // a copy of its own: the other journeys plan against the example's
  const site = (await mutate<Stored>(request, "studies.duplicateFor", { pipelineId: id, documentId: await named(request, "Infrastructure", "visual-qa") })).id;
  await openEditor(page, id);
  await page.getByTestId("plan-button").click();
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 60_000 });
  await node(page, "asr").click();
  const inspector = page.getByTestId("inspector");
  await inspector.getByTitle("Edit this pool: count, price, links").first().click();
  const panel = page.getByTestId("resource-panel");
  const selected = panel.getByRole("grid", { name: "Pools" }).locator("[role=row][aria-selected=true]");
  await expect(selected).toHaveCount(1);
  const pool = (await selected.getByRole("gridcell").first().textContent()) ?? "";
  const price = await cell(panel.getByRole("grid", { name: "Pools" }), pool, "Price");
  const summary = page.getByTestId("plan-summary");
  const before = await summary.textContent();
  await price.click();
  await page.keyboard.type("25");
  await page.keyboard.press("Enter");
  // drawn at once, and planned for good: the same numbers come after a reload
  await expect.poll(async () => summary.textContent()).not.toBe(before);
  await expect(panel.getByTestId("save-status")).toContainText("Saved");
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 60_000 });
  expect((await stored(request, site)).document.spec.pools.find((entry) => entry.id === pool)?.pricePerHourUsd).toBe(25);
  // Delete in a cell is not Delete on the drawing
  await (await cell(panel.getByRole("grid", { name: "Pools" }), pool, "Memory")).click();
  await page.keyboard.press("Delete");
  await expect(node(page, "asr")).toBeVisible();
  await panel.getByRole("button", { name: "Close the side panel" }).click();
  await expect(inspector).toBeVisible();

  const builtin = await named(request, "Infrastructure", "edge-cloud");
  await mutate(request, "studies.save", { pipelineId: id, infrastructureId: builtin });
  await openEditor(page, id);
  await page.getByRole("button", { name: /^Infrastructure:/ }).click();
  await page.getByRole("menuitem", { name: "Edit pools, prices and links here" }).click();
  await panel.getByRole("button", { name: "Duplicate for this pipeline" }).click();
  await expect(panel.getByRole("button", { name: "Add pool" })).toBeVisible();
  const { infrastructure } = await query<{ infrastructure: { id: string } }>(request, "studies.get", { pipelineId: id });
  expect(infrastructure.id).not.toBe(builtin);
  expect(await query<{ pipelineId: string }[]>(request, "documents.usedBy", { id: infrastructure.id })).toMatchObject([{ pipelineId: id }]);
});

test("the catalogue is searched and filtered, and a figure of a copy is edited with its source in sight", async ({ page, request }) => {
  await page.goto("/catalogue");
  const table = page.getByRole("grid", { name: "Implementations" });
  await expect(table).toBeVisible();
  await page.getByRole("button", { name: /^Reranking/ }).click();
  await expect(page).toHaveURL(/task=reranking/);
  await expect(page.getByText(/^\d+ of \d+ implementations$/)).toBeVisible();
  await page.getByRole("textbox", { name: "Search the catalogue" }).fill("no such thing");
  await expect(page.getByText("No implementation matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await page.getByRole("textbox", { name: "Search the catalogue" }).fill("yolox-nano");
  await table.getByText("yolox-nano").first().click();
  await expect(page.getByRole("dialog")).toContainText("YOLOX README");
  await page.keyboard.press("Escape");

  const id = await copyOf(request, "Catalogue", "vision", "Own vision");
  await page.goto(`/catalogue/${id}?name=yolox-nano`);
  const quality = page.getByRole("grid", { name: "Quality of yolox-nano" });
  const value = await cell(quality, "COCO", "Quality");
  await value.click();
  await page.keyboard.type("1.4");
  await expect(page.getByRole("alert").filter({ hasText: "out-of-range" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("0.31");
  await page.keyboard.press("Enter");
  await saved(page);
  await expect
    .poll(async () => (await stored(request, id)).document.spec.implementations.find((entry) => entry.name === "yolox-nano")?.quality?.[0]?.value)
    .toBe(0.31);
  await page.getByRole("button", { name: "Used by" }).click();
  await expect(page.getByRole("complementary", { name: "Used by" })).toContainText("No pipeline is planned against this catalogue");
});

for (const scheme of ["light", "dark"] as const) {
  test(`the pages of catalogues and infrastructures keep to WCAG 2.2 AA (${scheme})`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const pages = [
      ["/infrastructure", "Infrastructure"],
      ["/catalogue", "Catalogue"],
      [`/infrastructure/${await named(request, "Infrastructure", "phone-edge-cloud")}`, "Pools"],
      [`/infrastructure/${await copyOf(request, "Infrastructure", "workstation", `Axe ${scheme}`)}`, "Pools"],
      [`/catalogue/${await named(request, "Catalogue", "language-models")}`, "Quality"],
      ["/infrastructure/00000000-0000-4000-8000-000000000000", "There is no such infrastructure"],
    ];
    for (const [address = "", heading = ""] of pages) {
      await page.goto(address);
      await expect(page.getByRole("heading", { name: heading, exact: false }).first()).toBeVisible();
      await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
      expect(await accessibilityViolations(page), address).toEqual([]);
    }
  });
}

test("on a phone the lists and pages fit the width, rows keep their actions, and a workload is archived and brought back", async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const infrastructure = await copyOf(request, "Infrastructure", "phone-edge-cloud", "A phone, an edge zone and a region far away");
  const workload = await copyOf(request, "Workload", "visual-qa", "Questions of a phone");
  for (const address of ["/", "/catalogue", "/catalogue?view=catalogues", "/infrastructure", "/workloads", "/catalogue/import"]) {
    await page.goto(address);
    await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
    if (address !== "/catalogue/import") await expect(page.getByRole("link", { name: "Workloads" })).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBe(390);
  }
  for (const [address, name] of [
    [`/infrastructure/${infrastructure}`, "A phone, an edge zone"],
    [`/workloads/${workload}`, "Questions of a phone"],
  ] as const) {
    await page.goto(address);
    const shown = page.getByRole("banner").getByText(name);
    await expect(shown).toBeInViewport();
    // a name of which one letter is left is no name
    expect((await shown.boundingBox())?.width, address).toBeGreaterThan(60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBe(390);
  }
  await page.goto("/workloads/00000000-0000-4000-8000-000000000000");
  await expect(page.getByRole("heading", { name: "There is no such workload" })).toBeVisible();

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/workloads");
  await page.getByRole("button", { name: "Actions for Questions of a phone" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(page.getByRole("link", { name: "Questions of a phone" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Questions of a phone" })).toBeVisible();
});
