import { semanticHash } from "../../core/documents/canonical";
import { parseDocument } from "../../core/documents/parse";
import { type Problem, pathText } from "../../core/documents/problem";
import { DomainError } from "./domain-error";
import type { StoredByKind, StoredDocument, StoredKind } from "./stored-document";

export interface ProblemDetails {
  problems: Problem[];
}

/**
 * Lets in what its schema allows. A half-drawn pipeline passes (a draft must be saveable at any time); a shape that the app could not
 * draw again does not. What is semantically wrong is listed when the pipeline is opened or planned.
 */
export function parseStored<K extends StoredKind>(value: unknown, kind: K): StoredByKind[K] {
  const { document, problems } = parseDocument(kind, value);
  if (document) return document as StoredByKind[K];
  throw new DomainError<ProblemDetails>("invalid-document", `Not saved: ${sentenceOf(problems)}`, { problems });
}

/** The first problem in words, and how many more there are. */
export function sentenceOf(problems: readonly Problem[]): string {
  const first = problems[0];
  if (!first) return "the document is not valid.";
  const where = pathText(first.path);
  const hint = first.hint ? ` (${first.hint})` : "";
  const more = problems.length > 1 ? `; and ${problems.length - 1} more ${problems.length === 2 ? "problem" : "problems"}` : "";
  return `${where ? `${where}: ` : ""}${first.message}${hint}${more}.`;
}

export async function hashOf(document: StoredDocument): Promise<string> {
  return semanticHash(document);
}

export function titleOf(document: StoredDocument): string {
  return document.metadata.title?.trim() || document.metadata.name;
}
