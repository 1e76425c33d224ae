import type { Tables } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
import { fieldPatch, fieldValue } from "@/core/tables/field";
import type { GridColumn, GridOption } from "../ui/grid/grid-types";
import type { FieldKind } from "./field-text";

/** A column of a table whose rows are records of a document. */
export interface SheetColumn extends Pick<GridColumn<object>, "header" | "unit" | "hint" | "width" | "grow" | "align" | "render"> {
  /** Place in the record, as `power.idleW`. */
  field: string;
  kind: FieldKind;
  /** Shown in an empty cell, dimmed: what counts when nothing is given. */
  fallback?: string;
  options?: (tables: Tables) => readonly GridOption[];
  suggestions?: readonly string[];
  /** Instead of setting the field: for names that others refer to. */
  apply?: (tx: Transaction<Tables>, key: string, value: unknown) => void;
  /** A field that is required beside this one: until it is given its own value it takes the same, and it goes with it. */
  pair?: string;
  fixed?: boolean;
}

type Extra = Partial<Omit<SheetColumn, "field" | "header" | "kind">>;

export function textColumn(field: string, header: string, width: number, extra: Extra = {}): SheetColumn {
  return { field, header, kind: "text", width, ...extra };
}

export function numberColumn(field: string, header: string, unit: string, width: number, extra: Extra = {}): SheetColumn {
  return { field, header, kind: "number", align: "end", width, ...(unit === "" ? {} : { unit }), ...extra };
}

/** What setting a column's field changes in a record. */
export function patchOf(column: Pick<SheetColumn, "field" | "pair">, record: object, value: unknown): Record<string, unknown> {
  const patch = fieldPatch(record, column.field, value);
  if (column.pair === undefined) return patch;
  const patched = { ...record, ...patch };
  if (value === undefined) return { ...patch, ...fieldPatch(patched, column.pair, undefined) };
  return fieldValue(patched, column.pair) === undefined ? { ...patch, ...fieldPatch(patched, column.pair, value) } : patch;
}
