import { checkDocuments } from "../../../core/documents/check";
import { counted } from "../../../core/documents/counted";
import { sortProblems } from "../../../core/documents/problem";
import { EXIT, type ExitStatus } from "../failure";
import { type Output, tellProblems } from "../output";
import { readFiles } from "../read-files";
import { withTraceFiles } from "../trace-files";

export interface ValidateOptions {
  format: "text" | "json";
  strict?: boolean;
}

/** Every problem in every file. Status 2 when there is an error (with `--strict`, also for a warning). */
export async function validate(files: readonly string[], options: ValidateOptions, output: Output): Promise<ExitStatus> {
  const read = readFiles(files);
  const traced = await withTraceFiles(read.documents);
  const problems = sortProblems([...read.problems, ...traced.problems, ...checkDocuments(traced.documents)]);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  if (options.format === "json") await output.write(`${JSON.stringify(problems, null, 2)}\n`);
  else {
    tellProblems(output, problems, 1000);
    const found =
      problems.length === 0 ? "no problems" : [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")].filter(Boolean).join(", ");
    await output.write(`${counted(read.documents.length, "document")} in ${counted(read.files.length, "file")}: ${found}\n`);
  }
  return errors > 0 || (options.strict && warnings > 0) ? EXIT.input : EXIT.done;
}
