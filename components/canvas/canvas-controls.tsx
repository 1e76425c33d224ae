"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconFocusCentered, IconHierarchy2, IconMinus, IconPlus } from "@tabler/icons-react";
import { keyNames } from "@/components/editor/actions/action";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import classes from "./canvas.module.css";

/** Undo, zoom, fit and layout, bottom left. */
export function CanvasControls() {
  const services = useEditorServices();
  const zoom = useEditor((state) => Math.round(state.viewport.zoom * 100));
  const readOnly = useEditor((state) => state.document.readOnly);
  const undoable = useEditor((state) => state.history.past.at(-1)?.label);
  const redoable = useEditor((state) => state.history.future[0]?.label);
  const actions = useEditorActions();
  const button = (label: string, icon: React.ReactNode, run: () => void, hint = label, disabled = false) => (
    <Tooltip label={hint}>
      <ActionIcon aria-label={label} size={28} onClick={run} disabled={disabled}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div className={classes.controls} role="toolbar" aria-label="Canvas">
      {readOnly ? null : (
        <>
          {button("Undo", <IconArrowBackUp size={15} stroke={1.6} aria-hidden />, actions.undo, hintOf("Undo", undoable, "mod+Z"), undoable === undefined)}
          {button(
            "Redo",
            <IconArrowForwardUp size={15} stroke={1.6} aria-hidden />,
            actions.redo,
            hintOf("Redo", redoable, "mod+shift+Z"),
            redoable === undefined,
          )}
        </>
      )}
      {button("Zoom out", <IconMinus size={15} stroke={1.6} aria-hidden />, () => services.canvas?.zoomBy(1 / 1.25))}
      <button type="button" className={classes.zoom} title="Zoom to 100 %" onClick={() => services.canvas?.zoomTo(1)}>
        {zoom} %
      </button>
      {button("Zoom in", <IconPlus size={15} stroke={1.6} aria-hidden />, () => services.canvas?.zoomBy(1.25))}
      {button("Fit to view", <IconFocusCentered size={15} stroke={1.6} aria-hidden />, () => services.canvas?.fitView())}
      {readOnly ? null : button("Arrange", <IconHierarchy2 size={15} stroke={1.6} aria-hidden />, () => services.layout?.([]))}
    </div>
  );
}

function hintOf(verb: string, step: string | undefined, keys: string): string {
  return `${verb}${step === undefined ? "" : `: ${step}`} (${keyNames(keys).join(" ")})`;
}
