import { readNumber } from "./cells";
import { type ColumnMapping, FIELDS, type Field, fieldInfo, ruleOf, suggestMapping } from "./columns";
import { type MeasuredPoint, percentilesRise, suspectUnits, type TimeValues } from "./measured-point";
import { ImportFileError, type ImportOutcome, ProblemList } from "./problems";
import { type Delimiter, delimiterText, openTable } from "./table";
import { type FileSource, parseJson, wholeText } from "./text-source";

/** Tables of operating points are small; a request log is imported another way. */
export const TABLE_MAX_BYTES = 64 * 2 ** 20;

export interface GenericOptions {
  mapping?: readonly ColumnMapping[];
  delimiter?: Delimiter;
  maxBytes?: number;
  onBytes?: (bytes: number) => void;
}

export interface TablePreview {
  header: string[];
  delimiter: string;
  /** First rows as they are in the file. */
  rows: string[][];
  mapping: ColumnMapping[];
  problems: ReturnType<ProblemList["finish"]>;
}

/** Header, first rows and a suggested meaning of each column, for the mapping step; nothing is imported. */
export async function previewTable(source: FileSource, options: GenericOptions & { rows?: number } = {}): Promise<TablePreview> {
  const problems = new ProblemList();
  const table = await openTable(source, { maxBytes: options.maxBytes ?? TABLE_MAX_BYTES, ...pick(options) }, problems, () => {});
  const rows: string[][] = [];
  for await (const batch of table.batches) {
    rows.push(...batch.slice(0, (options.rows ?? 10) - rows.length).map((row) => row.cells));
    if (rows.length >= (options.rows ?? 10)) break;
  }
  return { header: table.header, delimiter: table.delimiter, rows, mapping: suggestMapping(table.header), problems: problems.finish() };
}

function pick(options: GenericOptions): { delimiter?: Delimiter; onBytes?: (bytes: number) => void } {
  return { ...(options.delimiter ? { delimiter: options.delimiter } : {}), ...(options.onBytes ? { onBytes: options.onBytes } : {}) };
}

/** Points from a CSV table of operating points whose columns the mapping explains (default: what their names suggest). */
export async function importGenericCsv(source: FileSource, options: GenericOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const problems = new ProblemList();
  let rejected = 0;
  let read = 0;
  const table = await openTable(source, { maxBytes: options.maxBytes ?? TABLE_MAX_BYTES, ...pick(options) }, problems, () => {
    rejected += 1;
    read += 1;
  });
  const mapping = options.mapping ?? suggestMapping(table.header);
  const notes = [`separator: ${delimiterText(table.delimiter)}`];
  checkMapping(mapping, table.header, problems);
  const columns = mapping.map((entry) => ({ entry, index: table.header.indexOf(entry.column) })).filter(({ index }) => index >= 0);
  const items: MeasuredPoint[] = [];
  if (!problems.hasErrors) {
    const decimalComma = table.delimiter !== ",";
    for await (const batch of table.batches) {
      for (const row of batch) {
        read += 1;
        const cells = columns.map(({ entry, index }) => ({ entry, cell: row.cells[index] ?? "" }));
        const point = pointOf(cells, row.line, decimalComma, problems);
        if (point) items.push(point);
        else rejected += 1;
      }
    }
    if (items.length === 0) problems.error("rows-none", read === 0 ? "There are no rows under the header." : "No row could be taken.");
  }
  suspectUnits(items, problems);
  for (const column of table.header) if (column !== "" && !mapping.some((entry) => entry.column === column)) notes.push(`column "${column}" is not used`);
  return { items, problems: problems.finish(), rowsRead: read, rowsTaken: items.length, rowsRejected: rejected, notes };
}

function checkMapping(mapping: readonly ColumnMapping[], header: readonly string[], problems: ProblemList): void {
  const fields = new Set<Field>();
  for (const entry of mapping) {
    if (!header.includes(entry.column))
      problems.error("column-missing", `The column "${entry.column}" is not in the file.`, {
        row: 1,
        column: entry.column,
        hint: `The file has: ${header.join(", ")}.`,
      });
    if (fields.has(entry.field)) problems.error("column-duplicate", `Two columns are read as "${fieldInfo(entry.field).title}".`, { column: entry.column });
    fields.add(entry.field);
  }
  const timed = [...fields].some((field) => fieldInfo(field).kind === "time");
  if (!timed) {
    problems.error("column-missing", "No column holds a latency, a time to first token or a time per output token.", {
      row: 1,
      hint: `Say which column means what; the file has: ${header.join(", ")}.`,
    });
  }
  const ttft = [...fields].some((field) => field.startsWith("ttft"));
  const tpot = [...fields].some((field) => field.startsWith("tpot"));
  if (ttft !== tpot)
    problems.error(
      "column-missing",
      `There is a time ${ttft ? "to first token but none per output token" : "per output token but none to first token"}; both are needed.`,
      { row: 1 },
    );
}

function pointOf(cells: readonly { entry: ColumnMapping; cell: string }[], line: number, decimalComma: boolean, problems: ProblemList): MeasuredPoint | null {
  const point: MeasuredPoint = { row: line };
  let good = true;
  const times: Record<"latency" | "ttft" | "tpot", TimeValues> = { latency: {}, ttft: {}, tpot: {} };
  for (const { entry, cell } of cells) {
    const { kind } = fieldInfo(entry.field);
    if (kind === "text") {
      const text = cell.trim();
      if (/^[=@]/.test(text)) {
        problems.error("cell-formula", `The cell holds a formula (${text.slice(0, 40)}), not a value.`, { row: line, column: entry.column });
        good = false;
      } else if (text !== "") {
        if (entry.field === "device") point.device = text.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-");
        else point.label = text;
      } else if (entry.field === "device") {
        problems.error("cell-empty", "The device is empty.", { row: line, column: entry.column });
        good = false;
      }
      continue;
    }
    // An empty cell says nothing; a row needs only one time.
    if (cell.trim() === "") continue;
    const value = readNumber(cell, { row: line, column: entry.column }, ruleOf(entry), decimalComma, problems);
    if (value === null) {
      good = false;
      continue;
    }
    assign(point, times, entry.field, value);
  }
  if (!good) return null;
  for (const [name, key] of [
    ["latency", "latencyMs"],
    ["ttft", "ttftMs"],
    ["tpot", "tpotMs"],
  ] as const) {
    if (Object.keys(times[name]).length === 0) continue;
    if (!percentilesRise(times[name], name, line, problems)) return null;
    point[key] = times[name];
  }
  if (!point.latencyMs && !(point.ttftMs && point.tpotMs)) {
    problems.error("cell-empty", "The row has no latency (and not both a time to first token and a time per output token).", { row: line });
    return null;
  }
  return point;
}

function assign(point: MeasuredPoint, times: Record<"latency" | "ttft" | "tpot", TimeValues>, field: Field, value: number): void {
  switch (field) {
    case "devices":
    case "batch":
    case "concurrency":
    case "samples":
      point[field] = value;
      return;
    case "throughput":
      point.throughputRps = value;
      return;
    case "tokens-per-second":
      point.tokensPerSecond = value;
      return;
    case "power":
      point.powerW = value;
      return;
    case "label":
    case "device":
      return;
    default: {
      const [group, statistic] = field.split("-") as ["latency" | "ttft" | "tpot", keyof TimeValues];
      times[group][statistic] = value;
    }
  }
}

/** Points from JSON: an array of flat objects (or one under any key), with the same meanings of names as the columns of a table. */
export async function importGenericJson(source: FileSource, options: GenericOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const value = parseJson(await wholeText(source, { maxBytes: options.maxBytes ?? TABLE_MAX_BYTES, ...(options.onBytes ? { onBytes: options.onBytes } : {}) }));
  const records = recordsOf(value);
  const header = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const problems = new ProblemList();
  const mapping = options.mapping ?? suggestMapping(header);
  checkMapping(mapping, header, problems);
  const items: MeasuredPoint[] = [];
  let rejected = 0;
  const readable = !problems.hasErrors;
  if (readable) {
    for (const [index, record] of records.entries()) {
      const cells = mapping.filter((entry) => record[entry.column] !== undefined).map((entry) => ({ entry, cell: cellText(record[entry.column]) }));
      const point = pointOf(cells, index + 1, false, problems);
      if (point) items.push(point);
      else rejected += 1;
    }
    if (items.length === 0) problems.error("rows-none", "No entry could be taken.");
  }
  suspectUnits(items, problems);
  const unused = header.filter((name) => !mapping.some((entry) => entry.column === name)).map((name) => `key "${name}" is not used`);
  return {
    items,
    problems: problems.finish(),
    rowsRead: readable ? records.length : 0,
    rowsTaken: items.length,
    rowsRejected: rejected,
    notes: ["rows are numbered by their place in the list", ...unused],
  };
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  const list = Array.isArray(value) ? value : isRecord(value) ? Object.values(value).find((entry) => Array.isArray(entry) && entry.some(isRecord)) : null;
  if (!Array.isArray(list) || !list.every(isRecord)) {
    throw new ImportFileError(
      "file-format",
      "The JSON holds no list of measurements.",
      `Give a list of objects with keys such as ${FIELDS.slice(1, 6).join(", ")}.`,
    );
  }
  return list;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cellText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value ?? "");
}
