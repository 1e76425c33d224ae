"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { reportOf, useTRPC, useTRPCClient } from "@/components/data/trpc";
import type { QueryClass, WorkloadDocument } from "@/core/documents/workload";

const SAVE_DELAY_MS = 500;

export type WorkloadStatus = "saved" | "dirty" | "saving" | "conflict" | "error";

export interface WorkloadDraft {
  document: WorkloadDocument;
  version: number;
  status: WorkloadStatus;
  message: string | null;
  change: (document: WorkloadDocument) => void;
  changeClass: (id: string, change: (entry: QueryClass) => QueryClass) => void;
  retry: () => void;
}

/** A workload that is saved after every change, each save over the version it was based on. "saved" is said only when the server has acknowledged it. */
export function useWorkload(id: string, loaded: { document: WorkloadDocument; version: number }): WorkloadDraft {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [document, setDocument] = useState(loaded.document);
  const [version, setVersion] = useState(loaded.version);
  const [status, setStatus] = useState<WorkloadStatus>("saved");
  const [message, setMessage] = useState<string | null>(null);
  const state = useRef({ document: loaded.document, version: loaded.version, saved: loaded.document, busy: false });

  const save = useCallback(async () => {
    const now = state.current;
    if (now.busy || now.document === now.saved) return;
    now.busy = true;
    const sent = now.document;
    setStatus("saving");
    try {
      const result = await client.documents.save.mutate({ id, baseVersion: now.version, document: sent });
      now.version = result.version;
      now.saved = sent;
      setVersion(result.version);
      setMessage(null);
      setStatus(now.document === sent ? "saved" : "dirty");
      void queryClient.invalidateQueries({ queryKey: trpc.documents.versions.queryKey({ id }) });
      void queryClient.invalidateQueries({ queryKey: trpc.workloads.list.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.studies.pathKey() });
    } catch (error) {
      const report = reportOf(error);
      setStatus(report?.code === "version-conflict" ? "conflict" : "error");
      setMessage(report ? (error as Error).message : "The server does not answer. The change is kept here; try again.");
    } finally {
      now.busy = false;
    }
    if (now.document !== now.saved && now.document !== sent) void save();
  }, [client, id, queryClient, trpc]);

  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const change = useCallback(
    (next: WorkloadDocument) => {
      state.current.document = next;
      setDocument(next);
      setStatus("dirty");
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SAVE_DELAY_MS);
    },
    [save],
  );
  const changeClass = useCallback(
    (classId: string, edit: (entry: QueryClass) => QueryClass) => {
      const now = state.current.document;
      change({ ...now, spec: { ...now.spec, classes: now.spec.classes.map((entry) => (entry.id === classId ? edit(entry) : entry)) } });
    },
    [change],
  );
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (state.current.document !== state.current.saved) event.preventDefault();
    };
    window.addEventListener("beforeunload", leave);
    return () => {
      window.removeEventListener("beforeunload", leave);
      if (timer.current) clearTimeout(timer.current);
      void save();
    };
  }, [save]);
  return { document, version, status, message, change, changeClass, retry: () => void save() };
}
