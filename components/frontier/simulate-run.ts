"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ArrivalPattern, SimulationDocument } from "../../core/documents/simulation";
import { useTRPCClient } from "../data/trpc";
import { useEditorStore } from "../editor/editor-store";
import { messageOf } from "./plan-run";

export interface SimulationRequest {
  planId: string;
  durationMs: number;
  seed: number;
  arrivals: ArrivalPattern;
  rateFactor: number;
  poolLoss?: { pool: string; atMs: number; untilMs?: number };
}

export interface SimulationState {
  status: "idle" | "running" | "done" | "failed" | "cancelled";
  progress: { fraction: number | null; events: number } | null;
  simulation: SimulationDocument | null;
  request: SimulationRequest | null;
  error: string | null;
}

const IDLE: SimulationState = { status: "idle", progress: null, simulation: null, request: null, error: null };

/** Runs one simulation at a time, over server-sent events; leaving or cancelling stops it on the server too. */
export function useSimulation() {
  const client = useTRPCClient();
  const store = useEditorStore();
  const [state, setState] = useState<SimulationState>(IDLE);
  const subscription = useRef<{ unsubscribe: () => void } | null>(null);
  /** Counts starts and cancels, so that a slow answer to an earlier one changes nothing. */
  const turns = useRef(0);
  useEffect(() => () => subscription.current?.unsubscribe(), []);

  /** The run whose plans are on show, when it ended before this page was opened. */
  const shownRunId = useCallback(async () => {
    const { shown } = await client.runs.latest.query({ pipelineId: store.getState().document.documentId });
    if (!shown) throw new Error("The run that made these plans is not on the server any more. Plan again, then simulate.");
    return shown.id;
  }, [client, store]);

  const start = useCallback(
    async (request: SimulationRequest) => {
      subscription.current?.unsubscribe();
      setState({ status: "running", progress: null, simulation: null, request, error: null });
      const turn = ++turns.current;
      let runId: string;
      try {
        const { run } = store.getState().choice;
        runId = run && run.id !== "" && run.status === "done" ? run.id : await shownRunId();
      } catch (error) {
        setState((known) => ({ ...known, status: "failed", error: messageOf(error) }));
        return;
      }
      if (turn !== turns.current) return;
      const { planId, ...options } = request;
      subscription.current = client.simulations.run.subscribe(
        { runId, planIds: [planId], ...options },
        {
          onData: (event) => {
            if (event.type === "progress") setState((known) => ({ ...known, progress: { fraction: event.progress.fraction, events: event.progress.events } }));
            else {
              setState((known) => ({ ...known, status: "done", simulation: event.simulation }));
              subscription.current?.unsubscribe();
              subscription.current = null;
            }
          },
          onError: (error) => {
            subscription.current?.unsubscribe();
            subscription.current = null;
            setState((known) => ({ ...known, status: "failed", error: messageOf(error) }));
          },
        },
      );
    },
    [client, store, shownRunId],
  );
  const cancel = useCallback(() => {
    turns.current++;
    subscription.current?.unsubscribe();
    subscription.current = null;
    setState((known) => ({ ...known, status: "cancelled" }));
  }, []);
  return { state, start, cancel };
}
