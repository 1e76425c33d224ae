import type { CatalogueDocument } from "@/core/documents/catalogue";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { DocumentPath, FixEdit, Problem } from "@/core/documents/problem";
import type { WorkloadDocument } from "@/core/documents/workload";
import { classesOfWorkload, edgeId, inOrder, pipelineOfTables, tablesOfPipeline } from "@/core/graph/edit-tables";
import { replaceTables } from "./autosave";
import type { EditorState, ProblemsSlice } from "./editor-state";
import type { EditorStore } from "./editor-store";

export interface ProblemPlace {
  node?: string;
  edge?: string;
}

/** Where on the drawing a problem is. */
export function placeOf(state: EditorState, problem: Problem): ProblemPlace {
  return placesOf(state)(problem);
}

/** Finds places; the lists of the document are made once for all problems. */
function placesOf(state: EditorState): (problem: Problem) => ProblemPlace {
  const { tables } = state.document;
  let operators: readonly { id: string }[] | null = null;
  let edges: readonly { from: string; to: string }[] | null = null;
  return (problem) => {
    if (problem.document && problem.document.kind !== "Pipeline") return {};
    const [spec, list, index, , inner] = problem.path;
    if (spec !== "spec" || typeof index !== "number") return {};
    if (list === "operators") {
      operators ??= inOrder(tables.operators);
      return nodePlace(operators[index]?.id);
    }
    if (list === "inputs") return nodePlace(inOrder(tables.inputs)[index]?.id);
    if (list === "edges") {
      edges ??= inOrder(tables.edges);
      const edge = edges[index];
      return edge ? { edge: edgeId(edge.from, edge.to) } : {};
    }
    if (list === "routers") {
      const router = inOrder(tables.routers)[index];
      const choice = router?.choose[typeof inner === "number" ? inner : -1];
      const edge = router && choice ? edgeId(router.at, choice.to) : "";
      return tables.edges[edge] ? { edge } : nodePlace(router?.at);
    }
    return {};
  };
}

function nodePlace(id: string | undefined): ProblemPlace {
  return id === undefined ? {} : { node: id };
}

/** What is checked: the open documents, by the rules of the command line. */
export interface CheckInput {
  readonly pipeline: PipelineDocument;
  readonly workload: WorkloadDocument | null;
  /** Documents that change seldom; sent to the checker only when they do. */
  readonly others: readonly (CatalogueDocument | InfrastructureDocument)[];
}

export function checkInput(state: EditorState): CheckInput {
  const { choice, document } = state;
  return {
    pipeline: pipelineOfTables(document.tables),
    workload: choice.workload?.document ?? null,
    others: [...choice.catalogues.map((item) => item.document), ...(choice.infrastructure ? [choice.infrastructure.document] : [])],
  };
}

/** Where on the drawing everything is that was found in `checked`. */
export function problemsSlice(state: EditorState, list: readonly Problem[]): ProblemsSlice {
  const byNode: Record<string, Problem[]> = {};
  const byEdge: Record<string, Problem[]> = {};
  const place = placesOf(state);
  for (const problem of list) {
    const { node, edge } = place(problem);
    if (node) byNode[node] = [...(byNode[node] ?? []), problem];
    if (edge) byEdge[edge] = [...(byEdge[edge] ?? []), problem];
  }
  const before = state.problems;
  return {
    list: JSON.stringify(before.list) === JSON.stringify(list) ? before.list : list,
    byNode: keepEqual(before.byNode, byNode),
    byEdge: keepEqual(before.byEdge, byEdge),
  };
}

/** Lists that say the same keep their identity, so that their nodes are not drawn again. */
function keepEqual(before: ProblemsSlice["byNode"], after: Record<string, Problem[]>): ProblemsSlice["byNode"] {
  const ids = Object.keys(after);
  const kept = Object.fromEntries(
    Object.entries(after).map(([id, list]) => [id, before[id] && JSON.stringify(before[id]) === JSON.stringify(list) ? before[id] : list]),
  );
  return ids.length === Object.keys(before).length && ids.every((id) => kept[id] === before[id]) ? before : kept;
}

/** Corrects what can be corrected with one click; one undo step. */
export function applyFix(store: EditorStore, problem: Problem): void {
  const { document, choice, actions } = store.getState();
  const fix = problem.fix;
  if (!fix) return;
  if (problem.document?.kind === "Workload" && choice.workload) {
    const workload = choice.workload;
    const fixed = applyEdits(workload.document, fix.edits) as WorkloadDocument;
    const others = Object.fromEntries(Object.entries(document.tables.classes).filter(([, record]) => record.workloadId !== workload.id));
    actions.edit(fix.label, (tx) => replaceTables(tx, { ...document.tables, classes: { ...others, ...classesOfWorkload(workload.id, fixed) } }));
    return;
  }
  if (problem.document && problem.document.kind !== "Pipeline") return;
  const fixed = applyEdits(pipelineOfTables(document.tables), fix.edits) as PipelineDocument;
  actions.edit(fix.label, (tx) => replaceTables(tx, { ...tablesOfPipeline(fixed), classes: document.tables.classes }));
}

/** A copy of the document with the edits of a fix made in order. */
function applyEdits(document: object, edits: readonly FixEdit[]): unknown {
  const copy = structuredClone(document) as Record<string, unknown>;
  for (const edit of edits) {
    const holder = walk(copy, edit.path.slice(0, -1));
    const key = edit.path[edit.path.length - 1];
    if (holder === undefined || key === undefined) continue;
    if ("remove" in edit) {
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
    } else if (Array.isArray(holder)) holder[Number(key)] = edit.value;
    else holder[key] = edit.value;
  }
  return copy;
}

function walk(root: unknown, path: DocumentPath): Record<string | number, unknown> | undefined {
  let at: unknown = root;
  for (const key of path) at = (at as Record<string | number, unknown> | undefined)?.[key];
  return typeof at === "object" && at !== null ? (at as Record<string | number, unknown>) : undefined;
}
