import { Piscina } from "piscina";
import type { SimulationDocument } from "../../core/documents/simulation";
import type { SimulationInput, SimulationProgress } from "./simulation-input";
import type { SimulatorReply, SimulatorTask } from "./worker-protocol";

/** A worker that does not notice the stop flag for this long is ended. */
const STOP_GRACE_MS = 3_000;

export type SimulatorFailureCode = "simulation-refused" | "simulation-crashed" | "simulation-out-of-memory" | "simulation-stopped" | "simulation-fault";

/** A simulation without a result. The worker may be gone; the pool goes on. */
export class SimulatorFailure extends Error {
  readonly code: SimulatorFailureCode;
  /** The simulator's own code of what is wrong with the input, or where a fault happened. */
  readonly details: unknown;

  constructor(code: SimulatorFailureCode, message: string, details: unknown = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "SimulatorFailure";
    this.code = code;
    this.details = details;
  }
}

export interface SimulatorPoolOptions {
  /** The bundled worker. */
  filename: string;
  maxThreads?: number;
  /** Heap of one worker, MiB. (Its typed arrays are beside the heap and bounded by `maxEvents` and `maxInFlight`.) */
  maxHeapMiB?: number;
}

export interface SimulatorRunOptions {
  /** Stops the simulation; the promise still settles, with what was observed so far. */
  signal?: AbortSignal;
  onProgress?: (progress: SimulationProgress) => void;
}

export interface SimulatorPool {
  /** Simulates in a worker thread; rejects with `SimulatorFailure`. */
  run(input: SimulationInput, options?: SimulatorRunOptions): Promise<SimulationDocument>;
  close(): Promise<void>;
}

/** A pool that starts its threads when they are first needed, one at a time unless told otherwise: planning has the rest of the machine. */
export function createSimulatorPool(options: SimulatorPoolOptions): SimulatorPool {
  const piscina = new Piscina<SimulatorTask, SimulatorReply>({
    filename: options.filename,
    name: "simulateInWorker",
    minThreads: 0,
    maxThreads: options.maxThreads ?? 1,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMiB ?? 1_024 },
  });
  // A worker that dies while idle must not take the server with it; the task it had is rejected by `run`.
  piscina.on("error", () => {});
  return {
    run: (input, runOptions) => runInWorker(piscina, input, runOptions ?? {}),
    close: () => piscina.destroy(),
  };
}

async function runInWorker(
  piscina: Piscina<SimulatorTask, SimulatorReply>,
  input: SimulationInput,
  { signal, onProgress }: SimulatorRunOptions,
): Promise<SimulationDocument> {
  const flag = new SharedArrayBuffer(4);
  const { port1, port2 } = new MessageChannel();
  const killer = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    Atomics.store(new Int32Array(flag), 0, 1);
    timer = setTimeout(() => killer.abort(), STOP_GRACE_MS);
    timer.unref();
  };
  port1.onmessage = (event: MessageEvent<SimulationProgress>) => onProgress?.(event.data);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const task: SimulatorTask = { input, flag, port: port2 };
    const reply = await piscina.run(task, { transferList: [port2 as unknown as import("node:worker_threads").MessagePort], signal: killer.signal });
    if (reply.ok) return reply.simulation;
    throw new SimulatorFailure(
      reply.refused ? "simulation-refused" : "simulation-fault",
      reply.message,
      reply.refused ? { code: reply.code } : { stack: reply.stack },
    );
  } catch (error) {
    throw asFailure(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    port1.close();
  }
}

function asFailure(error: unknown): SimulatorFailure {
  if (error instanceof SimulatorFailure) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  if ((cause as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new SimulatorFailure("simulation-out-of-memory", "The simulation needed more memory than a worker may use. Simulate a shorter time.", null, {
      cause,
    });
  }
  if (cause.name === "AbortError")
    return new SimulatorFailure("simulation-stopped", "The simulation was stopped before it had observed anything.", null, { cause });
  return new SimulatorFailure("simulation-crashed", "The worker that simulated ended unexpectedly. Nothing else is affected; simulate again.", null, { cause });
}
