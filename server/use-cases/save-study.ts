import { authorise } from "../auth/gate";
import { audit } from "./audit";
import type { Context, Transaction } from "./context";
import { loadStudy } from "./load-study";
import { loadViewOfKind } from "./stored-document";

export interface SaveStudyInput {
  pipelineId: string;
  /** Absent: as it was; null: none. */
  infrastructureId?: string | null | undefined;
  workloadId?: string | null | undefined;
  /** In order: a later catalogue's implementation replaces an earlier one's of the same name. */
  catalogueIds?: string[] | undefined;
}

/** What a pipeline is planned against. The last choice wins: there is nothing in it to merge. */
export async function saveStudy(context: Context, input: SaveStudyInput): Promise<void> {
  authorise(context.principal, "document:write");
  await context.db.$transaction(async (tx) => {
    const before = await loadStudy(tx, context, input.pipelineId);
    if (input.infrastructureId) await loadViewOfKind(tx, context, input.infrastructureId, "Infrastructure");
    if (input.workloadId) await loadViewOfKind(tx, context, input.workloadId, "Workload");
    const catalogueIds = input.catalogueIds && [...new Set(input.catalogueIds)];
    for (const id of catalogueIds ?? []) await loadViewOfKind(tx, context, id, "Catalogue");
    await writeStudy(tx, context, { ...input, catalogueIds });
    await audit(tx, context, {
      action: "study.save",
      subjectKind: "Study",
      subjectId: input.pipelineId,
      before: {
        infrastructureId: before.infrastructure?.id ?? null,
        workloadId: before.workload?.id ?? null,
        catalogueIds: before.catalogues.map((view) => view.id),
      },
      after: {
        infrastructureId: input.infrastructureId === undefined ? (before.infrastructure?.id ?? null) : input.infrastructureId,
        workloadId: input.workloadId === undefined ? (before.workload?.id ?? null) : input.workloadId,
        catalogueIds: catalogueIds ?? before.catalogues.map((view) => view.id),
      },
    });
  });
}

export async function writeStudy(tx: Transaction, context: Context, input: SaveStudyInput): Promise<void> {
  const choice = {
    ...(input.infrastructureId === undefined ? {} : { infrastructureId: input.infrastructureId }),
    ...(input.workloadId === undefined ? {} : { workloadId: input.workloadId }),
    updatedAt: new Date(),
  };
  await tx.study.upsert({
    where: { pipelineId: input.pipelineId },
    create: { pipelineId: input.pipelineId, workspaceId: context.workspace, ...choice },
    update: choice,
  });
  if (input.catalogueIds) {
    await tx.studyCatalogue.deleteMany({ where: { studyId: input.pipelineId } });
    await tx.studyCatalogue.createMany({ data: input.catalogueIds.map((catalogueId, position) => ({ studyId: input.pipelineId, position, catalogueId })) });
  }
}
