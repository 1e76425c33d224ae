import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { copyOfExample, mutate, query } from "./support-api";
import { accessibilityViolations } from "./support-axe";

const FILE = join(import.meta.dirname, "../fixtures/measurements/speech-batches.csv");

interface Listed {
  pipeline: { id: string };
  run: { objectives: string[]; vectors: number[][] } | null;
}

/** The whole way: a file of measurements, the columns and their units, the rows that cannot be taken, the fit, and a frontier that moves. */
test("an imported measurement shows its fit and moves the frontier", async ({ page, request }) => {
  test.slow();
  // a workspace that has run this before must not confuse it
  const title = `Questions on measured speech ${Date.now().toString(36)}`;
  const pipelineId = await copyOfExample(request, "visual-qa", title);
  const { runId } = await mutate<{ runId: string }>(request, "runs.start", { pipelineId });
  const cheapest = async () => {
    const listed = await query<Listed[]>(request, "studies.list");
    const run = listed.find((study) => study.pipeline.id === pipelineId)?.run;
    const cost = run?.objectives.indexOf("costPerThousand") ?? -1;
    return run && cost >= 0 && run.vectors.length > 0 ? Math.min(...run.vectors.map((vector) => vector[cost] as number)) : null;
  };
  expect(runId).toBeTruthy();
  await expect.poll(cheapest, { timeout: 60_000 }).not.toBeNull();
  const before = (await cheapest()) as number;

  await page.goto("/catalogue/import");
  await page.setInputFiles("input[type=file]", FILE);
  const columns = page.getByTestId("import-columns");
  await expect(columns).toContainText("mean (s)");
  await expect(page.getByTestId("import-points").getByRole("row").nth(1)).toContainText("60.0");
  expect(await accessibilityViolations(page)).toEqual([]);

  // a wrong unit shows at once, and is put right
  await page.getByRole("combobox", { name: "Unit of mean (s)" }).click();
  await page.getByRole("option", { name: "µs" }).click();
  await expect(page.getByTestId("import-problems")).toContainText(/unusually short|times|below/);
  await page.getByRole("combobox", { name: "Unit of mean (s)" }).click();
  await page.getByRole("option", { name: "seconds" }).click();
  await expect(page.getByTestId("import-points").getByRole("row").nth(1)).toContainText("60.0");

  await page.getByRole("button", { name: "Read the whole file" }).click();
  const problems = page.getByTestId("import-problems");
  await expect(problems.getByRole("row").filter({ hasText: "formula" })).toContainText("7");
  const proceed = page.getByRole("button", { name: "Continue" });
  await expect(proceed).toBeDisabled();
  await page.getByRole("checkbox", { name: /leave out the 1 listed/ }).check();
  await proceed.click();

  await expect(page.getByTestId("import-changes")).toContainText("wav2vec2-base");
  await expect(page.getByTestId("import-changes")).toContainText(/R² 0\.99|R² 1\.000/);
  for (const box of await page.getByRole("group", { name: "Pipelines that plan with it" }).getByRole("checkbox").all()) await box.uncheck();
  await page.getByRole("checkbox", { name: title }).check();
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Its name" }).fill("Our speech measurements");
  await page.getByRole("button", { name: "Import into a new catalogue" }).click();

  await expect(page.getByTestId("import-done")).toContainText("Our speech measurements");
  await expect(page.getByTestId("law-panel")).toContainText("latency of a batch =");
  await page.getByRole("link", { name: "All profiles of wav2vec2-base" }).click();
  await expect(page.getByRole("heading", { name: /wav2vec2-base|Wav2vec/i })).toBeVisible();
  await expect(page.getByTestId("law-panel")).toContainText("left out one at a time");
  expect(await accessibilityViolations(page)).toEqual([]);

  // on the pipeline's page the frontier is out of date, is planned anew, and moves
  const { catalogues } = await query<{ catalogues: unknown[] }>(request, "studies.get", { pipelineId });
  expect(catalogues).toHaveLength(2);
  await page.goto(`/pipelines/${pipelineId}`);
  await page.getByTestId("plan-button").click();
  await expect.poll(cheapest, { timeout: 60_000 }).toBeLessThan(before * 0.99);
  await expect(page.getByTestId("plan-control")).toHaveAttribute("data-status", "done", { timeout: 60_000 });

  // a plan that runs on the measured model says so
  await page.getByRole("tab", { name: /^Plans/ }).click();
  const others = page.getByTestId("plans-table").locator('[aria-selected="false"]');
  await others.filter({ hasText: "wav2vec2-base" }).first().click();
  await page.getByRole("tab", { name: "Frontier" }).click();
  await page.getByTestId("plan-summary").getByRole("button", { name: "Latency: made from" }).first().click();
  const made = page.getByTestId("made-from");
  await made.getByRole("button", { name: "asr" }).click();
  await expect(made).toContainText("speech-batches.csv");
  await expect(made).toContainText("measured");
});

test("files that cannot be read are refused in words, and nothing is stored", async ({ page, request }) => {
  const count = async () => (await query<unknown[]>(request, "documents.list", { kind: "Catalogue" })).length;
  const before = await count();
  await page.goto("/catalogue/import");
  const give = (name: string, buffer: Buffer) => page.setInputFiles("input[type=file]", { name, mimeType: "text/csv", buffer });
  const refused = page.getByTestId("import-refused");
  await give("sheet.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]));
  await expect(refused).toContainText("spreadsheet");
  await page.getByRole("button", { name: "Another file" }).click();
  await give("latin.csv", Buffer.from("ger\xe4t,p50\nl4,3\n", "latin1"));
  await expect(refused).toContainText("Latin-1");
  await page.getByRole("button", { name: "Another file" }).click();
  await give("twice.csv", Buffer.from("device,p50,p50\nl4,3,4\n"));
  await expect(page.getByTestId("import-problems")).toContainText("is there twice");
  await expect(page.getByRole("button", { name: "Read the whole file" })).toBeDisabled();
  await page.getByRole("button", { name: "Another file" }).click();
  await give("semicolons.csv", Buffer.from("device;p50 (ms)\nl4;3,5\n"));
  await expect(page.getByTestId("import-points").getByRole("row").nth(1)).toContainText("3.50");
  expect(await count()).toBe(before);
});

test("a trace shows its rate and lengths, and warns when it is far from Poisson", async ({ page, request }) => {
  test.slow();
  const pipelineId = await copyOfExample(request, "visual-qa", "Bursty questions");
  const { workload } = await query<{ workload: { id: string; version: number } }>(request, "studies.get", { pipelineId });
  const rows = Array.from(
    { length: 600 },
    (_, index) => `${(Math.floor(index / 60) * 300 + (index % 60) * 0.02).toFixed(2)},${100 + (index % 50)},${20 + (index % 30)}`,
  );
  await page.goto("/workloads");
  await expect(page.getByTestId("workloads")).toContainText("rate");
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.goto(`/workloads/${workload.id}`);
  await expect(page.getByTestId("save-status")).toHaveText("Saved");

  // a rate is typed and saved
  await page.getByRole("textbox", { name: "Rate" }).fill("12");
  await expect(page.getByTestId("save-status")).toHaveText("Saved");
  await expect
    .poll(
      async () =>
        (await query<{ document: { spec: { classes: { rateRps?: number }[] } } }>(request, "documents.get", { id: workload.id })).document.spec.classes[0]
          ?.rateRps,
    )
    .toBe(12);

  await page.getByText("Trace", { exact: true }).click();
  await page.setInputFiles("input[type=file]", {
    name: "bursts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`timestamp,prompt_tokens,completion_tokens\n${rows.join("\n")}\n`),
  });
  await page.getByRole("button", { name: "Read the whole file" }).click();
  // both lengths are seen before the trace is taken, and after
  await expect(page.getByRole("img", { name: /Completion tokens: mean/ })).toBeVisible();
  await page.getByRole("button", { name: "Use this trace" }).click();
  await expect(page.getByTestId("poisson-warning")).toContainText("far burstier than Poisson");
  await expect(page.getByRole("img", { name: /Prompt tokens: mean/ })).toBeVisible();
  await expect(page.getByTestId("save-status")).toHaveText("Saved");
  expect(await accessibilityViolations(page)).toEqual([]);

  await page.goto(`/pipelines/${pipelineId}`);
  await expect(page.getByTestId("arrivals-notice")).toBeVisible();
});
