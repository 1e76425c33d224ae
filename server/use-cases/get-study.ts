import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { type LatestRuns, latestRunsOf } from "./latest-runs";
import { listDocuments } from "./list-documents";
import { type LoadedStudy, loadStudy } from "./load-study";
import type { DocumentSummary } from "./stored-document";

export interface StudyView extends LoadedStudy {
  /** What could be chosen instead. */
  available: { infrastructures: DocumentSummary[]; workloads: DocumentSummary[]; catalogues: DocumentSummary[] };
  runs: LatestRuns;
}

/** Everything that a pipeline's page needs to draw its first screen. */
export async function getStudy(context: Context, input: { pipelineId: string }): Promise<StudyView> {
  authorise(context.principal, "document:read");
  const study = await loadStudy(context.db, context, input.pipelineId);
  const all = await listDocuments(context);
  return {
    ...study,
    available: {
      infrastructures: all.filter((entry) => entry.kind === "Infrastructure"),
      workloads: all.filter((entry) => entry.kind === "Workload"),
      catalogues: all.filter((entry) => entry.kind === "Catalogue"),
    },
    runs: await latestRunsOf(context, study),
  };
}
