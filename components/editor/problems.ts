import { checkDocuments } from "@/core/documents/check";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { DocumentPath, FixEdit, Problem } from "@/core/documents/problem";
import type { WorkloadDocument } from "@/core/documents/workload";
import { classesOfWorkload, edgeId, inOrder, META_ID, pipelineOfTables, tablesOfPipeline } from "@/core/graph/edit-tables";
import { replaceTables } from "./autosave";
import type { EditorState, ProblemsSlice } from "./editor-state";
import type { EditorStore } from "./editor-store";

export interface ProblemPlace {
  node?: string;
  edge?: string;
}

/** Where on the drawing a problem is. */
export function placeOf(state: EditorState, problem: Problem): ProblemPlace {
  if (problem.document && problem.document.kind !== "Pipeline") return {};
  const [spec, list, index, , inner] = problem.path;
  if (spec !== "spec" || typeof index !== "number") return {};
  const { tables } = state.document;
  if (list === "operators") return nodePlace(inOrder(tables.operators)[index]?.id);
  if (list === "inputs") return nodePlace(inOrder(tables.inputs)[index]?.id);
  if (list === "edges") {
    const edge = inOrder(tables.edges)[index];
    return edge ? { edge: edgeId(edge.from, edge.to) } : {};
  }
  if (list === "routers") {
    const router = inOrder(tables.routers)[index];
    const choice = router?.choose[typeof inner === "number" ? inner : -1];
    const edge = router && choice ? edgeId(router.at, choice.to) : "";
    return tables.edges[edge] ? { edge } : nodePlace(router?.at);
  }
  return {};
}

function nodePlace(id: string | undefined): ProblemPlace {
  return id === undefined ? {} : { node: id };
}

/** Everything that is wrong with the pipeline and with what is said about it in the open workload, by the rules of the command line. */
export function problemsOf(state: EditorState): ProblemsSlice {
  const { choice, document } = state;
  const pipeline = pipelineOfTables(document.tables);
  const name = document.tables.meta[META_ID]?.name;
  const documents = [
    { document: pipeline },
    ...choice.catalogues.map((item) => ({ document: item.document })),
    ...(choice.infrastructure ? [{ document: choice.infrastructure.document }] : []),
    ...(choice.workload ? [{ document: choice.workload.document }] : []),
  ];
  const list = checkDocuments(documents).filter((problem) => {
    if (problem.document?.kind === "Workload" && problem.path[1] === "classes") {
      return choice.workload?.document.spec.classes[Number(problem.path[2])]?.pipeline === name;
    }
    return problem.document?.kind === "Pipeline" || problem.severity === "error";
  });
  const byNode: Record<string, Problem[]> = {};
  const byEdge: Record<string, Problem[]> = {};
  for (const problem of list) {
    const place = placeOf(state, problem);
    if (place.node) byNode[place.node] = [...(byNode[place.node] ?? []), problem];
    if (place.edge) byEdge[place.edge] = [...(byEdge[place.edge] ?? []), problem];
  }
  return { list, byNode: keepEqual(state.problems.byNode, byNode), byEdge: keepEqual(state.problems.byEdge, byEdge) };
}

/** Lists that say the same keep their identity, so that their nodes are not drawn again. */
function keepEqual(before: ProblemsSlice["byNode"], after: Record<string, Problem[]>): ProblemsSlice["byNode"] {
  return Object.fromEntries(
    Object.entries(after).map(([id, list]) => [id, before[id] && JSON.stringify(before[id]) === JSON.stringify(list) ? before[id] : list]),
  );
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
