"use client";

import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUpload, IconGitMerge, IconPencil } from "@tabler/icons-react";
import { useEditorServices } from "./editor-services";
import classes from "./editor-shell.module.css";
import { useEditor } from "./editor-store";

/** What the server has acknowledged. "Saved" is never said before it has. */
export function SaveStatus() {
  const status = useEditor((state) => state.saving.status);
  const message = useEditor((state) => state.saving.message);
  const version = useEditor((state) => state.saving.version);
  const readOnly = useEditor((state) => state.document.readOnly);
  const services = useEditorServices();
  if (readOnly) return <span className={classes.status}>Archived, read only</span>;
  switch (status) {
    case "saved":
      return (
        <Tooltip label={`Version ${version} is on the server`}>
          <span className={classes.status} data-testid="save-status">
            <IconCloudCheck size={15} stroke={1.6} aria-hidden />
            Saved
          </span>
        </Tooltip>
      );
    case "dirty":
      return (
        <span className={classes.status} data-testid="save-status">
          <IconPencil size={15} stroke={1.6} aria-hidden />
          Unsaved
        </span>
      );
    case "saving":
      return (
        <span className={classes.status} data-testid="save-status">
          <IconCloudUpload size={15} stroke={1.6} aria-hidden />
          Saving
        </span>
      );
    case "conflict":
      return (
        <span className={classes.status} data-tone="warn" data-testid="save-status">
          <IconGitMerge size={15} stroke={1.6} aria-hidden />
          Two versions
        </span>
      );
    default: {
      const offline = status === "offline";
      const label = status === "error" ? "Not saved" : offline ? "Offline, kept here" : "Not saved yet, trying again";
      return (
        <Tooltip label={`${message ?? ""} ${status === "error" ? "" : "Your changes are kept in this browser."} Click to try now.`} multiline maw={360}>
          <button
            type="button"
            className={classes.status}
            data-tone={status === "error" ? "error" : "warn"}
            data-testid="save-status"
            onClick={() => void services.saver?.flush()}
          >
            {offline ? <IconCloudOff size={15} stroke={1.6} aria-hidden /> : <IconAlertTriangle size={15} stroke={1.6} aria-hidden />}
            {label}
          </button>
        </Tooltip>
      );
    }
  }
}
