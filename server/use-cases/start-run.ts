import { classOf } from "../../core/metrics/settings";
import { authorise } from "../auth/gate";
import { Prisma } from "../db/generated/client";
import { audit } from "./audit";
import type { Context, Transaction } from "./context";
import { DomainError } from "./domain-error";
import { type CompleteStudy, inputHashOf, loadStudy, type RunSettings, requireComplete } from "./load-study";
import { refuseProblems } from "./planning-problems";
import { REUSABLE, UNFINISHED } from "./run-view";

export interface StartRunInput {
  pipelineId: string;
  classId?: string | undefined;
  settings?: RunSettings | undefined;
  /** Plans again even if the same question was answered before. */
  force?: boolean | undefined;
}

export interface StartedRun {
  runId: string;
  status: "queued" | "running" | "done" | "infeasible";
  /** The answer was there already. */
  cached: boolean;
}

/** Freezes the heads of the study as the inputs of a run and queues it; an equal question that is answered or asked already is joined. */
export async function startRun(context: Context, input: StartRunInput): Promise<StartedRun> {
  authorise(context.principal, "run:start");
  const started = await context.db.$transaction(async (tx) => {
    const study = requireComplete(await loadStudy(tx, context, input.pipelineId));
    const settings = input.settings && Object.keys(input.settings).length > 0 ? input.settings : null;
    const classId = classIdOf(study, input.classId);
    const inputHash = inputHashOf(study, classId, settings);
    const known = await findEqual(tx, context, input, inputHash);
    if (known) return known;
    refuseProblems(study, classId);
    const run = await tx.run.create({
      data: {
        workspaceId: context.workspace,
        pipelineId: input.pipelineId,
        inputHash,
        classId,
        settings: settings ? (settings as Prisma.InputJsonValue) : Prisma.DbNull,
        requestedBy: context.principal.id,
        inputs: { create: inputsOf(study) },
      },
    });
    await audit(tx, context, { action: "run.start", subjectKind: "Run", subjectId: run.id, after: { pipelineId: input.pipelineId, inputHash } });
    return { runId: run.id, status: "queued" as const, cached: false };
  });
  if (started.status === "queued") context.jobs.enqueue(started.runId, context.principal.kind === "person" ? "interactive" : "background");
  return started;
}

function classIdOf(study: CompleteStudy, wanted: string | undefined): string {
  try {
    return classOf({
      pipeline: study.pipeline.document,
      workload: study.workload.document,
      infrastructure: study.infrastructure.document,
      catalogues: [],
      ...(wanted ? { classId: wanted } : {}),
    }).id;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DomainError("invalid-input", message, { field: "classId", classes: study.workload.document.spec.classes.map((entry) => entry.id) });
  }
}

async function findEqual(tx: Transaction, context: Context, input: StartRunInput, inputHash: string): Promise<StartedRun | null> {
  const known = await tx.run.findFirst({
    where: { workspaceId: context.workspace, pipelineId: input.pipelineId, inputHash, status: { in: input.force ? UNFINISHED : [...UNFINISHED, ...REUSABLE] } },
    orderBy: { requestedAt: "desc" },
    select: { id: true, status: true },
  });
  if (!known) return null;
  await tx.run.update({ where: { id: known.id }, data: { requestedAt: new Date() } });
  return { runId: known.id, status: known.status as StartedRun["status"], cached: REUSABLE.includes(known.status) };
}

function inputsOf(study: CompleteStudy): Prisma.RunInputCreateWithoutRunInput[] {
  const one = (view: { id: string; kind: "Pipeline" | "Infrastructure" | "Workload" | "Catalogue"; version: number }, position = 0) => ({
    kind: view.kind,
    position,
    source: { connect: { documentId_version: { documentId: view.id, version: view.version } } },
  });
  return [one(study.pipeline), one(study.infrastructure), one(study.workload), ...study.catalogues.map((view, index) => one(view, index))];
}
