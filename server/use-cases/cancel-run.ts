import { authorise } from "../auth/gate";
import { audit } from "./audit";
import type { Context } from "./context";
import { isFinished, loadRunSummary } from "./run-view";

/** Stops a run; what it had found so far is kept with it. Cancelling a finished run does nothing. */
export async function cancelRun(context: Context, input: { runId: string }): Promise<void> {
  authorise(context.principal, "run:start");
  const run = await loadRunSummary(context, input.runId);
  if (isFinished(run.status)) return;
  const dequeued = await context.db.$transaction(async (tx) => {
    const now = new Date();
    const waiting = await tx.run.updateMany({ where: { id: run.id, status: "queued" }, data: { status: "cancelled", finishedAt: now, cancelAt: now } });
    if (waiting.count === 0) await tx.run.updateMany({ where: { id: run.id, status: "running" }, data: { cancelAt: now } });
    await audit(tx, context, { action: "run.cancel", subjectKind: "Run", subjectId: run.id });
    return waiting.count > 0;
  });
  if (dequeued) context.jobs.bus.publish(run.id, { kind: "finished", frontier: null });
  context.jobs.cancel(run.id);
}
