"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { renameTo } from "@/components/editor/rename";
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

/** The title from afar, written past React: to draw one of hundreds of nodes React looks at all of them, and a title is typed letter by letter. */
export function FarTitle({ id, hint }: { id: string; hint: string }) {
  const store = useEditorStore();
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      store.subscribe(({ document: { tables } }, { document: previous }) => {
        const operator = tables.operators[id];
        if (text.current && operator && operator !== previous.tables.operators[id]) text.current.textContent = operator.title ?? id;
      }),
    [store, id],
  );
  return (
    <span ref={text} className={classes.farTitle} id={nodeNameId(id)} title={hint}>
      {store.getState().document.tables.operators[id]?.title ?? id}
    </span>
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
