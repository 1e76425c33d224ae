import { simulate } from "./simulate";
import type { SimulatorReply, SimulatorTask } from "./worker-protocol";

const PROGRESS_EVERY_MS = 100;
/** Errors that say what is wrong with the input, by name: the module may be bundled twice. */
const REFUSALS = new Set(["SimulationError", "PlanningError"]);

/** Entry of the worker thread: simulates one input, polls the stop flag, reports at most ten times a second. */
export async function simulateInWorker(task: SimulatorTask): Promise<SimulatorReply> {
  const stop = new Int32Array(task.flag);
  let reportedMs = Number.NEGATIVE_INFINITY;
  try {
    const simulation = simulate(task.input, {
      shouldStop: () => Atomics.load(stop, 0) !== 0,
      onProgress(progress) {
        const nowMs = performance.now();
        if (nowMs - reportedMs < PROGRESS_EVERY_MS) return;
        reportedMs = nowMs;
        task.port.postMessage(progress);
      },
    });
    return { ok: true, simulation };
  } catch (error) {
    const known = error instanceof Error ? (error as Error & { code?: unknown }) : new Error(String(error));
    return {
      ok: false,
      refused: REFUSALS.has(known.name),
      code: "code" in known && typeof known.code === "string" ? known.code : null,
      message: known.message,
      stack: known.stack ?? null,
    };
  } finally {
    task.port.close();
  }
}
