// npm run bench -- NAME ...: measures and prints tables; nothing here decides whether a test passes. Without a name: all.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureReady, root, run, Stop } from "./lib/steps.mjs";

const folder = join(root, "test", "bench");
const known = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .sort();
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const options = process.argv.slice(2).filter((argument) => argument.startsWith("-"));
try {
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Stop(`There is no bench ${unknown.join(", ")}; there are ${known.join(", ")}.`);
  await ensureReady({ build: false });
  for (const name of wanted.length > 0 ? wanted : known) {
    await run(process.execPath, ["--import", "tsx", join(folder, `${name}.ts`), ...options], { show: true, what: `bench ${name}` });
  }
} catch (error) {
  console.error(error instanceof Stop ? error.message : error);
  process.exitCode = 1;
}
