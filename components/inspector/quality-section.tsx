"use client";

import { Select } from "@mantine/core";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { formatQuality } from "@/components/ui/format";
import type { QualityModel } from "@/core/documents/pipeline";
import { META_ID } from "@/core/graph/edit-tables";
import classes from "./inspector.module.css";
import { Section } from "./section";

const MODELS: readonly { value: QualityModel["model"]; label: string }[] = [
  { value: "table", label: "Table of measured values" },
  { value: "chain", label: "Chain of good and bad" },
  { value: "product", label: "Product of stages (assumption)" },
  { value: "minimum", label: "Minimum of stages (assumption)" },
];

function matchText(match: unknown): string {
  if (typeof match === "string") return match;
  const { implementation, knobs } = match as { implementation: string; knobs?: Record<string, unknown> };
  return `${implementation}${
    knobs
      ? ` (${Object.entries(knobs)
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(", ")})`
      : ""
  }`;
}

/** How the stages' qualities make the request's quality. */
export function QualitySection() {
  const quality = useEditor((state) => state.document.tables.meta[META_ID]?.quality);
  const planOperators = useEditor((state) => state.choice.planOperators);
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
  const operators = quality?.model === "table" ? [...new Set(quality.values.flatMap((row) => Object.keys(row.when)))] : [];
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
        {quality?.model === "table" ? (
          <>
            {quality.values.length === 0 ? (
              <p className={classes.hint}>No rows yet. Without a row, a combination is not offered. Add rows in the YAML view.</p>
            ) : (
              <div className={classes.tableWrap}>
                <table className={classes.rows}>
                  <thead>
                    <tr>
                      {operators.map((id) => (
                        <th key={id} scope="col">
                          {id}
                        </th>
                      ))}
                      <th scope="col">quality</th>
                    </tr>
                  </thead>
                  <tbody>
                    {quality.values.map((row) => {
                      const current = Object.entries(row.when).every(
                        ([id, match]) => planOperators[id]?.configuration.implementation === (typeof match === "string" ? match : match.implementation),
                      );
                      return (
                        <tr key={JSON.stringify(row.when)} data-current={current || undefined} title={row.source}>
                          {operators.map((id) => (
                            <td key={id} className={classes.mono}>
                              {row.when[id] === undefined ? "any" : matchText(row.when[id])}
                            </td>
                          ))}
                          <td>{formatQuality(row.value)}</td>
                        </tr>
                      );
                    })}
                  </tbody>
                </table>
              </div>
            )}
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
