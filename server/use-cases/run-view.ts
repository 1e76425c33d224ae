import type { FrontierDocument } from "../../core/documents/frontier";
import { openFrontier } from "../../core/frontier/frontier-transfer";
import { type PackedFrontier, packedFromJson } from "../../core/frontier/packed-frontier";
import type { PlanProgress } from "../../core/metrics/planning-input";
import type { Prisma, RunStatus } from "../db/generated/client";
import type { RunError } from "../jobs/run-queue";
import type { Context } from "./context";
import { notFound } from "./domain-error";
import type { RunSettings } from "./load-study";
import type { StoredKind } from "./stored-document";

export interface RunInputRef {
  kind: StoredKind;
  documentId: string;
  version: number;
}

export interface RunSummary {
  id: string;
  pipelineId: string;
  status: RunStatus;
  inputHash: string;
  classId: string | null;
  settings: RunSettings | null;
  inputs: RunInputRef[];
  progress: PlanProgress | null;
  error: RunError | null;
  requestedBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface RunView extends RunSummary {
  frontier: FrontierDocument | null;
}

export const UNFINISHED: RunStatus[] = ["queued", "running"];
/** Answers that an equal question may reuse. */
export const REUSABLE: RunStatus[] = ["done", "infeasible"];

export function isFinished(status: RunStatus): boolean {
  return !UNFINISHED.includes(status);
}

export const withInputs = { inputs: { orderBy: [{ kind: "asc" }, { position: "asc" }] } } satisfies Prisma.RunInclude;
type RunRow = Omit<Prisma.RunGetPayload<{ include: { inputs: true } }>, "frontier">;

export function toRunSummary(row: RunRow): RunSummary {
  return {
    id: row.id,
    pipelineId: row.pipelineId,
    status: row.status,
    inputHash: row.inputHash,
    classId: row.classId,
    settings: row.settings as RunSettings | null,
    inputs: row.inputs.map(({ kind, documentId, version }) => ({ kind, documentId, version })),
    progress: row.progress as PlanProgress | null,
    error: row.error as unknown as RunError | null,
    requestedBy: row.requestedBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

export async function loadRunSummary(context: Context, runId: string): Promise<RunSummary> {
  const row = await context.db.run.findFirst({ where: { id: runId, workspaceId: context.workspace }, include: withInputs, omit: { frontier: true } });
  if (!row) throw notFound("run", runId);
  return toRunSummary(row);
}

export async function loadRun(context: Context, runId: string): Promise<RunView> {
  const row = await context.db.run.findFirst({ where: { id: runId, workspaceId: context.workspace }, include: withInputs });
  if (!row) throw notFound("run", runId);
  return { ...toRunSummary(row), frontier: openStored(row.frontier) };
}

/** Runs keep their frontier packed; those of earlier versions kept the document as it is. */
function openStored(stored: Prisma.JsonValue): FrontierDocument | null {
  if (stored === null) return null;
  const frontier = stored as unknown as PackedFrontier<string> | FrontierDocument;
  return "head" in frontier ? openFrontier(packedFromJson(frontier)) : frontier;
}
