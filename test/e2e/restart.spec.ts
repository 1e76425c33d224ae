import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "@playwright/test";
import { freePort } from "../support/free-port";

const root = join(import.meta.dirname, "..", "..");

interface Server {
  url: string;
  child: ChildProcess;
  /** The only line it prints, or what it said when it did not start. */
  said: string;
}

async function start(dataFolder: string): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, ["bin/start.mjs"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", TRILEMMA_DATA_DIR: dataFolder, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const line = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<string>((resolve) => child.once("close", () => resolve(errors)));
  return { url: `http://127.0.0.1:${port}`, child, said: await Promise.race([line, ended]) };
}

async function kill(server: Server, signal: NodeJS.Signals): Promise<number | null> {
  if (server.child.exitCode !== null || server.child.signalCode !== null) return server.child.exitCode;
  const ended = new Promise<number | null>((resolve) => server.child.once("exit", resolve));
  server.child.kill(signal);
  return ended;
}

async function call<T>(server: Server, path: string, input?: unknown): Promise<T> {
  const body = JSON.stringify({ json: input });
  const response =
    input === undefined
      ? await fetch(`${server.url}/api/trpc/${path}`)
      : await fetch(`${server.url}/api/trpc/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.json.message);
  return answer.result.data.json;
}

test("a killed server shows the last acknowledged save when it is started again, and one folder serves one server", async () => {
  test.setTimeout(240_000);
  const dataFolder = mkdtempSync(join(tmpdir(), "trilemma-restart-"));
  const servers: Server[] = [];
  try {
    const first = await start(dataFolder);
    servers.push(first);
    expect(first.said).toMatch(/^Trilemma is at http:\/\/localhost:\d+$/);
    const made = await call<{ id: string; document: { metadata: object } }>(first, "documents.create", { kind: "Pipeline", title: "Survivor" });
    const document = { ...made.document, metadata: { ...made.document.metadata, title: "Survivor, edited" } };
    await call(first, "documents.save", { id: made.id, baseVersion: 1, document });
    const [example] = await call<{ pipeline: { id: string; name: string } }[]>(first, "studies.list").then((all) =>
      all.filter((one) => one.pipeline.name === "visual-qa"),
    );
    await call(first, "runs.start", { pipelineId: example!.pipeline.id, force: true });

    const second = await start(dataFolder);
    servers.push(second);
    expect(second.said).toContain("is in use by another Trilemma");

    await kill(first, "SIGKILL");
    const third = await start(dataFolder);
    servers.push(third);
    const studies = await call<{ pipeline: { id: string; title: string }; active: { id: string } | null }[]>(third, "studies.list");
    expect(studies.find((one) => one.pipeline.id === made.id)?.pipeline.title).toBe("Survivor, edited");
    await expect
      .poll(async () => (await call<{ active: unknown }[]>(third, "studies.list")).every((one) => one.active === null), { timeout: 90_000 })
      .toBe(true);
    expect(await kill(third, "SIGTERM")).toBe(0);
  } finally {
    for (const server of servers) await kill(server, "SIGKILL");
    rmSync(dataFolder, { recursive: true, force: true });
  }
});

test("pages of other sites and misunderstood requests are refused in words", async ({ request }) => {
  const foreign = await request.post("/api/trpc/documents.create", { data: { json: { kind: "Pipeline" } }, headers: { origin: "http://evil.example" } });
  expect(foreign.status()).toBe(403);
  const wrong = await request.post("/api/trpc/documents.create", { data: { json: { kind: "Nonsense" } } });
  expect(wrong.status()).toBe(400);
  const answer = await wrong.json();
  expect(answer.error.json.message).toContain("kind");
  expect(JSON.stringify(answer)).not.toContain("node_modules");
  const page = await request.get("/");
  expect(page.headers()["content-security-policy"]).toContain("default-src 'self'");
});
