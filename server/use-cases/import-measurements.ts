import { isDeepStrictEqual } from "node:util";
import type { CatalogueDocument } from "../../core/documents/catalogue";
import { API_VERSION } from "../../core/documents/common";
import { authorise } from "../auth/gate";
import { audit } from "./audit";
import { isBuiltin } from "./builtin";
import type { Context, Transaction } from "./context";
import { parseStored } from "./document-content";
import { DomainError } from "./domain-error";
import { freeName, nameOfTitle, retryOnTakenName } from "./free-name";
import { insertDocument } from "./insert-document";
import { type EntryOutcome, type MeasuredEntry, measuredCatalogue } from "./measured-catalogue";
import { writeStudy } from "./save-study";
import { type DocumentView, findDocument, loadViewOfKind } from "./stored-document";
import { writeVersion } from "./write-version";

export interface ImportMeasurementsInput {
  /** An own catalogue, over the version that was seen; or the title of a new one. */
  target: { documentId: string; baseVersion: number } | { title: string };
  /** The catalogue from which a name that the target does not have is taken over. */
  baseId?: string | undefined;
  entries: MeasuredEntry[];
  /** Device of points that name none. */
  device: string;
  /** How the figures are cited. */
  source: string;
  /** Pipelines that plan with the catalogue from now on; it comes last, so what it says wins. */
  pipelineIds?: string[] | undefined;
}

export interface ImportPreview {
  outcomes: EntryOutcome[];
  /** Something in the catalogue would be different. */
  changes: boolean;
}

export interface ImportedMeasurements extends ImportPreview {
  documentId: string;
  title: string;
  version: number;
  /** The version before; null for a new catalogue. */
  previousVersion: number | null;
  pipelines: { id: string; title: string }[];
}

type Reader = Transaction | Context["db"];

async function startingPoint(
  db: Reader,
  context: Context,
  input: ImportMeasurementsInput,
): Promise<{ view: DocumentView<"Catalogue"> | null; document: CatalogueDocument }> {
  if ("documentId" in input.target) {
    const view = await loadViewOfKind(db, context, input.target.documentId, "Catalogue");
    if (view.archivedAt) throw new DomainError("archived", `${view.title} is archived. Restore it before changing it.`, { id: view.id });
    if (isBuiltin(view))
      throw new DomainError("invalid-input", `${view.title} is built in and stays as it is. Put the measurements into a catalogue of your own.`, {
        field: "target",
      });
    return { view, document: view.document };
  }
  const title = input.target.title.trim() || "Own measurements";
  return { view: null, document: { apiVersion: API_VERSION, kind: "Catalogue", metadata: { name: nameOfTitle(title), title }, spec: { implementations: [] } } };
}

async function apply(db: Reader, context: Context, input: ImportMeasurementsInput) {
  const start = await startingPoint(db, context, input);
  const base = input.baseId ? [(await loadViewOfKind(db, context, input.baseId, "Catalogue")).document] : [];
  const { document, outcomes } = measuredCatalogue(start.document, input.entries, { base, device: input.device, source: input.source });
  return { ...start, before: start.document, document: parseStored(document, "Catalogue"), outcomes };
}

/** What an import would change and which laws fit; stores nothing. */
export async function previewImport(context: Context, input: ImportMeasurementsInput): Promise<ImportPreview> {
  authorise(context.principal, "document:read");
  const { before, document, outcomes } = await apply(context.db, context, input);
  return { outcomes, changes: !isDeepStrictEqual(before.spec, document.spec) };
}

/** Stores measurements as a new version of a catalogue (or as a new one), all or none, and lets pipelines plan with it. */
export async function importMeasurements(context: Context, input: ImportMeasurementsInput): Promise<ImportedMeasurements> {
  authorise(context.principal, "document:write");
  return retryOnTakenName(() =>
    context.db.$transaction(async (tx) => {
      const { view, before, document, outcomes } = await apply(tx, context, input);
      const changes = !isDeepStrictEqual(before.spec, document.spec);
      const stored = await store(tx, context, input, view, document, changes);
      const pipelines = [];
      for (const pipelineId of new Set(input.pipelineIds ?? [])) pipelines.push(await planWith(tx, context, pipelineId, stored.id));
      return {
        outcomes,
        changes,
        documentId: stored.id,
        title: document.metadata.title ?? document.metadata.name,
        version: stored.version,
        previousVersion: view?.version ?? null,
        pipelines,
      };
    }),
  );
}

async function store(
  tx: Transaction,
  context: Context,
  input: ImportMeasurementsInput,
  view: DocumentView<"Catalogue"> | null,
  document: CatalogueDocument,
  changes: boolean,
): Promise<{ id: string; version: number }> {
  if (!view || !("documentId" in input.target)) {
    const name = await freeName(tx, context, "Catalogue", document.metadata.name);
    const id = await insertDocument(tx, context, { ...document, metadata: { ...document.metadata, name } }, { action: "measurements.import" });
    return { id, version: 1 };
  }
  // The same file again changes nothing, and then makes no version.
  if (!changes) return { id: view.id, version: view.version };
  const row = await findDocument(tx, context, view.id);
  const saved = await writeVersion(tx, context, row, document, {
    action: "measurements.import",
    baseVersion: input.target.baseVersion,
    label: `Measurements from ${input.source}`.slice(0, 200),
  });
  return { id: view.id, version: saved.version };
}

async function planWith(tx: Transaction, context: Context, pipelineId: string, catalogueId: string): Promise<{ id: string; title: string }> {
  const pipeline = await loadViewOfKind(tx, context, pipelineId, "Pipeline");
  const chosen = await tx.studyCatalogue.findMany({ where: { studyId: pipelineId }, orderBy: { position: "asc" }, select: { catalogueId: true } });
  const before = chosen.map((entry) => entry.catalogueId);
  if (before.at(-1) !== catalogueId) {
    const after = [...before.filter((id) => id !== catalogueId), catalogueId];
    await writeStudy(tx, context, { pipelineId, catalogueIds: after });
    await audit(tx, context, {
      action: "study.save",
      subjectKind: "Study",
      subjectId: pipelineId,
      before: { catalogueIds: before },
      after: { catalogueIds: after },
    });
  }
  return { id: pipeline.id, title: pipeline.title };
}
