import { z } from "zod";
import type { Trace } from "../../../core/documents/workload";
import { type ColumnMapping, FIELDS, type Field, fieldInfo } from "./columns";
import { detectFormat, importMeasurements, MEASUREMENT_FORMATS, type MeasurementFormat } from "./formats";
import { previewTable } from "./generic-table";
import { pointOfLog } from "./log-point";
import type { MeasuredPoint } from "./measured-point";
import { ImportFileError, type ImportProblem } from "./problems";
import { importRequestLog, type LogMapping, type RequestLog, suggestLogMapping } from "./request-log";
import { DELIMITERS, refuseMarkup } from "./table";
import { type FileSource, headText } from "./text-source";

const unit = z.enum(["s", "ms", "us", "ns"]);

/** How a file is to be read; what is left out is found out from the file. */
export const readOptions = z.strictObject({
  format: z.enum(MEASUREMENT_FORMATS.map((format) => format.id)).optional(),
  delimiter: z.enum(DELIMITERS).optional(),
  /** Of a table: what the columns mean. */
  mapping: z
    .array(z.strictObject({ column: z.string().max(300), field: z.enum(FIELDS), unit: unit.optional() }))
    .max(200)
    .optional(),
  /** Of a request log. */
  logMapping: z
    .strictObject({
      timestamp: z.string().max(300).optional(),
      latency: z.string().max(300).optional(),
      latencyUnit: unit.optional(),
      promptTokens: z.string().max(300).optional(),
      completionTokens: z.string().max(300).optional(),
      ok: z.string().max(300).optional(),
    })
    .optional(),
});
export type ReadOptions = z.infer<typeof readOptions>;

/** A request log in figures, without its arrivals. */
export type LogSummary = Omit<RequestLog, "trace" | "problems" | "notes" | "rowsRead" | "rowsTaken" | "rowsRejected">;

export interface ReadMeasurements {
  format: MeasurementFormat;
  points: MeasuredPoint[];
  problems: ImportProblem[];
  rowsRead: number;
  rowsTaken: number;
  rowsRejected: number;
  notes: string[];
  log: LogSummary | null;
  /** Only when asked for. */
  trace: Trace | null;
}

/** More operating points than this are not a set of measurements but a log. */
const MAX_POINTS = 5_000;
/** Arrivals that a document keeps. */
export const TRACE_KEPT = 100_000;

function shortened(trace: Trace, notes: string[]): Trace {
  const times = trace.timestampsMs ?? [];
  const tidy = (value: number) => Math.round(value * 1000) / 1000;
  if (times.length > TRACE_KEPT)
    notes.push(`the trace keeps the first ${TRACE_KEPT.toLocaleString("en-US")} of ${times.length.toLocaleString("en-US")} arrivals`);
  const cut = <T>(list: readonly T[] | undefined) => list?.slice(0, TRACE_KEPT);
  const [prompt, completion] = [cut(trace.promptTokens), cut(trace.completionTokens)];
  return {
    timestampsMs: (cut(times) ?? []).map(tidy),
    ...(prompt ? { promptTokens: prompt } : {}),
    ...(completion ? { completionTokens: completion } : {}),
    ...(trace.source ? { source: trace.source } : {}),
  };
}

/**
 * Reads a file of measurements in any of the known formats, as a stream where it may be long.
 * @throws ImportFileError when nothing can be read from it
 */
export async function readMeasurements(
  source: FileSource,
  format: MeasurementFormat,
  options: Omit<ReadOptions, "format"> = {},
  wants: { trace?: boolean } = {},
): Promise<ReadMeasurements> {
  const delimiter = options.delimiter ? { delimiter: options.delimiter } : {};
  if (format === "request-log") {
    const { trace, problems, notes, rowsRead, rowsTaken, rowsRejected, ...log } = await importRequestLog(source, {
      ...delimiter,
      ...(options.logMapping ? { mapping: options.logMapping as LogMapping } : {}),
    });
    const point = pointOfLog({ ...log, trace, problems, notes, rowsRead, rowsTaken, rowsRejected });
    const kept = wants.trace && trace ? shortened(trace, notes) : null;
    return { format, points: point ? [point] : [], problems, rowsRead, rowsTaken, rowsRejected, notes, log, trace: kept };
  }
  const outcome = await importMeasurements(format, source, {
    ...delimiter,
    ...(options.mapping && (format === "csv" || format === "json") ? { mapping: options.mapping as ColumnMapping[] } : {}),
  });
  if (outcome.items.length > MAX_POINTS)
    throw new ImportFileError(
      "file-too-large",
      `The table has ${outcome.items.length.toLocaleString("en-US")} operating points; ${MAX_POINTS.toLocaleString("en-US")} is the most one catalogue entry takes.`,
      "If every row is one request, import it as a request log; else summarise it first.",
    );
  const { items, problems, rowsRead, rowsTaken, rowsRejected, notes } = outcome;
  return { format, points: items, problems, rowsRead, rowsTaken, rowsRejected, notes, log: null, trace: null };
}

export interface MeasurementsPreview {
  format: MeasurementFormat;
  /** Of a table: its header, first rows, and what its columns are taken to mean. */
  table: { header: string[]; delimiter: string; rows: string[][]; mapping: ColumnMapping[]; logMapping: LogMapping } | null;
  /** What reading the first rows gives; null when the file's beginning alone cannot be read (long JSON). */
  sample: ReadMeasurements | null;
  problem: ImportProblem | null;
}

/** What a column can mean, for the choice of a person. */
export function meanings(): { field: Field; title: string; isTime: boolean }[] {
  return FIELDS.map((field) => {
    const info = fieldInfo(field);
    return { field, title: info.title, isTime: info.kind === "time" };
  });
}

const TABLES: readonly MeasurementFormat[] = ["csv", "request-log", "perf-analyzer", "locust"];

/**
 * A look at the first bytes of a file: its format, its columns and what they probably mean, and what the first rows would give.
 * @throws ImportFileError when it is not a file of measurements at all
 */
export async function previewMeasurements(head: Uint8Array, isWhole: boolean, options: ReadOptions = {}): Promise<MeasurementsPreview> {
  const text = headText(head, isWhole);
  const format = options.format ?? detectFormat(text);
  if (format === null) {
    const written = text.trim();
    if (written === "") throw new ImportFileError("file-empty", "There is nothing but blanks in the file.");
    refuseMarkup(written);
    throw new ImportFileError(
      "file-format",
      "The file is neither a table nor JSON: no separator was found in its first line.",
      "A table has a header line, and its cells are separated by commas, semicolons, tabs or bars.",
    );
  }
  let table: MeasurementsPreview["table"] = null;
  const used: ReadOptions = { ...options, format };
  if (TABLES.includes(format)) {
    const { header, delimiter, rows, mapping } = await previewTable(text, { rows: 8, ...(options.delimiter ? { delimiter: options.delimiter } : {}) });
    const logMapping = suggestLogMapping(header);
    table = { header, delimiter, rows, mapping: options.mapping ?? mapping, logMapping: (options.logMapping as LogMapping | undefined) ?? logMapping };
  } else if (!isWhole) return { format, table, sample: null, problem: null };
  try {
    const { format: _format, ...rest } = used;
    return { format, table, sample: await readMeasurements(text, format, rest), problem: null };
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    return { format, table, sample: null, problem: error.problem };
  }
}
