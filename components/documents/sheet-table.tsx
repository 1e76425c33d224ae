"use client";

import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import type { Problem } from "@/core/documents/problem";
import type { Tables } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
import { fieldValue } from "@/core/tables/field";
import { DataGrid } from "../ui/grid/data-grid";
import type { CellEdit, CellMark, CellPlace, GridColumn } from "../ui/grid/grid-types";
import { editTextOf, shownTextOf, valueOfText } from "./field-text";
import { cellSentence, checkField, isAbout, problemSentence } from "./sheet-check";
import { CODECS } from "./sheet-codec";
import { patchOf, type SheetColumn } from "./sheet-column";
import { useSheet, useSheetStore } from "./sheet-store";
import classes from "./sheet-table.module.css";

interface SheetTableProps {
  /** Table of the document, and the records of it that are shown, in order. */
  table: string;
  keys: readonly string[];
  columns: readonly SheetColumn[];
  /** What one row is called. */
  noun: string;
  label: string;
  nameOf: (key: string) => string;
  selectedKey?: string | null;
  onSelect?: (key: string) => void;
  onHover?: (key: string | null) => void;
  /** Makes a record; returns its key. */
  onAdd?: (tx: Transaction<Tables>) => string;
  onRemove?: (tx: Transaction<Tables>, key: string) => void;
  extraActions?: (key: string) => ReactNode;
  extraActionsWidth?: number;
  reveal?: CellPlace | null;
  onReveal?: (place: CellPlace) => void;
  maxHeight?: number | string;
  empty?: ReactNode;
}

/** Records of the open document as a table that is edited in place. */
export function SheetTable(props: SheetTableProps) {
  const { table, keys, columns, noun, label, nameOf, onAdd, onRemove, extraActions, extraActionsWidth = 0, reveal, onReveal, ...rest } = props;
  const store = useSheetStore();
  const readOnly = useSheet((state) => state.readOnly);
  const records = useSheet((state) => state.tables[table]);
  const tables = useSheet((state) => (columns.some((column) => column.options) ? state.tables : null));
  const problems = useSheet((state) => state.problems);
  const marks = useMemo(() => marksOf(problems, store.getState(), table), [problems, store, table]);
  const rows = useMemo(() => keys.flatMap((key) => (records?.[key] ? [{ key, row: records[key] as object }] : [])), [keys, records]);
  const columnsById = useMemo(() => new Map(columns.map((column) => [column.field, column])), [columns]);

  const gridColumns = useMemo(
    () =>
      columns.map((column): GridColumn<object> => {
        const { field, kind, fallback, options, render } = column;
        const shown = (row: object) => {
          const value = fieldValue(row, field);
          const label = options && tables ? options(tables).find((option) => option.value === value)?.label : undefined;
          return label ?? shownTextOf(kind, value);
        };
        return {
          id: field,
          header: column.header,
          width: column.width,
          text: shown,
          ...(column.unit ? { unit: column.unit } : {}),
          ...(column.hint ? { hint: column.hint } : {}),
          ...(column.grow ? { grow: true } : {}),
          ...(column.align ? { align: column.align } : {}),
          ...(column.suggestions ? { suggestions: column.suggestions } : {}),
          ...(column.fixed ? {} : { editText: (row: object) => editTextOf(kind, fieldValue(row, field)) }),
          ...(options && tables ? { options: () => options(tables) } : {}),
          ...(render
            ? { render }
            : fallback === undefined
              ? {}
              : { render: (row: object) => (fieldValue(row, field) === undefined ? <span className={classes.fallback}>{fallback}</span> : shown(row)) }),
        };
      }),
    [columns, tables],
  );

  const check = ({ key, column, text }: CellEdit): string | null => {
    const spec = columnsById.get(column);
    if (!spec) return null;
    const { kind, tables: now } = store.getState();
    const fault = checkField(kind, now, table, key, column, patchOf(spec, now[table]?.[key] ?? {}, valueOfText(spec.kind, text)));
    return fault && cellSentence(fault, column, spec.header);
  };
  const onEdit = (edits: readonly CellEdit[]) => {
    const first = edits[0];
    if (!first) return;
    const spec = columnsById.get(first.column);
    const what = edits.length === 1 ? `${spec?.header ?? first.column} of ${nameOf(first.key)}` : `${edits.length} values`;
    store.getState().actions.edit(`Change ${what}`, (tx) => {
      for (const { key, column, text } of edits) {
        const target = columnsById.get(column);
        if (!target) continue;
        const value = valueOfText(target.kind, text);
        if (target.apply) target.apply(tx, key, value);
        else tx.update(table, key, patchOf(target, tx.get(table, key) ?? {}, value));
      }
    });
  };
  const markOf = ({ key, column }: CellPlace): CellMark | undefined => {
    const found = marks.get(key);
    if (!found) return undefined;
    const mine = found.find((mark) => isAbout(mark.field, column));
    if (mine || column !== columns[0]?.field) return mine;
    return found.find((mark) => !columns.some((other) => isAbout(mark.field, other.field)));
  };
  const add = () => {
    let key = "";
    store.getState().actions.edit(`Add ${noun}`, (tx) => {
      key = onAdd?.(tx) ?? "";
    });
    onReveal?.({ key, column: columns[0]?.field ?? "" });
  };

  const removes = !readOnly && onRemove !== undefined;
  return (
    <div>
      <DataGrid
        {...rest}
        label={label}
        columns={gridColumns}
        rows={rows}
        readOnly={readOnly}
        check={check}
        onEdit={onEdit}
        markOf={markOf}
        reveal={reveal}
        testId={`table-${table}`}
        {...(removes || extraActions
          ? {
              rowActionsWidth: extraActionsWidth + (removes ? 36 : 8),
              rowActions: (key: string) => (
                <>
                  {extraActions?.(key)}
                  {removes ? (
                    <ActionIcon
                      size={24}
                      aria-label={`Remove ${noun} ${nameOf(key)}`}
                      onClick={() => store.getState().actions.edit(`Remove ${noun} ${nameOf(key)}`, (tx) => onRemove?.(tx, key))}
                    >
                      <IconTrash size={14} stroke={1.6} aria-hidden />
                    </ActionIcon>
                  ) : null}
                </>
              ),
            }
          : {})}
      />
      {readOnly || !onAdd ? null : (
        <Button variant="subtle" color="gray" size="compact-xs" className={classes.add} leftSection={<IconPlus size={13} aria-hidden />} onClick={add}>
          Add {noun}
        </Button>
      )}
    </div>
  );
}

interface FieldMark extends CellMark {
  field: string;
}

function marksOf(problems: readonly Problem[], { kind, tables }: { kind: keyof typeof CODECS; tables: Tables }, table: string): Map<string, FieldMark[]> {
  const marks = new Map<string, FieldMark[]>();
  for (const problem of problems) {
    const place = CODECS[kind].placeOf(tables, problem.path);
    if (place?.table !== table) continue;
    const list = marks.get(place.key) ?? [];
    list.push({ field: place.field, severity: problem.severity, message: problemSentence(problem) });
    list.sort((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
    marks.set(place.key, list);
  }
  return marks;
}
