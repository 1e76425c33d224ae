/** A table that is printed as it grows and written into a page as Markdown. */
export interface Table {
  title: string;
  /** What a reader has to know to read it. */
  notes: string[];
  header: string[];
  rows: string[][];
}

/** Prints rows as they come, in columns as wide as the header and what is usual below it. */
export class GrowingTable implements Table {
  readonly rows: string[][] = [];

  constructor(
    readonly title: string,
    readonly header: string[],
    readonly notes: string[] = [],
    private readonly firstWidth = 34,
  ) {
    console.log(`\n${title}`);
    console.log(this.line(header));
  }

  add(row: string[]): void {
    this.rows.push(row);
    console.log(this.line(row));
  }

  private line(cells: string[]): string {
    return cells.map((cell, c) => (c === 0 ? cell.padEnd(this.firstWidth) : cell.padStart(Math.max(9, (this.header[c] ?? "").length)))).join("  ");
  }
}

/** As Markdown: a heading, the table (numbers to the right), the notes. */
export function markdown(table: Table): string {
  const row = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `|${table.header.map((_, c) => (c === 0 ? "---" : "--:")).join("|")}|`;
  return [`### ${table.title}`, "", row(table.header), rule, ...table.rows.map(row), ...(table.notes.length > 0 ? ["", table.notes.join(" ")] : [])].join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A time in ms: whole from 100, else to two or three digits. */
export function ms(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A factor between two times, rounded to two digits as it is never surer than that. */
export function times(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return `${(value >= 100 ? Number(value.toPrecision(2)) : Number(value.toPrecision(2))).toLocaleString("en-US")}×`;
}

/** A duration in the unit people would say it in. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${ms(milliseconds)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7_200) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(0)} h` : `${(seconds / 86_400).toFixed(0)} days`;
}
