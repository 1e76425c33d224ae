"use client";

import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUpload, IconGitMerge, IconLock, IconPencil } from "@tabler/icons-react";
import classes from "./documents.module.css";
import { useSaver } from "./saver-context";
import { useSheet } from "./sheet-store";

/** What the server has acknowledged. "Saved" is never said before it has. */
export function SheetStatus() {
  const { status, message, version } = useSheet((state) => state.saving);
  const readOnly = useSheet((state) => state.readOnly);
  const saver = useSaver();
  const icon = { size: 15, stroke: 1.6, "aria-hidden": true } as const;
  if (readOnly) {
    return (
      <span className={classes.status} data-testid="save-status">
        <IconLock {...icon} />
        Read only
      </span>
    );
  }
  const plain = {
    saved: { label: "Saved", mark: <IconCloudCheck {...icon} /> },
    dirty: { label: "Unsaved", mark: <IconPencil {...icon} /> },
    saving: { label: "Saving", mark: <IconCloudUpload {...icon} /> },
    conflict: { label: "Two versions", mark: <IconGitMerge {...icon} /> },
  };
  if (status in plain) {
    const { label, mark } = plain[status as keyof typeof plain];
    return (
      <span
        className={classes.status}
        data-tone={status === "conflict" ? "warn" : undefined}
        data-testid="save-status"
        title={`Version ${version} is on the server`}
      >
        {mark}
        {label}
      </span>
    );
  }
  const label = status === "error" ? "Not saved" : status === "offline" ? "Offline, kept here" : "Not saved yet, trying again";
  return (
    <button
      type="button"
      className={classes.status}
      data-tone={status === "error" ? "error" : "warn"}
      data-testid="save-status"
      title={`${message ?? ""} Your changes are kept in this browser. Click to try now.`}
      onClick={() => void saver.current?.flush()}
    >
      {status === "offline" ? <IconCloudOff {...icon} /> : <IconAlertTriangle {...icon} />}
      {label}
    </button>
  );
}
