import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import type { Problem } from "../../core/documents/problem";
import { enterAsExamples } from "../../server/auth/gate";
import { builtinExample } from "../../server/catalogue/builtin";
import { createDocument } from "../../server/use-cases/create-document";
import type { DomainError } from "../../server/use-cases/domain-error";
import { duplicateDocument } from "../../server/use-cases/duplicate-document";
import { duplicateForStudy } from "../../server/use-cases/duplicate-for-study";
import { getDocument } from "../../server/use-cases/get-document";
import { getStudy } from "../../server/use-cases/get-study";
import { importFiles } from "../../server/use-cases/import-files";
import { listDocuments } from "../../server/use-cases/list-documents";
import { listCatalogues, listInfrastructures } from "../../server/use-cases/list-resources";
import { loadExample } from "../../server/use-cases/load-example";
import { renameDocument } from "../../server/use-cases/rename-document";
import { saveDocument } from "../../server/use-cases/save-document";
import { saveStudy } from "../../server/use-cases/save-study";
import { usedBy } from "../../server/use-cases/used-by";
import { describeOnDatabases, type Instance, projectRoot } from "./support/databases";
import { catalogue, infrastructure, pipeline } from "./support/documents";

async function refusal<D = unknown>(work: Promise<unknown>): Promise<DomainError<D>> {
  return work.then(
    () => {
      throw new Error("expected a refusal");
    },
    (error: DomainError<D>) => error,
  );
}

describeOnDatabases("catalogues and infrastructures", (open) => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await open();
    const builtin = builtinExample(projectRoot);
    const files = builtin.files.filter((file) => /edge-cloud|workstation|catalogue-control/.test(file.name));
    await loadExample(instance.runtime.contextFor(enterAsExamples()), { ...builtin, files });
  });
  afterAll(async () => instance?.close());

  const builtinNamed = async (name: string) => {
    const found = (await listDocuments(instance.context)).find((entry) => entry.name === name);
    if (!found) throw new Error(`${name} is not loaded`);
    return getDocument(instance.context, { id: found.id });
  };

  it("lists built-in ones as such, with their contents and how many pipelines use them", async () => {
    const own = await createDocument(instance.context, { kind: "Infrastructure", document: infrastructure("my-site") });
    const list = await listInfrastructures(instance.context);
    expect(list[0]).toMatchObject({ id: own.id, builtin: false, usedBy: 0 });
    const edge = list.find((entry) => entry.name === "edge-cloud");
    expect(edge).toMatchObject({ builtin: true, usedBy: 0 });
    expect(edge?.spec.tiers.map((tier) => tier.id)).toEqual(["edge", "cloud"]);
    const control = (await listCatalogues(instance.context)).find((entry) => entry.name === "control");
    const file = JSON.parse(readFileSync(join(projectRoot, "server/catalogue/documents/catalogue-control.json"), "utf8"));
    expect(control?.implementations.map((entry) => entry.name)).toEqual(file.spec.implementations.map((entry: { name: string }) => entry.name));
    expect(control?.implementations.every((entry) => entry.evidence.length > 0)).toBe(true);
  });

  it("sums a catalogue up anew after a save", async () => {
    const made = await createDocument(instance.context, { kind: "Catalogue", document: catalogue("summed-up") });
    const before = (await listCatalogues(instance.context)).find((entry) => entry.id === made.id);
    expect(before?.implementations[0]?.quality).toMatchObject({ low: 0.7, high: 0.7, evidence: "assumed" });
    const document = catalogue("summed-up");
    document.spec.implementations[0]!.quality = [{ value: 0.75, source: "measured", samples: 400 }];
    await saveDocument(instance.context, { id: made.id, baseVersion: 1, document });
    const after = (await listCatalogues(instance.context)).find((entry) => entry.id === made.id);
    expect(after?.implementations[0]?.quality).toMatchObject({ low: 0.75, evidence: "measured" });
  });

  it("does not let people change what is built in, but lets them change a copy", async () => {
    const builtin = await builtinNamed("edge-cloud");
    const document = builtin.document as InfrastructureDocument;
    const dearer = { ...document, spec: { ...document.spec, pools: document.spec.pools.map((pool) => ({ ...pool, pricePerHourUsd: 99 })) } };
    const error = await refusal(saveDocument(instance.context, { id: builtin.id, baseVersion: builtin.version, document: dearer }));
    expect([error.code, error.status]).toEqual(["read-only", 409]);
    expect(error.message).toContain("Duplicate it");
    expect((await refusal(renameDocument(instance.context, { id: builtin.id, title: "Mine" }))).code).toBe("read-only");
    expect((await getDocument(instance.context, { id: builtin.id })).hash).toBe(builtin.hash);

    const copy = await duplicateDocument(instance.context, { id: builtin.id });
    expect(copy).toMatchObject({ name: "edge-cloud-copy", origin: null });
    expect(copy.document.metadata.labels?.builtin).toBeUndefined();
    const saved = await saveDocument(instance.context, { id: copy.id, baseVersion: 1, document: { ...dearer, metadata: copy.document.metadata } });
    expect(saved.version).toBe(2);
  });

  it("upgrades built-in documents with a newer release although people cannot write them", async () => {
    const builtin = builtinExample(projectRoot);
    const file = builtin.files.find((entry) => entry.name.includes("workstation"))!;
    const dearer = { ...file, text: file.text.replace(/"pricePerHourUsd": [\d.]+/, '"pricePerHourUsd": 12.5') };
    const outcome = await loadExample(instance.runtime.contextFor(enterAsExamples()), { ...builtin, files: [dearer] });
    expect(outcome).toMatchObject({ inserted: 0, upgraded: 1, notes: [] });
    expect(JSON.stringify((await builtinNamed("workstation")).document)).toContain("12.5");
  });

  it("copies a built-in profile for one pipeline only, and says who uses what", async () => {
    const builtin = await builtinNamed("edge-cloud");
    const models = await createDocument(instance.context, { kind: "Catalogue", document: catalogue("shared-models") });
    const one = await createDocument(instance.context, { kind: "Pipeline", document: pipeline("one") });
    const two = await createDocument(instance.context, { kind: "Pipeline", document: pipeline("two") });
    for (const view of [one, two]) await saveStudy(instance.context, { pipelineId: view.id, infrastructureId: builtin.id, catalogueIds: [models.id] });
    const users = async (id: string) => (await usedBy(instance.context, { id })).map((usage) => [usage.pipelineId, usage.as]);
    expect(new Set(await users(builtin.id))).toEqual(
      new Set([
        [one.id, "infrastructure"],
        [two.id, "infrastructure"],
      ]),
    );

    const copy = await duplicateForStudy(instance.context, { pipelineId: one.id, documentId: builtin.id });
    expect(copy.title).toContain(one.title);
    expect(await users(copy.id)).toEqual([[one.id, "infrastructure"]]);
    expect(await users(builtin.id)).toEqual([[two.id, "infrastructure"]]);
    expect((await getStudy(instance.context, { pipelineId: one.id })).catalogues.map((view) => view.id)).toEqual([models.id]);

    const own = await duplicateForStudy(instance.context, { pipelineId: two.id, documentId: models.id });
    expect((await getStudy(instance.context, { pipelineId: two.id })).catalogues.map((view) => view.id)).toEqual([own.id]);
    const events = await instance.context.db.auditEvent.findMany({ where: { subjectId: two.id, action: "study.duplicate-for" } });
    expect(events.map((event) => event.after)).toEqual([{ documentId: own.id }]);

    expect((await refusal(duplicateForStudy(instance.context, { pipelineId: one.id, documentId: own.id }))).code).toBe("invalid-input");
    expect((await listInfrastructures(instance.context)).find((entry) => entry.id === copy.id)?.usedBy).toBe(1);
  });

  it("imports every document of a file or none, with file, line and column", async () => {
    const before = (await listDocuments(instance.context)).length;
    const good = `apiVersion: trilemma/v1
kind: Infrastructure
metadata: { name: imported-site }
spec:
  tiers: [{ id: edge }]
  pools:
    - { id: box, tier: edge, device: cpu-1, count: 1, pricePerHourUsd: 0.5 }
`;
    const bad = good.replace("imported-site", "second-site").replace("pricePerHourUsd: 0.5", "pricePerHourUsd: -1");
    const error = await refusal<{ problems: Problem[] }>(importFiles(instance.context, { files: [{ name: "sites.yaml", text: `${good}---\n${bad}` }] }));
    expect(error.code).toBe("invalid-document");
    expect(error.details.problems).toMatchObject([{ code: "out-of-range", file: "sites.yaml", line: 15 }]);
    expect(error.details.problems[0]?.column).toBeGreaterThan(50);
    expect(error.message).toContain("sites.yaml, line 15");
    const broken = await refusal<{ problems: Problem[] }>(importFiles(instance.context, { files: [{ name: "x.yaml", text: "spec: [1, 2\nkind: }" }] }));
    expect(broken.details.problems[0]).toMatchObject({ code: "malformed-yaml", file: "x.yaml" });
    expect((await listDocuments(instance.context)).length).toBe(before);

    const imported = await importFiles(instance.context, { files: [{ name: "sites.yaml", text: good }] });
    expect(imported).toMatchObject([{ kind: "Infrastructure", name: "imported-site" }]);
  });

  it("a pipeline that is imported alone gets a workload of its own to be planned with", async () => {
    const text = JSON.stringify({ ...pipeline("lonely"), metadata: { name: "lonely", title: "Lonely" } });
    const [imported] = await importFiles(instance.context, { files: [{ name: "lonely.json", text }] });
    const study = await getStudy(instance.context, { pipelineId: imported!.id });
    expect(study.workload?.title).toBe("Lonely");
    expect(study.workload?.document.spec.classes).toMatchObject([{ pipeline: "lonely" }]);
  });
});
