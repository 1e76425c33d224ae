import { createHash } from "node:crypto";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { Context, Transaction } from "./context";
import { DomainError, notFound } from "./domain-error";
import { type DocumentView, loadHeads, type StoredKind } from "./stored-document";

/** Part of every input hash: raise it when the planner's answers change, so that old ones are not reused. */
const PLANNER_REVISION = 18;

export interface LoadedStudy {
  pipeline: DocumentView<"Pipeline">;
  infrastructure: DocumentView<"Infrastructure"> | null;
  workload: DocumentView<"Workload"> | null;
  catalogues: DocumentView<"Catalogue">[];
}

export interface CompleteStudy extends LoadedStudy {
  infrastructure: DocumentView<"Infrastructure">;
  workload: DocumentView<"Workload">;
}

type Reader = Transaction | Context["db"];

/** The heads of everything that a pipeline's page plans with. */
export async function loadStudy(db: Reader, context: Context, pipelineId: string): Promise<LoadedStudy> {
  const study = await db.study.findUnique({ where: { pipelineId }, include: { catalogues: { orderBy: { position: "asc" } } } });
  const catalogueIds = study?.catalogues.map((entry) => entry.catalogueId) ?? [];
  const ids = [pipelineId, study?.infrastructureId, study?.workloadId, ...catalogueIds].filter((id): id is string => Boolean(id));
  const views = await loadHeads(db, context, ids);
  const one = <K extends StoredKind>(id: string, kind: K): DocumentView<K> => {
    const view = views.get(id);
    if (view?.kind !== kind) throw notFound(kind.toLowerCase(), id);
    return view as DocumentView<K>;
  };
  return {
    pipeline: one(pipelineId, "Pipeline"),
    infrastructure: study?.infrastructureId ? one(study.infrastructureId, "Infrastructure") : null,
    workload: study?.workloadId ? one(study.workloadId, "Workload") : null,
    catalogues: catalogueIds.map((id) => one(id, "Catalogue")),
  };
}

export function requireComplete(study: LoadedStudy): CompleteStudy {
  const missing: string[] = [];
  if (!study.infrastructure) missing.push("an infrastructure");
  if (!study.workload) missing.push("a workload");
  if (study.catalogues.length === 0) missing.push("a catalogue");
  if (!study.infrastructure || !study.workload || missing.length > 0) {
    throw new DomainError("study-incomplete", `Choose ${missing.join(" and ")} for ${study.pipeline.title} before planning.`, { missing });
  }
  return { ...study, infrastructure: study.infrastructure, workload: study.workload };
}

export type RunSettings = PlanningInput["settings"];

/** Equal exactly when the same question is asked, whatever the layout, key order or titles. */
export function inputHashOf(study: CompleteStudy, classId: string | null, settings: RunSettings | null): string {
  const ordered = Object.entries(settings ?? {})
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [
    PLANNER_REVISION,
    study.pipeline.hash,
    study.infrastructure.hash,
    study.workload.hash,
    study.catalogues.map((view) => view.hash),
    classId,
    ordered,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
