"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconHelp, IconHistory, IconLayoutSidebarRight, IconListTree, IconPuzzle, IconTemplate } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "@/components/editor/editor-shell.module.css";
import type { LeftPanel } from "@/components/editor/editor-state";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";

const PANELS: readonly { id: Exclude<LeftPanel, null>; label: string; icon: ReactNode }[] = [
  { id: "palette", label: "Palette", icon: <IconPuzzle size={18} stroke={1.6} aria-hidden /> },
  { id: "outline", label: "Outline", icon: <IconListTree size={18} stroke={1.6} aria-hidden /> },
  { id: "problems", label: "Problems", icon: <IconAlertTriangle size={18} stroke={1.6} aria-hidden /> },
  { id: "history", label: "History", icon: <IconHistory size={18} stroke={1.6} aria-hidden /> },
  { id: "templates", label: "Templates", icon: <IconTemplate size={18} stroke={1.6} aria-hidden /> },
];

/** Opens and folds the panel at the left; the open one is pressed again to fold it. */
export function Rail() {
  const left = useEditor((state) => state.panels.left);
  const errors = useEditor((state) => state.problems.list.filter((problem) => problem.severity === "error").length);
  const warnings = useEditor((state) => state.problems.list.length);
  const inspectorOpen = useEditor((state) => state.panels.inspectorOpen);
  const actions = useEditorActions();
  return (
    <nav className={classes.rail} aria-label="Panels">
      {PANELS.map((panel) => {
        const count = panel.id === "problems" ? (errors > 0 ? errors : warnings) : 0;
        return (
          <Tooltip key={panel.id} label={panel.label} position="right">
            <ActionIcon
              className={classes.railButton}
              size={34}
              aria-label={count > 0 ? `${panel.label}, ${count}` : panel.label}
              aria-pressed={left === panel.id}
              data-active={left === panel.id || undefined}
              onClick={() => actions.setPanels({ left: left === panel.id ? null : panel.id })}
            >
              {panel.icon}
              {count > 0 ? (
                <span className={classes.railCount} data-warning={errors === 0 || undefined}>
                  {count > 99 ? "99+" : count}
                </span>
              ) : null}
            </ActionIcon>
          </Tooltip>
        );
      })}
      <span className={classes.railSpacer} />
      <Tooltip label="Shortcuts and help" position="right">
        <ActionIcon size={34} aria-label="Shortcuts and help" onClick={() => actions.setPanels({ helpOpen: true })}>
          <IconHelp size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={inspectorOpen ? "Fold the inspector" : "Open the inspector"} position="right">
        <ActionIcon size={34} aria-label="Inspector" aria-pressed={inspectorOpen} onClick={() => actions.setPanels({ inspectorOpen: !inspectorOpen })}>
          <IconLayoutSidebarRight size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}
