"use client";

import { useState } from "react";
import { PlanButton } from "@/components/frontier/plan-button";
import { TopBar } from "@/components/shell/top-bar";
import { META_ID } from "@/core/graph/edit-tables";
import { EditorMenu } from "./editor-menu";
import classes from "./editor-shell.module.css";
import { useEditor, useEditorActions } from "./editor-store";
import { SaveStatus } from "./save-status";
import { StudySelectors } from "./study-selectors";

/** Name and saved state, where it runs and for whom, Plan. */
export function EditorTopBar() {
  return (
    <TopBar
      title={
        <>
          <PipelineTitle />
          <SaveStatus />
        </>
      }
      centre={<StudySelectors />}
      actions={
        <>
          <EditorMenu />
          <PlanButton />
        </>
      }
    />
  );
}

function PipelineTitle() {
  const title = useEditor((state) => state.document.tables.meta[META_ID]?.title ?? state.document.tables.meta[META_ID]?.name ?? "");
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  const [editing, setEditing] = useState(false);
  const rename = (typed: string) => {
    setEditing(false);
    const name = typed.trim();
    if (name !== "" && name !== title) actions.edit(`Rename the pipeline to ${name}`, (tx) => tx.update("meta", META_ID, { title: name }));
  };
  if (!editing) {
    return (
      <button type="button" className={classes.titleButton} title="Rename" data-rename-pipeline onClick={() => !readOnly && setEditing(true)}>
        {title}
      </button>
    );
  }
  return (
    <input
      className={classes.titleField}
      defaultValue={title}
      aria-label="Name of the pipeline"
      // biome-ignore lint/a11y/noAutofocus: the field replaces the button that was pressed
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => rename(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") rename(event.currentTarget.value);
        if (event.key === "Escape") setEditing(false);
      }}
    />
  );
}
