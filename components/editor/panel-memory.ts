"use client";

import { useEffect } from "react";
import { DOCK_TABS, type PanelsSlice } from "./editor-state";
import { useEditorStore } from "./editor-store";

const KEY = "trilemma-panels";
type Remembered = Omit<PanelsSlice, "helpOpen">;
const ALLOWED: { readonly [K in keyof Remembered]: readonly Remembered[K][] } = {
  left: ["palette", "outline", "problems", "history", "templates", null],
  inspectorOpen: [true, false],
  inspectorTab: ["inspect", "yaml"],
  dockOpen: [true, false],
  minimap: [true, false],
  dockTab: DOCK_TABS,
};

/** What of a stored value is still understood. */
function remembered(value: unknown): Partial<Remembered> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([key, item]) => (ALLOWED as Record<string, readonly unknown[] | undefined>)[key]?.includes(item) ?? false),
  );
}

/** Panels are opened as they were left, and the tab that a shared link was made in. */
export function usePanelMemory(): void {
  const store = useEditorStore();
  useEffect(() => {
    try {
      store.getState().actions.setPanels(remembered(JSON.parse(localStorage.getItem(KEY) ?? "{}")));
    } catch {
      // Nothing remembered, or no storage: the defaults stand.
    }
    const shared = remembered({ dockTab: new URLSearchParams(window.location.search).get("tab") });
    if (shared.dockTab) store.getState().actions.setPanels({ ...shared, dockOpen: true });
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
