"use client";

import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDots, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { canRun, keyNames } from "./actions/action";
import { palette } from "./actions/palette-key";
import { ACTIONS } from "./actions/registry";
import { ShortcutKeys } from "./actions/shortcut-keys";
import { useEditorServices } from "./editor-services";
import classes from "./editor-shell.module.css";
import { useEditorStore } from "./editor-store";

/** Search over everything, and what is done with the document as a whole. */
export function EditorMenu() {
  return (
    <div className={classes.menuButtons}>
      <Tooltip label={`Search actions, operators, models and settings (${keyNames("mod+K").join(" ")})`}>
        <ActionIcon aria-label="Search" onClick={palette.open}>
          <IconSearch size={16} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <DocumentMenu />
    </div>
  );
}

function DocumentMenu() {
  const store = useEditorStore();
  const services = useEditorServices();
  const [opened, setOpened] = useState(false);
  const items = opened ? ACTIONS.filter((action) => action.group === "Document" && canRun(action, store.getState())) : [];
  return (
    <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Tooltip label="Save, import, export">
          <ActionIcon aria-label="Document menu">
            <IconDots size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((action) => (
          <Menu.Item
            key={action.id}
            rightSection={<ShortcutKeys keys={action.shownKeys ?? action.keys?.[0]} />}
            onClick={() => action.run({ store, services })}
          >
            {action.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
