import { useState } from "react";
import { createRoot } from "react-dom/client";
import superjson from "superjson";
import "@mantine/core/styles.css";
import "@fontsource-variable/inter";
import "../../../components/ui/tokens.css";
import { DataProvider } from "../../../components/data/trpc";
import { type EditorServices, EditorServicesContext } from "../../../components/editor/editor-services";
import { createEditorStore, type EditorStore, EditorStoreContext } from "../../../components/editor/editor-store";
import { FrontierDock } from "../../../components/frontier/frontier-dock";
import { UiProviders } from "../../../components/ui/providers";
import type { FrontierDocument } from "../../../core/documents/frontier";
import type { RouterOutputs } from "../../../server/trpc/router";

type Study = RouterOutputs["studies"]["get"];

declare global {
  interface Window {
    study: Study;
    labStore: EditorStore;
    setFrontier: (frontier: FrontierDocument) => void;
    /** Reads a frontier as it comes from the server. */
    readFrontier: (text: string) => FrontierDocument;
  }
}

/** The dock alone, over a study given by the page: for measuring and for looking, without a server behind it. */
function Lab({ study }: { study: Study }) {
  const [store] = useState(() => {
    const made = createEditorStore({ id: study.pipeline.id, version: study.pipeline.version, document: study.pipeline.document });
    const { actions } = made.getState();
    if (study.infrastructure) actions.setInfrastructure(study.infrastructure);
    if (study.workload) actions.setWorkload(study.workload, study.runs.shown?.classId);
    actions.setCatalogues(study.catalogues);
    if (study.runs.shown?.frontier) actions.setFrontier(study.runs.shown.frontier);
    window.labStore = made;
    window.readFrontier = (text) => superjson.parse(text);
    // as the page is when an answer comes: a run is under way, and the frame of the picture is there
    if (!study.runs.shown?.frontier) actions.setRun({ id: "lab", status: "running", progress: null, error: null });
    window.setFrontier = (frontier) => {
      actions.setFrontier(frontier);
      actions.updateRun({ status: "done", error: null });
    };
    return made;
  });
  const [services] = useState<EditorServices>(() => ({ canvas: null, saver: null, layout: null, plan: null }));
  return (
    <UiProviders>
      <DataProvider>
        <EditorStoreContext.Provider value={store}>
          <EditorServicesContext.Provider value={services}>
            <div style={{ height: "100vh" }}>
              <FrontierDock />
            </div>
          </EditorServicesContext.Provider>
        </EditorStoreContext.Provider>
      </DataProvider>
    </UiProviders>
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<Lab study={window.study} />);
