// One preparation (install, generate, bundle, build) at a time in a folder: two would destroy each other's files. Needs nothing but Node itself.
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LOOK_EVERY_MS = 200;

/** The kernel's start time of a process, so that a reused pid is not taken for it; null where it cannot be read. */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function named(pid) {
  return { pid, start: processStart(pid) };
}

function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  const now = processStart(pid);
  return now === null || start === null || now === start;
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** The process that the lock waits for: its owner, or a program that a killed owner left running; null when it is free. */
function holderOf(lock) {
  return lock?.processes?.find(isAlive) ?? null;
}

/** Puts a file there whole or not at all; false when the name is taken. */
function claim(path, content) {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(content));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a lock of dead processes away; of several that saw it one wins the move, and a fresh lock taken by mistake is put back. */
function removeStale(path, seen) {
  const aside = `${path}.stale-${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved && moved.token !== seen?.token) {
    try {
      linkSync(aside, path);
    } catch {
      // Someone else took it meanwhile.
    }
  }
  rmSync(aside, { force: true });
}

/** The locks that this process has. */
const held = new Map();

/** Names a program that the work runs: should this process be killed, its locks last until the program has ended too. */
export function noteChild(pid) {
  if (pid === undefined) return;
  for (const [path, lock] of held) {
    lock.processes.push(named(pid));
    const draft = `${path}.${lock.token}`;
    writeFileSync(draft, JSON.stringify(lock));
    renameSync(draft, path);
  }
}

async function take(path, what, tell) {
  const mine = { token: randomUUID(), what, processes: [named(process.pid)] };
  let told = null;
  while (!claim(path, mine)) {
    const other = read(path);
    const holder = holderOf(other);
    if (!holder) {
      removeStale(path, other);
      continue;
    }
    const sentence = `Waiting for another Trilemma process (${holder.pid}): ${other.what} ...`;
    if (sentence !== told) tell(sentence);
    told = sentence;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  held.set(path, mine);
}

/**
 * Does `work` while no other process has one of the same locks in the folder; `what` says what it is, for those that wait. `tell` gets the sentence that
 * says what is waited for. Several locks are taken in the order given, which must be the same everywhere. A lock that this process has is not taken twice.
 */
export async function withSetupLock(folder, names, what, work, tell = () => {}) {
  mkdirSync(folder, { recursive: true });
  const taken = [];
  try {
    for (const name of names) {
      const path = join(folder, `${name}.lock`);
      if (held.has(path)) continue;
      await take(path, what, tell);
      taken.push(path);
    }
    return await work();
  } finally {
    for (const path of taken.reverse()) {
      const { token } = held.get(path);
      held.delete(path);
      if (read(path)?.token === token) rmSync(path, { force: true });
    }
  }
}
