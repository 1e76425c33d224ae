"use client";

import { Button } from "@mantine/core";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { nodeTitle } from "@/core/graph/edit-connect";
import { groupOfKey, setCollapsed } from "@/core/graph/edit-groups";
import { TextField } from "./fields";
import classes from "./inspector.module.css";
import { Section } from "./section";

/** A group says nothing to the planner: only what it is called, what is in it, and whether it is folded. */
export function GroupInspector({ id }: { id: string }) {
  const key = groupOfKey(id) ?? "";
  const group = useEditor((state) => state.document.tables.groups[key]);
  const tables = useEditor((state) => state.document.tables);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  if (!group) return null;
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <Section title="Group">
        <div className={classes.fields}>
          <TextField
            label="Title"
            read={(state) => state.document.tables.groups[key]?.title ?? ""}
            onChange={(title) => actions.edit(`Title of ${key}`, (tx) => tx.update("groups", key, { title }), { coalesce: `group:${key}` })}
          />
          <div className={classes.row} style={{ gap: 6 }}>
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => actions.edit(`${group.collapsed ? "Unfold" : "Fold"} ${group.title}`, (tx) => setCollapsed(tx, key, !group.collapsed))}
            >
              {group.collapsed ? "Unfold" : "Fold into one box"}
            </Button>
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => actions.edit(`Ungroup ${group.title}`, (tx) => tx.remove("groups", key), { select: group.members })}
            >
              Ungroup
            </Button>
          </div>
        </div>
      </Section>
      <Section title={`Members (${group.members.length})`}>
        <div className={classes.chips}>
          {group.members.map((member) => (
            <button
              key={member}
              type="button"
              className={classes.chip}
              aria-label={`Take ${nodeTitle(tables, member)} out of the group`}
              title="Take out of the group"
              onClick={() =>
                actions.edit(`Take ${member} out of ${group.title}`, (tx) => {
                  const left = group.members.filter((item) => item !== member);
                  if (left.length === 0) tx.remove("groups", key);
                  else tx.update("groups", key, { members: left });
                })
              }
            >
              {nodeTitle(tables, member)}
            </button>
          ))}
        </div>
      </Section>
    </fieldset>
  );
}
