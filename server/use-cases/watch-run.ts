import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanProgress } from "../../core/metrics/planning-input";
import { authorise } from "../auth/gate";
import type { RunStatus } from "../db/generated/client";
import type { Context } from "./context";
import { isFinished, loadRun, loadRunSummary, type RunView } from "./run-view";

export type RunEvent = { type: "progress"; status: RunStatus; progress: PlanProgress | null } | { type: "finished"; run: RunView };

/** How often the row is read when this process hears nothing: another server may be the one that plans. */
const POLL_MS = 1_000;

/** Progress as it comes (only the newest when the reader is slow), then the finished run with its frontier, then the end. */
export async function* watchRun(context: Context, input: { runId: string }, signal?: AbortSignal): AsyncGenerator<RunEvent, void, void> {
  authorise(context.principal, "run:read");
  let newest: PlanProgress | null = context.jobs.bus.latest(input.runId);
  let fresh = true;
  let finished = false;
  let frontier: FrontierDocument | null = null;
  let wake: () => void = () => {};
  const unsubscribe = context.jobs.bus.subscribe(input.runId, (news) => {
    if (news.kind === "finished") {
      finished = true;
      frontier = news.frontier;
    } else {
      newest = news.progress;
      fresh = true;
    }
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener("abort", onAbort);
  try {
    let status = (await loadRunSummary(context, input.runId)).status;
    while (!signal?.aborted) {
      if (finished || isFinished(status)) {
        const run = frontier ? { ...(await loadRunSummary(context, input.runId)), frontier } : await loadRun(context, input.runId);
        if (isFinished(run.status)) {
          yield { type: "finished", run };
          return;
        }
        finished = false;
        status = run.status;
      }
      if (fresh) {
        fresh = false;
        yield { type: "progress", status: newest ? "running" : status, progress: newest };
        continue;
      }
      const heard = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
        if (fresh || finished || signal?.aborted) wake();
      });
      if (!heard) {
        const row = await loadRunSummary(context, input.runId);
        if (row.status !== status || (row.progress !== null && newest === null)) fresh = true;
        status = row.status;
        newest ??= row.progress;
      }
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener("abort", onAbort);
  }
}
