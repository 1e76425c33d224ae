"use client";

import { ActionIcon, Button, Select, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import type { QualityModel } from "@/core/documents/pipeline";
import { inOrder, META_ID } from "@/core/graph/edit-tables";
import { NumberField } from "./fields";
import classes from "./inspector.module.css";

type Staged = Exclude<QualityModel, { model: "table" }>;
type Value = NonNullable<Staged["values"]>[number];

/** Stage qualities that this pipeline gives itself; they win over those of the catalogues. */
export function StageValues({ quality }: { quality: Staged }) {
  const operators = useEditor((state) => state.document.tables.operators);
  const catalogues = useEditor((state) => state.choice.catalogues);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  const index = catalogueIndex(catalogues);
  const values = quality.values ?? [];
  const write = (label: string, next: Value[], coalesce?: string) =>
    actions.edit(
      label,
      (tx) => {
        const { values: _values, ...rest } = quality;
        tx.update("meta", META_ID, { quality: next.length > 0 ? { ...rest, values: next } : rest });
      },
      coalesce ? { coalesce } : {},
    );
  const change = (at: number, value: Value) =>
    write(
      `Change stage value ${at + 1}`,
      values.map((item, position) => (position === at ? value : item)),
      `stage:${at}`,
    );
  const names = inOrder(operators).map((operator) => ({ value: operator.id, label: operator.title ?? operator.id }));
  return (
    <>
      {values.map((value, at) => {
        const when = typeof value.when === "string" ? value.when : value.when?.implementation;
        const offered = (index.byTask.get(operators[value.operator]?.task ?? "") ?? []).map((item) => item.name);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: values have no identity but their place
          <section key={at} className={classes.rowForm} aria-label={`Stage value ${at + 1}`}>
            <div className={classes.pair}>
              <Select
                label="Operator"
                data={names}
                value={value.operator}
                allowDeselect={false}
                onChange={(next) => next && change(at, { ...value, operator: next })}
              />
              <Select
                label="When it runs"
                placeholder="anything"
                clearable
                searchable
                data={[...new Set([...offered, ...(when ? [when] : [])])]}
                value={when ?? null}
                onChange={(next) => {
                  const { when: _when, ...rest } = value;
                  change(at, next ? { ...rest, when: typeof value.when === "object" ? { ...value.when, implementation: next } : next } : rest);
                }}
              />
            </div>
            <div className={classes.row} style={{ alignItems: "flex-end", gap: 6 }}>
              <div style={{ flex: 1 }}>
                <NumberField
                  label={quality.model === "chain" ? "Good, if all before is good" : "Quality"}
                  value={value.value}
                  min={0}
                  max={1}
                  step={0.01}
                  onChange={(next) => next !== undefined && change(at, { ...value, value: next })}
                />
              </div>
              {quality.model === "chain" ? (
                <div style={{ flex: 1 }}>
                  <NumberField
                    label="Good, if some is bad"
                    value={value.givenBad}
                    min={0}
                    max={1}
                    step={0.01}
                    optional
                    onChange={(next) => {
                      const { givenBad: _givenBad, ...rest } = value;
                      change(at, next === undefined ? rest : { ...rest, givenBad: next });
                    }}
                  />
                </div>
              ) : null}
              <Tooltip label="Remove the value">
                <ActionIcon
                  size={28}
                  aria-label={`Remove stage value ${at + 1}`}
                  onClick={() =>
                    write(
                      `Remove stage value ${at + 1}`,
                      values.filter((_value, position) => position !== at),
                    )
                  }
                >
                  <IconTrash size={14} stroke={1.6} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </div>
          </section>
        );
      })}
      {readOnly || names.length === 0 ? null : (
        <div>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() => write("Add a stage value", [...values, { operator: names[0]?.value ?? "", value: 0.9 }])}
          >
            Add a stage value
          </Button>
        </div>
      )}
    </>
  );
}
