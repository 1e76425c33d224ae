import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { FrontierDocument } from "../../core/documents/frontier";
import { openFrontier } from "../../core/frontier/frontier-transfer";
import { packedFromBytes } from "../../core/frontier/packed-frontier";
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
  /** The same as the worker gives it (`packedToBytes`), for one who only hands it on. */
  runToBytes(input: PlanningInput, options?: PlannerRunOptions): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

export function createPlannerPool(options: PlannerPoolOptions): PlannerPool {
  const threads = options.maxThreads ?? Math.max(2, availableParallelism() - 1);
  // One pool per thread, so that a study can go to the thread that planned it last and finds what that thread has kept.
  const lanes = Array.from({ length: threads }, (_, place): Lane => {
    const piscina = new Piscina<PlannerTask, PlannerReply>({
      filename: options.filename,
      name: "planInWorker",
      minThreads: place === 0 ? 1 : 0,
      maxThreads: 1,
      idleTimeout: LANE_IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMiB ?? 2_048, maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
    });
    // A worker that dies while idle must not take the server with it; the task it had is rejected by `run`.
    piscina.on("error", () => {});
    return { piscina, running: 0, runs: 0, studies: new Map() };
  });
  let runs = 0;
  const runToBytes: PlannerPool["runToBytes"] = async (input, runOptions) => {
    const study = affinityOf(input);
    const lane = laneOf(lanes, study);
    lane.running += 1;
    lane.runs += 1;
    runs += 1;
    lane.studies.set(study, runs);
    if (lane.studies.size > STUDIES_PER_LANE) lane.studies.delete([...lane.studies].reduce((oldest, entry) => (entry[1] < oldest[1] ? entry : oldest))[0]);
    // What is told to stop is done in a moment: whoever asks again waits for the thread that knows the study.
    let counted = true;
    const release = () => {
      if (counted) lane.running -= 1;
      counted = false;
    };
    runOptions?.signal?.addEventListener("abort", release, { once: true });
    try {
      return await runInWorker(lane.piscina, input, runOptions ?? {});
    } catch (error) {
      // The thread may be gone, and what it kept with it.
      lane.studies.clear();
      lane.runs = 0;
      throw error;
    } finally {
      runOptions?.signal?.removeEventListener("abort", release);
      release();
    }
  };
  return {
    threads,
    runToBytes,
    run: async (input, runOptions) => openFrontier(packedFromBytes(await runToBytes(input, runOptions))),
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.piscina.destroy()));
    },
  };
}

/** Twice the usual: a search makes much that lives as long as one of its steps, and what survives a collection of the young is copied. */
export const YOUNG_GENERATION_MIB = 96;
/** A thread without work for this long is ended, and what it kept goes with it. */
const LANE_IDLE_MS = 10 * 60_000;
const STUDIES_PER_LANE = 64;

interface Lane {
  piscina: Piscina<PlannerTask, PlannerReply>;
  running: number;
  /** Runs it was ever given. */
  runs: number;
  /** Studies that were planned here, and by which run at last. */
  studies: Map<string, number>;
}

/** Runs of one pipeline for one class are likely to share most of what they need. */
function affinityOf(input: PlanningInput): string {
  return JSON.stringify([input.pipeline.metadata.name, input.infrastructure.metadata.name, input.workload.metadata.name, input.classId ?? null]);
}

/** A free lane that knows the study (the last to have planned it first), else the free lane that has planned most (its code is compiled), else the one with the least waiting. */
function laneOf(lanes: readonly Lane[], study: string): Lane {
  const rank = (lane: Lane): [number, number, number] => [lane.running, -(lane.studies.get(study) ?? 0), -lane.runs];
  return lanes.reduce((best, lane) => {
    const [a, b] = [rank(lane), rank(best)];
    const place = a.findIndex((value, k) => value !== b[k]);
    return place >= 0 && a[place]! < b[place]! ? lane : best;
  });
}

async function runInWorker(
  piscina: Piscina<PlannerTask, PlannerReply>,
  input: PlanningInput,
  { signal, onProgress }: PlannerRunOptions,
): Promise<Uint8Array<ArrayBuffer>> {
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
    const task: PlannerTask = {
      input: { ...input, settings: { ...input.settings, timeLimitSeconds } },
      flag,
      port: port2,
      reports: onProgress !== undefined,
      timeLimitSeconds,
    };
    const reply = await piscina.run(task, { transferList: [port2 as unknown as import("node:worker_threads").MessagePort], signal: killer.signal });
    if (reply.ok) return reply.frontier;
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
      "The search needed more memory than a worker may use. Set epsilon above 0 in the workload's settings (settings.epsilon) or narrow the candidates, and plan again.",
      null,
      { cause },
    );
  }
  if (overran) {
    return new PlannerFailure(
      "planner-overran",
      `The search did not stop at its limit of ${timeLimitSeconds} s and was ended. Narrow the candidates, or raise the time limit in the workload's settings (settings.timeLimitSeconds).`,
      null,
      { cause },
    );
  }
  if (cause.name === "AbortError") return new PlannerFailure("planner-overran", "The search was stopped before it had found anything.", null, { cause });
  return new PlannerFailure("planner-crashed", "The worker that planned ended unexpectedly. Other plans are not affected; plan again.", null, { cause });
}
