import { join } from "node:path";
import { openRuntime, type Runtime } from "./runtime";

/** The bundler may load this module several times in one process (pages, handlers, start-up); the runtime must still be one. */
const KEY = Symbol.for("trilemma.runtime");
const store = globalThis as { [KEY]?: Promise<Runtime> };

/** The runtime of this server process, opened on first use from the environment. */
export function processRuntime(): Promise<Runtime> {
  const root = process.env.TRILEMMA_ROOT ?? process.cwd();
  store[KEY] ??= openRuntime({
    root,
    dataFolder: process.env.TRILEMMA_DATA_DIR ?? join(root, ".data"),
    databaseUrl: process.env.DATABASE_URL || undefined,
  });
  return store[KEY];
}

export async function closeProcessRuntime(): Promise<void> {
  const opened = store[KEY];
  if (!opened) return;
  delete store[KEY];
  const runtime = await opened.catch(() => null);
  await runtime?.close();
}
