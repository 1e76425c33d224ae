import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { createPlannerPool } from "../../server/planner/pool";

const pool = createPlannerPool({ filename: join(import.meta.dirname, "../fixtures/misbehaving-worker.mjs"), maxThreads: 2 });
afterAll(() => pool.close());

const study = (pipeline: string) =>
  ({
    pipeline: { metadata: { name: pipeline } },
    infrastructure: { metadata: { name: "i" } },
    workload: { metadata: { name: "w" }, spec: { classes: [] } },
    catalogues: [],
  }) as unknown as PlanningInput;

/** The thread that planned, as the fixture tells it. */
async function threadOf(pipeline: string): Promise<string> {
  const { certificate } = (await pool.run(study(pipeline))).spec;
  return certificate.kind === "partial" ? certificate.reason : "";
}

describe("the threads of the planner", () => {
  test("two studies at once are planned side by side, and each goes back to the thread that knows it", async () => {
    const [first, second] = await Promise.all([threadOf("tells-first"), threadOf("tells-second")]);
    expect(first).not.toBe(second);
    for (let i = 0; i < 3; i += 1) {
      expect(await threadOf("tells-second")).toBe(second);
      expect(await threadOf("tells-first")).toBe(first);
    }
  });

  test("a study does not wait for its thread while another is free", async () => {
    const [first, other] = await Promise.all([threadOf("tells-first"), threadOf("tells-first")]);
    expect(other).not.toBe(first);
  });

  test("a study whose run was stopped is planned again by the thread that knows it", async () => {
    const stop = new AbortController();
    const stopped = pool.run(study("tells-stopped"), { signal: stop.signal });
    stop.abort();
    const next = await threadOf("tells-stopped");
    expect((await stopped).spec.certificate).toMatchObject({ reason: next });
    const [first, other] = await Promise.all([threadOf("tells-stopped"), threadOf("tells-stopped")]);
    expect(other).not.toBe(first);
  });

  test("a thread that dies fails its own run only", async () => {
    const [dead, alive] = await Promise.allSettled([pool.run(study("dies")), threadOf("tells-first")]);
    expect(dead.status).toBe("rejected");
    expect(alive.status).toBe("fulfilled");
    expect(await threadOf("tells-first")).toMatch(/^thread/);
  });
});
