"use client";

import { SaveMark } from "../saving/save-mark";
import { useEditorServices } from "./editor-services";
import { useEditor } from "./editor-store";

/** What the server has acknowledged of the pipeline and the workload beside it. */
export function SaveStatus() {
  const saving = useEditor((state) => state.saving);
  const readOnly = useEditor((state) => state.document.readOnly);
  const services = useEditorServices();
  return <SaveMark saving={saving} readOnly={readOnly ? "Archived, read only" : null} onTryNow={() => void services.saver?.flush()} />;
}
