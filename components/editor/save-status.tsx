"use client";

import { IconAlertTriangle } from "@tabler/icons-react";
import { SaveMark } from "../saving/save-mark";
import classes from "../saving/saving.module.css";
import { useEditorServices } from "./editor-services";
import { useEditor, useEditorActions } from "./editor-store";

/** What the server has acknowledged of the pipeline and the workload beside it, and whether a text waits that is not drawn yet. */
export function SaveStatus() {
  const saving = useEditor((state) => state.saving);
  const readOnly = useEditor((state) => state.document.readOnly);
  const unapplied = useEditor((state) => state.interaction.unappliedYaml !== null);
  const actions = useEditorActions();
  const services = useEditorServices();
  return (
    <>
      {unapplied ? (
        <button type="button" className={classes.status} data-tone="warn" onClick={() => actions.setPanels({ inspectorOpen: true, inspectorTab: "yaml" })}>
          <IconAlertTriangle size={15} stroke={1.6} aria-hidden />
          <span className={classes.statusText}>YAML not applied</span>
        </button>
      ) : null}
      <SaveMark saving={saving} readOnly={readOnly ? "Archived, read only" : null} onTryNow={() => void services.saver?.flush()} />
    </>
  );
}
