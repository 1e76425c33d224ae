"use client";

import { Select } from "@mantine/core";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import { renameOperatorId } from "@/components/editor/rename";
import { about } from "@/components/editor/step-label";
import { PORT_TYPES } from "@/core/graph/task-ports";
import { checkId } from "./check-id";
import { NameField } from "./fields";
import classes from "./inspector.module.css";
import { ProblemsSection } from "./problems-section";
import { Section } from "./section";

const FROM_CLASS = "";

/** Where data enters, and what it is. */
export function InputInspector({ id }: { id: string }) {
  const input = useEditor((state) => state.document.tables.inputs[id]);
  const readOnly = useEditor((state) => state.document.readOnly);
  const tiers = useEditor((state) => state.choice.infrastructure?.document.spec.tiers);
  const classAt = useEditor((state) => state.choice.workload?.document.spec.classes.find((item) => item.id === state.choice.classId)?.at);
  const store = useEditorStore();
  const actions = useEditorActions();
  if (!input) return null;
  const known = [...new Set([...(tiers?.map((tier) => tier.id) ?? []), ...(input.at ? [input.at] : [])])];
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <ProblemsSection id={id} />
      <Section title="Input">
        <div className={classes.fields}>
          <NameField
            label="Id"
            value={id}
            check={(typed) => checkId(store.getState().document.tables, id, typed)}
            onCommit={(next) => renameOperatorId(store, id, next)}
          />
          <Select
            label="What it sends"
            data={PORT_TYPES.map((type) => ({ value: type, label: type }))}
            value={input.type ?? "any"}
            allowDeselect={false}
            onChange={(type) => type && actions.edit(about`Type of ${id}`, (tx) => tx.update("inputs", id, { type: type === "any" ? undefined : type }))}
          />
          <Select
            label="Where it enters"
            description={
              input.at
                ? undefined
                : classAt
                  ? `With the users of the query class, at ${classAt}`
                  : "The query class does not say where its users are: free and instant everywhere"
            }
            data={[
              { value: FROM_CLASS, label: "With the users of the query class" },
              ...known.map((tier) => ({ value: tier, label: tiers?.find((item) => item.id === tier)?.title ?? tier })),
            ]}
            value={input.at ?? FROM_CLASS}
            allowDeselect={false}
            onChange={(at) =>
              actions.edit(about`Where ${id} enters`, (tx) => tx.update("inputs", id, { at: at === null || at === FROM_CLASS ? undefined : at }))
            }
          />
        </div>
      </Section>
    </fieldset>
  );
}
