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
  const actions = useEditorActions();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (editing) field.current?.focus();
  }, [editing]);
  return (
    <div className={classes.note} data-selected={selected || undefined}>
      <NodeResizer
        isVisible={selected ?? false}
        minWidth={120}
        minHeight={44}
        color="var(--t-accent)"
        onResizeEnd={(_event, size) =>
          actions.edit("Resize note", (tx) =>
            tx.update("notes", id, { x: Math.round(size.x), y: Math.round(size.y), width: Math.round(size.width), height: Math.round(size.height) }),
          )
        }
      />
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
  );
});
