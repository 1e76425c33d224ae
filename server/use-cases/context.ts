import type { Principal, WorkspaceId } from "../auth/gate";
import type { Prisma, PrismaClient } from "../db/generated/client";
import type { Previews } from "../jobs/previews";
import type { RunBus } from "../jobs/run-bus";
import type { Simulations } from "../jobs/simulations";

/** What every use case gets: who asks, in which workspace, the database, and the way to the workers. */
export interface Context {
  principal: Principal;
  workspace: WorkspaceId;
  db: PrismaClient;
  jobs: Jobs;
  simulations: Simulations;
  previews: Previews;
}

export type RunPriority = "interactive" | "background";

/** Runs in the background; a use case only hands over ids that are already committed. */
export interface Jobs {
  /** `background`: may wait while a person's runs go first. Asking again for a waiting run moves it up. */
  enqueue(runId: string, priority: RunPriority): void;
  cancel(runId: string): void;
  bus: RunBus;
}

export type Transaction = Prisma.TransactionClient;
