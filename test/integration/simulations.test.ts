import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulationDocument } from "../../core/documents/simulation";
import { createDocument } from "../../server/use-cases/create-document";
import { saveStudy } from "../../server/use-cases/save-study";
import { type SimulatePlanInput, type SimulationEvent, simulatePlan } from "../../server/use-cases/simulate-plan";
import { startRun } from "../../server/use-cases/start-run";
import { watchRun } from "../../server/use-cases/watch-run";
import { type Instance, openEmbeddedInstance } from "./support/databases";
import { catalogue, infrastructure, pipeline, workload } from "./support/documents";

describe("simulations", () => {
  let instance: Instance;
  let runId = "";
  let planIds: string[] = [];

  beforeAll(async () => {
    instance = await openEmbeddedInstance();
    const { context } = instance;
    const made = await createDocument(context, { kind: "Pipeline", document: pipeline() });
    const infrastructureId = (await createDocument(context, { kind: "Infrastructure", document: infrastructure() })).id;
    const workloadId = (await createDocument(context, { kind: "Workload", document: workload() })).id;
    const catalogueId = (await createDocument(context, { kind: "Catalogue", document: catalogue() })).id;
    await saveStudy(context, { pipelineId: made.id, infrastructureId, workloadId, catalogueIds: [catalogueId] });
    runId = (await startRun(context, { pipelineId: made.id })).runId;
    for await (const event of watchRun(context, { runId })) {
      if (event.type === "finished") planIds = event.run.frontier!.spec.plans.map((plan) => plan.id);
    }
  });
  afterAll(async () => instance?.close());

  async function events(input: Omit<SimulatePlanInput, "runId">): Promise<SimulationEvent[]> {
    const all: SimulationEvent[] = [];
    for await (const event of simulatePlan(instance.context, { runId, ...input })) all.push(event);
    return all;
  }

  it("simulate a plan of a run in a worker, with progress, and give the same for the same seed", async () => {
    const input = { planIds: [planIds[0]!], durationMs: 20_000_000, warmupMs: 10_000, seed: 3 };
    const first = await events(input);
    expect(first[0]?.type).toBe("progress");
    const last = first.at(-1)!;
    if (last.type !== "finished") throw new Error("the stream ended without a result");
    expect(simulationDocument.safeParse(last.simulation).error?.issues ?? []).toEqual([]);
    expect(last.simulation.spec.classes[0]!.completed / 20_000).toBeCloseTo(5, 0);
    expect(last.simulation.spec.series!.stations).toHaveLength(2);
    // Asked again, the answer is remembered: nothing is left to report progress on.
    const again = await events(input);
    expect(again.map((event) => event.type)).toEqual(["finished"]);
    expect(again.at(-1)).toEqual(last);
  });

  it("end when their reader leaves, and leave the worker free for the next", async () => {
    const stop = new AbortController();
    let seen = 0;
    let outcome: SimulationEvent | undefined;
    for await (const event of simulatePlan(instance.context, { runId, planIds: [planIds[0]!], durationMs: 7 * 86_400_000, seed: 4 }, stop.signal)) {
      seen += 1;
      outcome = event;
      stop.abort();
    }
    expect(seen).toBeGreaterThan(1);
    expect(outcome).toMatchObject({ type: "finished", simulation: { spec: { stopped: "cancelled" } } });
    const next = await events({ planIds: [planIds[0]!], durationMs: 60_000 });
    expect(next.at(-1)).toMatchObject({ type: "finished", simulation: { spec: { stopped: "duration" } } });
  });

  it("say what is wrong with a question", async () => {
    await expect(events({ planIds: ["p-none"] })).rejects.toMatchObject({ code: "not-found" });
    await expect(events({ planIds: [] })).rejects.toMatchObject({ code: "invalid-input" });
    await expect(events({ planIds: [planIds[0]!], arrivals: { kind: "trace" } })).rejects.toMatchObject({
      code: "simulation-failed",
      message: expect.stringMatching(/no trace/),
    });
  });
});
