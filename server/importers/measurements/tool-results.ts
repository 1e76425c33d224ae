import { isRecord } from "./generic-table";
import { type MeasuredPoint, percentilesRise, suspectUnits, type TimeValues } from "./measured-point";
import { ImportFileError, type ImportOutcome, ProblemList } from "./problems";
import { type FileSource, parseJson, wholeText } from "./text-source";

const MAX_BYTES = 256 * 2 ** 20;

interface JsonOptions {
  maxBytes?: number;
  onBytes?: (bytes: number) => void;
}

async function readJson(source: FileSource, options: JsonOptions): Promise<unknown> {
  return parseJson(await wholeText(source, { maxBytes: options.maxBytes ?? MAX_BYTES, ...(options.onBytes ? { onBytes: options.onBytes } : {}) }));
}

/** A finite, non-negative number of a record, or undefined; anything else that is there is a problem. */
function numberAt(record: Record<string, unknown>, key: string, row: number, problems: ProblemList): number | undefined {
  const value = record[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) {
    problems.error("cell-not-a-number", `${key} is ${JSON.stringify(value)?.slice(0, 40)}, not a number.`, { row, column: key });
    return undefined;
  }
  if (value < 0) {
    problems.error("cell-negative", `${key} is ${value}.`, { row, column: key });
    return undefined;
  }
  return value;
}

function scaled(values: TimeValues, factor: number): TimeValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, (value ?? 0) * factor]));
}

function finish(items: MeasuredPoint[], read: number, problems: ProblemList, notes: string[]): ImportOutcome<MeasuredPoint> {
  if (items.length === 0) problems.error("rows-none", "No result could be taken from the file.");
  suspectUnits(items, problems);
  return { items, problems: problems.finish(), rowsRead: read, rowsTaken: items.length, rowsRejected: read - items.length, notes };
}

/** Results of `vllm bench serve --save-result` (one object, a list, or one object per line). Times are in ms as the tool writes them. */
export async function importVllmBench(source: FileSource, options: JsonOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const text = await wholeText(source, { maxBytes: options.maxBytes ?? MAX_BYTES, ...(options.onBytes ? { onBytes: options.onBytes } : {}) });
  const lines = text.trim().split(/\r?\n(?=\{)/);
  const values = lines.length > 1 ? lines.map(parseJson) : [parseJson(text)].flat();
  const problems = new ProblemList();
  const items: MeasuredPoint[] = [];
  for (const [index, value] of values.entries()) {
    const row = index + 1;
    if (!isRecord(value) || !("mean_ttft_ms" in value || "median_ttft_ms" in value)) {
      if (values.length === 1)
        throw new ImportFileError(
          "file-format",
          "This is not a result of vllm bench: mean_ttft_ms is missing.",
          "Run `vllm bench serve --save-result` and import the file it writes.",
        );
      problems.error("file-format", "This entry is not a result of vllm bench: mean_ttft_ms is missing.", { row });
      continue;
    }
    const of = (key: string) => numberAt(value, key, row, problems);
    const times = (name: string): TimeValues => {
      const result: TimeValues = {};
      for (const [statistic, key] of [
        ["mean", `mean_${name}_ms`],
        ["p50", `median_${name}_ms`],
        ["p90", `p90_${name}_ms`],
        ["p95", `p95_${name}_ms`],
        ["p99", `p99_${name}_ms`],
      ] as const) {
        const found = of(key);
        if (found !== undefined) result[statistic] = found;
      }
      return result;
    };
    const before = problems.problems.length;
    const completed = of("completed");
    const point: MeasuredPoint = { row, ttftMs: times("ttft"), tpotMs: times("tpot") };
    const latency = times("e2el");
    if (Object.keys(latency).length > 0) point.latencyMs = latency;
    const model = value.model_id;
    if (typeof model === "string") point.label = model;
    const output = of("output_throughput");
    if (output !== undefined) point.tokensPerSecond = output;
    const requests = of("request_throughput");
    if (requests !== undefined) point.throughputRps = requests;
    const concurrency = of("max_concurrency");
    if (concurrency !== undefined) point.concurrency = concurrency;
    if (completed !== undefined && completed > 0) {
      point.samples = completed;
      const prompt = of("total_input_tokens");
      const completion = of("total_output_tokens");
      if (prompt !== undefined) point.promptTokens = prompt / completed;
      if (completion !== undefined) point.completionTokens = completion / completed;
      const asked = of("num_prompts");
      if (asked !== undefined && asked > completed) {
        point.failedShare = 1 - completed / asked;
        problems.warning("cell-absurd", `${asked - completed} of ${asked} requests failed; the times are those of the others.`, { row });
      }
    } else problems.error("cell-empty", "No request was completed.", { row, column: "completed" });
    const rising = (["ttft", "tpot"] as const).every((name) => percentilesRise(point[`${name}Ms`] ?? {}, name, row, problems));
    if (problems.problems.slice(before).some((problem) => problem.severity === "error") || !rising) continue;
    items.push(point);
  }
  return finish(items, values.length, problems, ["times in ms, throughput in requests and completion tokens per second"]);
}

/** Results of GuideLLM (`benchmarks.json`): one point per benchmark of the sweep. */
export async function importGuideLlm(source: FileSource, options: JsonOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const value = await readJson(source, options);
  const list = isRecord(value) ? value.benchmarks : null;
  if (!Array.isArray(list))
    throw new ImportFileError(
      "file-format",
      "This is not a GuideLLM result: it has no list of benchmarks.",
      "Import the benchmarks.json that `guidellm benchmark` writes.",
    );
  const problems = new ProblemList();
  const items: MeasuredPoint[] = [];
  for (const [index, entry] of list.entries()) {
    const row = index + 1;
    const metrics = isRecord(entry) ? entry.metrics : null;
    if (!isRecord(metrics)) {
      problems.error("file-format", "The benchmark has no metrics.", { row, column: "metrics" });
      continue;
    }
    const before = problems.problems.length;
    const distribution = (key: string): TimeValues & { count?: number } => {
      const group = metrics[key];
      const successful = isRecord(group) ? group.successful : null;
      if (!isRecord(successful)) return {};
      const result: TimeValues & { count?: number } = {};
      const mean = numberAt(successful, "mean", row, problems);
      if (mean !== undefined) result.mean = mean;
      const percentiles = isRecord(successful.percentiles) ? successful.percentiles : {};
      for (const name of ["p50", "p90", "p95", "p99"] as const) {
        const found = numberAt(percentiles, name, row, problems);
        if (found !== undefined) result[name] = found;
      }
      const median = numberAt(successful, "median", row, problems);
      if (result.p50 === undefined && median !== undefined) result.p50 = median;
      const count = numberAt(successful, "count", row, problems);
      if (count !== undefined) result.count = count;
      return result;
    };
    const { count: samples, ...ttft } = distribution("time_to_first_token_ms");
    const { count: _per, ...perToken } = distribution("time_per_output_token_ms");
    const { count: _inter, ...interToken } = distribution("inter_token_latency_ms");
    const tpot = Object.keys(interToken).length > 0 ? interToken : perToken;
    const { count: done, ...seconds } = distribution("request_latency");
    const latency = scaled(seconds, 1000);
    const point: MeasuredPoint = { row };
    if (Object.keys(ttft).length > 0 && Object.keys(tpot).length > 0) {
      point.ttftMs = ttft;
      point.tpotMs = tpot;
    }
    if (Object.keys(latency).length > 0) point.latencyMs = latency;
    if (!point.ttftMs && !point.latencyMs) {
      problems.error("cell-empty", "The benchmark has no successful request.", { row, column: "metrics" });
      continue;
    }
    const throughput = distribution("requests_per_second").mean;
    if (throughput !== undefined) point.throughputRps = throughput;
    const tokens = distribution("output_tokens_per_second").mean;
    if (tokens !== undefined) point.tokensPerSecond = tokens;
    const concurrency = distribution("request_concurrency").mean;
    if (concurrency !== undefined && concurrency > 0) point.concurrency = concurrency;
    const prompt = distribution("prompt_token_count").mean;
    if (prompt !== undefined) point.promptTokens = prompt;
    const completion = distribution("output_token_count").mean;
    if (completion !== undefined) point.completionTokens = completion;
    const count = samples ?? done;
    if (count !== undefined) point.samples = count;
    const rising = (["ttftMs", "tpotMs", "latencyMs"] as const).every((key) => percentilesRise(point[key] ?? {}, key.slice(0, -2), row, problems));
    if (problems.problems.slice(before).some((problem) => problem.severity === "error") || !rising) continue;
    items.push(point);
  }
  return finish(items, list.length, problems, ["request latency converted from seconds to ms"]);
}

/** The end-of-test summary of k6 (`--summary-export`, or the `data` object of handleSummary). Times are in ms as k6 writes them. */
export async function importK6Summary(source: FileSource, options: JsonOptions = {}): Promise<ImportOutcome<MeasuredPoint>> {
  const value = await readJson(source, options);
  const metrics = isRecord(value) ? value.metrics : null;
  const duration = isRecord(metrics) ? metrics.http_req_duration : null;
  if (!isRecord(metrics) || !isRecord(duration)) {
    throw new ImportFileError(
      "file-format",
      "This is not a summary of k6: metrics.http_req_duration is missing.",
      "Run `k6 run --summary-export summary.json …` and import that file.",
    );
  }
  const problems = new ProblemList();
  const valuesOf = (metric: unknown): Record<string, unknown> => (isRecord(metric) ? (isRecord(metric.values) ? metric.values : metric) : {});
  const times = valuesOf(duration);
  const latencyMs: TimeValues = {};
  for (const [statistic, key] of [
    ["mean", "avg"],
    ["p50", "med"],
    ["p90", "p(90)"],
    ["p95", "p(95)"],
    ["p99", "p(99)"],
  ] as const) {
    const found = numberAt(times, key, 1, problems);
    if (found !== undefined) latencyMs[statistic] = found;
  }
  const point: MeasuredPoint = { row: 1, latencyMs };
  const requests = valuesOf(metrics.http_reqs);
  const rate = numberAt(requests, "rate", 1, problems);
  if (rate !== undefined) point.throughputRps = rate;
  const count = numberAt(requests, "count", 1, problems);
  if (count !== undefined) point.samples = count;
  const failed = valuesOf(metrics.http_req_failed);
  const share = numberAt(failed, "rate", 1, problems) ?? numberAt(failed, "value", 1, problems);
  if (share !== undefined && share > 0) {
    point.failedShare = share;
    problems.warning("cell-absurd", `${(share * 100).toFixed(1)} % of the requests failed; k6 counts their times in.`, { row: 1 });
  }
  const users = numberAt(valuesOf(metrics.vus), "value", 1, problems) ?? numberAt(valuesOf(metrics.vus_max), "value", 1, problems);
  if (users !== undefined && users > 0) point.concurrency = users;
  if (Object.keys(latencyMs).length === 0) problems.error("cell-empty", "http_req_duration has no values.", { row: 1 });
  const good = !problems.hasErrors && percentilesRise(latencyMs, "latency", 1, problems);
  return finish(good ? [point] : [], 1, problems, ["times in ms"]);
}
