"use client";

import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { identifierFault } from "@/core/documents/vocabulary";
import { META_ID } from "@/core/graph/edit-tables";
import { LongTextField, NameField, TextField } from "./fields";
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
          <TitleField />
          <PipelineName />
          <DescriptionField />
        </div>
      </Section>
    </fieldset>
  );
}

function TitleField() {
  const name = useEditor((state) => state.document.tables.meta[META_ID]?.name ?? "");
  const onChange = useMetaEdit("title", "Title");
  return <TextField label="Title" read={(state) => state.document.tables.meta[META_ID]?.title ?? ""} placeholder={name} onChange={onChange} />;
}

function DescriptionField() {
  const value = useEditor((state) => state.document.tables.meta[META_ID]?.description ?? "");
  const onChange = useMetaEdit("description", "Description");
  return <LongTextField label="Description" value={value} onChange={onChange} />;
}

function useMetaEdit(field: "title" | "description", label: string): (next: string) => void {
  const actions = useEditorActions();
  return (next) =>
    actions.edit(`${label} of the pipeline`, (tx) => tx.update("meta", META_ID, { [field]: next === "" ? undefined : next }), { coalesce: `meta:${field}` });
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
