"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { FrontierDock } from "@/components/frontier/frontier-dock";
import { useEditorActions } from "./editor-store";

/** The dock, with the button that folds it away. */
export function DockSlot() {
  const actions = useEditorActions();
  return (
    <FrontierDock
      controls={
        <Tooltip label="Fold the dock">
          <ActionIcon aria-label="Fold the dock" size={24} onClick={() => actions.setPanels({ dockOpen: false })}>
            <IconChevronDown size={15} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
