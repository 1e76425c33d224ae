import type { Trace } from "../../../core/documents/workload";
import { traceStatistics, type WorkloadStatistics } from "../../../core/metrics/workload-statistics";
import { formatNumber, type NumberRule, readNumber, readOk, readTime } from "./cells";
import { TIME_UNITS, type TimeUnit } from "./columns";
import { ImportFileError, type ImportProblem, ProblemList } from "./problems";
import { type Estimate, RunningStatistics, type RunningSummary } from "./running-statistics";
import { type Delimiter, delimiterText, openTable } from "./table";
import type { FileSource } from "./text-source";

/** A log may be long: it is read as a stream. */
export const LOG_MAX_BYTES = 2 ** 30;
/** Arrivals kept in memory for burstiness and for the trace; percentiles are over all rows whatever their number. */
export const ARRIVALS_KEPT = 500_000;

export interface LogMapping {
  timestamp?: string;
  latency?: string;
  latencyUnit?: TimeUnit;
  promptTokens?: string;
  completionTokens?: string;
  ok?: string;
}

export interface LogOptions {
  mapping?: LogMapping;
  delimiter?: Delimiter;
  maxBytes?: number;
  onProgress?: (progress: { rows: number; bytes: number }) => void;
}

export interface RequestLog {
  mapping: LogMapping;
  rowsRead: number;
  rowsTaken: number;
  rowsRejected: number;
  problems: ImportProblem[];
  notes: string[];
  /** Of the requests that went well. */
  latencyMs: RunningSummary | null;
  promptTokens: RunningSummary | null;
  completionTokens: RunningSummary | null;
  /** Share of requests that went well, with its Wilson interval; null when the log does not say. */
  okShare: Estimate | null;
  /** Requests per second over the span, all requests counted; the interval widens with burstiness. */
  rateRps: Estimate | null;
  arrivals: WorkloadStatistics | null;
  /** For a query class; null without timestamps. */
  trace: Trace | null;
}

const NAMES: readonly (readonly [keyof Omit<LogMapping, "latencyUnit">, RegExp])[] = [
  ["timestamp", /^(time_?stamp|time|ts|date(_?time)?|@timestamp|start(ed)?(_?at|_?time)?|arrival(_?time)?|created_?at)(_?(ms|s|us|ns))?$/],
  [
    "latency",
    /^(latency|duration|elapsed|response_?time|total_?time|request_?time|took|e2e_?latency)(_?(ms|s|us|ns|sec|secs|seconds|msec|millis|milliseconds))?$/,
  ],
  ["promptTokens", /^(prompt|input|context)_?tokens$|^(tokens_?in|contexttokens)$/],
  ["completionTokens", /^(completion|output|generated)_?tokens$|^(tokens|tokens_?out|generatedtokens)$/],
  ["ok", /^(ok|success|succeeded|status(_?code)?|http_?status|code|result)$/],
];

/** What the columns of a log probably mean, from their names. */
export function suggestLogMapping(header: readonly string[]): LogMapping {
  const mapping: LogMapping = {};
  for (const column of header) {
    const name = column
      .trim()
      .toLowerCase()
      .replaceAll(/[\s()[\]-]+/g, "_")
      .replace(/^_+|_+$/g, "");
    const found = NAMES.find(([key, pattern]) => mapping[key] === undefined && pattern.test(name));
    if (!found) continue;
    mapping[found[0]] = column;
    if (found[0] === "latency") {
      if (/_(s|sec|secs|seconds)$/.test(name)) mapping.latencyUnit = "s";
      else if (/_us$/.test(name)) mapping.latencyUnit = "us";
      else if (/_ns$/.test(name)) mapping.latencyUnit = "ns";
      else if (/_(ms|msec|millis|milliseconds)$/.test(name)) mapping.latencyUnit = "ms";
    }
  }
  return mapping;
}

const DAY_MS = 86_400_000;
const TOKENS_RULE: NumberRule = { factor: 1, max: 1e8, zero: true, integer: true, unit: "tokens" };

class Reader {
  readonly latency = new RunningStatistics();
  readonly prompt = new RunningStatistics();
  readonly completion = new RunningStatistics();
  readonly #times = new Float64Array(ARRIVALS_KEPT);
  readonly #promptOf = new Float64Array(ARRIVALS_KEPT);
  readonly #completionOf = new Float64Array(ARRIVALS_KEPT);
  kept = 0;
  taken = 0;
  good = 0;
  judged = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  timed = 0;
  disorder = 0;
  #previousMs = Number.NEGATIVE_INFINITY;

  arrive(timeMs: number, prompt: number | null, completion: number | null): void {
    this.timed += 1;
    if (timeMs < this.#previousMs) this.disorder += 1;
    this.#previousMs = timeMs;
    if (timeMs < this.firstMs) this.firstMs = timeMs;
    if (timeMs > this.lastMs) this.lastMs = timeMs;
    if (this.kept < ARRIVALS_KEPT) {
      this.#times[this.kept] = timeMs;
      this.#promptOf[this.kept] = prompt ?? 0;
      this.#completionOf[this.kept] = completion ?? 0;
      this.kept += 1;
    }
  }

  /** The kept arrivals in order of time, ms since the first. */
  ordered(): { timestampsMs: number[]; promptTokens: number[]; completionTokens: number[] } {
    const order = Array.from({ length: this.kept }, (_, index) => index);
    if (this.disorder > 0) order.sort((left, right) => (this.#times[left] ?? 0) - (this.#times[right] ?? 0) || left - right);
    const first = this.#times[order[0] ?? 0] ?? 0;
    return {
      timestampsMs: order.map((index) => (this.#times[index] ?? 0) - first),
      promptTokens: order.map((index) => this.#promptOf[index] ?? 0),
      completionTokens: order.map((index) => this.#completionOf[index] ?? 0),
    };
  }
}

/**
 * Reads a request log (one row per request: when it came, how long it took, tokens, whether it went well) as a stream in constant memory.
 * Percentiles come from a sketch with a relative error of 0.5 %; latency is over the requests that went well, the rate over all.
 * @throws ImportFileError when the file cannot be read at all; a bad row is a problem with its line and column, and only that row is left out
 */
export async function importRequestLog(source: FileSource, options: LogOptions = {}): Promise<RequestLog> {
  const problems = new ProblemList();
  let rejected = 0;
  let read = 0;
  let bytes = 0;
  const table = await openTable(
    source,
    { maxBytes: options.maxBytes ?? LOG_MAX_BYTES, ...(options.delimiter ? { delimiter: options.delimiter } : {}), onBytes: (count) => (bytes = count) },
    problems,
    () => {
      rejected += 1;
      read += 1;
    },
  );
  const mapping = options.mapping ?? suggestLogMapping(table.header);
  const notes = [`separator: ${delimiterText(table.delimiter)}`];
  const columns = columnsOf(mapping, table.header, problems);
  if (mapping.latency && !mapping.latencyUnit) notes.push(`"${mapping.latency}" is read as milliseconds`);
  const reader = new Reader();
  if (!problems.hasErrors) {
    const decimalComma = table.delimiter !== ",";
    const unit = TIME_UNITS[mapping.latencyUnit ?? "ms"];
    for await (const batch of table.batches) {
      for (const row of batch) {
        read += 1;
        if (takeRow(row.cells, row.line, columns, unit, decimalComma, reader, problems)) reader.taken += 1;
        else rejected += 1;
      }
      options.onProgress?.({ rows: read, bytes });
    }
    if (reader.taken === 0) problems.error("rows-none", read === 0 ? "There are no rows under the header." : "No row could be taken.");
  }
  options.onProgress?.({ rows: read, bytes });
  return finish(reader, mapping, read, rejected, problems, notes);
}

interface LogColumns {
  timestamp: number;
  latency: number;
  prompt: number;
  completion: number;
  ok: number;
  names: LogMapping;
}

function columnsOf(mapping: LogMapping, header: readonly string[], problems: ProblemList): LogColumns {
  const at = (column: string | undefined) => {
    if (column === undefined) return -1;
    const index = header.indexOf(column);
    if (index < 0)
      problems.error("column-missing", `The column "${column}" is not in the file.`, { row: 1, column, hint: `The file has: ${header.join(", ")}.` });
    return index;
  };
  if (!mapping.timestamp && !mapping.latency) {
    problems.error("column-missing", "No column was recognised as the time or the latency of a request.", {
      row: 1,
      hint: `Say which column means what; the file has: ${header.join(", ")}.`,
    });
  }
  return {
    timestamp: at(mapping.timestamp),
    latency: at(mapping.latency),
    prompt: at(mapping.promptTokens),
    completion: at(mapping.completionTokens),
    ok: at(mapping.ok),
    names: mapping,
  };
}

function takeRow(
  cells: readonly string[],
  line: number,
  columns: LogColumns,
  unit: number,
  decimalComma: boolean,
  reader: Reader,
  problems: ProblemList,
): boolean {
  let sound = true;
  let ok = true;
  if (columns.ok >= 0) {
    const cell = cells[columns.ok] ?? "";
    const judged = readOk(cell);
    if (judged === null) {
      problems.error("cell-not-a-number", `"${cell.slice(0, 40)}" does not say whether the request went well.`, {
        row: line,
        column: columns.names.ok ?? null,
        hint: "Use true/false, ok/error, or an HTTP status.",
      });
      sound = false;
    } else ok = judged;
  }
  const tokens = (index: number, column: string | undefined): number | null => {
    const cell = index < 0 ? "" : (cells[index] ?? "");
    if (index < 0 || (cell.trim() === "" && !ok)) return null;
    const value = readNumber(cell, { row: line, column: column ?? "" }, TOKENS_RULE, decimalComma, problems);
    if (value === null) sound = false;
    return value;
  };
  const prompt = tokens(columns.prompt, columns.names.promptTokens);
  const completion = tokens(columns.completion, columns.names.completionTokens);
  let latency: number | null = null;
  if (columns.latency >= 0) {
    const cell = cells[columns.latency] ?? "";
    if (ok || cell.trim() !== "") {
      latency = readNumber(
        cell,
        { row: line, column: columns.names.latency ?? "" },
        { factor: unit, max: DAY_MS, zero: true, unit: "ms" },
        decimalComma,
        problems,
      );
      if (latency === null) sound = false;
    }
  }
  let timeMs: number | null = null;
  if (columns.timestamp >= 0) {
    const cell = cells[columns.timestamp] ?? "";
    timeMs = readTime(cell);
    if (timeMs === null) {
      problems.error("cell-not-a-time", `"${cell.slice(0, 40)}" is not a time.`, {
        row: line,
        column: columns.names.timestamp ?? null,
        hint: "Use ISO 8601 (2026-11-22T10:15:30.250Z) or a number since 1970.",
      });
      sound = false;
    }
  }
  if (!sound) return false;
  if (columns.ok >= 0) {
    reader.judged += 1;
    if (ok) reader.good += 1;
  }
  if (ok && latency !== null) reader.latency.add(latency);
  if (prompt !== null) reader.prompt.add(prompt);
  if (completion !== null && ok) reader.completion.add(completion);
  if (timeMs !== null) reader.arrive(timeMs, prompt, completion);
  return true;
}

function finish(reader: Reader, mapping: LogMapping, read: number, rejected: number, problems: ProblemList, notes: string[]): RequestLog {
  const latency = reader.latency.summary();
  if (latency) warnAboutUnit(latency, mapping, problems);
  let arrivals: WorkloadStatistics | null = null;
  let trace: Trace | null = null;
  let rateRps: Estimate | null = null;
  if (reader.kept > 1 && reader.lastMs > reader.firstMs) {
    if (reader.disorder > 0)
      problems.warning("order", `${rowsThat(reader.disorder, "is", "are")} earlier than the row before; arrivals were put in order of time.`, {
        column: mapping.timestamp ?? null,
        hint: "If the column is the time of completion, take the arrival time instead.",
      });
    if (reader.timed > reader.kept)
      notes.push(
        `burstiness and trace are over the first ${ARRIVALS_KEPT.toLocaleString("en-US")} requests; everything else is over all ${reader.timed.toLocaleString("en-US")}`,
      );
    const ordered = reader.ordered();
    const sample = {
      timestampsMs: ordered.timestampsMs,
      ...(mapping.promptTokens ? { promptTokens: ordered.promptTokens } : {}),
      ...(mapping.completionTokens ? { completionTokens: ordered.completionTokens } : {}),
    };
    arrivals = traceStatistics(sample);
    trace = { ...sample, source: "measured" };
    const rate = ((reader.timed - 1) * 1000) / (reader.lastMs - reader.firstMs);
    // Renewal process: the variance of a count over a long span is its mean times the squared CV of the gaps (Cox, Renewal Theory, section 4.2).
    const half = (1.96 * rate * (arrivals.interArrivalCv ?? 1)) / Math.sqrt(reader.timed - 1);
    rateRps = { value: rate, ci95: [Math.max(0, rate - half), rate + half] };
    if (arrivals.poisson.kind === "burstier") problems.warning("unit-suspect", arrivals.poisson.message, { column: mapping.timestamp ?? null });
  } else if (reader.timed > 1) {
    throw new ImportFileError("cell-not-a-time", "All requests have the same time.", "The time column may be a date without the time of day.");
  }
  return {
    mapping,
    rowsRead: read,
    rowsTaken: reader.taken,
    rowsRejected: rejected,
    problems: problems.finish(),
    notes,
    latencyMs: latency,
    promptTokens: reader.prompt.summary(),
    completionTokens: reader.completion.summary(),
    okShare: reader.judged > 0 ? wilsonEstimate(reader.good, reader.judged) : null,
    rateRps,
    arrivals,
    trace,
  };
}

/** A longest latency so far above the 99th percentile is seldom a slow request: a unit off by a thousand, or a clock that jumped. */
const FAR_OFF = 200;

function warnAboutUnit(latency: RunningSummary, mapping: LogMapping, problems: ProblemList): void {
  const column = mapping.latency ?? null;
  const median = Number(latency.p50.value.toPrecision(3));
  if (latency.p50.value < 0.05)
    problems.warning("unit-suspect", `Half of the requests took less than ${median} ms: unusually short.`, {
      column,
      hint: "The column is probably in seconds: choose s as its unit.",
    });
  if (latency.p50.value > 600_000)
    problems.warning("unit-suspect", `Half of the requests took more than ${median} ms (ten minutes): unusually long.`, {
      column,
      hint: "The column is probably in microseconds: choose us as its unit.",
    });
  if (latency.p90.value > 0 && latency.p50.value > 0 && latency.p90.value / latency.p50.value > 300) {
    problems.warning(
      "unit-suspect",
      `A tenth of the requests took over ${Math.round(latency.p90.value / latency.p50.value)} times the median: the column may mix units.`,
      { column },
    );
  } else if (latency.p99.value > 0 && latency.max / latency.p99.value > FAR_OFF) {
    const times = Math.round(latency.max / latency.p99.value).toLocaleString("en-US");
    problems.warning("unit-suspect", `The longest latency (${formatNumber(latency.max)} ms) is ${times} times the 99th percentile; the mean counts it.`, {
      column,
      hint: "Is that row in another unit, or was its request stuck?",
    });
  }
}

function rowsThat(count: number, one: string, many: string): string {
  return count === 1 ? `1 row ${one}` : `${count.toLocaleString("en-US")} rows ${many}`;
}

/** Share with its Wilson score interval. */
function wilsonEstimate(successes: number, total: number): Estimate {
  const share = successes / total;
  const z = 1.96;
  const denominator = 1 + (z * z) / total;
  const centre = (share + (z * z) / (2 * total)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return { value: share, ci95: [Math.max(0, centre - half), Math.min(1, centre + half)] };
}
