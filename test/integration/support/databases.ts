import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, inject } from "vitest";
import { enterAsRequest } from "../../../server/auth/gate";
import { openRuntime, type Runtime } from "../../../server/runtime";
import type { Context } from "../../../server/use-cases/context";

export const projectRoot = join(import.meta.dirname, "..", "..", "..");

export interface Instance {
  runtime: Runtime;
  context: Context;
  /** Opens a second runtime on the same data, as a restarted or second server would. */
  again(): Promise<Runtime>;
  close(): Promise<void>;
}

export interface InstanceOptions {
  workerFile?: string;
  workerHeapMiB?: number;
}

/** Runs the tests on the embedded database and, where there is one, on a real PostgreSQL server. */
export function describeOnDatabases(name: string, tests: (open: (options?: InstanceOptions) => Promise<Instance>, kind: "embedded" | "server") => void): void {
  describe(`${name} (embedded)`, () => tests(openEmbeddedInstance, "embedded"));
  const maintenanceUrl = inject("postgresUrl");
  describe.skipIf(maintenanceUrl === null)(`${name} (PostgreSQL server)`, () => tests((options) => openServerInstance(maintenanceUrl!, options), "server"));
}

export async function openEmbeddedInstance(options: InstanceOptions = {}): Promise<Instance> {
  const dataFolder = freshDataFolder();
  const open = () => openRuntime({ root: projectRoot, dataFolder, ...options });
  return instanceOf(open, async () => rmSync(dataFolder, { recursive: true, force: true }));
}

/** A data folder whose embedded database is made but has no table yet. */
export function freshDataFolder(): string {
  const dataFolder = mkdtempSync(join(tmpdir(), "trilemma-data-"));
  cpSync(inject("emptyDatabase"), join(dataFolder, "db"), { recursive: true });
  return dataFolder;
}

async function openServerInstance(maintenanceUrl: string, options: InstanceOptions = {}): Promise<Instance> {
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const maintain = async (sql: string) => {
    const client = new pg.Client({ connectionString: maintenanceUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await maintain(`CREATE DATABASE ${name}`);
  const databaseUrl = maintenanceUrl.replace(/\/postgres$/, `/${name}`);
  const open = () => openRuntime({ root: projectRoot, dataFolder: "", databaseUrl, ...options });
  return instanceOf(open, () => maintain(`DROP DATABASE ${name} WITH (FORCE)`));
}

async function instanceOf(open: () => Promise<Runtime>, remove: () => Promise<void>): Promise<Instance> {
  const runtime = await open();
  const others: Runtime[] = [];
  return {
    runtime,
    context: runtime.contextFor(enterAsRequest()),
    async again() {
      const other = await open();
      others.push(other);
      return other;
    },
    async close() {
      for (const one of [...others, runtime]) await one.close().catch(() => {});
      await remove();
    },
  };
}
