"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { addTask, INPUT_PREFIX, replaceOperatorTask, taskFits } from "@/components/editor/edit-commands";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { type PaletteItem, paletteItems, searchItems } from "@/components/panels/palette-items";
import { nodeTitle } from "@/core/graph/edit-connect";
import classes from "./quick-add.module.css";
import { TaskIcon, TypeIcon } from "./task-icon";

const WIDTH = 280;
const HEIGHT = 330;

/** A small list of tasks at the place where something is to be added; offers only what fits the wire it was opened from. */
export function QuickAdd() {
  const place = useEditor((state) => state.interaction.quickAdd);
  return place ? <OpenQuickAdd key={`${place.screenX}:${place.screenY}`} /> : null;
}

function OpenQuickAdd() {
  const store = useEditorStore();
  const services = useEditorServices();
  const place = useEditor((state) => state.interaction.quickAdd);
  const catalogues = useEditor((state) => state.choice.catalogues);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const fitting = useMemo(
    () =>
      place
        ? paletteItems(catalogueIndex(catalogues)).filter((item) => taskFits(store, item.key, place) && (!place.replace || !item.key.startsWith(INPUT_PREFIX)))
        : [],
    [catalogues, place, store],
  );
  const found = searchItems(fitting, query);

  const close = (refocus = true) => {
    store.getState().actions.setInteraction({ quickAdd: null });
    if (refocus) services.canvas?.focus();
  };
  const choose = (item: PaletteItem | undefined) => {
    if (!item || !place) return;
    store.getState().actions.setInteraction({ quickAdd: null });
    if (place.replace) {
      replaceOperatorTask(store, place.replace, item.key);
      services.canvas?.reveal(place.replace, { focus: true });
      return;
    }
    const id = addTask(store, item.key, { x: place.x, y: place.y }, place);
    if (id) services.canvas?.reveal(id, { focus: true });
  };

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) store.getState().actions.setInteraction({ quickAdd: null });
    };
    window.addEventListener("pointerdown", outside, true);
    return () => window.removeEventListener("pointerdown", outside, true);
  }, [store]);
  useEffect(() => {
    root.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  if (!place) return null;
  const left = Math.max(8, Math.min(place.screenX, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(place.screenY, window.innerHeight - HEIGHT - 8));
  const { tables } = store.getState().document;
  const title = place.replace
    ? `Replace ${nodeTitle(tables, place.replace)} by`
    : place.onEdge
      ? "Insert here"
      : place.from
        ? `After ${nodeTitle(tables, place.from)}`
        : place.to
          ? `Before ${nodeTitle(tables, place.to)}`
          : "Add";
  return (
    <div ref={root} className={classes.root} style={{ left, top, width: WIDTH, maxHeight: HEIGHT }} role="dialog" aria-label={title}>
      <input
        className={classes.search}
        placeholder={`${title}: search tasks`}
        aria-label="Search tasks"
        role="combobox"
        aria-expanded
        aria-controls="quick-add-list"
        aria-activedescendant={found[active] ? `quick-add-${active}` : undefined}
        // biome-ignore lint/a11y/noAutofocus: the list was asked for, its search is what is typed into next
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") close();
          else if (event.key === "Enter") choose(found[active]);
          else if (event.key === "ArrowDown") setActive((index) => Math.min(found.length - 1, index + 1));
          else if (event.key === "ArrowUp") setActive((index) => Math.max(0, index - 1));
          else return;
          event.preventDefault();
        }}
      />
      <div className={classes.list} id="quick-add-list" role="listbox" aria-label={title}>
        {found.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above takes the keys
          <div
            key={item.key}
            id={`quick-add-${index}`}
            data-index={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(item)}
          >
            {item.key.startsWith(INPUT_PREFIX) ? <TypeIcon type={item.key.slice(INPUT_PREFIX.length)} /> : <TaskIcon task={item.key} />}
            <span className={classes.optionTitle}>{item.title}</span>
            <span className={classes.optionCount}>{item.count === null ? "" : item.count === 0 ? "none yet" : item.count}</span>
          </div>
        ))}
        {found.length === 0 ? <p className={classes.nothing}>{query ? `Nothing that fits is called “${query}”.` : "No task fits here."}</p> : null}
      </div>
    </div>
  );
}
