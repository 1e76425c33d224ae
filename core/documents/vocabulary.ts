/**
 * The words of the documents that are needed where no schema is: kept apart from the schemas, so that a page that only lists them does not load a
 * validator.
 */

/** The statistics a latency or token figure may be given at, from lowest to highest. */
export const STATISTICS = ["mean", "p50", "p90", "p95", "p99"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** Objective names; `cost` stands for `costPerThousand`. */
export const OBJECTIVES = ["costPerThousand", "costPerHour", "latency", "quality", "energy", "throughput"] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** Identifiers: a letter or digit, then letters, digits, `.`, `_`, `-`; `/` joins the id of an operator inside an alternative. */
export const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
export const IDENTIFIER_LENGTH = 128;

export function isIdentifier(text: string): boolean {
  return text.length <= IDENTIFIER_LENGTH && IDENTIFIER.test(text);
}

/** Why a text that was typed is no identifier; null when it is one. */
export function identifierFault(text: string): string | null {
  if (text.length > IDENTIFIER_LENGTH) return `At most ${IDENTIFIER_LENGTH} characters; this has ${text.length}`;
  return IDENTIFIER.test(text) ? null : "Starts with a letter or digit; then letters, digits and . _ - /";
}
