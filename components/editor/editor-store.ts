"use client";

import { createContext, useContext } from "react";
import { useStoreWithEqualityFn } from "zustand/traditional";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PipelineDocument } from "@/core/documents/pipeline";
import { tablesOfPipeline } from "@/core/graph/edit-tables";
import { EMPTY_HISTORY } from "@/core/history/history";
import { choiceActions, EMPTY_CHOICE } from "./choice-actions";
import { documentActions } from "./document-actions";
import type { EditorActions, EditorState, LoadedDocument } from "./editor-state";

export type EditorStore = StoreApi<EditorState>;

export interface EditorOptions {
  readOnly?: boolean;
}

/** The slice with the patch in it; the very same slice when nothing would change, so that nobody is told. */
function patched<T extends object>(slice: T, patch: Partial<T>): T {
  return (Object.keys(patch) as (keyof T)[]).every((key) => Object.is(slice[key], patch[key])) ? slice : { ...slice, ...patch };
}

/** Makes the store of one mounted editor. */
export function createEditorStore(pipeline: LoadedDocument<PipelineDocument>, options: EditorOptions = {}): EditorStore {
  return createStore<EditorState>()((set, get) => {
    const patch = <K extends "interaction" | "panels" | "saving" | "problems">(key: K, change: Partial<EditorState[K]>) =>
      set((state) => {
        const slice = patched(state[key], change);
        return slice === state[key] ? state : { [key]: slice };
      });
    const viewActions: Pick<EditorActions, "select" | "setViewport" | "setInteraction" | "announce" | "setPanels" | "setProblems" | "setSaving"> = {
      select: (nodes, edges = []) =>
        set((state) => {
          const { selection } = state;
          const same = selection.nodes.length === nodes.length && selection.edges.length === edges.length;
          if (same && nodes.every((id, index) => id === selection.nodes[index]) && edges.every((id, index) => id === selection.edges[index])) return state;
          return { selection: { nodes, edges } };
        }),
      setViewport: (viewport) => set({ viewport }),
      setInteraction: (change) => patch("interaction", change),
      announce: (text) => set((state) => ({ interaction: { ...state.interaction, announcement: { text, count: state.interaction.announcement.count + 1 } } })),
      setPanels: (change) => patch("panels", change),
      setProblems: (problems) => patch("problems", problems),
      setSaving: (change) => patch("saving", change),
    };
    return {
      document: { documentId: pipeline.id, tables: tablesOfPipeline(pipeline.document), revision: 0, readOnly: options.readOnly ?? false },
      history: EMPTY_HISTORY,
      saving: { status: "saved", version: pipeline.version, message: null, conflict: null },
      selection: { nodes: [], edges: [] },
      viewport: { x: 0, y: 0, zoom: 1 },
      interaction: {
        connectingFrom: null,
        renaming: null,
        connectDialog: null,
        contextMenu: null,
        quickAdd: null,
        resource: null,
        unappliedYaml: null,
        heat: "none",
        criticalNodes: new Set(),
        criticalEdges: new Set(),
        budgetMs: {},
        announcement: { text: "", count: 0 },
      },
      panels: { left: "palette", inspectorOpen: true, inspectorTab: "inspect", dockOpen: true, dockTab: "frontier", helpOpen: false, minimap: false },
      choice: EMPTY_CHOICE,
      problems: { list: [], byNode: {}, byEdge: {} },
      actions: { ...documentActions(set, get), ...viewActions, ...choiceActions(set) },
    };
  });
}

export const EditorStoreContext = createContext<EditorStore | null>(null);

/** The store itself, for handlers that read the state when they run. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorStoreContext);
  if (!store) throw new Error("useEditorStore is used outside of an EditorStoreContext");
  return store;
}

/** Subscribes to what the selector picks. Select the narrowest thing: a node selects its own record only. */
export function useEditor<T>(selector: (state: EditorState) => T, equal?: (a: T, b: T) => boolean): T {
  return useStoreWithEqualityFn(useEditorStore(), selector, equal);
}

/** The actions never change identity. */
export function useEditorActions(): EditorActions {
  return useEditorStore().getState().actions;
}
