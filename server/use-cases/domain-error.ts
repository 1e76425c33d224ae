import type { z } from "zod";

/** Stable codes of the errors people can meet; adapters map them once to their own form. */
export type DomainErrorCode =
  | "not-found"
  | "invalid-document"
  | "invalid-input"
  | "version-conflict"
  | "name-taken"
  | "read-only"
  | "archived"
  | "study-incomplete"
  | "planning-problems"
  | "run-finished"
  | "simulation-failed"
  | "forbidden"
  | "too-large"
  | "data-folder-locked"
  | "migration-changed"
  | "database-unreachable";

const HTTP_STATUS: Record<DomainErrorCode, number> = {
  "not-found": 404,
  "invalid-document": 422,
  "invalid-input": 400,
  "version-conflict": 409,
  "name-taken": 409,
  "read-only": 409,
  archived: 409,
  "study-incomplete": 422,
  "planning-problems": 422,
  "run-finished": 409,
  "simulation-failed": 422,
  forbidden: 403,
  "too-large": 413,
  "data-folder-locked": 503,
  "migration-changed": 503,
  "database-unreachable": 503,
};

/** What was wrong, where, and what to do: the message says it in words, `details` in data. */
export class DomainError<D = unknown> extends Error {
  readonly code: DomainErrorCode;
  readonly status: number;
  readonly details: D;

  constructor(code: DomainErrorCode, message: string, details: D, options?: ErrorOptions) {
    super(message, options);
    this.name = "DomainError";
    this.code = code;
    this.status = HTTP_STATUS[code];
    this.details = details;
  }
}

/** The same module may be loaded by two bundles of one process, so that `instanceof` alone is not enough. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === "DomainError" && "code" in error && "status" in error;
}

export function notFound(what: string, id: string): DomainError {
  return new DomainError("not-found", `There is no ${what} with the id ${id}. It may have been removed; go back to the list.`, { what, id });
}

/** What a request holds does not fit its schema; `details.issues` says for each place what is wrong there. */
export function invalidInput(error: z.ZodError): DomainError<{ issues: { path: string; message: string }[] }> {
  const issues = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const words = issues.map(({ path, message }) => `${path || "input"}: ${message}`).join("; ");
  return new DomainError("invalid-input", `The request was not understood: ${words}.`, { issues });
}
