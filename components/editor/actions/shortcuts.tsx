"use client";

import { useEffect } from "react";
import { looksLikeDocuments, pasteYaml, prepareClipboard, selectionYaml } from "../clipboard";
import { removeSelection } from "../edit-commands";
import { useEditorServices } from "../editor-services";
import { useEditorStore } from "../editor-store";
import { canRun, matchesKeys } from "./action";
import { paletteStore, typeIntoPalette } from "./palette-key";
import { ACTIONS } from "./registry";

const WRITING = "input, textarea, select, [contenteditable='true'], .cm-editor";
/** Parts with keys of their own. */
const OWN_KEYS = "[role='dialog'], [role='menu'], [role='listbox']";
/** Keys that mean something to whatever has the focus, unless that is the canvas. */
const LOCAL_KEYS = new Set(["Enter", " ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

/** Whether Escape leads from here back to the canvas: from the inspector, where `Enter` led to. An open list takes it first, and so does a text editor. */
function leavesInspector(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.matches("[role='combobox'][aria-expanded='true']")) return false;
  return target.closest('[data-testid="inspector"]') !== null && target.closest(".cm-editor") === null;
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(WRITING) !== null;
}

/** Runs actions by their keys, and copies and pastes through the system clipboard. */
export function Shortcuts() {
  const store = useEditorStore();
  const services = useEditorServices();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target;
      if (event.key === "Escape" && !event.defaultPrevented && !event.cancelBubble && leavesInspector(target)) {
        services.canvas?.focus();
        return;
      }
      if (event.defaultPrevented) return;
      if (paletteStore.getState().opened && !(target instanceof Element && target.closest(OWN_KEYS))) {
        typeIntoPalette(event);
        return;
      }
      if (isWriting(target)) return;
      if (target instanceof Element) {
        if (target.closest(OWN_KEYS)) return;
        if (LOCAL_KEYS.has(event.key) && !event.altKey && target !== document.body && !target.closest("[data-testid='canvas']") && target.id !== "main") return;
        if (event.key === "Enter" && target.closest("button, a")) return;
      }
      const state = store.getState();
      const action = ACTIONS.find((item) => item.keys?.some((keys) => matchesKeys(keys, event)) && canRun(item, state));
      if (!action) return;
      event.preventDefault();
      action.run({ store, services });
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isWriting(event.target) || !window.getSelection()?.isCollapsed) return;
      const text = selectionYaml(store);
      if (!text) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      store.getState().actions.announce("Copied");
      if (event.type === "cut" && !store.getState().document.readOnly) removeSelection(store);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isWriting(event.target) || store.getState().document.readOnly) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!looksLikeDocuments(text)) return;
      event.preventDefault();
      void pasteYaml(store, services, text);
    };
    const idle = setTimeout(prepareClipboard, 1_500);
    document.addEventListener("keydown", onKey);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      clearTimeout(idle);
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [store, services]);
  return null;
}
