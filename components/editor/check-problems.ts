import { checkDocuments } from "@/core/documents/check";
import type { Problem } from "@/core/documents/problem";
import type { CheckInput } from "./problems";

/** Everything that is wrong with the pipeline and with what is said about it in the open workload, by the rules of the command line. */
export function checkProblems({ pipeline, workload, others }: CheckInput): Problem[] {
  const documents = [{ document: pipeline }, ...others.map((document) => ({ document })), ...(workload ? [{ document: workload }] : [])];
  return checkDocuments(documents).filter((problem) => {
    if (problem.document?.kind === "Workload" && problem.path[1] === "classes") {
      return workload?.spec.classes[Number(problem.path[2])]?.pipeline === pipeline.metadata.name;
    }
    return problem.document?.kind === "Pipeline" || problem.severity === "error";
  });
}
