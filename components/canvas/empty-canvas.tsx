"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { addTask, INPUT_PREFIX } from "@/components/editor/edit-commands";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import classes from "./canvas.module.css";

/** What to do on a canvas with nothing on it. */
export function EmptyCanvas() {
  const store = useEditorStore();
  const services = useEditorServices();
  const actions = useEditorActions();
  const readOnly = useEditor((state) => state.document.readOnly);
  const left = useEditor((state) => state.panels.left);
  return (
    <div className={classes.empty}>
      <div className={classes.emptyCard}>
        <h2 className={classes.emptyTitle}>Nothing drawn yet</h2>
        <p className={classes.emptyText}>
          {readOnly
            ? "This pipeline has no operators."
            : "Start with what comes in, then add the tasks that turn it into an answer. Drag them from the palette, or press A."}
        </p>
        {readOnly ? null : (
          <div className={classes.emptyTasks}>
            <Button
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => {
                const centre = services.canvas?.centre() ?? { x: 0, y: 0 };
                addTask(store, `${INPUT_PREFIX}text`, { x: centre.x - 280, y: centre.y - 22 });
              }}
            >
              Add a text input
            </Button>
            {left === "palette" ? null : (
              <Button variant="default" onClick={() => actions.setPanels({ left: "palette" })}>
                Open the palette
              </Button>
            )}
            {left === "templates" ? null : (
              <Button variant="default" onClick={() => actions.setPanels({ left: "templates" })}>
                Look at templates
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
