"use client";

import { useEffect } from "react";
import { z } from "zod";
import { useEditorStore } from "./editor-store";

const KEY = "trilemma-panels";
const remembered = z.object({
  left: z.enum(["palette", "outline", "problems", "history", "templates"]).nullable(),
  inspectorOpen: z.boolean(),
  inspectorTab: z.enum(["inspect", "yaml"]),
  dockOpen: z.boolean(),
  minimap: z.boolean(),
  dockTab: z.enum(["frontier", "plans", "compare", "explain", "simulate", "yaml"]),
});

/** Panels are opened as they were left. */
export function usePanelMemory(): void {
  const store = useEditorStore();
  useEffect(() => {
    try {
      const parsed = remembered.partial().safeParse(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
      if (parsed.success) store.getState().actions.setPanels(parsed.data as Partial<z.infer<typeof remembered>>);
    } catch {
      // Nothing remembered, or no storage: the defaults stand.
    }
    return store.subscribe((state, previous) => {
      if (state.panels === previous.panels) return;
      const { helpOpen: _helpOpen, ...rest } = state.panels;
      try {
        localStorage.setItem(KEY, JSON.stringify(rest));
      } catch {
        // No storage: panels open as usual next time.
      }
    });
  }, [store]);
}
