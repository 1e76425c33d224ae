import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { stringify } from "yaml";
import { enterAsExamples } from "../../server/auth/gate";
import { type ExampleFiles, readExamples } from "../../server/examples/read-examples";
import { archiveDocument } from "../../server/use-cases/archive-document";
import { getStudy } from "../../server/use-cases/get-study";
import { latestRuns } from "../../server/use-cases/latest-runs";
import { listStudies } from "../../server/use-cases/list-studies";
import { loadExample } from "../../server/use-cases/load-example";
import { planExamples } from "../../server/use-cases/plan-examples";
import { saveDocument } from "../../server/use-cases/save-document";
import { watchRun } from "../../server/use-cases/watch-run";
import { describeOnDatabases, type Instance, projectRoot } from "./support/databases";
import { catalogue, infrastructure, pipeline, workload } from "./support/documents";

function example(change: { title?: string } = {}): ExampleFiles {
  const drawn = pipeline("photo");
  drawn.metadata.title = change.title ?? "Photo";
  const documents = [drawn, infrastructure(), workload("day", "photo"), catalogue()];
  return { name: "photo", files: documents.map((document) => ({ name: `${document.kind}.yaml`, text: stringify(document) })) };
}

describeOnDatabases("examples", (open) => {
  let instance: Instance;
  afterEach(async () => instance?.close());
  const begin = async () => {
    instance = await open();
    const system = instance.runtime.contextFor(enterAsExamples());
    return { system, person: instance.context };
  };
  const only = async () => (await listStudies(instance.context))[0]!;

  it("are loaded once, connected and planned", async () => {
    const { system, person } = await begin();
    expect(await loadExample(system, example())).toEqual({ inserted: 4, upgraded: 0, notes: [] });
    expect(await loadExample(system, example())).toEqual({ inserted: 0, upgraded: 0, notes: [] });
    await planExamples(system);
    const { pipeline: listed, active } = await only();
    const study = await getStudy(person, { pipelineId: listed.id });
    expect(study.infrastructure?.name).toBe("site");
    expect(study.workload?.name).toBe("day");
    expect(study.catalogues.map((view) => view.name)).toEqual(["models"]);
    if (active) for await (const _event of watchRun(person, { runId: active.id }));
    expect((await only()).run).toMatchObject({ status: "done", stale: false, plans: 2 });
    const before = (await latestRuns(person, { pipelineId: listed.id })).shown?.id;
    await planExamples(system);
    expect(await latestRuns(person, { pipelineId: listed.id })).toMatchObject({ active: null, shown: { id: before } });
  });

  it("follow a newer release only where nobody has changed them", async () => {
    const { system, person } = await begin();
    await loadExample(system, example());
    expect(await loadExample(system, example({ title: "Photo, second edition" }))).toMatchObject({ inserted: 0, upgraded: 1 });
    const upgraded = await only();
    expect(upgraded.pipeline).toMatchObject({ title: "Photo, second edition", version: 2 });
    const study = await getStudy(person, { pipelineId: upgraded.pipeline.id });
    const mine = { ...study.pipeline.document, metadata: { ...study.pipeline.document.metadata, title: "Mine" } };
    await saveDocument(person, { id: upgraded.pipeline.id, baseVersion: 2, document: mine });
    expect(await loadExample(system, example({ title: "Photo, third edition" }))).toMatchObject({ inserted: 0, upgraded: 0 });
    expect((await only()).pipeline.title).toBe("Mine");
    await archiveDocument(person, { id: upgraded.pipeline.id, archived: true });
    await loadExample(system, example({ title: "Photo, fourth edition" }));
    expect(await listStudies(person)).toEqual([]);
  });

  it("that cannot be read are named and left out", async () => {
    const { system, person } = await begin();
    const broken: ExampleFiles = { name: "broken", files: [{ name: "pipeline.yaml", text: "apiVersion: trilemma/v1\nkind: Pipeline\n  metadata: {" }] };
    expect((await loadExample(system, broken)).notes.join()).toContain("pipeline.yaml:");
    expect(await listStudies(person)).toEqual([]);
  });

  it("of the repository all load", async () => {
    const { system } = await begin();
    for (const found of readExamples(join(projectRoot, "examples"))) {
      const outcome = await loadExample(system, found);
      expect([found.name, outcome.notes]).toEqual([found.name, []]);
      expect(outcome.inserted).toBeGreaterThan(0);
    }
    for (const study of await listStudies(instance.context)) {
      expect(study.infrastructure).not.toBeNull();
      expect(study.workload).not.toBeNull();
      expect(study.catalogues.length).toBeGreaterThan(0);
    }
  });
});
