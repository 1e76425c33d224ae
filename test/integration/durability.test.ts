import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { enterAsRequest } from "../../server/auth/gate";
import { openRuntime, type Runtime } from "../../server/runtime";
import type { DomainError } from "../../server/use-cases/domain-error";
import { getDocument } from "../../server/use-cases/get-document";
import { watchRun } from "../../server/use-cases/watch-run";
import { freshDataFolder, projectRoot } from "./support/databases";

const polling = join(projectRoot, "test", "fixtures", "misbehaving-worker.mjs");

describe("the embedded data folder", () => {
  const folders: string[] = [];
  const runtimes: Runtime[] = [];
  const folder = () => {
    const made = freshDataFolder();
    folders.push(made);
    return made;
  };
  const open = async (dataFolder: string) => {
    const runtime = await openRuntime({ root: projectRoot, dataFolder, workerFile: polling });
    runtimes.push(runtime);
    return runtime;
  };
  afterEach(async () => {
    for (const runtime of runtimes.splice(0)) await runtime.close().catch(() => {});
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it("shows the last acknowledged save after a kill in the middle of saving and planning, and has no stuck run", async () => {
    const dataFolder = folder();
    const child = spawn(process.execPath, ["--import", "tsx", join(projectRoot, "test", "fixtures", "saving-process.ts"), projectRoot, dataFolder, polling], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
    let ids: { id: string; runId: string } | null = null;
    let acknowledged = { version: 0, title: "" };
    for await (const line of createInterface({ input: child.stdout })) {
      if (!ids) ids = JSON.parse(line);
      else acknowledged = JSON.parse(line);
      if (acknowledged.version === 60) child.kill("SIGKILL");
    }
    expect(await ended).toBe("SIGKILL");
    if (!ids) throw new Error("nothing was acknowledged");

    const runtime = await open(dataFolder);
    const context = runtime.contextFor(enterAsRequest());
    const view = await getDocument(context, { id: ids.id });
    // One save more may have been written and not yet told.
    expect(view.version).toBeGreaterThanOrEqual(acknowledged.version);
    expect(view.version).toBeLessThanOrEqual(acknowledged.version + 1);
    expect(view.document.metadata.title).toBe(`Save ${view.version - 1}`);

    // The run that was being planned has been taken up again and can be ended.
    runtime.queue.cancel(ids.runId);
    await context.db.run.update({ where: { id: ids.runId }, data: { cancelAt: new Date() } });
    for await (const event of watchRun(context, { runId: ids.runId })) if (event.type === "finished") expect(event.run.status).toBe("cancelled");
  });

  it("is refused to a second opener, with what to do, and free again after closing", async () => {
    const dataFolder = folder();
    const first = await open(dataFolder);
    const refused = await open(dataFolder).catch((error: DomainError) => error as DomainError);
    expect(refused).toMatchObject({ code: "data-folder-locked", details: { pid: process.pid } });
    expect((refused as DomainError).message).toContain("TRILEMMA_DATA_DIR");
    await first.close();
    await expect(open(dataFolder)).resolves.toBeDefined();
  });

  it("does not take a reused process id or a broken lock file for a holder", async () => {
    const dataFolder = folder();
    const lock = join(dataFolder, "trilemma.lock");
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), processStart: "1", token: "old", since: "2026-01-01T00:00:00Z" }));
    const first = await open(dataFolder);
    expect(JSON.parse(readFileSync(lock, "utf8")).token).not.toBe("old");
    await first.close();
    writeFileSync(lock, "");
    await expect(open(dataFolder)).resolves.toBeDefined();
  });

  it("lets only one of many simultaneous openers in over a stale lock", async () => {
    const dataFolder = folder();
    writeFileSync(
      join(dataFolder, "trilemma.lock"),
      JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), processStart: null, token: "dead", since: "2026-01-01T00:00:00Z" }),
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => open(dataFolder)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });
});
