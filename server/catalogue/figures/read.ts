import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** Rows of a figures file beside this module, as text by column; lines that begin with # say where the figures are from. */
export function readFigures(name: string): Record<string, string>[] {
  const text = readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
  return parse(text, { columns: true, comment: "#", skip_empty_lines: true }) as Record<string, string>[];
}

/** A number of a row; `null` when the cell is empty. */
export function optionalNumber(row: Record<string, string>, column: string): number | null {
  const cell = row[column];
  if (cell === undefined) throw new Error(`no column ${column}`);
  if (cell === "") return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new Error(`${column}: ${cell} is not a number`);
  return value;
}

export function numberOf(row: Record<string, string>, column: string): number {
  const value = optionalNumber(row, column);
  if (value === null) throw new Error(`${column} is empty`);
  return value;
}

export function textOf(row: Record<string, string>, column: string): string {
  const cell = row[column];
  if (cell === undefined) throw new Error(`no column ${column}`);
  return cell;
}
