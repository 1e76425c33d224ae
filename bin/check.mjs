// npm run check: types, format and lint, room directions, dead code, and that the migrations make the schema.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { addressesInLockFile, completeLockFile } from "./lib/lock-file.mjs";
import { checkNode, ensureGenerated, ensureInstalled, progress, root, runTool, Stop } from "./lib/steps.mjs";

const ROOMS = ["app", "components", "core", "server", "test"];

const CHECKS = {
  types: () => runTool("typescript", "tsc", ["-p", ".", "--noEmit"], { what: "tsc" }),
  biome: () => runTool("@biomejs/biome", "biome", ["ci", "--max-diagnostics=200", "."], { what: "biome" }),
  rooms: () =>
    runTool("dependency-cruiser", "depcruise", [...ROOMS.filter((room) => existsSync(join(root, room))), "--output-type", "err"], {
      what: "dependency-cruiser",
    }),
  knip: () => runTool("knip", "knip", ["--no-config-hints"], { what: "knip" }),
  lock: async () => {
    const missing = completeLockFile(root);
    if (missing.length > 0)
      throw new Stop(`The lock file lacks packages of other platforms, so that npm ci fails there; run npm run lock: ${missing.join(", ")}`);
    if (addressesInLockFile(root) > 0) throw new Stop("The lock file holds download addresses; install with this project's .npmrc and commit the result.");
  },
  migrations: async () => {
    const { diffMigrationsToSchema } = await import("./lib/schema-diff.mjs");
    const sql = await diffMigrationsToSchema(root);
    if (sql) throw new Stop(`The migrations do not make the schema; npm run db:migration -- <name> writes what is missing:\n${sql}`);
  },
};

const wanted = process.argv.slice(2);
const failed = [];
try {
  checkNode();
  await ensureInstalled();
  await ensureGenerated();
  progress("");
  for (const [name, work] of Object.entries(CHECKS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const begin = performance.now();
    try {
      await work();
      console.log(`ok      ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed.push(name);
      console.log(`failed  ${name}\n${error instanceof Stop ? error.message : (error?.stack ?? error)}`);
    }
  }
} catch (error) {
  console.error(error instanceof Stop ? error.message : error);
  failed.push("preparation");
}
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
