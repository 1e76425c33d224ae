import { afterAll, beforeAll, expect, it } from "vitest";
import { archiveDocument } from "../../server/use-cases/archive-document";
import { createDocument } from "../../server/use-cases/create-document";
import type { DomainError } from "../../server/use-cases/domain-error";
import { duplicateDocument } from "../../server/use-cases/duplicate-document";
import { getDocument } from "../../server/use-cases/get-document";
import { getStudy } from "../../server/use-cases/get-study";
import { importDocuments } from "../../server/use-cases/import-documents";
import { listDocuments } from "../../server/use-cases/list-documents";
import { listVersions } from "../../server/use-cases/list-versions";
import { renameDocument } from "../../server/use-cases/rename-document";
import { saveDocument } from "../../server/use-cases/save-document";
import type { VersionConflictDetails } from "../../server/use-cases/write-version";
import { describeOnDatabases, type Instance } from "./support/databases";
import { catalogue, infrastructure, pipeline, workload } from "./support/documents";

async function refusal<D = unknown>(work: Promise<unknown>): Promise<DomainError<D>> {
  return work.then(
    () => {
      throw new Error("expected a refusal");
    },
    (error: DomainError<D>) => error,
  );
}

describeOnDatabases("documents", (open) => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await open();
  });
  afterAll(async () => instance?.close());

  const create = async (name: string) => {
    const view = await createDocument(instance.context, { kind: "Pipeline", document: pipeline(name) });
    if (view.kind !== "Pipeline") throw new Error("wrong kind");
    return view;
  };

  it("gives back what was saved, with layout and the order of keys", async () => {
    const made = await create("round-trip");
    expect(made.document).toEqual(pipeline("round-trip"));
    const read = await getDocument(instance.context, { id: made.id });
    expect(JSON.stringify(read.document.spec)).toBe(JSON.stringify(pipeline().spec));
    expect(read.version).toBe(1);
  });

  it("refuses to save over a newer version, and hands over that version", async () => {
    const made = await create("two-tabs");
    const mine = { ...made.document, metadata: { ...made.document.metadata, title: "Mine" } };
    const theirs = { ...made.document, metadata: { ...made.document.metadata, title: "Theirs" } };
    const saved = await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: theirs });
    expect(saved.version).toBe(2);
    const error = await refusal<VersionConflictDetails>(saveDocument(instance.context, { id: made.id, baseVersion: 1, document: mine }));
    expect(error.code).toBe("version-conflict");
    expect(error.status).toBe(409);
    expect(error.details.head.version).toBe(2);
    expect(error.details.head.document.metadata.title).toBe("Theirs");
    expect(error.details.head.author).toBe("local");
    expect((await getDocument(instance.context, { id: made.id })).title).toBe("Theirs");
  });

  it("lets exactly one of many simultaneous saves win", async () => {
    const made = await create("race");
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        saveDocument(instance.context, {
          id: made.id,
          baseVersion: 1,
          document: { ...made.document, metadata: { ...made.document.metadata, title: `Tab ${index}` } },
        }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect((outcome.reason as DomainError).code).toBe("version-conflict");
    const winner = outcomes.findIndex((outcome) => outcome.status === "fulfilled");
    expect((await getDocument(instance.context, { id: made.id })).title).toBe(`Tab ${winner}`);
  });

  it("makes no new version of what is there already, also when the same save arrives twice", async () => {
    const made = await create("same-again");
    const unchanged = await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: made.document });
    expect(unchanged).toMatchObject({ version: 1, changed: false });
    const edited = { ...made.document, metadata: { ...made.document.metadata, title: "Edited" } };
    await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: edited });
    expect(await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: edited })).toMatchObject({ version: 2, changed: false });
  });

  it("changes the semantic hash with the meaning, not with the layout", async () => {
    const made = await create("hash");
    const moved = { ...made.document, metadata: { ...made.document.metadata, layout: { nodes: { detect: { x: 500, y: 1 } } } } };
    const afterMove = await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: moved });
    expect(afterMove).toMatchObject({ changed: true, hash: made.hash });
    const rewired = { ...moved, spec: { ...moved.spec, edges: moved.spec.edges.slice(0, 1) } };
    const afterEdit = await saveDocument(instance.context, { id: made.id, baseVersion: afterMove.version, document: rewired });
    expect(afterEdit.hash).not.toBe(made.hash);
  });

  it("folds quick saves into one version but never the first, a labelled one or one that a run read", async () => {
    const made = await create("folding");
    let version = 1;
    const save = async (title: string, label?: string) => {
      const document = { ...made.document, metadata: { ...made.document.metadata, title } };
      version = (await saveDocument(instance.context, { id: made.id, baseVersion: version, document, label })).version;
    };
    await save("a");
    await save("b");
    await save("c", "Reviewed");
    await save("d");
    await save("e");
    const versions = await listVersions(instance.context, { id: made.id });
    expect(versions.map((entry) => [entry.version, entry.label])).toEqual([
      [6, null],
      [4, "Reviewed"],
      [1, null],
    ]);
    expect((await getDocument(instance.context, { id: made.id, version: 4 })).document.metadata.title).toBe("c");
  });

  it("saves a half-drawn pipeline but refuses what its schema does not know, saying where", async () => {
    const made = await create("draft");
    const dangling = { ...made.document, spec: { ...made.document.spec, edges: [{ from: "photo", to: "nowhere" }], operators: [{ id: "bare" }] } };
    const saved = await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: dangling });
    const misspelt = { ...made.document, spec: { ...made.document.spec, operatros: [] } };
    const error = await refusal(saveDocument(instance.context, { id: made.id, baseVersion: saved.version, document: misspelt }));
    expect(error.code).toBe("invalid-document");
    expect(error.message).toContain("operatros");
    expect(error.message).toContain("operators");
    const notANumber = { ...made.document, spec: { ...made.document.spec, edges: [{ from: "photo", to: "detect", bytes: Number.NaN }] } };
    expect((await refusal(saveDocument(instance.context, { id: made.id, baseVersion: saved.version, document: notANumber }))).code).toBe("invalid-document");
    expect((await getDocument(instance.context, { id: made.id })).version).toBe(saved.version);
  });

  it("writes an audit event with every change, in the same transaction", async () => {
    const made = await create("audited");
    const edited = { ...made.document, spec: { ...made.document.spec, edges: [] } };
    await saveDocument(instance.context, { id: made.id, baseVersion: 1, document: edited });
    await refusal(saveDocument(instance.context, { id: made.id, baseVersion: 1, document: made.document }));
    const events = await instance.context.db.auditEvent.findMany({ where: { subjectId: made.id }, orderBy: { at: "asc" } });
    expect(events.map((event) => [event.actor, event.action])).toEqual([
      ["local", "document.create"],
      ["local", "document.save"],
    ]);
    expect(events[1]?.before).toMatchObject({ version: 1, hash: made.hash });
    expect(events[1]?.after).toMatchObject({ version: 2 });
  });

  it("archives and restores, and refuses to change what is archived", async () => {
    const made = await create("shelved");
    await archiveDocument(instance.context, { id: made.id, archived: true });
    expect((await listDocuments(instance.context, { kind: "Pipeline" })).map((entry) => entry.id)).not.toContain(made.id);
    expect((await listDocuments(instance.context, { kind: "Pipeline", archived: true })).map((entry) => entry.id)).toContain(made.id);
    expect((await refusal(saveDocument(instance.context, { id: made.id, baseVersion: 1, document: made.document }))).code).toBe("archived");
    await archiveDocument(instance.context, { id: made.id, archived: false });
    expect((await listDocuments(instance.context, { kind: "Pipeline" })).map((entry) => entry.id)).toContain(made.id);
  });

  it("keeps the workload with a pipeline that is renamed or duplicated", async () => {
    await createDocument(instance.context, { kind: "Infrastructure", document: infrastructure("own-site") });
    await createDocument(instance.context, { kind: "Catalogue", document: catalogue("own-models") });
    const made = await createDocument(instance.context, { kind: "Pipeline", title: "Fresh idea" });
    const study = await getStudy(instance.context, { pipelineId: made.id });
    expect(study.workload?.document.spec.classes[0]?.pipeline).toBe("fresh-idea");
    expect(study.infrastructure?.name).toBe("own-site");
    await renameDocument(instance.context, { id: made.id, name: "better-idea", title: "Better idea" });
    const renamed = await getStudy(instance.context, { pipelineId: made.id });
    expect(renamed.pipeline).toMatchObject({ name: "better-idea", title: "Better idea" });
    expect(renamed.workload?.document.spec.classes[0]?.pipeline).toBe("better-idea");
    const copy = await duplicateDocument(instance.context, { id: made.id });
    const copied = await getStudy(instance.context, { pipelineId: copy.id });
    expect(copied.pipeline.name).toBe("better-idea-copy");
    expect(copied.workload?.document.spec.classes[0]?.pipeline).toBe("better-idea-copy");
    expect(copied.workload?.id).not.toBe(renamed.workload?.id);
    expect(copied.infrastructure?.id).toBe(renamed.infrastructure?.id);
  });

  it("plans an imported pipeline with what came with it, else with what was chosen, else with what there is", async () => {
    const { context } = instance;
    const [site, newer] = [
      await importDocuments(context, { documents: [infrastructure()] }),
      await importDocuments(context, { documents: [infrastructure()] }),
    ];
    const [library] = [await importDocuments(context, { documents: [catalogue()] }), await importDocuments(context, { documents: [catalogue()] })];
    const studyOf = async (input: Parameters<typeof importDocuments>[1]) => {
      const imported = await importDocuments(context, input);
      const study = await getStudy(context, { pipelineId: imported.find((document) => document.kind === "Pipeline")?.id as string });
      return { imported, site: study.infrastructure?.id, catalogues: study.catalogues.map((view) => view.id) };
    };
    const choice = { infrastructureId: site[0]?.id as string, catalogueIds: [library[0]?.id as string] };
    const chosen = await studyOf({ documents: [pipeline("chosen")], ...choice });
    expect(chosen).toMatchObject({ site: choice.infrastructureId, catalogues: choice.catalogueIds });
    const unsaid = await studyOf({ documents: [pipeline("unsaid")] });
    expect(unsaid.site).toBe(newer[0]?.id);
    expect(unsaid.catalogues.length).toBeGreaterThan(1);
    const brought = await studyOf({ documents: [pipeline("brought"), infrastructure()], ...choice });
    expect(brought.site).toBe(brought.imported.find((document) => document.kind === "Infrastructure")?.id);
    const wrong = await refusal(importDocuments(context, { documents: [pipeline("wrong")], infrastructureId: choice.catalogueIds[0] }));
    expect(wrong.code).toBe("not-found");
  });

  it("does not give two documents one name", async () => {
    await createDocument(instance.context, { kind: "Workload", document: workload("taken") });
    const second = await createDocument(instance.context, { kind: "Workload", document: workload("taken") });
    expect(second.name).toBe("taken-2");
    expect((await refusal(renameDocument(instance.context, { id: second.id, name: "taken" }))).code).toBe("name-taken");
  });
});
