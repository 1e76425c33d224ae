"use client";

import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { TaskIcon, TypeIcon } from "@/components/canvas/task-icon";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { addTask, INPUT_PREFIX, TASK_DRAG_TYPE } from "@/components/editor/edit-commands";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { NODE_SIZE } from "@/core/graph/edit-operations";
import { type PaletteItem, paletteItems, searchItems } from "./palette-items";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

/** Tasks and inputs: dragged onto the canvas, or added by click or Enter. */
export function Palette() {
  const store = useEditorStore();
  const services = useEditorServices();
  const catalogues = useEditor((state) => state.choice.catalogues);
  const readOnly = useEditor((state) => state.document.readOnly);
  const [query, setQuery] = useState("");
  const items = useMemo(() => paletteItems(catalogueIndex(catalogues)), [catalogues]);
  const found = searchItems(items, query);
  const groups = groupItems(found);

  const add = (item: PaletteItem) => {
    const centre = services.canvas?.centre() ?? { x: 0, y: 0 };
    const id = addTask(store, item.key, { x: centre.x - NODE_SIZE.operator.width / 2, y: centre.y - NODE_SIZE.operator.height / 2 });
    if (id) services.canvas?.reveal(id);
  };

  return (
    <PanelFrame title="Palette">
      <div className={classes.search}>
        <TextInput
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder="Search tasks"
          aria-label="Search tasks"
          leftSection={<IconSearch size={14} aria-hidden />}
          onKeyDown={(event) => {
            if (event.key === "Enter" && found[0] && !readOnly) add(found[0]);
          }}
        />
      </div>
      {groups.map(([group, members]) => (
        <section key={group} aria-label={group}>
          <h3 className={classes.group}>{group}</h3>
          {members.map((item) => (
            <button
              key={item.key}
              type="button"
              className={classes.item}
              draggable={!readOnly}
              disabled={readOnly}
              title={item.summary}
              data-testid={`palette-${item.key}`}
              onDragStart={(event) => {
                event.dataTransfer.setData(TASK_DRAG_TYPE, item.key);
                event.dataTransfer.effectAllowed = "copy";
              }}
              onClick={() => add(item)}
            >
              {item.key.startsWith(INPUT_PREFIX) ? <TypeIcon type={item.key.slice(INPUT_PREFIX.length)} /> : <TaskIcon task={item.key} />}
              <span className={classes.itemTitle}>{item.title}</span>
              {item.count === null ? null : (
                <span className={classes.itemCount} title={`${item.count} implementations in the open catalogues`}>
                  {item.count}
                </span>
              )}
            </button>
          ))}
        </section>
      ))}
      {found.length === 0 ? <p className={classes.nothing}>No task is called “{query}”.</p> : null}
    </PanelFrame>
  );
}

function groupItems(items: readonly PaletteItem[]): [string, PaletteItem[]][] {
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}
