import { packedToBytes } from "../../core/frontier/packed-frontier";
import type { PlanProgress } from "../../core/metrics/planning-input";
import { PlannerCache } from "./cache";
import { planPacked } from "./plan";
import type { PlannerReply, PlannerTask } from "./worker-protocol";

const PROGRESS_EVERY_MS = 100;
/** A search that is done sooner is drawn once; one that takes longer shows its first plans within a tenth of a second. */
const FIRST_REPORT_MS = 80;
/** What this thread knows from earlier runs. Most of its bytes are outside the heap. */
const cache = new PlannerCache();

/** Entry of the worker thread: plans one input, polls the stop flag, reports at most ten times a second. */
export async function planInWorker(task: PlannerTask): Promise<PlannerReply> {
  const stop = new Int32Array(task.flag);
  const startedMs = performance.now();
  const deadlineMs = startedMs + task.timeLimitSeconds * 1_000;
  let reportedMs = Number.NEGATIVE_INFINITY;
  task.port.postMessage("started");
  try {
    const onProgress = (progress: PlanProgress): void => {
      const nowMs = performance.now();
      if (nowMs - startedMs < FIRST_REPORT_MS || nowMs - reportedMs < PROGRESS_EVERY_MS) return;
      reportedMs = nowMs;
      task.port.postMessage(progress);
    };
    const packed = planPacked(task.input, {
      cache,
      measureTime: true,
      shouldStop: () => Atomics.load(stop, 0) !== 0 || performance.now() >= deadlineMs,
      ...(task.reports ? { onProgress } : {}),
    });
    return { ok: true, frontier: packedToBytes(packed) };
  } catch (error) {
    const known = error instanceof Error && ("problems" in error || "code" in error) ? (error as Error & { problems?: unknown; code?: unknown }) : null;
    return {
      ok: false,
      refused: known?.problems !== undefined,
      message: error instanceof Error ? error.message : String(error),
      details: known
        ? JSON.parse(JSON.stringify({ code: known.code ?? null, problems: known.problems ?? null }))
        : { stack: error instanceof Error ? error.stack : null },
    };
  } finally {
    task.port.close();
  }
}
