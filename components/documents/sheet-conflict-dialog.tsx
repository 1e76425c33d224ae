"use client";

import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo, useState } from "react";
import { diffDocuments } from "@/core/diff/document-diff";
import { formatAgo } from "../ui/format";
import { ChangeList } from "./change-list";
import classes from "./documents.module.css";
import { useSaver } from "./saver-context";
import { documentOfSheet, type SheetConflict, useSheet } from "./sheet-store";

/** Shows both versions and lets the person choose; neither is lost. */
export function SheetConflictDialog() {
  const conflict = useSheet((state) => state.saving.conflict);
  return conflict ? <OpenConflict conflict={conflict} /> : null;
}

function OpenConflict({ conflict }: { conflict: SheetConflict }) {
  const saver = useSaver();
  const kind = useSheet((state) => state.kind);
  const tables = useSheet((state) => state.tables);
  const [busy, setBusy] = useState(false);
  const { mine, theirs, both } = useMemo(() => {
    const own = diffDocuments(conflict.base, documentOfSheet({ kind, tables }));
    const others = diffDocuments(conflict.base, conflict.theirs);
    const labels = new Set(others.map((change) => change.label));
    return { mine: own, theirs: others, both: new Set(own.map((change) => change.label).filter((label) => labels.has(label))) };
  }, [conflict, kind, tables]);

  const keepBoth = async () => {
    setBusy(true);
    try {
      const id = await saver.current?.keepBoth();
      const href = `/${kind === "Catalogue" ? "catalogue" : "infrastructure"}/${id}`;
      notifications.show({ color: "gray", title: "Both are kept", message: <a href={href}>Open your copy</a>, autoClose: 12_000 });
    } catch (error) {
      notifications.show({ color: "red", title: "The copy was not stored", message: error instanceof Error ? error.message : "Try again." });
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
        {conflict.theirSavedAt ? ` ${formatAgo(conflict.theirSavedAt, new Date())}` : ""} while you were editing. Nothing has been overwritten. What both
        changed is marked.
      </p>
      <div className={classes.columns}>
        <section aria-label="Yours, not saved yet">
          <h3 className={classes.sideTitle}>Yours, not saved yet</h3>
          <ChangeList changes={mine} both={both} />
        </section>
        <section aria-label={`Theirs, version ${conflict.theirVersion}`}>
          <h3 className={classes.sideTitle}>Theirs, version {conflict.theirVersion}</h3>
          <ChangeList changes={theirs} both={both} />
        </section>
      </div>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" loading={busy} onClick={() => void keepBoth()}>
          Keep both, mine as a copy
        </Button>
        <Button variant="default" disabled={busy} onClick={() => saver.current?.takeTheirs()}>
          Take theirs
        </Button>
        <Button disabled={busy} onClick={() => saver.current?.keepMine()} data-autofocus>
          Keep mine
        </Button>
      </Group>
      <p className={classes.hint}>“Take theirs” can be undone. After “Keep mine”, their version stays in the list of versions.</p>
    </Modal>
  );
}
