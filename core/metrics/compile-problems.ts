import { ExpansionError, expandAlternatives } from "../graph/expand";
import { compileProblem } from "./compile";
import { PlanningError } from "./planning-error";
import type { PlanningInput } from "./planning-input";
import type { Problem } from "./problem";

/** One problem per choice of alternatives; their frontiers together are the pipeline's. Throws PlanningError. */
export function compileProblems(input: PlanningInput): Problem[] {
  try {
    const problems = expandAlternatives(input.pipeline.spec).map((expansion) => compileProblem(input, expansion));
    // Quality is left out for all choices of alternatives or for none, so that their vectors can be compared.
    if (problems.some((problem) => problem.qualityUnknown)) {
      for (const problem of problems) {
        problem.qualityUnknown = true;
        problem.settings.objectives = problem.settings.objectives.filter((objective) => objective !== "quality");
      }
    }
    return problems;
  } catch (error) {
    if (error instanceof ExpansionError) throw new PlanningError("pipeline-invalid", error.message);
    throw error;
  }
}
