"use client";

import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { identifier } from "@/core/documents/common";
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
  const meta = useEditor((state) => state.document.tables.meta[META_ID]);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  if (!meta) return null;
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <PlanSummarySection />
      <TargetsSection scope={null} />
      <WorkloadSection />
      <QualitySection />
      <Section title="Pipeline">
        <div className={classes.fields}>
          <TextField
            label="Title"
            value={meta.title ?? ""}
            placeholder={meta.name}
            onChange={(title) =>
              actions.edit("Title of the pipeline", (tx) => tx.update("meta", META_ID, { title: title === "" ? undefined : title }), { coalesce: "meta:title" })
            }
          />
          <NameField
            label="Name"
            description="How workloads and files call it"
            value={meta.name}
            check={(typed) => (identifier.safeParse(typed).success ? null : "Starts with a letter or digit; then letters, digits and . _ - /")}
            onCommit={(name) =>
              actions.edit(`Name the pipeline ${name}`, (tx) => {
                for (const [key, record] of Object.entries(tx.tables.classes)) if (record.pipeline === meta.name) tx.update("classes", key, { pipeline: name });
                tx.update("meta", META_ID, { name });
              })
            }
          />
          <TextField
            label="Description"
            multiline
            value={meta.description ?? ""}
            onChange={(description) =>
              actions.edit("Description of the pipeline", (tx) => tx.update("meta", META_ID, { description: description === "" ? undefined : description }), {
                coalesce: "meta:description",
              })
            }
          />
        </div>
      </Section>
    </fieldset>
  );
}
