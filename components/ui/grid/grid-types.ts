import type { ReactNode } from "react";

export interface GridOption {
  value: string;
  label: string;
}

/** A column of an editable table. Everything typed and shown is text; what it means is the caller's business. */
export interface GridColumn<R> {
  id: string;
  header: string;
  /** Shown small beside the header, once for the whole column. */
  unit?: string;
  hint?: string;
  width: number;
  /** Takes a share of what is left of the width. */
  grow?: boolean;
  align?: "start" | "end";
  /** The cell as plain text: shown, copied, and read out. */
  text: (row: R) => string;
  /** Instead of the plain text. */
  render?: (row: R) => ReactNode;
  /** What an editor begins with; without it the cell cannot be edited. */
  editText?: (row: R) => string;
  /** Only these values may be chosen. */
  options?: (row: R) => readonly GridOption[];
  /** Values that are offered while typing; others may be typed. */
  suggestions?: readonly string[];
  /** Rows can be ordered by this column where the grid allows it. */
  sortable?: boolean;
}

export interface GridRow<R> {
  key: string;
  row: R;
}

export interface CellMark {
  severity: "error" | "warning";
  message: string;
}

export interface CellEdit {
  key: string;
  column: string;
  text: string;
}

export interface GridSort {
  column: string;
  descending: boolean;
}

export interface CellPlace {
  key: string;
  column: string;
}
