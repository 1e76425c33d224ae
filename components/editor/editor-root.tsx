"use client";

import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { useTRPCClient } from "@/components/data/trpc";
import type { EditTables } from "@/core/graph/edit-tables";
import type { RouterOutputs } from "@/server/trpc/router";
import { type Draft, draftStore } from "../saving/draft-store";
import { trpcSaveGate } from "../saving/save-gate";
import { Autosave } from "./autosave";
import { EditorFrame } from "./editor-frame";
import type { EditorServices } from "./editor-services";
import type { LoadedDocument } from "./editor-state";
import { createEditorStore, type EditorStore } from "./editor-store";
import { keepYamlDraft } from "./yaml/yaml-draft";

/** A load this young needs no second look. */
const FRESH_MS = 10_000;

export type StudyView = RouterOutputs["studies"]["get"];

function loaded<D>(view: { id: string; version: number; document: D }): LoadedDocument<D> {
  return { id: view.id, version: view.version, document: view.document };
}

function storeOf(study: StudyView): EditorStore {
  const store = createEditorStore(loaded(study.pipeline), { readOnly: study.pipeline.archivedAt !== null });
  const { actions } = store.getState();
  if (study.infrastructure) actions.setInfrastructure(loaded(study.infrastructure));
  if (study.workload) actions.setWorkload(loaded(study.workload), study.runs.shown?.classId);
  actions.setCatalogues(study.catalogues.map(loaded));
  const { shown, active, stale } = study.runs;
  if (shown?.frontier) actions.setFrontier(shown.frontier, { stale });
  if (active) actions.setRun({ id: active.id, status: active.status === "queued" ? "queued" : "running", progress: active.progress, error: null });
  return store;
}

/** One mounted editor: its store, its autosave, its services. */
export function EditorRoot({ study, loadedAt }: { study: StudyView; loadedAt: number }) {
  const client = useTRPCClient();
  const [store] = useState(() => storeOf(study));
  const [services] = useState<EditorServices>(() => ({ canvas: null, saver: null, layout: null, plan: null }));

  useEffect(() => {
    const saver = new Autosave(store, trpcSaveGate(client), draftStore, (kind, version) =>
      notifications.show({ message: `Merged version ${version} of the ${kind}, saved elsewhere, with your changes.`, color: "gray" }),
    );
    services.saver = saver;
    // Mounted again with what was loaded a while ago: there may be a newer version.
    if (Date.now() - loadedAt > FRESH_MS) saver.look();
    let alive = true;
    draftStore
      .get<Draft<EditTables>>(study.pipeline.id)
      .then((draft) => {
        if (alive && draft && saver.recover(draft))
          notifications.show({ message: "Changes that had not reached the server were recovered from this browser.", color: "gray" });
      })
      .catch(() => {});
    return () => {
      alive = false;
      services.saver = null;
      saver.dispose();
    };
  }, [store, client, services, study.pipeline.id, loadedAt]);

  useEffect(() => keepYamlDraft(store, draftStore), [store]);

  return <EditorFrame store={store} services={services} study={study} />;
}
