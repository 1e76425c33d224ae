import type { TestProject } from "vitest/node";
import { findPostgresBinaries, startPostgres } from "./postgres-server";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a real PostgreSQL server's maintenance database; null where there are no PostgreSQL programs. */
    postgresUrl: string | null;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = findPostgresBinaries();
  const server = binaries ? await startPostgres(binaries) : null;
  project.provide("postgresUrl", server?.url("postgres") ?? null);
  return async () => server?.stop();
}
