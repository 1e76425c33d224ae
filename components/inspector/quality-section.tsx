"use client";

import { Select } from "@mantine/core";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import type { QualityModel } from "@/core/documents/pipeline";
import { META_ID } from "@/core/graph/edit-tables";
import classes from "./inspector.module.css";
import { QualityTable } from "./quality-table";
import { Section } from "./section";
import { StageValues } from "./stage-values";

const MODELS: readonly { value: QualityModel["model"]; label: string }[] = [
  { value: "table", label: "Table of measured values" },
  { value: "chain", label: "Chain of good and bad" },
  { value: "product", label: "Product of stages (assumption)" },
  { value: "minimum", label: "Minimum of stages (assumption)" },
];

/** How the stages' qualities make the request's quality. */
export function QualitySection() {
  const quality = useEditor((state) => state.document.tables.meta[META_ID]?.quality);
  const actions = useEditorActions();
  const model = quality?.model ?? "product";
  const setModel = (next: QualityModel["model"]) =>
    actions.edit(`Quality model: ${next}`, (tx) => {
      const value: QualityModel =
        next === "table"
          ? { model: "table", values: quality?.model === "table" ? quality.values : [] }
          : { model: next, ...(quality && quality.model !== "table" && quality.values ? { values: quality.values } : {}) };
      tx.update("meta", META_ID, { quality: value });
    });
  return (
    <Section title="Quality">
      <div className={classes.fields}>
        <Select label="Model" data={[...MODELS]} value={model} allowDeselect={false} onChange={(value) => value && setModel(value as QualityModel["model"])} />
        {model === "product" || model === "minimum" ? (
          <p className={classes.assumption}>
            {model === "product" ? "Stage qualities are multiplied as if the stages failed independently." : "The weakest stage is taken for the whole."} No
            measurement says so; numbers that rest on it are marked.
          </p>
        ) : null}
        {quality && quality.model !== "table" ? <StageValues quality={quality} /> : null}
        {quality?.model === "table" ? (
          <>
            <QualityTable quality={quality} />
            <Select
              label="A combination without a row"
              data={[
                { value: "exclude", label: "is not offered" },
                { value: "interpolate", label: "is interpolated from the others" },
              ]}
              value={quality.missing ?? "exclude"}
              allowDeselect={false}
              onChange={(value) =>
                actions.edit("Missing combinations", (tx) => {
                  const { missing: _missing, ...rest } = quality;
                  tx.update("meta", META_ID, { quality: value === "interpolate" ? { ...rest, missing: "interpolate" } : rest });
                })
              }
            />
          </>
        ) : null}
      </div>
    </Section>
  );
}
