import { randomUUID } from "node:crypto";
import type { FrontierDocument } from "../../core/documents/frontier";
import { packedOf } from "../../core/frontier/frontier-transfer";
import { packedToJson } from "../../core/frontier/packed-frontier";
import type { PlanProgress } from "../../core/metrics/planning-input";
import { Prisma, type PrismaClient, type RunStatus } from "../db/generated/client";
import type { PlannerFailure, PlannerPool } from "../planner/pool";
import type { RunPriority } from "../use-cases/context";
import { loadPlanningInput } from "../use-cases/planning-input-of-run";
import { RunBus } from "./run-bus";

const HEARTBEAT_MS = 1_000;
/** A run whose owner has been silent for this long has lost it. */
const ABANDONED_AFTER_MS = 30_000;
const SWEEP_EVERY_MS = 15_000;
/** A run that took its server down with it is tried once more, not for ever. */
const MAX_ATTEMPTS = 2;

interface ActiveRun {
  abort: AbortController;
  cancelled: boolean;
  priority: RunPriority;
  settled: Promise<void>;
}

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
  readonly #active = new Map<string, ActiveRun>();
  readonly #waiting = new Map<string, RunPriority>();
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

  enqueue(runId: string, priority: RunPriority): void {
    if (this.#closed || this.#active.has(runId)) return;
    if (this.#waiting.get(runId) !== "interactive") this.#waiting.set(runId, priority);
    this.#fill();
  }

  /** Starts waiting runs while there are free workers; what nobody waits for leaves one worker free. */
  #fill(): void {
    for (;;) {
      if (this.#closed || this.#active.size >= this.#planner.threads) return;
      const entries = [...this.#waiting];
      const inBackground = [...this.#active.values()].filter((entry) => entry.priority === "background").length;
      const next =
        entries.find(([, priority]) => priority === "interactive") ?? (inBackground < Math.max(1, this.#planner.threads - 1) ? entries[0] : undefined);
      if (!next) return;
      const [runId, priority] = next;
      this.#waiting.delete(runId);
      const entry: ActiveRun = { abort: new AbortController(), cancelled: false, priority, settled: Promise.resolve() };
      this.#active.set(runId, entry);
      entry.settled = this.#execute(runId, entry)
        .catch(reportLater)
        .finally(() => {
          this.#active.delete(runId);
          this.#fill();
        });
    }
  }

  /** Stops a run of this process at once; one of another process sees its `cancelAt`. */
  cancel(runId: string): void {
    this.#waiting.delete(runId);
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

  async #execute(runId: string, entry: ActiveRun): Promise<void> {
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

  async #beat(runId: string, entry: ActiveRun, progress: PlanProgress | null): Promise<void> {
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
    const written = await this.#db.$transaction(async (tx) => {
      const closed = await tx.run.updateMany({
        where: { id: runId, owner: this.#owner, status: "running" },
        data: {
          status,
          finishedAt,
          heartbeatAt: finishedAt,
          error: status === "failed" && error ? (error as unknown as Prisma.InputJsonValue) : Prisma.DbNull,
        },
      });
      if (closed.count === 0) return false;
      // packed, and as text: the client would walk through every number of every plan
      if (frontier) await tx.$executeRaw`UPDATE "Run" SET "frontier" = ${JSON.stringify(packedToJson(packedOf(frontier)))}::json WHERE "id" = ${runId}::uuid`;
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
      return true;
    });
    this.bus.publish(runId, { kind: "finished", frontier: written ? frontier : null });
  }

  async #recover(silentForMs: number): Promise<void> {
    const before = new Date(Date.now() - silentForMs);
    const lost = await this.#db.run.findMany({
      where: { status: "running", OR: [{ heartbeatAt: null }, { heartbeatAt: { lte: before } }] },
      select: { id: true, attempts: true, owner: true, cancelAt: true, requestedBy: true },
    });
    for (const run of lost) {
      if (this.#active.has(run.id)) continue;
      const where = { id: run.id, status: "running" as const, owner: run.owner };
      if (run.cancelAt) {
        await this.#db.run.updateMany({ where, data: { status: "cancelled", finishedAt: new Date() } });
      } else if (run.attempts < MAX_ATTEMPTS) {
        const requeued = await this.#db.run.updateMany({ where, data: { status: "queued", owner: null } });
        if (requeued.count > 0) this.enqueue(run.id, priorityOf(run.requestedBy));
        continue;
      } else {
        const error: RunError = {
          code: "server-stopped",
          message: "The server stopped twice while it was planning this. Plan again, or narrow the candidates.",
        };
        await this.#db.run.updateMany({ where, data: { status: "failed", finishedAt: new Date(), error: error as unknown as Prisma.InputJsonValue } });
      }
      this.bus.publish(run.id, { kind: "finished", frontier: null });
    }
    const queued = await this.#db.run.findMany({
      where: { status: "queued", createdAt: { lte: before } },
      orderBy: { createdAt: "asc" },
      select: { id: true, requestedBy: true },
    });
    for (const run of queued) this.enqueue(run.id, priorityOf(run.requestedBy));
  }
}

function priorityOf(requestedBy: string): RunPriority {
  return requestedBy.startsWith("system:") ? "background" : "interactive";
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
