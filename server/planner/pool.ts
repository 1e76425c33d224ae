import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { FrontierDocument } from "../../core/documents/frontier";
import { openFrontier } from "../../core/frontier/packed-frontier";
import type { PlanningInput, PlanProgress } from "../../core/metrics/planning-input";
import type { PlannerReply, PlannerTask } from "./worker-protocol";

/** A worker that does not notice the stop flag for this long is ended. */
const STOP_GRACE_MS = 3_000;
export const DEFAULT_TIME_LIMIT_SECONDS = 30;

export type PlannerFailureCode = "planner-refused" | "planner-crashed" | "planner-out-of-memory" | "planner-overran" | "planner-fault";

/** A computation that gave no frontier. The worker may be gone; the pool goes on. */
export class PlannerFailure extends Error {
  readonly code: PlannerFailureCode;
  readonly details: unknown;

  constructor(code: PlannerFailureCode, message: string, details: unknown = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "PlannerFailure";
    this.code = code;
    this.details = details;
  }
}

export interface PlannerPoolOptions {
  /** The bundled worker. */
  filename: string;
  maxThreads?: number;
  /** Heap of one worker, MiB. */
  maxHeapMiB?: number;
}

export interface PlannerRunOptions {
  /** Stops the search; the promise still settles, with what was found so far. */
  signal?: AbortSignal;
  onProgress?: (progress: PlanProgress) => void;
}

export interface PlannerPool {
  /** How many plans are computed at the same time. */
  readonly threads: number;
  /** Plans in a worker thread; rejects with `PlannerFailure`. */
  run(input: PlanningInput, options?: PlannerRunOptions): Promise<FrontierDocument>;
  close(): Promise<void>;
}

export function createPlannerPool(options: PlannerPoolOptions): PlannerPool {
  const threads = options.maxThreads ?? Math.max(2, availableParallelism() - 1);
  const piscina = new Piscina<PlannerTask, PlannerReply>({
    filename: options.filename,
    name: "planInWorker",
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMiB ?? 2_048 },
  });
  // A worker that dies while idle must not take the server with it; the task it had is rejected by `run`.
  piscina.on("error", () => {});
  return {
    threads,
    run: (input, runOptions) => runInWorker(piscina, input, runOptions ?? {}),
    close: () => piscina.destroy(),
  };
}

async function runInWorker(
  piscina: Piscina<PlannerTask, PlannerReply>,
  input: PlanningInput,
  { signal, onProgress }: PlannerRunOptions,
): Promise<FrontierDocument> {
  const timeLimitSeconds = input.settings?.timeLimitSeconds ?? input.workload.spec.settings?.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS;
  const flag = new SharedArrayBuffer(4);
  const stop = new Int32Array(flag);
  const { port1, port2 } = new MessageChannel();
  const killer = new AbortController();
  let overran = false;
  const timers = new Set<NodeJS.Timeout>();
  const killAfter = (milliseconds: number, mark?: () => void) => {
    const timer = setTimeout(() => {
      mark?.();
      killer.abort();
    }, milliseconds);
    timer.unref();
    timers.add(timer);
  };
  const onAbort = () => {
    Atomics.store(stop, 0, 1);
    killAfter(STOP_GRACE_MS);
  };
  port1.onmessage = (event: MessageEvent<PlanProgress | "started">) => {
    if (event.data === "started") {
      killAfter(timeLimitSeconds * 1_000 + STOP_GRACE_MS, () => {
        overran = true;
      });
    } else onProgress?.(event.data);
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const task: PlannerTask = { input: { ...input, settings: { ...input.settings, timeLimitSeconds } }, flag, port: port2, timeLimitSeconds };
    const reply = await piscina.run(task, { transferList: [port2 as unknown as import("node:worker_threads").MessagePort], signal: killer.signal });
    if (reply.ok) return openFrontier(reply.frontier);
    throw new PlannerFailure(reply.refused ? "planner-refused" : "planner-fault", reply.message, reply.details);
  } catch (error) {
    throw asFailure(error, overran, timeLimitSeconds);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    port1.close();
  }
}

function asFailure(error: unknown, overran: boolean, timeLimitSeconds: number): PlannerFailure {
  if (error instanceof PlannerFailure) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new PlannerFailure(
      "planner-out-of-memory",
      "The search needed more memory than a worker may use. Set settings.epsilon above 0 or narrow the candidates, and plan again.",
      null,
      { cause },
    );
  }
  if (overran) {
    return new PlannerFailure(
      "planner-overran",
      `The search did not stop at its limit of ${timeLimitSeconds} s and was ended. Narrow the candidates or raise settings.timeLimitSeconds.`,
      null,
      { cause },
    );
  }
  if (cause.name === "AbortError") return new PlannerFailure("planner-overran", "The search was stopped before it had found anything.", null, { cause });
  return new PlannerFailure("planner-crashed", "The worker that planned ended unexpectedly. Other plans are not affected; plan again.", null, { cause });
}
