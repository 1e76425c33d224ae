import type { FrontierDocument } from "@/core/documents/frontier";
import type { PlanBody, PlanOperator } from "@/core/documents/plan";
import type { WorkloadDocument } from "@/core/documents/workload";
import { findSameDecisions } from "@/core/frontier/same-decisions";
import { semanticKey } from "@/core/graph/edit-semantic-key";
import { classesOfWorkload, type EditTables, META_ID, workloadOfTables } from "@/core/graph/edit-tables";
import type { ChoiceSlice, EditorActions, EditorState } from "./editor-state";

type Set = (update: (state: EditorState) => Partial<EditorState>) => void;

export const EMPTY_CHOICE: ChoiceSlice = {
  infrastructure: null,
  workload: null,
  catalogues: [],
  classId: null,
  run: null,
  frontier: null,
  previousFrontier: null,
  plannedKey: null,
  stale: false,
  selectedPlanId: null,
  hoveredPlanIds: [],
  hoveredOperatorChoice: null,
  plan: null,
  planOperators: {},
};
const NO_PLANS: readonly string[] = [];

/** The choice with its plan picked out of its frontier. */
function withPlan(choice: ChoiceSlice, frontier: FrontierDocument | null, selectedPlanId: string | null): ChoiceSlice {
  const plan = frontier?.spec.plans.find((candidate) => candidate.id === selectedPlanId) ?? null;
  const planOperators: Record<string, PlanOperator> = {};
  for (const operator of plan?.operators ?? []) planOperators[operator.id] = operator;
  return { ...choice, frontier, plan, selectedPlanId: plan ? plan.id : null, planOperators };
}

/** The plan to show of a new frontier: the one that was looked at, else the first that meets every target, else the first. */
export function planToShow(frontier: FrontierDocument | null, previous: PlanBody | null): string | null {
  const plans = frontier?.spec.plans ?? [];
  const same = previous === null ? undefined : findSameDecisions(plans, previous);
  return (same ?? plans.find((plan) => plan.slos?.every((result) => result.met)) ?? plans[0])?.id ?? null;
}

/** Keeps `choice.workload` equal to the class records after a change of the tables. */
export function choiceAfterTables(choice: ChoiceSlice, tables: EditTables): ChoiceSlice {
  if (!choice.workload) return choice;
  const document = workloadOfTables(tables, choice.workload.id, choice.workload.document);
  return { ...choice, workload: { ...choice.workload, document } };
}

function pickClass(document: WorkloadDocument, pipeline: string, wanted: string | null | undefined): string | null {
  const classes = document.spec.classes;
  const found = classes.find((item) => item.id === wanted) ?? classes.find((item) => item.pipeline === pipeline) ?? classes[0];
  return found?.id ?? null;
}

type ChoiceActions = Pick<
  EditorActions,
  | "setInfrastructure"
  | "setDocumentVersion"
  | "setWorkload"
  | "setWorkloadVersion"
  | "setCatalogues"
  | "setClass"
  | "setRun"
  | "updateRun"
  | "setFrontier"
  | "setStale"
  | "selectPlan"
  | "hoverPlan"
  | "hoverOperatorChoice"
>;

export function choiceActions(set: Set): ChoiceActions {
  const patch = (update: (choice: ChoiceSlice) => ChoiceSlice) =>
    set((state) => {
      const choice = update(state.choice);
      return choice === state.choice ? state : { choice };
    });
  return {
    setInfrastructure: (document) =>
      set(({ choice, document: drawn }) => ({
        // Counted like an edit: what is being planned now is of the infrastructure before.
        document: choice.infrastructure === null ? drawn : { ...drawn, revision: drawn.revision + 1 },
        choice: { ...choice, infrastructure: document, plannedKey: null, stale: choice.frontier !== null && choice.infrastructure !== null },
      })),
    setDocumentVersion: (id, version) =>
      patch((choice) => ({
        ...choice,
        infrastructure: choice.infrastructure?.id === id ? { ...choice.infrastructure, version } : choice.infrastructure,
        catalogues: choice.catalogues.some((item) => item.id === id && item.version !== version)
          ? choice.catalogues.map((item) => (item.id === id ? { ...item, version } : item))
          : choice.catalogues,
      })),
    setWorkload: (document, classId) =>
      set((state) => {
        if (!document) return { choice: { ...state.choice, workload: null, classId: null, stale: state.choice.frontier !== null } };
        const foreign = classesOfWorkload(document.id, document.document);
        const others = Object.fromEntries(Object.entries(state.document.tables.classes).filter(([, record]) => record.workloadId !== document.id));
        const tables = { ...state.document.tables, classes: { ...others, ...foreign } };
        const pipeline = tables.meta[META_ID]?.name ?? "";
        const choice = {
          ...state.choice,
          workload: document,
          classId: pickClass(document.document, pipeline, classId),
          stale: state.choice.frontier !== null && state.choice.workload !== null,
        };
        return { document: { ...state.document, tables, revision: state.document.revision + 1 }, choice };
      }),
    setWorkloadVersion: (workloadId, version) =>
      patch((choice) => (choice.workload?.id === workloadId ? { ...choice, workload: { ...choice.workload, version } } : choice)),
    setCatalogues: (documents) =>
      set(({ choice, document: drawn }) => ({
        document: choice.catalogues.length === 0 ? drawn : { ...drawn, revision: drawn.revision + 1 },
        choice: { ...choice, catalogues: documents, plannedKey: null },
      })),
    setClass: (classId) => patch((choice) => (choice.classId === classId ? choice : { ...choice, classId, plannedKey: null, stale: choice.frontier !== null })),
    setRun: (run) => patch((choice) => ({ ...choice, run })),
    updateRun: (update) => patch((choice) => (choice.run ? { ...choice, run: { ...choice.run, ...update } } : choice)),
    setFrontier: (frontier, options) =>
      set(({ choice, document }) => ({
        choice: {
          ...withPlan(choice, frontier, planToShow(frontier, choice.plan)),
          plannedKey: frontier && !options?.stale ? semanticKey(document.tables, choice.workload?.id) : null,
          previousFrontier: frontier ? choice.frontier : null,
          stale: options?.stale ?? false,
          hoveredPlanIds: NO_PLANS,
        },
      })),
    setStale: (stale) => patch((choice) => (choice.stale === stale ? choice : { ...choice, stale })),
    selectPlan: (planId) => patch((choice) => (choice.selectedPlanId === planId ? choice : withPlan(choice, choice.frontier, planId))),
    hoverPlan: (planIds) =>
      patch((choice) => {
        const next = planIds === null ? NO_PLANS : typeof planIds === "string" ? [planIds] : planIds;
        const same = next.length === choice.hoveredPlanIds.length && next.every((id, index) => id === choice.hoveredPlanIds[index]);
        return same ? choice : { ...choice, hoveredPlanIds: next };
      }),
    hoverOperatorChoice: (hovered) => patch((choice) => (choice.hoveredOperatorChoice === hovered ? choice : { ...choice, hoveredOperatorChoice: hovered })),
  };
}
