import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { inputHashOf, type LoadedStudy, loadStudy, requireComplete } from "./load-study";
import { isFinished, loadRun, type RunSummary, type RunView, toRunSummary, UNFINISHED, withInputs } from "./run-view";

export interface LatestRuns {
  /** Being planned right now. */
  active: RunSummary | null;
  /** The newest request that has ended, however it ended. */
  newest: RunSummary | null;
  /** The answer to show: of the documents as they are now if there is one, else the newest with a frontier. */
  shown: RunView | null;
  /** The documents have changed since `shown` was planned. */
  stale: boolean;
}

const LOOK_BACK = 50;

export async function latestRuns(context: Context, input: { pipelineId: string }): Promise<LatestRuns> {
  authorise(context.principal, "run:read");
  return latestRunsOf(context, await loadStudy(context.db, context, input.pipelineId));
}

export async function latestRunsOf(context: Context, study: LoadedStudy): Promise<LatestRuns> {
  const pipelineId = study.pipeline.id;
  const active = await context.db.run.findFirst({
    where: { pipelineId, workspaceId: context.workspace, status: { in: UNFINISHED } },
    orderBy: { requestedAt: "desc" },
    include: withInputs,
    omit: { frontier: true },
  });
  const rows = await context.db.run.findMany({
    where: { pipelineId, workspaceId: context.workspace, status: { notIn: UNFINISHED } },
    orderBy: { requestedAt: "desc" },
    take: LOOK_BACK,
    include: withInputs,
    omit: { frontier: true },
  });
  const finished = rows.map(toRunSummary);
  const answers = finished.filter((run) => isFinished(run.status) && ["done", "partial", "infeasible", "cancelled"].includes(run.status));
  const fresh = answers.find((run) => run.status !== "cancelled" && isFresh(study, run));
  const candidate = fresh ?? answers.find((run) => run.status !== "cancelled") ?? null;
  const shown = candidate ? await loadRun(context, candidate.id) : null;
  return { active: active ? toRunSummary(active) : null, newest: finished[0] ?? null, shown, stale: shown !== null && fresh === undefined };
}

/** Whether the run's question, asked of the documents as they are now, would be the same question. */
export function isFresh(study: LoadedStudy, run: RunSummary): boolean {
  if (!study.infrastructure || !study.workload || study.catalogues.length === 0) return false;
  return inputHashOf(requireComplete(study), run.classId, run.settings) === run.inputHash;
}
