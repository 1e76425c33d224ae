"use client";

import { Button, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { removeSelection } from "@/components/editor/edit-commands";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import classes from "./inspector.module.css";
import { Section } from "./section";

/** The text of a note, where there is no drawing to write it on. */
export function NoteInspector({ id }: { id: string }) {
  const text = useEditor((state) => state.document.tables.notes[id]?.text ?? "");
  const readOnly = useEditor((state) => state.document.readOnly);
  const store = useEditorStore();
  const actions = useEditorActions();
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <Section title="Note">
        <Textarea
          label="Text"
          description="It says nothing to the planner."
          autosize
          minRows={3}
          maxRows={16}
          value={text}
          onChange={(event) => {
            const value = event.currentTarget.value;
            actions.edit("Edit note", (tx) => tx.update("notes", id, { text: value }), { coalesce: `note:${id}` });
          }}
          onBlur={actions.sealEdit}
        />
      </Section>
      <div className={classes.section}>
        <Button variant="default" size="compact-xs" leftSection={<IconTrash size={13} aria-hidden />} onClick={() => removeSelection(store)}>
          Delete the note
        </Button>
      </div>
    </fieldset>
  );
}
