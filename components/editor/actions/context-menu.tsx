"use client";

import { Menu } from "@mantine/core";
import { useEditorServices } from "../editor-services";
import { useEditor, useEditorStore } from "../editor-store";
import { canRun } from "./action";
import classes from "./actions.module.css";
import { ACTIONS } from "./registry";
import { ShortcutKeys } from "./shortcut-keys";

/** The menu of a node, an edge or the empty canvas, where the pointer is. */
export function ContextMenu() {
  const store = useEditorStore();
  const services = useEditorServices();
  const place = useEditor((state) => state.interaction.contextMenu);
  if (!place) return null;
  const items = ACTIONS.filter((action) => action.menu?.includes(place.on) && canRun(action, store.getState()));
  const close = () => store.getState().actions.setInteraction({ contextMenu: null });
  return (
    <Menu opened onClose={close} position="bottom-start" key={`${place.x}:${place.y}`} trapFocus returnFocus>
      <Menu.Target>
        <span style={{ position: "fixed", left: place.x, top: place.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {items.map((action) => {
          return (
            <Menu.Item
              key={action.id}
              color={action.id === "edit.delete" ? "red" : undefined}
              rightSection={<ShortcutKeys keys={action.shownKeys ?? action.keys?.[0]} />}
              onClick={() => action.run({ store, services })}
            >
              {action.title}
            </Menu.Item>
          );
        })}
        {items.length === 0 ? <Menu.Item disabled>Nothing can be done here</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
