"use client";

import { SaveMark } from "../saving/save-mark";
import { useSaver } from "./saver-context";
import { useSheet } from "./sheet-store";

/** What the server has acknowledged of the open document. */
export function SheetStatus() {
  const saving = useSheet((state) => state.saving);
  const readOnly = useSheet((state) => state.readOnly);
  const saver = useSaver();
  return <SaveMark saving={saving} readOnly={readOnly ? "Read only" : null} onTryNow={() => void saver.current?.flush()} />;
}
