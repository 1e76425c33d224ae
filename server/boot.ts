import { join } from "node:path";
import { enterAsExamples } from "./auth/gate";
import { builtinExample } from "./catalogue/builtin";
import { readExamples } from "./examples/read-examples";
import { closeProcessRuntime, processRuntime } from "./process-runtime";
import { loadExample } from "./use-cases/load-example";
import { planExamples } from "./use-cases/plan-examples";

/** Left for whoever started the process: a promise of being ready, and the way to stop in order. */
const BOOT = Symbol.for("trilemma.boot");
const SHUTDOWN = Symbol.for("trilemma.shutdown");
const store = globalThis as { [BOOT]?: Promise<void>; [SHUTDOWN]?: () => Promise<void> };

/** Opens the database, loads the examples, and plans them in the background. A failure is kept for the starter to tell. */
export async function boot(): Promise<void> {
  store[BOOT] ??= start();
  store[SHUTDOWN] = closeProcessRuntime;
  await store[BOOT].catch((error: unknown) => {
    console.error("start:", error);
  });
}

async function start(): Promise<void> {
  const runtime = await processRuntime();
  const context = runtime.contextFor(enterAsExamples());
  const root = process.env.TRILEMMA_ROOT ?? process.cwd();
  const folder = process.env.TRILEMMA_EXAMPLES_DIR ?? join(root, "examples");
  for (const example of [builtinExample(root), ...readExamples(folder)]) {
    const outcome = await loadExample(context, example);
    for (const note of outcome.notes) console.warn(`example ${example.name}: ${note}`);
  }
  void planExamples(context).catch((error: unknown) => console.error("examples:", error));
}
