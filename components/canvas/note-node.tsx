"use client";

import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { nodeNameId } from "./flow-view";
import classes from "./node.module.css";

/** A note on the canvas. It says nothing to the planner. */
export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps) {
  const text = useEditor((state) => state.document.tables.notes[id]?.text ?? "");
  const editing = useEditor((state) => state.interaction.renaming === id);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (editing) field.current?.focus();
  }, [editing]);
  return (
    <>
      {selected && !readOnly ? <NoteResizer id={id} /> : null}
      <div className={selected ? `${classes.note} nowheel` : classes.note} data-selected={selected || undefined}>
        {editing ? (
          <textarea
            ref={field}
            className={`${classes.noteText} nodrag nowheel nopan`}
            aria-label="Text of the note"
            value={text}
            onChange={(event) => {
              const value = event.currentTarget.value;
              actions.edit("Edit note", (tx) => tx.update("notes", id, { text: value }), { coalesce: `note:${id}` });
            }}
            onBlur={() => {
              actions.sealEdit();
              actions.setInteraction({ renaming: null });
            }}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === "Escape") event.currentTarget.blur();
            }}
          />
        ) : (
          <span id={nodeNameId(id)}>{text || <span className="t-dim">Empty note. Double-click to write.</span>}</span>
        )}
      </div>
    </>
  );
});

/** Drags the borders of a note: one step, which Escape takes back. */
function NoteResizer({ id }: { id: string }) {
  const actions = useEditorActions();
  const resizing = useRef(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !resizing.current) return;
      resizing.current = false;
      actions.cancelGesture();
      actions.announce("Resizing cancelled");
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [actions]);
  return (
    <NodeResizer
      minWidth={120}
      minHeight={44}
      color="var(--t-accent)"
      onResizeStart={() => {
        resizing.current = true;
        actions.beginGesture("Resize note");
      }}
      onResize={(_event, { x, y, width, height }) => {
        if (!resizing.current) return;
        const box = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
        actions.edit("Resize note", (tx) => tx.update("notes", id, box));
      }}
      onResizeEnd={() => {
        resizing.current = false;
        actions.endGesture();
      }}
    />
  );
}
