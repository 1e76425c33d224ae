import { changeText, diffDocuments } from "../../../core/diff/document-diff";
import type { AnyDocument } from "../../../core/documents/kinds";
import { hasErrors } from "../../../core/documents/problem";
import { EXIT, type ExitStatus, failure, InputFailure } from "../failure";
import { type Output, printable } from "../output";
import { readFiles } from "../read-files";

/** What changed in meaning between two documents of one kind. Status 0 whether or not something did. */
export async function diff(before: string, after: string, options: { format: "text" | "json" }, output: Output): Promise<ExitStatus> {
  const changes = diffDocuments(...pair(single(before), single(after)));
  if (options.format === "json") await output.write(`${JSON.stringify(changes, null, 2)}\n`);
  else await output.write(changes.length === 0 ? "no difference in meaning\n" : changes.map((change) => `${printable(changeText(change))}\n`).join(""));
  return EXIT.done;
}

function single(file: string): AnyDocument {
  const { documents, problems } = readFiles([file]);
  if (hasErrors(problems)) throw new InputFailure(problems);
  const [first] = documents;
  if (!first || documents.length > 1)
    throw failure("wrong-documents", `${file} has ${documents.length} documents`, "diff compares two files of one document each");
  return first.document;
}

function pair(a: AnyDocument, b: AnyDocument): [AnyDocument, AnyDocument] {
  if (a.kind !== b.kind) throw failure("wrong-documents", `a ${a.kind} cannot be compared with a ${b.kind}`, "give two documents of one kind");
  return [a, b];
}
