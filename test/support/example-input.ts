import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnyDocument } from "../../core/documents/kinds";
import { parseDocuments } from "../../core/documents/parse";
import type { PlanningInput } from "../../core/metrics/planning-input";

/** The documents of an example, read from its folder. */
export function exampleInput(name: string): PlanningInput {
  const folder = join(import.meta.dirname, "../../examples", name);
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => parseDocuments(readFileSync(join(folder, file), "utf8"), file).documents.map((parsed) => parsed.document));
  const of = <K extends AnyDocument["kind"]>(kind: K) => documents.filter((document): document is Extract<AnyDocument, { kind: K }> => document.kind === kind);
  const [pipeline, infrastructure, workload] = [of("Pipeline")[0], of("Infrastructure")[0], of("Workload")[0]];
  if (!pipeline || !infrastructure || !workload) throw new Error(`the example ${name} is not complete`);
  return { pipeline, infrastructure, workload, catalogues: of("Catalogue") };
}
