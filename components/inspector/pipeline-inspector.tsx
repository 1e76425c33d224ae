"use client";

import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { identifierFault } from "@/core/documents/vocabulary";
import { META_ID } from "@/core/graph/edit-tables";
import { NameField, TextField } from "./fields";
import classes from "./inspector.module.css";
import { PlanSummarySection } from "./plan-summary-section";
import { QualitySection } from "./quality-section";
import { Section } from "./section";
import { TargetsSection } from "./targets-section";
import { WorkloadSection } from "./workload-section";

/** The pipeline as a whole: targets first, because that is what people change most. */
export function PipelineInspector() {
  const readOnly = useEditor((state) => state.document.readOnly);
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <PlanSummarySection />
      <TargetsSection scope={null} />
      <WorkloadSection />
      <QualitySection />
      <Section title="Pipeline">
        <div className={classes.fields}>
          <MetaField field="title" label="Title" />
          <PipelineName />
          <MetaField field="description" label="Description" multiline />
        </div>
      </Section>
    </fieldset>
  );
}

function MetaField({ field, label, multiline }: { field: "title" | "description"; label: string; multiline?: boolean }) {
  const value = useEditor((state) => state.document.tables.meta[META_ID]?.[field] ?? "");
  const name = useEditor((state) => state.document.tables.meta[META_ID]?.name ?? "");
  const actions = useEditorActions();
  return (
    <TextField
      label={label}
      value={value}
      {...(multiline ? { multiline } : { placeholder: name })}
      onChange={(next) =>
        actions.edit(`${label} of the pipeline`, (tx) => tx.update("meta", META_ID, { [field]: next === "" ? undefined : next }), { coalesce: `meta:${field}` })
      }
    />
  );
}

function PipelineName() {
  const name = useEditor((state) => state.document.tables.meta[META_ID]?.name ?? "");
  const actions = useEditorActions();
  return (
    <NameField
      label="Name"
      description="How workloads and files call it"
      value={name}
      check={identifierFault}
      onCommit={(next) =>
        actions.edit(`Name the pipeline ${next}`, (tx) => {
          for (const [key, record] of Object.entries(tx.tables.classes)) if (record.pipeline === name) tx.update("classes", key, { pipeline: next });
          tx.update("meta", META_ID, { name: next });
        })
      }
    />
  );
}
