import { checkDocuments } from "../../core/documents/check";
import type { DocumentByKind, DocumentKind } from "../../core/documents/kinds";
import { didYouMean, listNames } from "../../core/documents/nearest";
import type { ParsedDocument } from "../../core/documents/parse";
import { hasErrors } from "../../core/documents/problem";
import type { CheckedDocument } from "../../core/documents/rules/context";
import type { Settings } from "../../core/documents/workload";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { failure, InputFailure } from "./failure";
import { type Output, tellProblems } from "./output";
import { type ReadResult, readFiles } from "./read-files";
import { withTraceFiles } from "./trace-files";

/** Reads and checks files; errors stop with status 2, warnings are told and passed. */
export async function readChecked(files: readonly string[], output: Output): Promise<ReadResult> {
  const read = readFiles(files);
  const traced = await withTraceFiles(read.documents);
  const problems = [...read.problems, ...traced.problems, ...checkDocuments(traced.documents)];
  if (hasErrors(problems)) throw new InputFailure(problems);
  tellProblems(output, problems);
  return { ...read, documents: traced.documents };
}

function only<K extends DocumentKind>(kind: K, documents: readonly CheckedDocument[]): DocumentByKind[K][] {
  return documents.filter(({ document }) => document.kind === kind).map(({ document }) => document as DocumentByKind[K]);
}

/** What to plan, out of all documents given. */
export interface Selection {
  classId?: string;
  /** Pipeline that is wanted (of a plan that is to be evaluated); default: the one the class runs. */
  pipelineName?: string;
  settings: Partial<Settings>;
}

/** Puts the documents together to one planning input, or says which are missing or too many. */
export function selectInput(documents: readonly ParsedDocument[], selection: Selection): PlanningInput {
  const pipelines = only("Pipeline", documents);
  const catalogues = only("Catalogue", documents);
  const infrastructures = only("Infrastructure", documents);
  const workloads = only("Workload", documents);
  const missing = (
    [
      ["Pipeline", pipelines],
      ["Catalogue", catalogues],
      ["Infrastructure", infrastructures],
      ["Workload", workloads],
    ] as const
  )
    .filter(([, list]) => list.length === 0)
    .map(([kind]) => kind);
  if (missing.length > 0) {
    throw failure(
      "wrong-documents",
      `no ${missing.join(", no ")} is given`,
      "planning needs a Pipeline, a Catalogue, an Infrastructure and a Workload; give their files, or the folder that has them",
    );
  }
  for (const [kind, list] of [
    ["Infrastructure", infrastructures],
    ["Workload", workloads],
  ] as const) {
    if (list.length > 1)
      throw failure(
        "wrong-documents",
        `${list.length} documents ${kind} are given: ${listNames(list.map((entry) => entry.metadata.name))}`,
        "give the one to plan with",
      );
  }
  const [workload] = workloads as [DocumentByKind["Workload"]];
  const [infrastructure] = infrastructures as [DocumentByKind["Infrastructure"]];
  const { classes } = workload.spec;
  const names = new Map(pipelines.map((pipeline) => [pipeline.metadata.name, pipeline]));
  let queryClass = classes.find((entry) => entry.id === selection.classId);
  if (selection.classId !== undefined && !queryClass) {
    throw failure(
      "invalid-option",
      `the workload has no class \`${selection.classId}\`${didYouMean(
        selection.classId,
        classes.map((entry) => entry.id),
      )}`,
      `it has ${listNames(classes.map((entry) => entry.id))}`,
    );
  }
  if (!queryClass) {
    const wanted = classes.filter((entry) => (selection.pipelineName === undefined ? names.has(entry.pipeline) : entry.pipeline === selection.pipelineName));
    if (wanted.length > 1) {
      throw failure(
        "wrong-documents",
        `the workload has ${wanted.length} classes: ${listNames(wanted.map((entry) => entry.id))}`,
        `choose the one to plan, as --class ${wanted[0]?.id}`,
      );
    }
    queryClass = wanted[0];
  }
  if (!queryClass) {
    throw failure(
      "wrong-documents",
      `no class of the workload runs ${selection.pipelineName === undefined ? "a pipeline given" : `the pipeline \`${selection.pipelineName}\``}`,
      `its classes run ${listNames([...new Set(classes.map((entry) => entry.pipeline))])}`,
    );
  }
  const pipeline = names.get(queryClass.pipeline);
  if (!pipeline) throw failure("wrong-documents", `the class \`${queryClass.id}\` runs the pipeline \`${queryClass.pipeline}\`, which is not given`);
  return { pipeline, catalogues, infrastructure, workload, classId: queryClass.id, settings: selection.settings };
}
