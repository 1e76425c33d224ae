import { authorise } from "../auth/gate";
import { audit } from "./audit";
import type { Context } from "./context";
import { DomainError } from "./domain-error";
import { copyDocument } from "./duplicate-document";
import { retryOnTakenName } from "./free-name";
import { loadStudy } from "./load-study";
import { writeStudy } from "./save-study";
import { type DocumentView, loadView } from "./stored-document";

export interface DuplicateForStudyInput {
  pipelineId: string;
  /** A catalogue or the infrastructure that the pipeline is planned against. */
  documentId: string;
}

/** Copies a document that a pipeline is planned against and puts the copy in its place, for that pipeline only. */
export async function duplicateForStudy(context: Context, input: DuplicateForStudyInput): Promise<DocumentView> {
  authorise(context.principal, "document:write");
  return retryOnTakenName(() =>
    context.db.$transaction(async (tx) => {
      const study = await loadStudy(tx, context, input.pipelineId);
      const source = await loadView(tx, context, input.documentId);
      const catalogueIds = study.catalogues.map((view) => view.id);
      const isInfrastructure = study.infrastructure?.id === source.id;
      if (!isInfrastructure && !catalogueIds.includes(source.id)) {
        throw new DomainError("invalid-input", `${study.pipeline.title} is not planned against ${source.title}. Choose it for the pipeline first.`, {
          field: "documentId",
        });
      }
      const { id } = await copyDocument(tx, context, source, `${source.title} for ${study.pipeline.title}`);
      const replaced = isInfrastructure
        ? { pipelineId: input.pipelineId, infrastructureId: id }
        : { pipelineId: input.pipelineId, catalogueIds: catalogueIds.map((other) => (other === source.id ? id : other)) };
      await writeStudy(tx, context, replaced);
      await audit(tx, context, {
        action: "study.duplicate-for",
        subjectKind: "Study",
        subjectId: input.pipelineId,
        before: { documentId: source.id, version: source.version },
        after: { documentId: id },
      });
      return loadView(tx, context, id);
    }),
  );
}
