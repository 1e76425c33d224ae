import type { ColumnMapping } from "./columns";
import { type GenericOptions, importGenericCsv, previewTable } from "./generic-table";
import type { MeasuredPoint } from "./measured-point";
import { ImportFileError, type ImportOutcome } from "./problems";
import type { FileSource } from "./text-source";
import { textOf } from "./text-source";

const MAX_BYTES = 64 * 2 ** 20;

/** The file is read twice (header, then rows), so a stream is held; these reports are a few kilobytes. */
async function held(source: FileSource): Promise<string> {
  const parts: string[] = [];
  for await (const part of textOf(source, { maxBytes: MAX_BYTES })) parts.push(part);
  return parts.join("");
}

function present(header: readonly string[], mapping: readonly ColumnMapping[]): ColumnMapping[] {
  return mapping.filter((entry) => header.includes(entry.column));
}

/** The CSV report of Triton's perf analyzer (`-f`): one row per concurrency or request rate, times in microseconds. */
export async function importPerfAnalyzer(source: FileSource, options: GenericOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const text = await held(source);
  const { header } = await previewTable(text, options);
  if (!header.includes("Inferences/Second") || !header.some((name) => /^p\d\d latency$/.test(name) || name === "Avg latency")) {
    throw new ImportFileError(
      "file-format",
      "This is not a report of perf analyzer: the columns Inferences/Second and p50 latency are missing.",
      "Run `perf_analyzer … -f report.csv` and import that file.",
    );
  }
  const us = "us" as const;
  const mapping = present(header, [
    { column: "Concurrency", field: "concurrency" },
    { column: "Inferences/Second", field: "throughput" },
    { column: "Avg latency", field: "latency-mean", unit: us },
    { column: "p50 latency", field: "latency-p50", unit: us },
    { column: "p90 latency", field: "latency-p90", unit: us },
    { column: "p95 latency", field: "latency-p95", unit: us },
    { column: "p99 latency", field: "latency-p99", unit: us },
  ]);
  const outcome = await importGenericCsv(text, { ...options, mapping });
  return { ...outcome, notes: ["times converted from microseconds to ms", ...outcome.notes.filter((note) => !note.startsWith("column"))] };
}

/** The statistics CSV of locust (`--csv`, the file ending in _stats.csv): one point per request name, times in ms. The Aggregated row is left out when there are others. */
export async function importLocust(source: FileSource, options: GenericOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const text = await held(source);
  const { header } = await previewTable(text, options);
  if (!header.includes("Request Count") || !header.includes("Average Response Time")) {
    const history = header.includes("Timestamp") && header.includes("User Count");
    throw new ImportFileError(
      "file-format",
      history
        ? "This is locust's history file; its rows are moments, not results."
        : "This is not a statistics file of locust: Request Count and Average Response Time are missing.",
      "Import the file whose name ends in _stats.csv.",
    );
  }
  const mapping = present(header, [
    { column: "Name", field: "label" },
    { column: "Request Count", field: "samples" },
    { column: "Average Response Time", field: "latency-mean" },
    { column: "50%", field: "latency-p50" },
    { column: "90%", field: "latency-p90" },
    { column: "95%", field: "latency-p95" },
    { column: "99%", field: "latency-p99" },
    { column: "Requests/s", field: "throughput" },
  ]);
  const outcome = await importGenericCsv(text, { ...options, mapping });
  const named = outcome.items.filter((item) => item.label !== "Aggregated");
  const items = named.length > 0 ? named : outcome.items;
  const notes = ["times in ms", ...outcome.notes.filter((note) => !note.startsWith("column"))];
  if (items.length < outcome.items.length) notes.push("the row Aggregated is the sum of the others and was left out");
  return { ...outcome, items, rowsTaken: items.length, notes };
}
