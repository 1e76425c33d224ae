"use client";

import { Menu, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./editor-shell.module.css";

export function failed(error: unknown): void {
  notifications.show({ color: "red", title: "Not changed", message: error instanceof Error ? error.message : "The server does not answer. Try again." });
}

/** A document that can be chosen for the study. */
export interface Option {
  id: string;
  title: string;
  origin: string | null;
}

export interface SelectorProps {
  options: readonly Option[];
  /** Told when the menu is opened: the newest options are asked for then. */
  onOpen: () => void;
}

interface ChooserProps {
  label: string;
  icon: ReactNode;
  text: string | null;
  missing: string;
  children: ReactNode;
  closeOnItemClick?: boolean;
  /** Told when the menu is first opened: what it needs then is asked for. */
  onOpen?: () => void;
}

/** A button of the top bar with a menu of documents. */
export function Chooser({ label, icon, text, missing, children, closeOnItemClick = true, onOpen }: ChooserProps) {
  return (
    <Menu position="bottom-end" width={320} closeOnItemClick={closeOnItemClick} {...(onOpen ? { onOpen } : {})}>
      <Menu.Target>
        <Tooltip label={text ? `${label}: ${text}` : missing}>
          <button type="button" className={classes.selector} aria-label={`${label}: ${text ?? missing}`}>
            {icon}
            <span className={`${classes.selectorText} ${text ? "" : classes.selectorMissing}`}>{text ?? missing}</span>
            <IconChevronDown size={12} aria-hidden />
          </button>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflow: "auto" }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

export function Tick({ on }: { on: boolean }) {
  return on ? <IconCheck size={14} aria-label="chosen" /> : <span style={{ display: "inline-block", width: 14 }} />;
}
