"use client";

import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { SelectionSlice } from "@/components/editor/editor-state";
import { useEditorStore } from "@/components/editor/editor-store";

/** Escape takes back the wire or the marquee that is being drawn, as if it had not been begun. `cancelled` is true while a wire ends of which nothing is made. */
export function useEscape(surface: RefObject<HTMLElement | null>, cancelled: RefObject<boolean>): void {
  const store = useEditorStore();
  const flowStore = useStoreApi();
  const before = useRef<SelectionSlice | null>(null);
  useEffect(() => {
    const element = surface.current;
    const onDown = () => {
      before.current = store.getState().selection;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      const { interaction, actions } = store.getState();
      if (interaction.connectingFrom) {
        // React Flow has no call that gives a wire up: it is ended as by the mouse.
        cancelled.current = true;
        document.dispatchEvent(new MouseEvent("mouseup"));
        cancelled.current = false;
        actions.announce("Wire cancelled");
      } else if (flowStore.getState().userSelectionRect) {
        flowStore.setState({ userSelectionActive: false, userSelectionRect: null });
        actions.select(before.current?.nodes ?? [], before.current?.edges);
        actions.announce("Selection cancelled");
      } else return;
      event.stopPropagation();
    };
    element?.addEventListener("pointerdown", onDown, true);
    window.addEventListener("keydown", onKey, true);
    return () => {
      element?.removeEventListener("pointerdown", onDown, true);
      window.removeEventListener("keydown", onKey, true);
    };
  }, [store, flowStore, surface, cancelled]);
}
