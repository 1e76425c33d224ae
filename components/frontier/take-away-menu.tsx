"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconFileText, IconLink, IconTable } from "@tabler/icons-react";
import { useEditor } from "../editor/editor-store";

/** Leaves the page with what is on it: as a link, a report to print, or a table. */
export function TakeAwayMenu({ onCsv }: { onCsv: (() => void) | null }) {
  const pipelineId = useEditor((state) => state.document.documentId);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      notifications.show({ message: "Link copied. It carries the tab, axes, filters, pins, the chosen plan and what is tried.", color: "gray" });
    } catch {
      notifications.show({ message: "The browser does not allow copying here. The address of this page is the link.", color: "gray" });
    }
  };
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <ActionIcon size={22} aria-label="Take away" title="Take away: link, report, CSV">
          <IconDownload size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={14} aria-hidden />} onClick={() => void copy()}>
          Copy link to this view
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileText size={14} aria-hidden />}
          disabled={onCsv === null}
          onClick={() => window.open(`/pipelines/${pipelineId}/report${window.location.search}`, "_blank", "noopener")}
        >
          Report to print
        </Menu.Item>
        <Menu.Item leftSection={<IconTable size={14} aria-hidden />} disabled={onCsv === null} onClick={() => onCsv?.()}>
          CSV of the listed plans
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
