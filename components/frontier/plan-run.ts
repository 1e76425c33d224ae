"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { reportOf, useTRPC, useTRPCClient } from "../data/trpc";
import { useEditorServices } from "../editor/editor-services";
import { type EditorStore, useEditor, useEditorStore } from "../editor/editor-store";

/** Id of a run that the server has not answered for yet. */
const ASKING = "";

/** Why the last edits did not reach the server, so that they cannot be planned. */
function unsavedReason(store: EditorStore): string {
  const { status, message } = store.getState().saving;
  if (status === "conflict") return "Somebody else saved this pipeline. Settle the two versions, then plan.";
  if (status === "offline" || status === "retrying") {
    return "The server cannot be reached, so the last changes are not saved yet. They are kept here; plan again once the connection is back.";
  }
  return message ?? "The last changes could not be saved, so they cannot be planned.";
}

/** The message of a failed call, in words a person can act on. */
export function messageOf(error: unknown): string {
  if (reportOf(error)) return (error as Error).message;
  if (error instanceof TypeError || (error instanceof Error && /fetch|network/i.test(error.message)))
    return "The server cannot be reached. Nothing was lost; try again in a moment.";
  return error instanceof Error ? error.message : String(error);
}

export interface PlanActions {
  start: (options?: { force?: boolean }) => Promise<void>;
  cancel: () => Promise<void>;
}

/** Starts and stops planning of the pipeline that is open; what comes of it is in the editor's store. */
export function usePlanActions(): PlanActions {
  const store = useEditorStore();
  const services = useEditorServices();
  const client = useTRPCClient();

  const start = useCallback(
    async (options: { force?: boolean } = {}) => {
      const { choice, document, actions } = store.getState();
      if (choice.run && (choice.run.status === "queued" || choice.run.status === "running")) return;
      actions.setRun({ id: ASKING, status: "queued", progress: null, error: null });
      actions.announce("Planning");
      try {
        if (services.saver && store.getState().saving.status !== "saved" && !(await services.saver.flush())) throw new Error(unsavedReason(store));
        for (const flush of services.besides ?? []) {
          if (!(await flush()))
            throw new Error("The last changes of the infrastructure or catalogue are not saved yet, so they cannot be planned. Look at its panel.");
        }
        const { runId } = await client.runs.start.mutate({ pipelineId: document.documentId, classId: choice.classId ?? undefined, force: options.force });
        actions.setRun({ id: runId, status: "running", progress: null, error: null });
      } catch (error) {
        actions.setRun({ id: ASKING, status: "failed", progress: null, error: messageOf(error) });
        actions.announce("Planning failed");
      }
    },
    [store, services, client],
  );

  const cancel = useCallback(async () => {
    const { choice, actions } = store.getState();
    if (!choice.run || choice.run.id === ASKING) return;
    try {
      await client.runs.cancel.mutate({ runId: choice.run.id });
    } catch (error) {
      actions.updateRun({ error: messageOf(error) });
    }
  }, [store, client]);

  return useMemo(() => ({ start, cancel }), [start, cancel]);
}

/** Follows the run that is under way over server-sent events. Mounted once per editor, by the plan button. */
export function useWatchRun(): void {
  const store = useEditorStore();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const runId = useEditor((state) => (state.choice.run?.status === "running" || state.choice.run?.status === "queued" ? state.choice.run.id : ASKING));

  useEffect(() => {
    if (runId === ASKING) return;
    const { actions } = store.getState();
    const revision = store.getState().document.revision;
    const subscription = client.runs.watch.subscribe(
      { runId },
      {
        onData: (event) => {
          if (event.type === "progress") {
            actions.updateRun({
              status: event.status === "queued" ? "queued" : "running",
              progress: event.progress ?? store.getState().choice.run?.progress ?? null,
            });
            return;
          }
          const { run } = event;
          if (run.status === "failed") {
            actions.updateRun({ status: "failed", error: run.error?.message ?? "The planner failed without saying why. The server's log has more." });
            actions.announce("Planning failed");
          } else {
            const cancelled = run.status === "cancelled";
            if (run.frontier && !(cancelled && run.frontier.spec.plans.length === 0)) {
              actions.setFrontier(run.frontier, { stale: store.getState().document.revision !== revision });
            }
            actions.updateRun({ status: cancelled ? "cancelled" : "done", error: null });
            const count = run.frontier?.spec.plans.length ?? 0;
            actions.announce(cancelled ? "Planning cancelled" : count === 0 ? "No plan meets every hard target" : `${count} plans found`);
          }
          void queryClient.invalidateQueries({ queryKey: trpc.studies.list.queryKey() });
          subscription.unsubscribe();
        },
        onError: (error) => {
          actions.updateRun({ status: "failed", error: messageOf(error) });
        },
      },
    );
    return () => subscription.unsubscribe();
  }, [runId, store, client, trpc, queryClient]);
}
