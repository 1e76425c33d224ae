"use client";

import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUpload, IconGitMerge, IconLock, IconPencil } from "@tabler/icons-react";
import type { SaveState, SaveStatus } from "./save-state";
import classes from "./saving.module.css";

const LABELS: Record<SaveStatus, string> = {
  saved: "Saved",
  dirty: "Unsaved",
  saving: "Saving",
  conflict: "Two versions",
  error: "Not saved",
  offline: "Offline, kept here",
  retrying: "Not saved yet, trying again",
};
const ICONS: Record<SaveStatus, typeof IconLock> = {
  saved: IconCloudCheck,
  dirty: IconPencil,
  saving: IconCloudUpload,
  conflict: IconGitMerge,
  error: IconAlertTriangle,
  offline: IconCloudOff,
  retrying: IconAlertTriangle,
};
const TONES: Partial<Record<SaveStatus, "warn" | "error">> = { conflict: "warn", offline: "warn", retrying: "warn", error: "error" };

interface SaveMarkProps {
  saving: Omit<SaveState<unknown>, "conflict">;
  /** Why nothing can be saved here. */
  readOnly: string | null;
  onTryNow: () => void;
}

/** What the server has acknowledged. "Saved" is never said before it has. */
export function SaveMark({ saving: { status, version, message }, readOnly, onTryNow }: SaveMarkProps) {
  const Icon = readOnly ? IconLock : ICONS[status];
  const label = readOnly ?? LABELS[status];
  const content = (
    <>
      <Icon size={15} stroke={1.6} aria-hidden />
      <span className={classes.statusText}>{label}</span>
    </>
  );
  const common = { className: classes.status, "data-testid": "save-status", "data-tone": readOnly ? undefined : TONES[status] };
  const failed = status === "error" || status === "offline" || status === "retrying";
  if (readOnly || !failed)
    return (
      <Tooltip label={`Version ${version} is on the server`} disabled={readOnly !== null || status !== "saved"}>
        <span {...common}>{content}</span>
      </Tooltip>
    );
  return (
    <Tooltip label={`${message ?? ""} Your changes are kept in this browser. Click to try now.`} multiline maw={360}>
      <button type="button" {...common} onClick={onTryNow}>
        {content}
      </button>
    </Tooltip>
  );
}
