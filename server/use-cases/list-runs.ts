import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { type RunSummary, toRunSummary, withInputs } from "./run-view";

/** Newest first. */
export async function listRuns(context: Context, input: { pipelineId: string; limit?: number | undefined }): Promise<RunSummary[]> {
  authorise(context.principal, "run:read");
  const rows = await context.db.run.findMany({
    where: { workspaceId: context.workspace, pipelineId: input.pipelineId },
    orderBy: { requestedAt: "desc" },
    take: input.limit ?? 50,
    include: withInputs,
    omit: { frontier: true },
  });
  return rows.map(toRunSummary);
}
