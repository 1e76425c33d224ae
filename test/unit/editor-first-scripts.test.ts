import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const ENTRY = "components/editor/pipeline-page.tsx";

/** Files that are loaded before the editor can draw anything: reached without a dynamic import. */
async function firstFiles(): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outdir: "nowhere",
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: "esm",
    jsx: "automatic",
    loader: { ".css": "empty" },
    external: ["next/*", "react", "react-dom"],
    logLevel: "error",
  });
  const reached = new Set<string>();
  const waiting = Object.keys(metafile.outputs).filter((path) => metafile.outputs[path]?.entryPoint === ENTRY);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const link of metafile.outputs[path]?.imports ?? []) if (link.kind === "import-statement" && !link.external) waiting.push(link.path);
  }
  return [...reached].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
}

describe("the scripts that the editor begins with", () => {
  it("have the canvas in them, but no validator, no panel and no chart", async () => {
    const files = await firstFiles();
    expect(files).toContain("components/canvas/operator-node.tsx");
    const later = /node_modules\/(zod|yaml|recharts|@codemirror)\/|components\/(inspector|panels\/(palette|outline))|frontier-dock/;
    expect(files.filter((file) => later.test(file))).toEqual([]);
  }, 60_000);
});
