import { parseDocuments } from "../../core/documents/parse";
import type { Problem } from "../../core/documents/problem";
import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { type ProblemDetails, sentenceOf } from "./document-content";
import { DomainError } from "./domain-error";
import { type ImportedDocument, importDocuments } from "./import-documents";

export interface ImportFilesInput {
  files: { name: string; text: string }[];
}

/** Reads YAML or JSON and stores every document of it, or says with file, line and column why none is stored. */
export async function importFiles(context: Context, input: ImportFilesInput): Promise<ImportedDocument[]> {
  authorise(context.principal, "document:write");
  const parsed = input.files.map((file) => parseDocuments(file.text, file.name));
  const problems: Problem[] = parsed.flatMap((file) => file.problems.filter((problem) => problem.severity === "error"));
  const first = problems[0];
  if (first) {
    const place = `${first.file ?? "the file"}, line ${first.line ?? 1}, column ${first.column ?? 1}`;
    throw new DomainError<ProblemDetails>("invalid-document", `Nothing was imported. ${place}: ${sentenceOf(problems)}`, { problems });
  }
  return importDocuments(context, { documents: parsed.flatMap((file) => file.documents.map(({ document }) => document)) });
}
