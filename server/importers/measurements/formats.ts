import { type GenericOptions, importGenericCsv, importGenericJson } from "./generic-table";
import type { MeasuredPoint } from "./measured-point";
import type { ImportOutcome } from "./problems";
import type { FileSource } from "./text-source";
import { importGuideLlm, importK6Summary, importVllmBench } from "./tool-results";
import { importLocust, importPerfAnalyzer } from "./tool-tables";

export const MEASUREMENT_FORMATS = [
  { id: "csv", title: "CSV table (choose columns)" },
  { id: "json", title: "JSON list" },
  { id: "vllm-bench", title: "vllm bench serve (JSON)" },
  { id: "guidellm", title: "GuideLLM (JSON)" },
  { id: "perf-analyzer", title: "Triton perf analyzer (CSV)" },
  { id: "locust", title: "locust statistics (CSV)" },
  { id: "k6", title: "k6 summary (JSON)" },
  { id: "request-log", title: "Request log (CSV)" },
] as const;
export type MeasurementFormat = (typeof MEASUREMENT_FORMATS)[number]["id"];

/** Which format a file probably has, from its first few kilobytes; null when it is neither a table nor JSON. */
export function detectFormat(head: string): MeasurementFormat | null {
  const text = head.replace(/^\uFEFF/, "").trimStart();
  if (text === "") return null;
  if (text.startsWith("{") || text.startsWith("[")) {
    if (/"(mean|median)_ttft_ms"|"ttfts"|"output_throughput"/.test(text)) return "vllm-bench";
    if (/"http_req_duration"/.test(text)) return "k6";
    if (/"benchmarks"\s*:/.test(text)) return "guidellm";
    return "json";
  }
  const header = (text.split(/\r?\n/, 1)[0] ?? "").toLowerCase();
  if (header.includes("inferences/second")) return "perf-analyzer";
  if (header.includes("request count") && header.includes("average response time")) return "locust";
  const timed = /(^|[,;\t|"])\s*(time_?stamp|@timestamp|ts|time|date_?time|arrival_?time|start_?time)\b/.test(header);
  if (timed) return "request-log";
  return /[,;\t|]/.test(header) ? "csv" : null;
}

/** Imports a file of operating points in a known format (a request log has an importer of its own). */
export async function importMeasurements(
  format: Exclude<MeasurementFormat, "request-log">,
  source: FileSource,
  options: GenericOptions = {},
): Promise<ImportOutcome<MeasuredPoint>> {
  switch (format) {
    case "csv":
      return importGenericCsv(source, options);
    case "json":
      return importGenericJson(source, options);
    case "vllm-bench":
      return importVllmBench(source, options);
    case "guidellm":
      return importGuideLlm(source, options);
    case "perf-analyzer":
      return importPerfAnalyzer(source, options);
    case "locust":
      return importLocust(source, options);
    case "k6":
      return importK6Summary(source, options);
  }
}
