import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedFiles } from "./files";

/** `npx tsx server/catalogue/build/write.ts [--check]`: writes every generated document, or says which would change. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const checkOnly = process.argv.includes("--check");

const changed: string[] = [];
for (const [path, text] of generatedFiles()) {
  const file = resolve(root, path);
  let before: string | null = null;
  try {
    before = readFileSync(file, "utf8");
  } catch {
    before = null;
  }
  if (before === text) continue;
  changed.push(path);
  if (!checkOnly) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
process.stdout.write(
  changed.length === 0 ? "all documents are as generated\n" : `${changed.map((path) => `${checkOnly ? "differs" : "wrote"} ${path}`).join("\n")}\n`,
);
if (checkOnly && changed.length > 0) process.exitCode = 1;
