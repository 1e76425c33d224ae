// Whether node_modules is whole. Needs nothing but Node itself.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** There from the beginning of an install until its success: what a killed or failed install leaves is never taken for whole. */
function markOf(root) {
  return join(root, ".data", "setup", "install-unfinished");
}

export function isInstallUnfinished(root) {
  return existsSync(markOf(root));
}

/** Whether every package of the lock file that belongs on this machine is there, in its version, and no install was broken off. */
export function isInstalled(root) {
  if (isInstallUnfinished(root)) return false;
  try {
    const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
    const present = JSON.parse(readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === "" || (entry.optional && !present[path])) return true;
      // npm's own list outlives its packages when another install or a person removes them.
      return present[path]?.version === entry.version && existsSync(join(root, path, "package.json"));
    });
  } catch {
    return false;
  }
}

/** Runs an install so that it counts as unfinished until it has succeeded. */
export async function markedInstall(root, install) {
  const mark = markOf(root);
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, "");
  await install();
  rmSync(mark, { force: true });
}
