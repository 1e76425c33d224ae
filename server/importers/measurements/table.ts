import { Readable } from "node:stream";
import { parse } from "csv-parse";
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
  rows: AsyncGenerator<TableRow>;
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
const RECORD_LIMIT = 1_000_000;

/**
 * Opens a CSV file: finds the separator, reads the header, and gives the rows one by one, so that a file of any size needs the same memory.
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
  while (!/\n/.test(head.trimStart()) && head.length < HEAD_LIMIT && !ended) {
    const next = await text.next();
    if (next.done) ended = true;
    else head += next.value;
  }
  const firstLine = head.trimStart().split(/\r\n|\n|\r/, 1)[0] ?? "";
  if (firstLine.trim() === "") throw new ImportFileError("file-empty", "The file has no header line.");
  if (firstLine.startsWith("{") || firstLine.startsWith("["))
    throw new ImportFileError("file-format", "This is a JSON file, not CSV.", "Choose the JSON format.");
  if (firstLine.startsWith("<")) throw new ImportFileError("file-format", "This is an HTML or XML file, not CSV.", "Export the table as CSV.");
  const delimiter = options.delimiter ?? sniffDelimiter(firstLine);
  async function* all(): AsyncGenerator<string> {
    yield head;
    for (;;) {
      const next = await text.next();
      if (next.done) return;
      yield next.value;
    }
  }
  const parser = Readable.from(all(), { objectMode: true }).compose(
    parse({ delimiter, relax_column_count: true, skip_empty_lines: true, info: true, trim: true, max_record_size: RECORD_LIMIT, relax_quotes: true }),
  );
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<{ record: string[]; info: { lines: number } }>;
  const first = await nextRecord(records);
  if (!first) throw new ImportFileError("file-empty", "The file has no header line.");
  const header = first.record;
  checkHeader(header, delimiter, problems);
  async function* rows(): AsyncGenerator<TableRow> {
    for (;;) {
      const next = await nextRecord(records);
      if (!next) return;
      const { record, info } = next;
      if (record.length !== header.length) {
        problems.error("row-length", `The row has ${record.length} cells; the header has ${header.length}.`, {
          row: info.lines,
          hint: "A separator inside a cell needs quotes round the cell.",
        });
        onRejected();
        continue;
      }
      yield { line: info.lines, cells: record };
    }
  }
  return { header, delimiter, rows: rows() };
}

async function nextRecord(
  records: AsyncIterator<{ record: string[]; info: { lines: number } }>,
): Promise<{ record: string[]; info: { lines: number } } | null> {
  try {
    const next = await records.next();
    return next.done ? null : next.value;
  } catch (error) {
    if (error instanceof ImportFileError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (/CSV_MAX_RECORD_SIZE|max_record_size/i.test(message)) {
      throw new ImportFileError("row-length", "A row is longer than a million characters.", "A quote was opened and not closed, or this is not a CSV file.");
    }
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
