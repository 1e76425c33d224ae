"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { renameTo } from "@/components/editor/rename";
import { isFar } from "./far";
import { nodeNameId } from "./flow-view";
import classes from "./node.module.css";

/** The title of a node; an input field while it is being renamed in place. */
export function NodeTitle({ id, title }: { id: string; title: string }) {
  const renaming = useEditor((state) => state.interaction.renaming === id);
  if (!renaming) {
    return (
      <span className={classes.title} id={nodeNameId(id)} title={title}>
        {title}
      </span>
    );
  }
  return <RenameField id={id} title={title} />;
}

/**
 * Writes titles that are read from afar past React: to draw one of hundreds of nodes React looks at all of them, and a title is typed letter by letter.
 * One subscription for all of them.
 */
export function useFarTitles(): void {
  const store = useEditorStore();
  useLayoutEffect(
    () =>
      store.subscribe((state, previous) => {
        const { operators } = state.document.tables;
        const before = previous.document.tables.operators;
        if (operators === before || !isFar(state)) return;
        for (const id in operators) {
          if (operators[id] === before[id]) continue;
          const title = document.getElementById(nodeNameId(id));
          if (title) title.textContent = operators[id]?.title ?? id;
        }
      }),
    [store],
  );
}

function RenameField({ id, title }: { id: string; title: string }) {
  const store = useEditorStore();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (accept: boolean) => {
    if (done.current) return;
    done.current = true;
    if (accept && field.current) renameTo(store, id, field.current.value);
    store.getState().actions.setInteraction({ renaming: null });
  };
  return (
    <input
      ref={field}
      className={`${classes.rename} nodrag nopan`}
      defaultValue={title}
      aria-label={`New name of ${title}`}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}
