import { checkDocuments } from "../../core/documents/check";
import type { Problem } from "../../core/documents/problem";
import { type ProblemDetails, sentenceOf } from "./document-content";
import { DomainError } from "./domain-error";
import type { CompleteStudy } from "./load-study";

/** A draft may be saved with anything unfinished in it; it may not be planned. What other classes of the workload lack does not matter here. */
export function refuseProblems(study: CompleteStudy, classId: string): void {
  const documents = [study.pipeline, study.infrastructure, study.workload, ...study.catalogues].map((view) => ({ document: view.document }));
  const planned = study.workload.document.spec.classes.findIndex((entry) => entry.id === classId);
  const problems = checkDocuments(documents).filter((problem) => problem.severity === "error" && !isOfOtherClass(problem, planned));
  if (problems.length === 0) return;
  throw new DomainError<ProblemDetails>("planning-problems", `${study.pipeline.title} cannot be planned yet. ${sentenceOf(problems)}`, { problems });
}

function isOfOtherClass({ document, path }: Problem, planned: number): boolean {
  return document?.kind === "Workload" && path[0] === "spec" && path[1] === "classes" && path[2] !== planned;
}
