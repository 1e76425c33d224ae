import { randomUUID } from "node:crypto";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanProgress } from "../../core/metrics/planning-input";
import { Prisma, type PrismaClient, type RunStatus } from "../db/generated/client";
import type { PlannerFailure, PlannerPool } from "../planner/pool";
import { loadPlanningInput } from "../use-cases/planning-input-of-run";
import { RunBus } from "./run-bus";

const HEARTBEAT_MS = 1_000;
/** A run whose owner has been silent for this long has lost it. */
const ABANDONED_AFTER_MS = 30_000;
const SWEEP_EVERY_MS = 15_000;
/** A run that took its server down with it is tried once more, not for ever. */
const MAX_ATTEMPTS = 2;

export interface RunError {
  code: string;
  message: string;
  details?: unknown;
}

/** Works off the queued runs of the database in worker threads. Several servers on one PostgreSQL may each have a queue. */
export class RunQueue {
  readonly bus = new RunBus();
  readonly #db: PrismaClient;
  readonly #planner: PlannerPool;
  readonly #owner = randomUUID();
  readonly #active = new Map<string, { abort: AbortController; settled: Promise<void>; cancelled: boolean }>();
  #sweeper: NodeJS.Timeout | null = null;
  #sweep: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(db: PrismaClient, planner: PlannerPool) {
    this.#db = db;
    this.#planner = planner;
  }

  /** Takes up what a stopped server left, then keeps an eye on it. `alone`: no other server can be working on this database. */
  async start(options: { alone: boolean }): Promise<void> {
    await this.#recover(options.alone ? 0 : ABANDONED_AFTER_MS);
    if (this.#sweeper) clearInterval(this.#sweeper);
    this.#sweeper = setInterval(() => {
      this.#sweep = this.#recover(ABANDONED_AFTER_MS).catch(reportLater);
    }, SWEEP_EVERY_MS);
    this.#sweeper.unref();
  }

  enqueue(runId: string): void {
    if (this.#closed || this.#active.has(runId)) return;
    const abort = new AbortController();
    const entry = { abort, cancelled: false, settled: Promise.resolve() };
    this.#active.set(runId, entry);
    entry.settled = this.#execute(runId, entry)
      .catch(reportLater)
      .finally(() => this.#active.delete(runId));
  }

  /** Stops a run of this process at once; one of another process sees its `cancelAt`. */
  cancel(runId: string): void {
    const entry = this.#active.get(runId);
    if (!entry) return;
    entry.cancelled = true;
    entry.abort.abort();
  }

  /** Stops the searches; what was not finished is queued again for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#sweeper) clearInterval(this.#sweeper);
    for (const entry of this.#active.values()) entry.abort.abort();
    await this.#sweep;
    await Promise.all([...this.#active.values()].map((entry) => entry.settled));
  }

  async #execute(runId: string, entry: { abort: AbortController; cancelled: boolean }): Promise<void> {
    const now = new Date();
    const claimed = await this.#db.run.updateMany({
      where: { id: runId, status: "queued" },
      data: { status: "running", owner: this.#owner, startedAt: now, heartbeatAt: now, attempts: { increment: 1 } },
    });
    if (claimed.count === 0) return;
    let progress: PlanProgress | null = null;
    const heartbeat = setInterval(() => void this.#beat(runId, entry, progress).catch(reportLater), HEARTBEAT_MS);
    try {
      const input = await loadPlanningInput(this.#db, runId);
      const frontier = await this.#planner.run(input, {
        signal: entry.abort.signal,
        onProgress: (news) => {
          progress = news;
          this.bus.publish(runId, { kind: "progress", progress: news });
        },
      });
      clearInterval(heartbeat);
      await this.#finish(runId, entry, frontier, null);
    } catch (error) {
      clearInterval(heartbeat);
      await this.#finish(runId, entry, null, explain(error));
    }
  }

  async #beat(runId: string, entry: { abort: AbortController; cancelled: boolean }, progress: PlanProgress | null): Promise<void> {
    const { plans: _plans, ...numbers } = progress ?? { plans: undefined };
    const row = await this.#db.run.update({
      where: { id: runId },
      data: { heartbeatAt: new Date(), ...(progress ? { progress: numbers as Prisma.InputJsonValue } : {}) },
      select: { cancelAt: true },
    });
    if (row.cancelAt && !entry.cancelled) {
      entry.cancelled = true;
      entry.abort.abort();
    }
  }

  async #finish(runId: string, entry: { cancelled: boolean }, frontier: FrontierDocument | null, error: RunError | null): Promise<void> {
    if (this.#closed && !entry.cancelled && (frontier === null || frontier.spec.certificate.kind === "partial")) {
      await this.#db.run.updateMany({ where: { id: runId, owner: this.#owner }, data: { status: "queued", owner: null, attempts: { decrement: 1 } } });
      return;
    }
    const status = statusOf(entry.cancelled, frontier);
    const finishedAt = new Date();
    await this.#db.$transaction(async (tx) => {
      const written = await tx.run.updateMany({
        where: { id: runId, owner: this.#owner, status: "running" },
        data: {
          status,
          finishedAt,
          heartbeatAt: finishedAt,
          frontier: frontier ? (frontier as unknown as Prisma.InputJsonValue) : Prisma.DbNull,
          error: status === "failed" && error ? (error as unknown as Prisma.InputJsonValue) : Prisma.DbNull,
        },
      });
      if (written.count === 0) return;
      const run = await tx.run.findUniqueOrThrow({ where: { id: runId }, select: { workspaceId: true, requestedBy: true, inputHash: true } });
      await tx.auditEvent.create({
        data: {
          workspaceId: run.workspaceId,
          actor: run.requestedBy,
          action: `run.${status}`,
          subjectKind: "Run",
          subjectId: runId,
          after: { inputHash: run.inputHash, plans: frontier?.spec.plans.length ?? 0 },
        },
      });
    });
    this.bus.publish(runId, { kind: "finished" });
  }

  async #recover(silentForMs: number): Promise<void> {
    const before = new Date(Date.now() - silentForMs);
    const lost = await this.#db.run.findMany({
      where: { status: "running", OR: [{ heartbeatAt: null }, { heartbeatAt: { lte: before } }] },
      select: { id: true, attempts: true, owner: true, cancelAt: true },
    });
    for (const run of lost) {
      if (this.#active.has(run.id)) continue;
      const where = { id: run.id, status: "running" as const, owner: run.owner };
      if (run.cancelAt) {
        await this.#db.run.updateMany({ where, data: { status: "cancelled", finishedAt: new Date() } });
      } else if (run.attempts < MAX_ATTEMPTS) {
        await this.#db.run.updateMany({ where, data: { status: "queued", owner: null } });
      } else {
        const error: RunError = {
          code: "server-stopped",
          message: "The server stopped twice while it was planning this. Plan again, or narrow the candidates.",
        };
        await this.#db.run.updateMany({ where, data: { status: "failed", finishedAt: new Date(), error: error as unknown as Prisma.InputJsonValue } });
      }
      this.bus.publish(run.id, { kind: "finished" });
    }
    const queued = await this.#db.run.findMany({
      where: { status: "queued", createdAt: { lte: before } },
      orderBy: { createdAt: "asc" },
      select: { id: true },
    });
    for (const run of queued) this.enqueue(run.id);
  }
}

function statusOf(cancelled: boolean, frontier: FrontierDocument | null): RunStatus {
  if (cancelled && (frontier === null || frontier.spec.certificate.kind === "partial")) return "cancelled";
  if (frontier === null) return "failed";
  if (frontier.spec.infeasible) return "infeasible";
  return frontier.spec.certificate.kind === "partial" ? "partial" : "done";
}

function explain(error: unknown): RunError {
  if (error instanceof Error && error.name === "PlannerFailure") {
    const failure = error as PlannerFailure;
    if (failure.code !== "planner-fault") return { code: failure.code, message: failure.message, details: failure.details };
    const id = randomUUID();
    console.error(`[${id}] planner fault: ${failure.message}`, failure.details);
    return { code: failure.code, message: `The planner failed by a fault of its own. Nothing was lost. The log has more under ${id}.` };
  }
  const id = randomUUID();
  console.error(`[${id}]`, error);
  return { code: "internal", message: `Planning failed by a fault of ours. Nothing was lost. The log has more under ${id}.` };
}

function reportLater(error: unknown): void {
  console.error("run queue:", error);
}
