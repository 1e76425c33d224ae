import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { TestProject } from "vitest/node";
import { findPostgresBinaries, startPostgres } from "./postgres-server";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a real PostgreSQL server's maintenance database; null where there are no PostgreSQL programs. */
    postgresUrl: string | null;
    /** An embedded database as it is right after its making, to be copied: making one takes seconds. */
    emptyDatabase: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = findPostgresBinaries();
  const server = binaries ? await startPostgres(binaries) : null;
  project.provide("postgresUrl", server?.url("postgres") ?? null);
  const emptyDatabase = mkdtempSync(join(tmpdir(), "trilemma-empty-"));
  await (await PGlite.create({ dataDir: emptyDatabase })).close();
  project.provide("emptyDatabase", emptyDatabase);
  return async () => {
    rmSync(emptyDatabase, { recursive: true, force: true });
    await server?.stop();
  };
}
