import { expect, test } from "@playwright/test";

test("the start page lists, searches, creates, renames, duplicates and archives", async ({ page }) => {
  const mark = Date.now().toString(36);
  await page.goto("/");
  await page.getByRole("button", { name: "New pipeline" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Invoice triage ${mark}`);
  await page.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/pipelines\//);
  await expect(page.getByText(`Invoice triage ${mark}`).first()).toBeVisible();

  await page.goto("/");
  const row = page.getByRole("row").filter({ hasText: `Invoice triage ${mark}` });
  await expect(row).toBeVisible();
  await expect(row).toContainText("not planned");
  const search = page.getByRole("textbox", { name: "Search pipelines" });
  await search.fill("nothing is called this");
  await expect(page.getByText("No pipeline matches")).toBeVisible();
  await search.fill(`invoice tri ${mark}`);
  await expect(row).toBeVisible();

  await row.getByRole("button", { name: /Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Invoice sorting ${mark}`);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await search.fill(`invoice sorting ${mark}`);
  const renamed = page.getByRole("row").filter({ hasText: `Invoice sorting ${mark}` });
  await expect(renamed).toBeVisible();

  await renamed.getByRole("button", { name: /Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(renamed).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(renamed).toBeVisible();
});

test("an import says what is wrong with a file and stores all of it or nothing", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Import" }).click();
  const text = page.getByLabel("Or paste text");
  await text.fill("apiVersion: trilemma/v1\nkind: Pipeline\nmetadata: { name: pasted }\nspec: { inputs: [], operatros: [], edges: [] }\n");
  await text.blur();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("operatros");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("pasted text:4");
  await expect(page.getByRole("button", { name: "Import", exact: true }).last()).toBeDisabled();
  await text.fill(
    "apiVersion: trilemma/v1\nkind: Pipeline\nmetadata: { name: pasted, title: Pasted pipeline }\nspec: { inputs: [], operators: [], edges: [] }\n",
  );
  await text.blur();
  // What it is planned with, its files do not say: chosen here, everything by default.
  await page.getByRole("combobox", { name: "Planned on" }).click();
  await page.getByRole("option", { name: "Five edge boxes and four cloud machines" }).click();
  await expect(page.getByRole("dialog").getByText("With the catalogues")).toBeVisible();
  await page.getByRole("button", { name: "Import 1 document" }).click();
  await page.waitForURL(/\/pipelines\//);
  await expect(page.getByText("Pasted pipeline").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Five edge boxes and four cloud machines/ })).toBeVisible();
});

test("the start page fails with words and a retry", async ({ page }) => {
  await page.route("**/api/trpc/studies.list**", (route) => route.abort());
  await page.goto("/");
  await expect(page.getByText("The pipelines could not be loaded")).toBeVisible({ timeout: 30_000 });
  await page.unroute("**/api/trpc/studies.list**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("link", { name: "Visual question answering", exact: true })).toBeVisible();
});
