// npm writes only the optional packages that its registry has and this machine can use into a lock file it updates, and `npm ci` then refuses that
// file elsewhere. This finds and adds what is missing.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SYSTEMS = ["darwin", "linux", "win32", "android", "freebsd", "netbsd", "openbsd", "openharmony", "sunos", "aix"];
const PROCESSORS = ["arm64", "x64", "ia32", "arm", "ppc64", "s390x", "riscv64", "loong64", "mips64el"];

/** Where Node would find the package from another one, nearest first. */
function places(from, name) {
  const found = [`${from}/node_modules/${name}`];
  for (let at = from; at.includes("node_modules/"); ) {
    at = at.slice(0, at.lastIndexOf("node_modules/"));
    found.push(`${at}node_modules/${name}`);
    at = at.replace(/\/$/, "");
  }
  return found;
}

function platformOf(name) {
  const words = name.split("/").at(-1).split("-");
  if (name === "fsevents") return { os: ["darwin"] };
  if (words.includes("wasm32")) return { cpu: ["wasm32"] };
  const musl = words.some((word) => word.includes("musl"));
  const os = SYSTEMS.find((system) => words.includes(system)) ?? (words.includes("linuxmusl") ? "linux" : undefined);
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = musl ? ["musl"] : words.some((word) => word.startsWith("gnu")) ? ["glibc"] : undefined;
  return os || cpu ? { ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc } : {}), ...(os ? { os: [os] } : {}) } : null;
}

/** Names of the optional packages that the lock file lacks; with `write` they are added. */
export function completeLockFile(root, { write = false } = {}) {
  const path = join(root, "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const missing = [];
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      if (!platform || places(from, name).some((place) => lock.packages[place])) continue;
      missing.push(name);
      lock.packages[`node_modules/${name}`] = { version: range.replace(/^[\^~]/, ""), ...(entry.dev ? { dev: true } : {}), optional: true, ...platform };
    }
  }
  if (write && missing.length > 0) {
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  }
  return missing;
}

/** Download addresses in the lock file would tie it to one registry. */
export function addressesInLockFile(root) {
  return (readFileSync(join(root, "package-lock.json"), "utf8").match(/"resolved": "https?:/g) ?? []).length;
}
