"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useEditorActions } from "./editor-store";
import { LazyDock } from "./lazy-parts";

/** The dock, with the button that folds it away. */
export function DockSlot() {
  const actions = useEditorActions();
  return (
    <LazyDock
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
