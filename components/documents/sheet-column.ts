import type { Tables } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
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
  fixed?: boolean;
}

type Extra = Partial<Omit<SheetColumn, "field" | "header" | "kind">>;

export function textColumn(field: string, header: string, width: number, extra: Extra = {}): SheetColumn {
  return { field, header, kind: "text", width, ...extra };
}

export function numberColumn(field: string, header: string, unit: string, width: number, extra: Extra = {}): SheetColumn {
  return { field, header, kind: "number", align: "end", width, ...(unit === "" ? {} : { unit }), ...extra };
}
