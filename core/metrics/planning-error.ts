/** Stable codes of what can be wrong with a planning problem or a plan given to be evaluated. */
export type PlanningErrorCode =
  | "class-not-found"
  | "class-ambiguous"
  | "rate-needed"
  | "slo-unsupported"
  | "number-invalid"
  | "pipeline-invalid"
  | "plan-mismatch"
  | "plan-infeasible"
  | "quality-model-invalid";

/** A fault of the input (never of the planner): what is wrong and, where there are several findings, the list of them. */
export class PlanningError extends Error {
  readonly code: PlanningErrorCode;
  readonly problems: string[];

  constructor(code: PlanningErrorCode, message: string, problems: string[] = []) {
    super(message);
    this.name = "PlanningError";
    this.code = code;
    this.problems = problems;
  }
}
