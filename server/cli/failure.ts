import type { Problem } from "../../core/documents/problem";

/** Exit statuses of the command (planning model, section 9). */
export const EXIT = { done: 0, fault: 1, input: 2, infeasible: 3 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Stops a command because the input is wrong; the problems are told on standard error and the status is 2. */
export class InputFailure extends Error {
  override readonly name = "InputFailure";

  constructor(readonly problems: readonly Problem[]) {
    super(problems[0]?.message ?? "the input is wrong");
  }
}

/** One problem that has no place in a file. */
export function failure(code: Problem["code"], message: string, hint?: string): InputFailure {
  return new InputFailure([{ code, severity: "error", message, hint, path: [] }]);
}
