import { afterAll, beforeAll, expect, it } from "vitest";
import { packedFromBytes } from "../../core/frontier/packed-frontier";
import { unpackFrontier } from "../../core/frontier/plan-store";
import { limited } from "../../server/rest/limited";
import { preview } from "../../server/rest/previews";
import { createDocument } from "../../server/use-cases/create-document";
import { describeOnDatabases, type Instance } from "./support/databases";
import { catalogue, infrastructure, pipeline, workload } from "./support/documents";

function request(question: unknown, signal?: AbortSignal): Request {
  const body = typeof question === "string" ? question : JSON.stringify(question);
  return new Request("http://localhost/api/previews", { method: "POST", body, ...(signal ? { signal } : {}) });
}

describeOnDatabases("previews", (open) => {
  let instance: Instance;
  let catalogues: { id: string; version: number }[];
  beforeAll(async () => {
    instance = await open();
    const { id, version } = await createDocument(instance.context, { kind: "Catalogue", document: catalogue() });
    catalogues = [{ id, version }];
  });
  afterAll(async () => instance?.close());
  const question = () => ({ pipeline: pipeline(), workload: workload(), infrastructure: infrastructure(), catalogues, classId: "all" });

  it("plan documents that are not stored, answer in bytes, and write nothing", async () => {
    const { context } = instance;
    const response = await preview(request(question()), context);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    const frontier = unpackFrontier(packedFromBytes(new Uint8Array(await response.arrayBuffer())));
    expect(frontier.spec.certificate.kind).toBe("exact");
    expect(frontier.spec.plans.map((plan) => plan.metrics.quality?.value.toFixed(2)).sort()).toEqual(["0.56", "0.72"]);
    expect(await context.db.run.count()).toBe(0);
    expect(await context.db.document.count({ where: { kind: "Pipeline" } })).toBe(0);
  });

  it("refuse what is no question, what cannot be planned, and catalogues that are not there", async () => {
    const { context } = instance;
    const answer = async (asked: unknown) => {
      const response = await preview(request(asked), context);
      return { status: response.status, error: ((await response.json()) as { error: { code: string; message: string } }).error };
    };
    expect(await answer("{")).toMatchObject({ status: 400, error: { code: "invalid-input" } });
    expect(await answer({ ...question(), pipeline: { kind: "Pipeline" } })).toMatchObject({ status: 400, error: { code: "invalid-input" } });
    const cut = pipeline();
    cut.spec.edges = [...(cut.spec.edges ?? []), { from: "describe", to: "detect", bytes: 1 }];
    expect(await answer({ ...question(), pipeline: cut })).toMatchObject({ status: 422, error: { code: "planning-problems" } });
    const gone = [{ id: "00000000-0000-4000-8000-000000000000", version: 1 }];
    expect(await answer({ ...question(), catalogues: gone })).toMatchObject({ status: 404, error: { code: "not-found" } });
  });

  it("refuse a request longer than may be, also when it does not say its length", async () => {
    const { context } = instance;
    const response = await preview(limited(request(question()), 100), context);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: "too-large", details: { limit: 100 } } });
    expect((await preview(limited(request(question())), context)).status).toBe(200);
  });

  it("are refused to who may not plan", async () => {
    const { context } = instance;
    const reader = { ...context, principal: { ...context.principal, may: new Set(["document:read" as const]) } };
    expect((await preview(request(question()), reader)).status).toBe(403);
  });
});
