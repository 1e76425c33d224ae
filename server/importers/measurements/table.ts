import { parse } from "csv-parse/sync";
import { ImportFileError, type ProblemList } from "./problems";
import { type FileSource, type TextOptions, textOf } from "./text-source";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface TableRow {
  /** Line in the file, 1-based. */
  line: number;
  cells: string[];
}

export interface Table {
  header: string[];
  delimiter: Delimiter;
  /** The rows under the header, some thousands at a time. */
  batches: AsyncGenerator<TableRow[]>;
}

/** The separator that splits the first line into most cells outside quotes; a comma when there is only one cell. */
export function sniffDelimiter(firstLine: string): Delimiter {
  const outside = firstLine.replaceAll(/"[^"]*"/g, "");
  let best: Delimiter = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = outside.split(delimiter).length - 1;
    if (count > most) {
      best = delimiter;
      most = count;
    }
  }
  return best;
}

const HEAD_LIMIT = 65_536;
/** A row (or a quoted cell) longer than this is a quote that was never closed. */
const RECORD_LIMIT = 1_000_000;
/** So few characters that the rows of a batch die young: a quarter of a megabyte doubles the memory and takes a fifth more time. */
const BATCH = 65_536;

/**
 * Opens a CSV file: finds the separator, reads the header, and gives the rows in batches, so that a file of any size needs the same memory.
 * Problems of the header go to `problems`; rows of the wrong length are reported with their line and left out.
 * @throws ImportFileError when it is not a table at all.
 */
export async function openTable(
  source: FileSource,
  options: TextOptions & { delimiter?: Delimiter },
  problems: ProblemList,
  onRejected: () => void,
): Promise<Table> {
  const text = textOf(source, options)[Symbol.asyncIterator]();
  let head = "";
  let ended = false;
  while (!/[\n\r]/.test(head.trimStart()) && head.length < HEAD_LIMIT && !ended) {
    const next = await text.next();
    if (next.done) ended = true;
    else head += next.value;
  }
  const firstLine = head.trimStart().split(/\r\n|\n|\r/, 1)[0] ?? "";
  if (firstLine.trim() === "") throw new ImportFileError("file-empty", "The file has no header line.");
  if (firstLine.startsWith("{") || firstLine.startsWith("["))
    throw new ImportFileError("file-format", "This is a JSON file, not CSV.", "Choose the JSON format.");
  refuseMarkup(firstLine);
  const delimiter = options.delimiter ?? sniffDelimiter(firstLine);
  async function* all(): AsyncGenerator<string> {
    yield head;
    for (;;) {
      const next = await text.next();
      if (next.done) return;
      yield next.value;
    }
  }
  const batches = recordBatches(all(), delimiter);
  let opening = await batches.next();
  while (!opening.done && opening.value.length === 0) opening = await batches.next();
  const [headerRow, ...rest] = opening.done ? [] : opening.value;
  if (!headerRow) throw new ImportFileError("file-empty", "The file has no header line.");
  const header = headerRow.cells;
  checkHeader(header, delimiter, problems);
  const fitting = (rows: TableRow[]): TableRow[] =>
    rows.filter((row) => {
      if (row.cells.length === header.length) return true;
      problems.error("row-length", `The row has ${row.cells.length} cells; the header has ${header.length}.`, {
        row: row.line,
        hint: "A separator inside a cell needs quotes round the cell.",
      });
      onRejected();
      return false;
    });
  async function* remaining(): AsyncGenerator<TableRow[]> {
    yield fitting(rest);
    for await (const batch of batches) yield fitting(batch);
  }
  return { header, delimiter, batches: remaining() };
}

/** @throws ImportFileError when text (without blanks before it) is a page or a tree of tags */
export function refuseMarkup(text: string): void {
  if (text.startsWith("<")) throw new ImportFileError("file-format", "This is an HTML or XML file, not CSV.", "Export the table as CSV.");
}

/** Cuts text at line ends that are outside quotes, a batch at a time, and parses each piece. */
async function* recordBatches(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<TableRow[]> {
  let buffer = "";
  let line = 1;
  for await (const piece of text) {
    buffer += piece;
    if (buffer.length < BATCH) continue;
    const end = lastRecordEnd(buffer);
    if (end < 0) {
      if (buffer.length > BATCH + RECORD_LIMIT) throw tooLong();
      continue;
    }
    const whole = buffer.slice(0, end);
    buffer = buffer.slice(end);
    yield parseRecords(whole, delimiter, line);
    line += countLines(whole);
  }
  if (buffer !== "") yield parseRecords(buffer, delimiter, line);
}

function tooLong(): ImportFileError {
  return new ImportFileError("row-length", "A row is longer than a million characters.", "A quote was opened and not closed, or this is not a CSV file.");
}

/** Index after the last line end that an even number of quotes comes before; -1 when there is none. */
function lastRecordEnd(text: string): number {
  let end = text.lastIndexOf("\n");
  if (end < 0) end = text.lastIndexOf("\r", text.length - 2);
  if (end < 0) return -1;
  if (!text.includes('"')) return end + 1;
  let quoted = false;
  let last = -1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) last = index + 1;
  }
  return last;
}

function countLines(text: string): number {
  let count = 0;
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) count += 1;
  return count > 0 ? count : text.split("\r").length - 1;
}

function parseRecords(text: string, delimiter: Delimiter, firstLine: number): TableRow[] {
  if (!text.includes('"')) {
    // Without quotes a record is a line and a cell is what stands between separators.
    const rows: TableRow[] = [];
    for (const [index, record] of text.split(/\r\n|\n|\r/).entries()) {
      if (record.trim() === "") continue;
      if (record.length > RECORD_LIMIT) throw tooLong();
      rows.push({ line: firstLine + index, cells: record.split(delimiter).map((cell) => cell.trim()) });
    }
    return rows;
  }
  try {
    const records = parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      trim: true,
      max_record_size: RECORD_LIMIT,
      relax_quotes: true,
    }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => ({ line: firstLine - 1 + info.lines, cells: record }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const open = /Quote Not Closed[^\n]*line (\d+)/i.exec(message);
    if (open)
      throw new ImportFileError(
        "file-format",
        `A quote that opens near line ${firstLine - 1 + Number(open[1])} is never closed.`,
        "Close it, or double it if it belongs to the text.",
      );
    if (/max_record_size/i.test(message)) throw tooLong();
    throw new ImportFileError("file-format", `The file cannot be read as CSV: ${message}.`);
  }
}

function checkHeader(header: readonly string[], delimiter: string, problems: ProblemList): void {
  const seen = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (name === "") problems.warning("column-unnamed", `Column ${index + 1} has no name and is not read.`, { row: 1 });
    else if (seen.has(name)) {
      problems.error("column-duplicate", `The column "${name}" is there twice (columns ${(seen.get(name) ?? 0) + 1} and ${index + 1}).`, {
        row: 1,
        column: name,
        hint: "Rename or remove one of them: which one counts cannot be guessed.",
      });
    } else seen.set(name, index);
  }
  if (header.length === 1) {
    problems.warning("delimiter", `Only one column was found with the separator ${delimiterText(delimiter)}.`, {
      row: 1,
      hint: "If the cells are separated by something else, choose it.",
    });
  }
}

export function delimiterText(delimiter: string): string {
  return delimiter === "\t" ? "tab" : `"${delimiter}"`;
}
