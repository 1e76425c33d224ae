"use client";

import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo, useState } from "react";
import { formatAgo } from "@/components/ui/format";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { WorkloadDocument } from "@/core/documents/workload";
import { type ChangeLine, describeDiff } from "@/core/graph/edit-describe";
import { classesOfWorkload, tablesOfPipeline } from "@/core/graph/edit-tables";
import { diffTables, type Tables } from "@/core/history/record-diff";
import classes from "./conflict-dialog.module.css";
import { useEditorServices } from "./editor-services";
import type { SaveConflict } from "./editor-state";
import { useEditor } from "./editor-store";

function tablesOf(conflict: SaveConflict, document: PipelineDocument | WorkloadDocument): Tables {
  if (conflict.kind === "workload") return { classes: classesOfWorkload(conflict.documentId, document as WorkloadDocument) };
  const { classes: _classes, ...tables } = tablesOfPipeline(document as PipelineDocument);
  return tables;
}

/** Shows both versions and lets the person choose; neither is lost. */
export function ConflictDialog() {
  const conflict = useEditor((state) => state.saving.conflict);
  return conflict ? <OpenConflict conflict={conflict} /> : null;
}

function OpenConflict({ conflict }: { conflict: SaveConflict }) {
  const services = useEditorServices();
  const [busy, setBusy] = useState(false);
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

  const keepBoth = async () => {
    setBusy(true);
    try {
      const id = await services.saver?.keepBoth();
      notifications.show({
        color: "gray",
        title: "Both are kept",
        message: conflict.kind === "pipeline" ? <a href={`/pipelines/${id}`}>Open your copy</a> : "Your targets are in a workload of their own.",
        autoClose: 12_000,
      });
    } catch (error) {
      notifications.show({
        color: "red",
        title: "The copy was not stored",
        message: error instanceof Error ? error.message : "The server does not answer. Try again.",
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={860}
      title="This was changed in two places"
      centered
    >
      <p className={classes.lead}>
        Somebody{conflict.theirAuthor ? ` (${conflict.theirAuthor})` : ""} saved version {conflict.theirVersion}
        {conflict.theirSavedAt ? ` ${formatAgo(conflict.theirSavedAt, new Date())}` : ""} while you were drawing. Nothing has been overwritten. What both
        changed is marked.
      </p>
      <div className={classes.columns}>
        <Side title="Yours, not saved yet" lines={mine} both={both} />
        <Side title={`Theirs, version ${conflict.theirVersion}`} lines={theirs} both={both} />
      </div>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" loading={busy} onClick={() => void keepBoth()}>
          Keep both, mine as a copy
        </Button>
        <Button variant="default" disabled={busy} onClick={() => services.saver?.takeTheirs()}>
          Take theirs
        </Button>
        <Button disabled={busy} onClick={() => services.saver?.keepMine()} data-autofocus>
          Keep mine
        </Button>
      </Group>
      <p className={classes.foot}>“Take theirs” can be undone. After “Keep mine”, their version stays in the list of versions.</p>
    </Modal>
  );
}

function Side({ title, lines, both }: { title: string; lines: readonly ChangeLine[]; both: ReadonlySet<string> }) {
  return (
    <section className={classes.side} aria-label={title}>
      <h3 className={classes.sideTitle}>{title}</h3>
      {lines.length === 0 ? <p className="t-dim">No changes.</p> : null}
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
    </section>
  );
}
