import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../support/free-port";

const execute = promisify(execFile);

/** The folder with PostgreSQL's own programs, newest first; null when this machine has none. */
export function findPostgresBinaries(): string | null {
  const versions = "/usr/lib/postgresql";
  const packaged = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, "bin"))
    : [];
  const folders = [
    ...(process.env.TRILEMMA_POSTGRES_BIN ? [process.env.TRILEMMA_POSTGRES_BIN] : []),
    ...packaged,
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl"))) ?? null;
}

export interface PostgresServer {
  url(database: string): string;
  stop(): Promise<void>;
}

/** Starts a real server on loopback in a folder of its own. PostgreSQL refuses to run as root, so that root steps down to `postgres`. */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "trilemma-postgres-"));
  const isRoot = userInfo().uid === 0;
  if (isRoot) {
    const { stdout: uid } = await execute("id", ["-u", "postgres"]);
    const { stdout: gid } = await execute("id", ["-g", "postgres"]);
    chownSync(folder, Number(uid), Number(gid));
  }
  const run = (program: string, args: string[]) => {
    const path = join(binaries, program);
    return isRoot ? execute("runuser", ["-u", "postgres", "--", path, ...args], { cwd: folder }) : execute(path, args, { cwd: folder });
  };
  const data = join(folder, "data");
  const port = await freePort();
  await run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]);
  await run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", `-p ${port} -h 127.0.0.1 -k ${folder} -F`, "start"]);
  return {
    url: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      await run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
