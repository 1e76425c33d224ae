import { createReadStream } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ParsedDocument } from "../../core/documents/parse";
import type { Problem } from "../../core/documents/problem";
import type { QueryClass } from "../../core/documents/workload";
import { ImportFileError, type ImportProblem } from "../importers/measurements/problems";
import { importRequestLog } from "../importers/measurements/request-log";

/** Bad rows of one trace that are told; the rest are counted. */
const MOST_TOLD = 20;

function toldOf(problem: ImportProblem, severity: Problem["severity"], file: string): Problem {
  const where = problem.column === null ? "" : `column "${problem.column}": `;
  return {
    code: "trace-file",
    severity,
    message: `${where}${problem.message}`,
    ...(problem.hint ? { hint: problem.hint } : {}),
    file,
    ...(problem.row === null ? {} : { line: problem.row }),
    path: [],
  };
}

async function readTrace(entry: QueryClass, parsed: ParsedDocument, index: number, problems: Problem[]): Promise<QueryClass> {
  const name = entry.trace?.file as string;
  const file = resolve(dirname(parsed.file), name);
  const path = ["spec", "classes", index, "trace", "file"];
  const fail = (message: string, hint: string): QueryClass => {
    problems.push({ code: "trace-file", severity: "error", message, hint, file: parsed.file, ...parsed.locate(path), path });
    return entry;
  };
  try {
    const log = await importRequestLog(createReadStream(file));
    // The burstiness of a trace is told where it matters: when a plan is made.
    const found = log.problems.filter((problem) => problem.code !== "unit-suspect" || problem.column !== (log.mapping.timestamp ?? null));
    for (const problem of found.slice(0, MOST_TOLD)) problems.push(toldOf(problem, log.trace ? "warning" : problem.severity, file));
    if (found.length > MOST_TOLD)
      problems.push({ code: "trace-file", severity: "warning", message: `${found.length - MOST_TOLD} more rows have problems`, file, path: [] });
    if (!log.trace)
      return found.some((problem) => problem.severity === "error")
        ? entry
        : fail(`the trace file \`${name}\` has no column of times`, "give a column `timestamp` with the time of each request");
    return { ...entry, trace: { ...entry.trace, ...log.trace, source: entry.trace?.source ?? name } };
  } catch (error) {
    if (error instanceof ImportFileError)
      return fail(`the trace file \`${name}\`: ${error.message}`, error.problem.hint ?? "see the guide on bringing your own measurements");
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return fail(`the trace file \`${name}\` is not there`, `it is looked for beside the document: ${file}`);
    if (code === "EISDIR" || code === "EACCES") return fail(`the trace file \`${name}\` cannot be read`, "give a CSV file that may be read");
    throw error;
  }
}

/** Reads the trace files that workloads name (CSV beside the document) into them. What is wrong with a file is a problem with its row. */
export async function withTraceFiles(documents: readonly ParsedDocument[]): Promise<{ documents: ParsedDocument[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const result: ParsedDocument[] = [];
  for (const parsed of documents) {
    const { document } = parsed;
    if (document.kind !== "Workload" || !document.spec.classes.some((entry) => entry.trace?.file && !entry.trace.timestampsMs)) {
      result.push(parsed);
      continue;
    }
    const classes: QueryClass[] = [];
    for (const [index, entry] of document.spec.classes.entries())
      classes.push(entry.trace?.file && !entry.trace.timestampsMs ? await readTrace(entry, parsed, index, problems) : entry);
    result.push({ ...parsed, document: { ...document, spec: { ...document.spec, classes } } });
  }
  return { documents: result, problems };
}
