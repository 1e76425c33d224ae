"use client";

import { useCallback, useEffect, useMemo, useRef } from "react";
import type { CatalogueDocument } from "../../core/documents/catalogue";
import type { FrontierDocument } from "../../core/documents/frontier";
import { packedFromBytes } from "../../core/frontier/packed-frontier";
import { unpackFrontier } from "../../core/frontier/plan-store";
import { pipelineOfTables } from "../../core/graph/edit-tables";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { EditorStore } from "../editor/editor-store";
import { messageOf } from "./plan-run";
import type { PlannedDocuments } from "./what-if";

/** What is on the page, saved or not; null while something is not chosen yet. */
export function documentsOf(store: EditorStore): PlannedDocuments | null {
  const { choice, document } = store.getState();
  if (!choice.workload || !choice.infrastructure) return null;
  return {
    pipeline: pipelineOfTables(document.tables),
    workload: choice.workload.document,
    infrastructure: choice.infrastructure.document,
    classId: choice.classId,
  };
}

/** The same as the planner's functions take them. */
export function planningInputOf({ classId, ...documents }: PlannedDocuments, catalogues: readonly { document: CatalogueDocument }[]): PlanningInput {
  return { ...documents, catalogues: catalogues.map((entry) => entry.document), ...(classId ? { classId } : {}) };
}

interface PreviewQuestion {
  documents: PlannedDocuments;
  catalogues: readonly { id: string; version: number }[];
}

interface Answer {
  onFrontier: (frontier: FrontierDocument) => void;
  onError: (message: string) => void;
}

/** Bytes, and past the layer that the page's other questions go through: what a slider waits for is drawn from the columns as they come. */
async function planned({ documents, catalogues }: PreviewQuestion, signal: AbortSignal): Promise<FrontierDocument> {
  const { classId, ...rest } = documents;
  const body = JSON.stringify({ ...rest, catalogues: catalogues.map(({ id, version }) => ({ id, version })), ...(classId ? { classId } : {}) });
  const response = await fetch("/api/previews", { method: "POST", headers: { "content-type": "application/json" }, body, signal });
  if (response.ok) return unpackFrontier(packedFromBytes(new Uint8Array(await response.arrayBuffer())));
  const { error } = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  throw new Error(error?.message ?? "The server did not answer as it should. Nothing was lost; try again in a moment.");
}

/** A question that is overtaken is let go after this long; the answer to a quicker one is worth drawing. */
const PATIENCE_MS = 1_000;

/** Asks for frontiers of documents that are not saved. One question at a time; of those asked meanwhile only the newest counts. */
export function usePreviews() {
  const flight = useRef<{ abort: AbortController; began: number; timer: ReturnType<typeof setTimeout> | null } | null>(null);
  const next = useRef<{ question: PreviewQuestion; answer: Answer } | null>(null);

  const send = useCallback((question: PreviewQuestion, answer: Answer) => {
    const abort = new AbortController();
    flight.current = { abort, began: performance.now(), timer: null };
    planned(question, abort.signal)
      .then(
        (frontier) => {
          if (!abort.signal.aborted) answer.onFrontier(frontier);
        },
        (error: unknown) => {
          if (!abort.signal.aborted) answer.onError(messageOf(error));
        },
      )
      .finally(() => {
        if (flight.current?.timer) clearTimeout(flight.current.timer);
        flight.current = null;
        const waiting = next.current;
        next.current = null;
        if (waiting) send(waiting.question, waiting.answer);
      });
  }, []);

  const ask = useCallback(
    (question: PreviewQuestion, answer: Answer) => {
      const running = flight.current;
      if (!running) {
        send(question, answer);
        return;
      }
      next.current = { question, answer };
      running.timer ??= setTimeout(() => running.abort.abort(), Math.max(0, PATIENCE_MS - (performance.now() - running.began)));
    },
    [send],
  );
  const stop = useCallback(() => {
    next.current = null;
    flight.current?.abort.abort();
  }, []);
  useEffect(() => stop, [stop]);
  return useMemo(() => ({ ask, stop }), [ask, stop]);
}
