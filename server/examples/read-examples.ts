import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface ExampleFiles {
  /** Name of the folder. */
  name: string;
  files: { name: string; text: string }[];
}

/** Every folder of documents under `examples/`. */
export function readExamples(folder: string): ExampleFiles[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({
      name,
      files: readdirSync(join(folder, name))
        .filter((file) => /\.(ya?ml|json)$/.test(file))
        .sort()
        .map((file) => ({ name: file, text: readFileSync(join(folder, name, file), "utf8") })),
    }))
    .filter((example) => example.files.length > 0);
}
