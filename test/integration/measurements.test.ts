import { Readable } from "node:stream";
import { afterEach, expect, it } from "vitest";
import type { CatalogueDocument } from "../../core/documents/catalogue";
import { enterAsRequest } from "../../server/auth/gate";
import type { ReadMeasurements } from "../../server/importers/measurements/read-measurements";
import { measurementsPreview, measurementsRead } from "../../server/rest/measurements";
import { createDocument } from "../../server/use-cases/create-document";
import { getDocument } from "../../server/use-cases/get-document";
import { getStudy } from "../../server/use-cases/get-study";
import { importDocuments } from "../../server/use-cases/import-documents";
import { importMeasurements, previewImport } from "../../server/use-cases/import-measurements";
import { getImportTargets } from "../../server/use-cases/import-targets";
import { listVersions } from "../../server/use-cases/list-versions";
import { getProfilePage } from "../../server/use-cases/profile-page";
import { describeOnDatabases, type Instance } from "./support/databases";
import { catalogue, infrastructure, pipeline, workload } from "./support/documents";

const batches = [1, 2, 4, 8].map((batch) => ({ row: batch + 1, device: "cpu", batch, latencyMs: { mean: 20 + 5 * batch, p95: 24 + 5 * batch }, samples: 200 }));

function upload(path: string, body: BodyInit): Request {
  return new Request(`http://localhost/api/measurements/${path}`, { method: "POST", body, duplex: "half" } as RequestInit);
}

describeOnDatabases("measurements", (open) => {
  let instance: Instance;
  afterEach(async () => instance?.close());
  const begin = async () => {
    instance = await open();
    const { context } = instance;
    const imported = await importDocuments(context, { documents: [pipeline(), catalogue(), infrastructure(), workload()] });
    const idOf = (kind: string) => imported.find((document) => document.kind === kind)?.id as string;
    return { context, catalogueId: idOf("Catalogue"), pipelineId: idOf("Pipeline") };
  };
  const entries = [{ name: "detect-small", mode: "replace" as const, points: batches }];

  it("make a new version of an own catalogue, with what changed and the law that fits", async () => {
    const { context, catalogueId } = await begin();
    const input = { target: { documentId: catalogueId, baseVersion: 1 }, entries, device: "cpu", source: "detect.csv" };
    const preview = await previewImport(context, input);
    expect(preview.changes).toBe(true);
    expect((await listVersions(context, { id: catalogueId })).length).toBe(1);

    const result = await importMeasurements(context, input);
    expect(result).toMatchObject({ documentId: catalogueId, version: 2, previousVersion: 1, changes: true });
    expect(result.outcomes[0]?.changes.map((change) => change.kind)).toEqual(["changed", "added", "added", "added"]);
    expect(result.outcomes[0]?.laws.map((law) => [law.law, law.fit.terms.map((term) => Math.round(term.value))])).toEqual([["batch-latency", [20, 5]]]);

    const [head] = await listVersions(context, { id: catalogueId });
    expect(head).toMatchObject({ version: 2, label: "Measurements from detect.csv", author: "local" });
    const document = (await getDocument(context, { id: catalogueId })).document as CatalogueDocument;
    const written = document.spec.implementations.find((entry) => entry.name === "detect-small");
    expect(written?.profiles?.[3]).toMatchObject({ batch: 8, latencyMs: { mean: 60, p95: 64 }, samples: 200, source: "detect.csv", evidence: "measured" });
    expect(written?.quality).toEqual([{ value: 0.7 }]);
    const events = await context.db.auditEvent.findMany({ where: { action: "measurements.import" } });
    expect(events).toHaveLength(1);

    // the same file again changes nothing and makes no version
    const again = await importMeasurements(context, { ...input, target: { documentId: catalogueId, baseVersion: 2 } });
    expect(again).toMatchObject({ version: 2, changes: false });
    // a stale page does not overwrite
    const slower = [{ ...entries[0]!, points: batches.map((point) => ({ ...point, latencyMs: { mean: 99 } })) }];
    await expect(importMeasurements(context, { ...input, entries: slower })).rejects.toMatchObject({ code: "version-conflict" });
  });

  it("go on top of a catalogue that they do not touch, and pipelines plan with them", async () => {
    const { context, catalogueId, pipelineId } = await begin();
    const result = await importMeasurements(context, {
      target: { title: "Our measurements" },
      baseId: catalogueId,
      entries,
      device: "cpu",
      source: "detect.csv",
      pipelineIds: [pipelineId],
    });
    expect(result).toMatchObject({ version: 1, previousVersion: null, pipelines: [{ id: pipelineId }] });
    const study = await getStudy(context, { pipelineId });
    expect(study.catalogues.map((view) => view.title)).toEqual(["models", "Our measurements"]);
    const own = study.catalogues[1]?.document.spec.implementations;
    expect(own).toHaveLength(1);
    expect(own?.[0]).toMatchObject({ name: "detect-small", task: "detection", quality: [{ value: 0.7 }] });
    expect((await getDocument(context, { id: catalogueId })).version).toBe(1);
  });

  it("are stored all or not at all", async () => {
    const { context, catalogueId } = await begin();
    const input = {
      target: { documentId: catalogueId, baseVersion: 1 },
      entries: [...entries, { name: "nobody", mode: "merge" as const, points: batches }],
      device: "cpu",
      source: "detect.csv",
    };
    await expect(importMeasurements(context, input)).rejects.toThrow(/nobody is not known/);
    await expect(importMeasurements(context, { ...input, entries, pipelineIds: ["00000000-0000-4000-8000-000000000000"] })).rejects.toMatchObject({
      code: "not-found",
    });
    expect((await listVersions(context, { id: catalogueId })).length).toBe(1);
  });

  it("show their fit on the page of the model", async () => {
    const { context } = await begin();
    const loads = [1, 4, 16, 32].map((concurrency, index) => ({
      row: index + 1,
      concurrency,
      promptTokens: 512,
      ttftMs: { mean: 40 + 3 * concurrency },
      tpotMs: { mean: 8 + 0.25 * concurrency },
      tokensPerSecond: concurrency * 90,
    }));
    const made = await importMeasurements(context, {
      target: { title: "Own" },
      entries: [{ name: "our-model", task: "text-generation", mode: "merge", points: loads }],
      device: "h100-80gb",
      source: "bench.json",
    });
    const page = await getProfilePage(context, { documentId: made.documentId, name: "our-model" });
    expect(page).toMatchObject({ kind: "implementation", task: "text-generation", unfitted: [] });
    expect(page.rows.map((row) => [row.profile.batch, row.evidence, row.source])).toEqual([1, 4, 16, 32].map((batch) => [batch, "measured", "bench.json"]));
    const tpot = page.laws.find((law) => law.law === "time-per-output-token");
    expect(tpot?.terms.map((term) => Number(term.value.toFixed(6)))).toEqual([8, 0.25]);
    expect(tpot?.chart.heldOutInside?.median).toBeLessThan(1e-9);
    expect(tpot?.chart.series[0]?.points.map((point) => point.x)).toEqual([1, 4, 16, 32]);
    expect(page.laws.map((law) => law.law)).toContain("time-to-first-token");
    const targets = await getImportTargets(context);
    expect(targets.catalogues.find((entry) => entry.title === "Own")?.entries).toEqual([
      { name: "our-model", title: null, kind: "implementation", task: "text-generation" },
    ]);
    await expect(getProfilePage(context, { documentId: made.documentId, name: "other" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("are read as they come in, and refused in words before anything is stored", async () => {
    instance = await open();
    const context = instance.runtime.contextFor(enterAsRequest());
    const before = await context.db.document.count();
    const options = (value: unknown) => `options=${encodeURIComponent(JSON.stringify(value))}`;
    const csv = "device,batch,p50 (s)\nl4,1,0.02\nl4,2,=A1*2\nl4,4,-1\n";
    const preview = await (await measurementsPreview(upload("preview?size=1000", csv), context)).json();
    expect(preview).toMatchObject({ format: "csv", table: { header: ["device", "batch", "p50 (s)"] } });

    const pieces = async function* () {
      for (const line of csv) yield new TextEncoder().encode(line);
    };
    const read = (await (
      await measurementsRead(upload(`read?${options({ format: "csv" })}`, Readable.toWeb(Readable.from(pieces())) as unknown as BodyInit), context)
    ).json()) as ReadMeasurements;
    expect(read).toMatchObject({ rowsRead: 3, rowsTaken: 1, rowsRejected: 2, points: [{ device: "l4", batch: 1, latencyMs: { p50: 20 } }] });
    expect(read.problems.map((problem) => [problem.row, problem.column, problem.code])).toEqual([
      [3, "p50 (s)", "cell-formula"],
      [4, "p50 (s)", "cell-negative"],
    ]);

    for (const [what, body, words] of [
      ["a gigabyte", "device,p50\n", /1 GiB is the most/],
      ["Latin-1", new Uint8Array([...new TextEncoder().encode("device,p50\nger"), 0xe4, ...new TextEncoder().encode("t,3\n")]), /not UTF-8/],
      ["a spreadsheet", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /spreadsheet/],
      ["prose", "hello\nworld\n", /neither a table nor JSON/],
    ] as const) {
      const size = what === "a gigabyte" ? 2 ** 31 : 1000;
      const response = await measurementsPreview(upload(`preview?size=${size}`, body), context);
      expect([what, response.status]).toEqual([what, 400]);
      expect(((await response.json()) as { error: { message: string } }).error.message).toMatch(words);
    }
    expect(await context.db.document.count()).toBe(before);
    await createDocument(context, { kind: "Catalogue", title: "still works" });
  });
});
