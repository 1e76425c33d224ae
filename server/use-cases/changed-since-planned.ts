import { changeText, diffDocuments } from "../../core/diff/document-diff";
import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { latestRuns } from "./latest-runs";
import { loadStudy } from "./load-study";
import { loadView } from "./stored-document";

/**
 * What is different from the documents that the plans on show were made from, a line each: `class calls: rateRps: 3 → 4`. Empty while they are up to date. Where
 * no document says anything else, the planner's answers themselves have changed.
 */
export async function changedSincePlanned(context: Context, input: { pipelineId: string }): Promise<string[]> {
  authorise(context.principal, "run:read");
  const { shown, stale } = await latestRuns(context, input);
  if (!shown || !stale) return [];
  const study = await loadStudy(context.db, context, input.pipelineId);
  const now = [study.pipeline, study.infrastructure, study.workload, ...study.catalogues].filter((view) => view !== null);
  const lines: string[] = [];
  for (const planned of shown.inputs) {
    const view = now.find((candidate) => candidate.id === planned.documentId);
    if (view && view.version === planned.version) continue;
    const before = await loadView(context.db, context, planned.documentId, planned.version);
    if (view) lines.push(...diffDocuments(before.document, view.document).map((change) => changeText(change).slice(2)));
    else lines.push(`${before.title} is no longer used`);
  }
  for (const view of now) if (!shown.inputs.some((planned) => planned.documentId === view.id)) lines.push(`${view.title} is used now`);
  return lines.length > 0 ? lines : ["the planner or its settings"];
}
