"use client";

import { useMemo } from "react";
import { diffDocuments } from "@/core/diff/document-diff";
import type { SaveConflict } from "../saving/save-state";
import { TwoVersionsDialog } from "../saving/two-versions-dialog";
import { ChangeList } from "./change-list";
import { useSaver } from "./saver-context";
import { KINDS, type SheetDocument } from "./sheet-codec";
import { documentOfSheet, useSheet } from "./sheet-store";

/** What two people changed in the open document. */
export function SheetConflictDialog() {
  const conflict = useSheet((state) => state.saving.conflict);
  return conflict ? <OpenConflict conflict={conflict} /> : null;
}

function OpenConflict({ conflict }: { conflict: SaveConflict<SheetDocument> }) {
  const saver = useSaver();
  const kind = useSheet((state) => state.kind);
  const tables = useSheet((state) => state.tables);
  const { mine, theirs, both } = useMemo(() => {
    const own = diffDocuments(conflict.base, documentOfSheet({ kind, tables }));
    const others = diffDocuments(conflict.base, conflict.theirs);
    const labels = new Set(others.map((change) => change.label));
    return { mine: own, theirs: others, both: new Set(own.map((change) => change.label).filter((label) => labels.has(label))) };
  }, [conflict, kind, tables]);
  return (
    <TwoVersionsDialog
      conflict={conflict}
      ends={saver.current}
      mine={<ChangeList changes={mine} both={both} />}
      theirs={<ChangeList changes={theirs} both={both} />}
      kept={(id) => <a href={`${KINDS[kind].list}/${id}`}>Open your copy</a>}
    />
  );
}
