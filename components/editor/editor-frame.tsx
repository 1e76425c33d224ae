"use client";

import { type EditorServices, EditorServicesContext } from "./editor-services";
import { EditorShell } from "./editor-shell";
import { type EditorStore, EditorStoreContext } from "./editor-store";
import { StudyContext, type StudyExtras } from "./study-context";
import { useProblems } from "./use-problems";

interface EditorFrameProps {
  store: EditorStore;
  services: EditorServices;
  study: StudyExtras;
}

/** The editor around a store, wherever that came from. */
export function EditorFrame({ store, services, study }: EditorFrameProps) {
  return (
    <EditorStoreContext.Provider value={store}>
      <EditorServicesContext.Provider value={services}>
        <StudyContext.Provider value={study}>
          <Problems />
          <EditorShell />
        </StudyContext.Provider>
      </EditorServicesContext.Provider>
    </EditorStoreContext.Provider>
  );
}

function Problems() {
  useProblems();
  return null;
}
