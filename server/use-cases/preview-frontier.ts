import { checkDocuments } from "../../core/documents/check";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import type { PipelineDocument } from "../../core/documents/pipeline";
import type { WorkloadDocument } from "../../core/documents/workload";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { authorise } from "../auth/gate";
import type { PlannerFailure } from "../planner/pool";
import type { Context } from "./context";
import { sentenceOf } from "./document-content";
import { DomainError } from "./domain-error";
import { loadView } from "./stored-document";

export interface PreviewInput {
  pipeline: PipelineDocument;
  workload: WorkloadDocument;
  infrastructure: InfrastructureDocument;
  /** Catalogues are large: they are named, and read here. */
  catalogues: { id: string; version: number }[];
  classId?: string | undefined;
}

/** Sliders wait for an answer: a search that takes longer says what it has found so far. */
const TIME_LIMIT_SECONDS = 2;

/** The frontier of documents that are not saved, in bytes (`packedToBytes`). Nothing is written; when `signal` ends, the search does. */
export async function previewFrontier(context: Context, input: PreviewInput, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  authorise(context.principal, "run:start");
  const catalogues = [];
  for (const { id, version } of input.catalogues) {
    catalogues.push(
      await context.previews.catalogue(`${context.workspace} ${id} ${version}`, async () => {
        const view = await loadView(context.db, context, id, version);
        if (view.kind !== "Catalogue") throw new DomainError("invalid-input", `${view.title} is not a catalogue.`, { field: "catalogues", id });
        return view.document;
      }),
    );
  }
  const { pipeline, workload, infrastructure, classId } = input;
  const planned = workload.spec.classes.findIndex((entry) => entry.id === classId);
  const problems = checkDocuments([pipeline, infrastructure, workload, ...catalogues].map((document) => ({ document }))).filter(
    ({ severity, document, path }) =>
      severity === "error" && !(document?.kind === "Workload" && planned >= 0 && path[0] === "spec" && path[1] === "classes" && path[2] !== planned),
  );
  if (problems.length > 0) throw new DomainError("planning-problems", sentenceOf(problems), { problems });
  const question: PlanningInput = { pipeline, workload, infrastructure, catalogues, ...(classId ? { classId } : {}) };
  const limit = Math.min(TIME_LIMIT_SECONDS, workload.spec.settings?.timeLimitSeconds ?? TIME_LIMIT_SECONDS);
  try {
    return await context.previews.run({ ...question, settings: { timeLimitSeconds: limit } }, signal);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "PlannerFailure") throw error;
    const failure = error as PlannerFailure;
    if (failure.code === "planner-fault") throw error;
    throw new DomainError("invalid-input", failure.message, { reason: failure.code });
  }
}
