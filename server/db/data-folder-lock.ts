import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DomainError } from "../use-cases/domain-error";

interface Holder {
  pid: number;
  host: string;
  /** The kernel's start time of the process, so that a reused pid is not taken for the holder; null where it cannot be read. */
  processStart: string | null;
  token: string;
  since: string;
}

const TOUCH_EVERY_MS = 5_000;
const FOREIGN_STALE_AFTER_MS = 30_000;

function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return null;
  }
}

/** A holder on another host (a container's shared folder) is judged by how long ago it last touched the file. */
function isHeld(path: string, holder: Holder): boolean {
  if (holder.host !== hostname()) {
    try {
      return Date.now() - statSync(path).mtimeMs < FOREIGN_STALE_AFTER_MS;
    } catch {
      return false;
    }
  }
  if (!isAlive(holder.pid)) return false;
  const start = processStart(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}

export interface DataFolderLock {
  release(): void;
}

/**
 * Takes the embedded database's folder for this process: two processes on one folder would destroy it. A lock left behind by a killed
 * process is recognised and replaced.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "trilemma.lock");
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    processStart: processStart(process.pid),
    token: randomUUID(),
    since: new Date().toISOString(),
  };
  const draft = `${path}.${mine.token}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        // A hard link appears whole or not at all, and fails when the name exists.
        linkSync(draft, path);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const holder = readHolder(path);
        if ((holder !== null && isHeld(path, holder)) || attempt >= 5) {
          throw new DomainError(
            "data-folder-locked",
            `The data folder ${folder} is in use by another Trilemma (process ${holder?.pid ?? "unknown"}, since ${holder?.since ?? "unknown"}). ` +
              "Stop it first, or set TRILEMMA_DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL server.",
            { folder, pid: holder?.pid ?? null, since: holder?.since ?? null },
          );
        }
        removeStale(path, holder);
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const touch = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The folder was removed under us; the database will say so itself.
    }
  }, TOUCH_EVERY_MS);
  touch.unref();
  return {
    release() {
      clearInterval(touch);
      if (readHolder(path)?.token === mine.token) rmSync(path, { force: true });
    },
  };
}

/** Moves the stale file away first: of two processes that saw it, only one wins the move, and neither can remove the other's new lock unseen. */
function removeStale(path: string, holder: Holder | null): void {
  const aside = `${path}.stale-${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && moved.token !== holder?.token && isHeld(aside, moved)) {
    try {
      linkSync(aside, path);
    } catch {
      // Someone else took it meanwhile.
    }
  }
  rmSync(aside, { force: true });
}
