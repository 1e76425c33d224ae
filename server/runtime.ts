import { join } from "node:path";
import { type Entrance, enterAsRequest } from "./auth/gate";
import { type Database, openDatabase } from "./db/open";
import { Previews } from "./jobs/previews";
import { RunQueue } from "./jobs/run-queue";
import { Simulations } from "./jobs/simulations";
import { createPlannerPool, type PlannerPool } from "./planner/pool";
import { createSimulatorPool } from "./simulator/pool";
import type { Context } from "./use-cases/context";
import { ensureWorkspace } from "./use-cases/ensure-workspace";

/** What one server process has once: the database, the worker threads, the queue. */
export interface Runtime {
  database: Database;
  planner: PlannerPool;
  queue: RunQueue;
  contextFor(entrance: Entrance): Context;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  root: string;
  dataFolder: string;
  databaseUrl?: string | undefined;
  /** The bundled planner worker; default: the one built by `npm start`. */
  workerFile?: string;
  simulatorWorkerFile?: string;
  workerHeapMiB?: number;
}

export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const database = await openDatabase({
    url: options.databaseUrl,
    dataFolder: options.dataFolder,
    migrationsFolder: join(options.root, "prisma", "migrations"),
  });
  const planner = createPlannerPool({
    filename: options.workerFile ?? join(options.root, "dist", "planner-worker.mjs"),
    ...(options.workerHeapMiB ? { maxHeapMiB: options.workerHeapMiB } : {}),
  });
  const simulator = createSimulatorPool({ filename: options.simulatorWorkerFile ?? join(options.root, "dist", "simulator-worker.mjs") });
  const simulations = new Simulations(simulator);
  const previews = new Previews(planner);
  const queue = new RunQueue(database.client, planner);
  const contextFor = (entrance: Entrance): Context => ({ ...entrance, db: database.client, jobs: queue, simulations, previews });
  try {
    await ensureWorkspace(contextFor(enterAsRequest()));
    await queue.start({ alone: database.kind === "embedded" });
  } catch (error) {
    await planner.close();
    await simulator.close();
    await database.close();
    throw error;
  }
  return {
    database,
    planner,
    queue,
    contextFor,
    async close() {
      await queue.close();
      await planner.close();
      await simulator.close();
      await database.close();
    },
  };
}
