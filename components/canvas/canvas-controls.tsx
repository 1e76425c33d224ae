"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconHierarchy2, IconMinus, IconPlus } from "@tabler/icons-react";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor } from "@/components/editor/editor-store";
import classes from "./canvas.module.css";

/** Zoom, fit and layout, bottom left. */
export function CanvasControls() {
  const services = useEditorServices();
  const zoom = useEditor((state) => Math.round(state.viewport.zoom * 100));
  const readOnly = useEditor((state) => state.document.readOnly);
  const button = (label: string, icon: React.ReactNode, run: () => void) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} size={28} onClick={run}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div className={classes.controls} role="toolbar" aria-label="View">
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
