import { compileProblem } from "./compile";
import { PlanningError } from "./planning-error";
import type { PlanningInput } from "./planning-input";
import type { Problem } from "./problem";

/** One problem per choice of alternatives; their frontiers together are the pipeline's. Throws PlanningError. */
export function compileProblems(input: PlanningInput): Problem[] {
  const { spec } = input.pipeline;
  if (spec.operators.some((operator) => operator.alternatives)) throw new PlanningError("pipeline-invalid", "Alternatives are not expanded yet.");
  return [compileProblem(input, spec, {})];
}
