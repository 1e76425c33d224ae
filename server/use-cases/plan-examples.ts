import type { Context } from "./context";
import { isDomainError } from "./domain-error";
import { latestRuns } from "./latest-runs";
import { startRun } from "./start-run";

/** Plans the examples that have no answer of their present documents yet, so that the start page shows them planned. */
export async function planExamples(context: Context): Promise<void> {
  const pipelines = await context.db.document.findMany({
    where: { workspaceId: context.workspace, kind: "Pipeline", archivedAt: null, origin: { startsWith: "example:" } },
    select: { id: true, name: true },
  });
  for (const pipeline of pipelines) {
    try {
      const runs = await latestRuns(context, { pipelineId: pipeline.id });
      if (runs.active || (runs.newest && !runs.stale)) continue;
      await startRun(context, { pipelineId: pipeline.id });
    } catch (error) {
      if (!isDomainError(error)) throw error;
      console.warn(`example ${pipeline.name} is not planned: ${error.message}`);
    }
  }
}
