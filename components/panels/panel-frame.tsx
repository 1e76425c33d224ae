"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "@/components/editor/editor-shell.module.css";
import { useEditorActions } from "@/components/editor/editor-store";

interface PanelFrameProps {
  title: string;
  tools?: ReactNode;
  children: ReactNode;
}

/** Head and scrolling body of a panel at the left. */
export function PanelFrame({ title, tools, children }: PanelFrameProps) {
  const actions = useEditorActions();
  return (
    <section className={classes.panel} aria-label={title}>
      <header className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {tools}
        <Tooltip label="Fold the panel">
          <ActionIcon size={24} aria-label="Fold the panel" onClick={() => actions.setPanels({ left: null })}>
            <IconX size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.panelBody}>{children}</div>
    </section>
  );
}
