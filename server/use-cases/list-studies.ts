import type { Certificate, FrontierSpec } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { authorise } from "../auth/gate";
import type { RunStatus } from "../db/generated/client";
import type { Context } from "./context";
import { latestRunsOf } from "./latest-runs";
import { listDocuments } from "./list-documents";
import { loadStudy } from "./load-study";
import type { DocumentSummary } from "./stored-document";

/** A pipeline as the start page lists it. */
export interface StudySummary {
  pipeline: DocumentSummary;
  description: string | null;
  operators: number;
  infrastructure: { id: string; title: string } | null;
  workload: { id: string; title: string } | null;
  catalogues: { id: string; title: string }[];
  run: {
    id: string;
    status: RunStatus;
    stale: boolean;
    finishedAt: Date | null;
    plans: number;
    objectives: Objective[];
    vectors: number[][];
    certificate: Certificate | null;
    cheapest: CheapestPlan | null;
  } | null;
  active: { id: string; status: RunStatus } | null;
}

/** The cheapest plan that meets every target; the cheapest at all when none does. */
export interface CheapestPlan {
  id: string;
  costPerThousandUsd: number;
  costPerHourUsd: number | null;
  meetsTargets: boolean;
  targets: number;
}

/** Points enough to draw the frontier's shape on a card. */
const MAX_POINTS = 60;

export async function listStudies(context: Context): Promise<StudySummary[]> {
  authorise(context.principal, "document:read");
  const pipelines = await listDocuments(context, { kind: "Pipeline" });
  const summaries: StudySummary[] = [];
  for (const pipeline of pipelines) {
    const study = await loadStudy(context.db, context, pipeline.id);
    const runs = await latestRunsOf(context, study);
    const spec = runs.shown?.frontier?.spec;
    const brief = (view: { id: string; title: string }) => ({ id: view.id, title: view.title });
    summaries.push({
      pipeline,
      description: study.pipeline.document.metadata.description ?? null,
      operators: study.pipeline.document.spec.operators.length,
      infrastructure: study.infrastructure && brief(study.infrastructure),
      workload: study.workload && brief(study.workload),
      catalogues: study.catalogues.map(brief),
      run: runs.shown && {
        id: runs.shown.id,
        status: runs.shown.status,
        stale: runs.stale,
        finishedAt: runs.shown.finishedAt,
        plans: spec?.plans.length ?? 0,
        objectives: spec?.objectives ?? [],
        vectors: thin(spec?.plans.map((plan) => plan.vector) ?? []),
        certificate: spec?.certificate ?? null,
        cheapest: spec ? cheapestOf(spec) : null,
      },
      active: runs.active && { id: runs.active.id, status: runs.active.status },
    });
  }
  return summaries;
}

function thin(vectors: number[][]): number[][] {
  if (vectors.length <= MAX_POINTS) return vectors;
  return Array.from({ length: MAX_POINTS }, (_, index) => vectors[Math.round((index * (vectors.length - 1)) / (MAX_POINTS - 1))]!);
}

function cheapestOf(spec: FrontierSpec): CheapestPlan | null {
  const meets = (plan: PlanBody) => (plan.slos ?? []).every((result) => result.met);
  const better = (best: PlanBody | null, plan: PlanBody) => (best === null || plan.metrics.costPerThousandUsd < best.metrics.costPerThousandUsd ? plan : best);
  const plan = spec.plans.filter(meets).reduce<PlanBody | null>(better, null) ?? spec.plans.reduce<PlanBody | null>(better, null);
  if (!plan) return null;
  const { costPerThousandUsd, costPerHourUsd } = plan.metrics;
  return { id: plan.id, costPerThousandUsd, costPerHourUsd, meetsTargets: meets(plan), targets: plan.slos?.length ?? 0 };
}
