"use client";

import { ActionIcon, Button, MultiSelect, Select, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { formatQuality } from "@/components/ui/format";
import type { QualityModel } from "@/core/documents/pipeline";
import { inOrder, META_ID } from "@/core/graph/edit-tables";
import { NumberField } from "./fields";
import classes from "./inspector.module.css";

type Table = Extract<QualityModel, { model: "table" }>;
type Row = Table["values"][number];
type Match = Row["when"][string];

function matchText(match: Match): string {
  if (typeof match === "string") return match;
  const knobs = Object.entries(match.knobs ?? {}).map(([name, value]) => `${name} ${String(value)}`);
  return `${match.implementation ?? "any"}${knobs.length > 0 ? ` (${knobs.join(", ")})` : ""}`;
}

const implementationOf = (match: Match | undefined) => (match === undefined || typeof match === "string" ? match : match.implementation);

/** Measured end-to-end values by combination; a row is opened to change it. */
export function QualityTable({ quality }: { quality: Table }) {
  const planOperators = useEditor((state) => state.choice.planOperators);
  const operators = useEditor((state) => state.document.tables.operators);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  const [open, setOpen] = useState<number | null>(null);
  const told = [...new Set(quality.values.flatMap((row) => Object.keys(row.when)))];
  const write = (label: string, values: Row[], coalesce?: string) =>
    actions.edit(label, (tx) => tx.update("meta", META_ID, { quality: { ...quality, values } }), coalesce ? { coalesce } : {});
  const add = () => {
    const planned = Object.entries(planOperators).filter(([id]) => told.includes(id) || told.length === 0);
    const when = Object.fromEntries(planned.map(([id, operator]) => [id, operator.configuration.implementation]));
    const first = inOrder(operators)[0]?.id;
    write("Add a quality row", [...quality.values, { when: Object.keys(when).length > 0 || !first ? when : {}, value: 0.5 }]);
    setOpen(quality.values.length);
  };
  return (
    <>
      {quality.values.length === 0 ? (
        <p className={classes.hint}>No rows yet. Without a row, a combination is not offered.</p>
      ) : (
        <div className={classes.tableWrap}>
          <table className={classes.rows}>
            <thead>
              <tr>
                {told.map((id) => (
                  <th key={id} scope="col">
                    {id}
                  </th>
                ))}
                <th scope="col">quality</th>
              </tr>
            </thead>
            <tbody>
              {quality.values.map((row, index) => {
                const current = Object.entries(row.when).every(([id, match]) => planOperators[id]?.configuration.implementation === implementationOf(match));
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                  <tr key={index} data-current={current || undefined} title={row.source}>
                    {told.map((id) => (
                      <td key={id} className={classes.mono}>
                        {row.when[id] === undefined ? "any" : matchText(row.when[id])}
                      </td>
                    ))}
                    <td>
                      <button
                        type="button"
                        className={classes.rowButton}
                        aria-expanded={open === index}
                        aria-label={`Row ${index + 1}, quality ${formatQuality(row.value)}`}
                        onClick={() => setOpen(open === index ? null : index)}
                      >
                        {formatQuality(row.value)}
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {open !== null && quality.values[open] ? (
        <RowForm
          key={open}
          number={open + 1}
          row={quality.values[open]}
          onChange={(row) =>
            write(
              `Change quality row ${open + 1}`,
              quality.values.map((item, index) => (index === open ? row : item)),
              `quality:${open}`,
            )
          }
          onRemove={() => {
            write(
              `Remove quality row ${open + 1}`,
              quality.values.filter((_row, index) => index !== open),
            );
            setOpen(null);
          }}
        />
      ) : null}
      {readOnly ? null : (
        <div>
          <Button variant="default" size="compact-xs" leftSection={<IconPlus size={13} aria-hidden />} onClick={add}>
            Add a row
          </Button>
        </div>
      )}
    </>
  );
}

interface RowFormProps {
  number: number;
  row: Row;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

function RowForm({ number, row, onChange, onRemove }: RowFormProps) {
  const operators = useEditor((state) => state.document.tables.operators);
  const catalogues = useEditor((state) => state.choice.catalogues);
  const index = catalogueIndex(catalogues);
  const names = Object.keys(row.when);
  return (
    <section className={classes.rowForm} aria-label={`Quality row ${number}`}>
      <MultiSelect
        label="Operators that the row is about"
        data={inOrder(operators).map((operator) => ({ value: operator.id, label: operator.title ?? operator.id }))}
        value={names}
        searchable
        onChange={(next) =>
          onChange({
            ...row,
            when: Object.fromEntries(
              next.map((id) => [id, row.when[id] ?? index.byTask.get(operators[id]?.task ?? "")?.[0]?.name ?? operators[id]?.candidates?.[0] ?? "unknown"]),
            ),
          })
        }
      />
      {names.map((id) => {
        const match = row.when[id] as Match;
        const offered = (index.byTask.get(operators[id]?.task ?? "") ?? []).map((item) => item.name);
        const now = implementationOf(match) ?? "";
        return (
          <Select
            key={id}
            label={operators[id]?.title ?? id}
            data={[...new Set([...offered, ...(now ? [now] : [])])]}
            value={now || null}
            searchable
            allowDeselect={false}
            onChange={(next) =>
              next && onChange({ ...row, when: { ...row.when, [id]: typeof match === "string" ? next : { ...match, implementation: next } } })
            }
          />
        );
      })}
      <div className={classes.row} style={{ alignItems: "flex-end", gap: 6 }}>
        <div style={{ flex: 1 }}>
          <NumberField label="Quality" value={row.value} min={0} max={1} step={0.01} onChange={(value) => value !== undefined && onChange({ ...row, value })} />
        </div>
        <Tooltip label="Remove the row">
          <ActionIcon size={28} aria-label={`Remove quality row ${number}`} onClick={onRemove}>
            <IconTrash size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <TextInput
        label="Source"
        placeholder="assumed"
        value={row.source ?? ""}
        onChange={(event) => {
          const { source: _source, ...rest } = row;
          const text = event.currentTarget.value;
          onChange(text === "" ? rest : { ...rest, source: text });
        }}
      />
    </section>
  );
}
