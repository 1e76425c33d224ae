"use client";

import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useState } from "react";
import { formatAgo } from "@/components/ui/format";
import type { SaveConflict } from "./save-state";
import classes from "./saving.module.css";

/** The three ways to end a conflict. */
export interface ConflictEnds {
  keepMine(): void;
  takeTheirs(): void;
  /** Returns the id of the copy of mine. */
  keepBoth(): Promise<string>;
}

interface TwoVersionsDialogProps {
  conflict: SaveConflict<unknown>;
  ends: ConflictEnds | null;
  /** What each side changed since the version that both began with. */
  mine: ReactNode;
  theirs: ReactNode;
  /** Said once both are kept. */
  kept: (copyId: string) => ReactNode;
}

/** Shows both versions and lets the person choose; neither is lost. */
export function TwoVersionsDialog({ conflict, ends, mine, theirs, kept }: TwoVersionsDialogProps) {
  const [busy, setBusy] = useState(false);
  const keepBoth = async () => {
    if (!ends) return;
    setBusy(true);
    try {
      const id = await ends.keepBoth();
      notifications.show({ color: "gray", title: "Both are kept", message: kept(id), autoClose: 12_000 });
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
  const theirTitle = `Theirs, version ${conflict.theirVersion}`;
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
        {conflict.theirAuthor === "local" ? "You, in another window," : `Somebody${conflict.theirAuthor ? ` (${conflict.theirAuthor})` : ""}`} saved version{" "}
        {conflict.theirVersion}
        {conflict.theirSavedAt ? ` ${formatAgo(conflict.theirSavedAt, new Date())}` : ""} while you were working. Nothing has been overwritten. What both
        changed is marked.
      </p>
      <div className={classes.columns}>
        <section className={classes.side} aria-label="Yours, not saved yet">
          <h3 className={classes.sideTitle}>Yours, not saved yet</h3>
          {mine}
        </section>
        <section className={classes.side} aria-label={theirTitle}>
          <h3 className={classes.sideTitle}>{theirTitle}</h3>
          {theirs}
        </section>
      </div>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" loading={busy} onClick={() => void keepBoth()}>
          Keep both, mine as a copy
        </Button>
        <Button variant="default" disabled={busy} onClick={() => ends?.takeTheirs()}>
          Take theirs
        </Button>
        <Button disabled={busy} onClick={() => ends?.keepMine()} data-autofocus>
          Keep mine
        </Button>
      </Group>
      <p className={classes.foot}>“Take theirs” can be undone. After “Keep mine”, their version stays in the list of versions.</p>
    </Modal>
  );
}
