/** Three significant digits without an exponent: 0.0512, 7.03, 1240. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined) return "-";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 999.5) return String(Math.round(Number(value.toPrecision(3))));
  if (size < 1e-6) return value.toExponential(2);
  return Number(value.toPrecision(3)).toFixed(Math.max(0, 2 - Math.floor(Math.log10(Number(size.toPrecision(3))))));
}

/** A whole number with thousands apart: 12,345. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Pads the cells of rows so that columns align; numbers to the right. Widths count code points. */
export function alignColumns(rows: readonly (readonly string[])[], rightAligned: readonly boolean[]): string[] {
  const size = (text: string): number => [...text].length;
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => size(row[column] ?? ""))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const gap = " ".repeat((widths[column] ?? 0) - size(cell));
        return rightAligned[column] ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}
