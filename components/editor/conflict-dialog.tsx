"use client";

import { useMemo } from "react";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { WorkloadDocument } from "@/core/documents/workload";
import { type ChangeLine, describeDiff } from "@/core/graph/edit-describe";
import { classesOfWorkload, tablesOfPipeline } from "@/core/graph/edit-tables";
import { diffTables, type Tables } from "@/core/history/record-diff";
import { TwoVersionsDialog } from "../saving/two-versions-dialog";
import classes from "./conflict-dialog.module.css";
import { useEditorServices } from "./editor-services";
import type { EditorConflict } from "./editor-state";
import { useEditor } from "./editor-store";

function tablesOf(conflict: EditorConflict, document: PipelineDocument | WorkloadDocument): Tables {
  if (conflict.kind === "workload") return { classes: classesOfWorkload(conflict.documentId, document as WorkloadDocument) };
  const { classes: _classes, ...tables } = tablesOfPipeline(document as PipelineDocument);
  return tables;
}

/** What two people changed in the pipeline or in its targets. */
export function ConflictDialog() {
  const conflict = useEditor((state) => state.saving.conflict);
  return conflict ? <OpenConflict conflict={conflict} /> : null;
}

function OpenConflict({ conflict }: { conflict: EditorConflict }) {
  const services = useEditorServices();
  const tables = useEditor((state) => state.document.tables);
  const { mine, theirs, both } = useMemo(() => {
    const base = tablesOf(conflict, conflict.base);
    const { classes: own, ...drawn } = tables;
    const here: Tables =
      conflict.kind === "workload"
        ? { classes: Object.fromEntries(Object.entries(own).filter(([, record]) => record.workloadId === conflict.documentId)) }
        : drawn;
    const mineLines = describeDiff(diffTables(base, here));
    const theirLines = describeDiff(diffTables(base, tablesOf(conflict, conflict.theirs)));
    const theirKeys = new Set(theirLines.map((line) => line.key));
    return { mine: mineLines, theirs: theirLines, both: new Set(mineLines.map((line) => line.key).filter((key) => theirKeys.has(key))) };
  }, [conflict, tables]);

  return (
    <TwoVersionsDialog
      conflict={conflict}
      ends={services.saver}
      mine={<Lines lines={mine} both={both} />}
      theirs={<Lines lines={theirs} both={both} />}
      kept={(id) => (conflict.kind === "pipeline" ? <a href={`/pipelines/${id}`}>Open your copy</a> : "Your targets are in a workload of their own.")}
    />
  );
}

/** What one side changed, one line each. */
function Lines({ lines, both }: { lines: readonly ChangeLine[]; both: ReadonlySet<string> }) {
  if (lines.length === 0) return <p className="t-dim">No changes.</p>;
  return (
    <ul className={classes.list}>
      {lines.map((line) => (
        <li key={line.key} className={classes.line} data-both={both.has(line.key) || undefined}>
          <span className={classes.sign} data-sign={line.sign}>
            {line.sign}
          </span>
          <span>{line.text}</span>
        </li>
      ))}
    </ul>
  );
}
