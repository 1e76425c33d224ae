import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrontierDocument } from "../../../core/documents/frontier";
import type { AnyDocument } from "../../../core/documents/kinds";
import { parseDocuments } from "../../../core/documents/parse";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";

/** The documents of an example, read from its folder. */
export function exampleInput(name: string): PlanningInput {
  const folder = join(import.meta.dirname, "../../../examples", name);
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => parseDocuments(readFileSync(join(folder, file), "utf8"), file).documents.map((parsed) => parsed.document));
  const of = <K extends AnyDocument["kind"]>(kind: K) => documents.filter((document): document is Extract<AnyDocument, { kind: K }> => document.kind === kind);
  const [pipeline, infrastructure, workload] = [of("Pipeline")[0], of("Infrastructure")[0], of("Workload")[0]];
  if (!pipeline || !infrastructure || !workload) throw new Error(`the example ${name} is not complete`);
  return { pipeline, infrastructure, workload, catalogues: of("Catalogue") };
}

/** What the pipeline's page would load for this input, with its frontier planned here. */
export function studyOf(input: PlanningInput, frontier: FrontierDocument = planFrontier(input)) {
  const view = <D extends { kind: string; metadata: { name: string; title?: string } }>(document: D, index = 0) => ({
    id: `00000000-0000-7000-8000-${document.kind
      .toLowerCase()
      .padEnd(11, "0")
      .slice(0, 11)
      .replace(/[^0-9a-f]/g, "0")}${index}`,
    kind: document.kind,
    name: document.metadata.name,
    title: document.metadata.title ?? document.metadata.name,
    version: 1,
    headVersion: 1,
    document,
  });
  return {
    pipeline: view(input.pipeline, 1),
    infrastructure: view(input.infrastructure, 2),
    workload: view(input.workload, 3),
    catalogues: input.catalogues.map((catalogue, index) => view(catalogue, 4 + index)),
    available: { infrastructures: [], workloads: [], catalogues: [] },
    runs: { active: null, newest: null, stale: false, shown: { id: "run", status: "done", classId: frontier.spec.class ?? null, frontier } },
  };
}
