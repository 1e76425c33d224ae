import { createHash } from "node:crypto";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { Context, Transaction } from "./context";
import { DomainError } from "./domain-error";
import { type DocumentView, loadView, loadViewOfKind } from "./stored-document";

/** Part of every input hash: raise it when the planner's answers change, so that old ones are not reused. */
const PLANNER_REVISION = 1;

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
  const pipeline = await loadViewOfKind(db, context, pipelineId, "Pipeline");
  const study = await db.study.findUnique({ where: { pipelineId }, include: { catalogues: { orderBy: { position: "asc" } } } });
  const infrastructure = study?.infrastructureId ? await loadViewOfKind(db, context, study.infrastructureId, "Infrastructure") : null;
  const workload = study?.workloadId ? await loadViewOfKind(db, context, study.workloadId, "Workload") : null;
  const catalogues: DocumentView<"Catalogue">[] = [];
  for (const { catalogueId } of study?.catalogues ?? []) {
    const view = await loadView(db, context, catalogueId);
    if (view.kind === "Catalogue") catalogues.push(view);
  }
  return { pipeline, infrastructure, workload, catalogues };
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
