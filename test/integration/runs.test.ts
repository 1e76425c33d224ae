import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enterAsExamples, enterAsRequest } from "../../server/auth/gate";
import { cancelRun } from "../../server/use-cases/cancel-run";
import { changedSincePlanned } from "../../server/use-cases/changed-since-planned";
import type { Context } from "../../server/use-cases/context";
import { createDocument } from "../../server/use-cases/create-document";
import type { DomainError } from "../../server/use-cases/domain-error";
import { getRun } from "../../server/use-cases/get-run";
import { latestRuns } from "../../server/use-cases/latest-runs";
import type { RunView } from "../../server/use-cases/run-view";
import { saveDocument } from "../../server/use-cases/save-document";
import { saveStudy } from "../../server/use-cases/save-study";
import { startRun } from "../../server/use-cases/start-run";
import { type RunEvent, watchRun } from "../../server/use-cases/watch-run";
import { describeOnDatabases, type Instance, projectRoot } from "./support/databases";
import { catalogue, infrastructure, pipeline, workload } from "./support/documents";

async function study(context: Context, name: string, pools = 8): Promise<string> {
  const site = infrastructure(`${name}-site`);
  site.spec.pools[0]!.count = pools;
  const made = await createDocument(context, { kind: "Pipeline", document: pipeline(name) });
  const [infrastructureId, workloadId, catalogueId] = await Promise.all([
    createDocument(context, { kind: "Infrastructure", document: site }),
    createDocument(context, { kind: "Workload", document: workload(`${name}-day`, name) }),
    createDocument(context, { kind: "Catalogue", document: catalogue(`${name}-models`) }),
  ]).then((views) => views.map((view) => view.id));
  await saveStudy(context, { pipelineId: made.id, infrastructureId, workloadId, catalogueIds: [catalogueId!] });
  return made.id;
}

async function outcome(context: Context, runId: string): Promise<{ events: RunEvent[]; run: RunView }> {
  const events: RunEvent[] = [];
  for await (const event of watchRun(context, { runId })) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "finished") throw new Error("the stream ended without a result");
  return { events, run: last.run };
}

describeOnDatabases("runs", (open, kind) => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await open();
  });
  afterAll(async () => instance?.close());

  it("plans in a worker and streams the frontier", async () => {
    const pipelineId = await study(instance.context, "plain");
    const started = await startRun(instance.context, { pipelineId });
    expect(started).toMatchObject({ status: "queued", cached: false });
    const { events, run } = await outcome(instance.context, started.runId);
    expect(events[0]?.type).toBe("progress");
    expect(run.status).toBe("done");
    expect(run.frontier?.spec.certificate.kind).toBe("exact");
    expect(run.frontier?.spec.plans.map((plan) => plan.metrics.quality?.value.toFixed(2)).sort()).toEqual(["0.56", "0.72"]);
    expect(run.inputs.map((input) => input.kind).sort()).toEqual(["Catalogue", "Infrastructure", "Pipeline", "Workload"]);
    const actions = await instance.context.db.auditEvent.findMany({ where: { subjectId: started.runId }, orderBy: { at: "asc" } });
    expect(actions.map((event) => event.action)).toEqual(["run.start", "run.done"]);
  });

  it("answers an equal question from what it knows, and a changed one anew", async () => {
    const pipelineId = await study(instance.context, "cached");
    const first = await startRun(instance.context, { pipelineId });
    await outcome(instance.context, first.runId);
    expect(await startRun(instance.context, { pipelineId })).toEqual({ runId: first.runId, status: "done", cached: true });
    const forced = await startRun(instance.context, { pipelineId, force: true });
    expect(forced.runId).not.toBe(first.runId);
    await outcome(instance.context, forced.runId);

    const before = await latestRuns(instance.context, { pipelineId });
    expect(before).toMatchObject({ stale: false, active: null });
    const edited = pipeline("cached");
    edited.spec.operators[0]!.candidates = ["detect-large"];
    const saved = await saveDocument(instance.context, { id: pipelineId, baseVersion: 1, document: edited });
    expect(await latestRuns(instance.context, { pipelineId })).toMatchObject({ stale: true });
    expect(await changedSincePlanned(instance.context, { pipelineId })).toEqual([expect.stringMatching(/^operator \S+: candidates: .*\["detect-large"\]$/)]);
    const anew = await startRun(instance.context, { pipelineId });
    expect(anew.cached).toBe(false);
    expect((await outcome(instance.context, anew.runId)).run.frontier?.spec.plans).toHaveLength(1);

    await saveDocument(instance.context, { id: pipelineId, baseVersion: saved.version, document: pipeline("cached") });
    const back = await latestRuns(instance.context, { pipelineId });
    expect(back.stale).toBe(false);
    expect(await changedSincePlanned(instance.context, { pipelineId })).toEqual([]);
    expect(back.shown?.id).toBe(forced.runId);
  });

  it("stores an infeasible answer with what binds", async () => {
    const pipelineId = await study(instance.context, "too-small", 0);
    const { run } = await outcome(instance.context, (await startRun(instance.context, { pipelineId })).runId);
    expect(run.status).toBe("infeasible");
    expect(run.frontier?.spec.plans).toEqual([]);
    expect(run.frontier?.spec.infeasible?.binding.length).toBeGreaterThan(0);
  });

  it("says what is missing or wrong instead of planning", async () => {
    const bare = await createDocument(instance.context, { kind: "Pipeline", document: pipeline("bare") });
    await saveStudy(instance.context, { pipelineId: bare.id, infrastructureId: null, catalogueIds: [] });
    const incomplete = await startRun(instance.context, { pipelineId: bare.id }).catch((error: DomainError) => error);
    expect(incomplete).toMatchObject({ code: "study-incomplete", details: { missing: ["an infrastructure", "a catalogue"] } });

    const pipelineId = await study(instance.context, "cyclic");
    const cyclic = pipeline("cyclic");
    cyclic.spec.edges.push({ from: "describe", to: "detect" });
    await saveDocument(instance.context, { id: pipelineId, baseVersion: 1, document: cyclic });
    const refused = await startRun(instance.context, { pipelineId }).catch((error: DomainError) => error);
    expect(refused).toMatchObject({ code: "planning-problems", status: 422 });
    expect(JSON.stringify(refused)).toContain("cycle");
  });

  it("plans the versions it was started with, whatever is saved meanwhile", async () => {
    const pipelineId = await study(instance.context, "frozen");
    const started = await startRun(instance.context, { pipelineId });
    const edited = pipeline("frozen");
    edited.spec.operators[0]!.candidates = ["detect-large"];
    await saveDocument(instance.context, { id: pipelineId, baseVersion: 1, document: edited });
    const { run } = await outcome(instance.context, started.runId);
    expect(run.frontier?.spec.plans).toHaveLength(2);
    expect(run.inputs.find((input) => input.kind === "Pipeline")?.version).toBe(1);
  });

  it("takes up what a stopped server left, once, and then gives up with a reason", async () => {
    const pipelineId = await study(instance.context, "orphan");
    const started = await startRun(instance.context, { pipelineId });
    await outcome(instance.context, started.runId);
    const orphan = (attempts: number) =>
      instance.context.db.run.update({
        where: { id: started.runId },
        data: { status: "running", owner: "dead", attempts, heartbeatAt: new Date(Date.now() - 3_600_000), finishedAt: null },
      });
    if (kind === "embedded") await instance.runtime.close();
    else await orphan(1);
    if (kind === "embedded") {
      instance.runtime = await instance.again();
      instance.context = instance.runtime.contextFor(enterAsRequest());
      await orphan(1);
    }
    await instance.runtime.queue.start({ alone: false }); // looks for lost runs
    expect((await outcome(instance.context, started.runId)).run.status).toBe("done");
    await orphan(2);
    await instance.runtime.queue.start({ alone: false }); // looks for lost runs
    const lost = await getRun(instance.context, { runId: started.runId });
    expect(lost.status).toBe("failed");
    expect(lost.error?.code).toBe("server-stopped");
  });
});

describeOnDatabases("runs in a worker that misbehaves", (open) => {
  let instance: Instance;
  beforeAll(async () => {
    // Sleeps, dies or eats memory as the name of the pipeline says; everything around it is real.
    instance = await open({ workerFile: join(projectRoot, "test", "fixtures", "misbehaving-worker.mjs"), workerHeapMiB: 64 });
  });
  afterAll(async () => instance?.close());

  it("fails only the run whose worker dies", async () => {
    const dies = await startRun(instance.context, { pipelineId: await study(instance.context, "dies") });
    const lives = await startRun(instance.context, { pipelineId: await study(instance.context, "answers") });
    expect((await outcome(instance.context, dies.runId)).run).toMatchObject({ status: "failed", error: { code: "planner-crashed" } });
    expect((await outcome(instance.context, lives.runId)).run.status).toBe("done");
    const after = await startRun(instance.context, { pipelineId: await study(instance.context, "answers-again") });
    expect((await outcome(instance.context, after.runId)).run.status).toBe("done");
  });

  it("fails only the run that needs too much memory", async () => {
    const eats = await startRun(instance.context, { pipelineId: await study(instance.context, "eats") });
    expect((await outcome(instance.context, eats.runId)).run).toMatchObject({ status: "failed", error: { code: "planner-out-of-memory" } });
    const after = await startRun(instance.context, { pipelineId: await study(instance.context, "answers-after") });
    expect((await outcome(instance.context, after.runId)).run.status).toBe("done");
  });

  it("cancels a run that is being planned and keeps what it had found", async () => {
    const started = await startRun(instance.context, { pipelineId: await study(instance.context, "polls") });
    const seen: RunEvent[] = [];
    for await (const event of watchRun(instance.context, { runId: started.runId })) {
      seen.push(event);
      if (event.type === "progress" && event.progress) await cancelRun(instance.context, { runId: started.runId });
    }
    const last = seen.at(-1);
    expect(last?.type === "finished" && last.run.status).toBe("cancelled");
    expect(last?.type === "finished" && last.run.frontier?.spec.certificate.kind).toBe("partial");
  });

  it("cancels a run whose worker does not listen", async () => {
    const started = await startRun(instance.context, { pipelineId: await study(instance.context, "deaf") });
    for await (const event of watchRun(instance.context, { runId: started.runId })) {
      if (event.type === "progress" && event.progress) await cancelRun(instance.context, { runId: started.runId });
      if (event.type === "finished") expect(event.run.status).toBe("cancelled");
    }
    expect((await getRun(instance.context, { runId: started.runId })).status).toBe("cancelled");
  });

  it("lets a person's run go before what the server plans of itself", async () => {
    const system = instance.runtime.contextFor(enterAsExamples());
    const threads = instance.runtime.planner.threads;
    const background = [];
    for (let number = 0; number <= threads; number += 1) {
      background.push(await startRun(system, { pipelineId: await study(instance.context, `polls-background-${number}`) }));
    }
    const mine = await startRun(instance.context, { pipelineId: await study(instance.context, "answers-at-once") });
    expect((await outcome(instance.context, mine.runId)).run.status).toBe("done");
    const waiting = await getRun(instance.context, { runId: background.at(-1)!.runId });
    expect(waiting.status).toBe("queued");
    for (const run of background) await cancelRun(instance.context, { runId: run.runId });
    for (const run of background) expect((await outcome(instance.context, run.runId)).run.status).toBe("cancelled");
  });

  it("cancels a run that still waits for a worker", async () => {
    const ids = await Promise.all(["polls-a", "polls-b", "polls-c", "polls-d"].map((name) => study(instance.context, name)));
    const runs = [];
    for (const pipelineId of ids) runs.push(await startRun(instance.context, { pipelineId }));
    for (const run of [...runs].reverse()) await cancelRun(instance.context, { runId: run.runId });
    for (const run of runs) expect((await outcome(instance.context, run.runId)).run.status).toBe("cancelled");
  });
});
