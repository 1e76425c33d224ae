interface Place {
  row: number;
  column: number;
}

interface Extent {
  rows: number;
  columns: number;
  /** Rows that fit into view. */
  page: number;
}

/** The cell that a key leads to from another, as in every spreadsheet; null for keys that do not move. */
export function targetOfKey(event: { key: string; ctrlKey: boolean; metaKey: boolean }, { row, column }: Place, extent: Extent): Place | null {
  const far = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowDown":
      return { row: far ? extent.rows - 1 : row + 1, column };
    case "ArrowUp":
      return { row: far ? 0 : row - 1, column };
    case "ArrowRight":
      return { row, column: far ? extent.columns - 1 : column + 1 };
    case "ArrowLeft":
      return { row, column: far ? 0 : column - 1 };
    case "Home":
      return { row: far ? 0 : row, column: 0 };
    case "End":
      return { row: far ? extent.rows - 1 : row, column: extent.columns - 1 };
    case "PageDown":
      return { row: row + extent.page, column };
    case "PageUp":
      return { row: row - extent.page, column };
    default:
      return null;
  }
}
