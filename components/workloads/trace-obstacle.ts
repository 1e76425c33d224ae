import type { MeasurementsPreview } from "@/server/importers/measurements/read-measurements";

/** Why a file that was looked at cannot be read as a trace yet, in words for beside the button; null when it can. */
export function traceObstacle({ format, problem, table }: Pick<MeasurementsPreview, "format" | "problem" | "table">): string | null {
  if (problem !== null) return problem.message;
  if (format !== "request-log") return "Choose the format of a request log: a trace has a row per request.";
  if (!table?.logMapping.timestamp) return "Choose the column with the time of arrival.";
  return null;
}
