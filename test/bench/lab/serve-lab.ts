import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles the lab and serves it on a free port of this machine. `study` is what the page would have loaded, `answer` what a run answers. */
export async function serveLab(study: unknown, answer = ""): Promise<{ url: string; close: () => void }> {
  const root = join(import.meta.dirname, "../../..");
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, "frontier-lab.tsx")],
    bundle: true,
    write: false,
    outdir: join(root, "dist"),
    format: "esm",
    jsx: "automatic",
    minify: true,
    loader: { ".woff2": "dataurl" },
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: join(root, "tsconfig.json"),
    logLevel: "error",
  });
  const text = (ending: string) => bundle.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  const [script, style] = [text(".js"), text(".css")];
  const page = `<!doctype html><html lang="en" data-mantine-color-scheme="light"><head><meta charset="utf-8"><link rel="stylesheet" href="/lab.css"></head><body><div id="root"></div><script>window.study=${JSON.stringify(study).replaceAll("<", "\\u003c")}</script><script type="module" src="/lab.js"></script></body></html>`;
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    const [type, body] =
      path === "/lab.js"
        ? ["text/javascript", script]
        : path === "/lab.css"
          ? ["text/css", style]
          : path === "/"
            ? ["text/html", page]
            : path === "/answer"
              ? ["application/json", answer]
              : [null, ""];
    if (type === null) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
