"use client";

import { Modal } from "@mantine/core";
import { useEditor, useEditorActions } from "../editor-store";
import { ACTION_GROUPS } from "./action";
import classes from "./actions.module.css";
import { ACTIONS } from "./registry";
import { ShortcutKeys } from "./shortcut-keys";

/** Every action and its key. */
export function HelpDialog() {
  const open = useEditor((state) => state.panels.helpOpen);
  const actions = useEditorActions();
  return (
    <Modal
      opened={open}
      onClose={() => actions.setPanels({ helpOpen: false })}
      title="Shortcuts and help"
      size={860}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p className={classes.lead}>
        Drag on the empty canvas to select, scroll to pan, Ctrl and scroll to zoom. Drag from a port to connect; let go in empty space to add what comes next.
        Everything is also in the command palette, <ShortcutKeys keys="mod+K" />.
      </p>
      <div className={classes.columns}>
        {ACTION_GROUPS.map((group) => {
          const members = ACTIONS.filter((action) => action.group === group && !action.id.startsWith("arrange.far"));
          return (
            <section key={group} aria-label={group} className={classes.section}>
              <h3 className={classes.group}>{group}</h3>
              <dl className={classes.list}>
                {members.map((action) => {
                  const keys = action.shownKeys ?? action.keys?.[0];
                  return (
                    <div key={action.id} className={classes.row}>
                      <dt>{action.title}</dt>
                      <dd>
                        <ShortcutKeys keys={keys} />
                      </dd>
                    </div>
                  );
                })}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
