import { type APIRequestContext, expect } from "@playwright/test";

/** Calls a query of the app's own interface, to set a scene or to look behind the page. */
export async function query<T>(request: APIRequestContext, path: string, input?: unknown): Promise<T> {
  const suffix = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const response = await request.get(`/api/trpc/${path}${suffix}`);
  expect(response.ok(), `${path} answers ${response.status()}`).toBe(true);
  return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
}

export async function mutate<T>(request: APIRequestContext, path: string, input: unknown): Promise<T> {
  const response = await request.post(`/api/trpc/${path}`, { data: { json: input } });
  expect(response.ok(), `${path} answers ${response.status()}: ${await response.text()}`).toBe(true);
  return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
}

interface Slo {
  metric: string;
  op: string;
  value: number;
  hard?: boolean;
  statistic?: string;
}
interface Workload {
  spec: { settings?: Record<string, unknown>; classes: { id: string; slos?: Slo[] }[] };
}

/** A copy of an example, with other targets when they are given. Returns the copy's id. */
export async function copyOfExample(
  request: APIRequestContext,
  name: string,
  title: string,
  slos?: Slo[],
  settings?: Record<string, unknown>,
): Promise<string> {
  const all = await query<{ id: string; kind: string; name: string }[]>(request, "documents.list", { kind: "Pipeline" });
  const example = all.find((document) => document.name === name);
  if (!example) throw new Error(`the example ${name} is not loaded`);
  const copy = await mutate<{ id: string }>(request, "documents.duplicate", { id: example.id, title });
  if (slos || settings) {
    const { workload } = await query<{ workload: { id: string; version: number; document: Workload } }>(request, "studies.get", { pipelineId: copy.id });
    const { document } = workload;
    const classes = document.spec.classes.map((entry) => ({ ...entry, slos: slos ?? entry.slos }));
    const spec = { ...document.spec, classes, settings: { ...document.spec.settings, ...settings } };
    await mutate(request, "documents.save", { id: workload.id, baseVersion: workload.version, document: { ...document, spec } });
  }
  return copy.id;
}
