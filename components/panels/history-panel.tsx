"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

/** Every step of this visit, newest first; a click goes there. */
export function HistoryPanel() {
  const past = useEditor((state) => state.history.past);
  const future = useEditor((state) => state.history.future);
  const actions = useEditorActions();
  const steps = [...past, ...future];
  return (
    <PanelFrame
      title="History"
      tools={
        <>
          <Tooltip label="Undo (Ctrl Z)">
            <ActionIcon size={24} aria-label="Undo" disabled={past.length === 0} onClick={actions.undo}>
              <IconArrowBackUp size={15} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Redo (Ctrl Shift Z)">
            <ActionIcon size={24} aria-label="Redo" disabled={future.length === 0} onClick={actions.redo}>
              <IconArrowForwardUp size={15} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      <ol style={{ margin: 0, padding: 0, listStyle: "none" }} aria-label="Steps, newest first">
        {steps
          .map((step, index) => (
            <li key={step.id}>
              <button
                type="button"
                className={classes.step}
                data-current={index === past.length - 1 || undefined}
                data-undone={index >= past.length || undefined}
                aria-current={index === past.length - 1 ? "step" : undefined}
                onClick={() => actions.travelTo(index + 1)}
              >
                {step.label}
              </button>
            </li>
          ))
          .reverse()}
        <li>
          <button type="button" className={classes.step} data-current={past.length === 0 || undefined} onClick={() => actions.travelTo(0)}>
            As it was opened
          </button>
        </li>
      </ol>
      {steps.length === 0 ? <p className={classes.nothing}>What you change is listed here and can be taken back.</p> : null}
    </PanelFrame>
  );
}
