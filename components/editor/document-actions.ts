import { groupOfKey } from "@/core/graph/edit-groups";
import { repairTables } from "@/core/graph/edit-repair";
import { type EditTables, META_ID, SEMANTIC_KINDS, tablesOfPipeline } from "@/core/graph/edit-tables";
import {
  beginGesture,
  cancelGesture,
  EMPTY_HISTORY,
  endGesture,
  type HistoryState,
  recordStep,
  redo,
  sealStep,
  type Travel,
  undo,
} from "@/core/history/history";
import { applyDiff, isEmptyDiff, type RecordChange, sameValue, type TablesDiff } from "@/core/history/record-diff";
import { Transaction } from "@/core/history/transaction";
import { choiceAfterTables } from "./choice-actions";
import type { EditorActions, EditorState, SelectionSlice } from "./editor-state";
import { labelOf } from "./step-label";

type Set = (update: (state: EditorState) => Partial<EditorState>) => void;
type Get = () => EditorState;

const untitled = (record: object | null) => record && { ...record, title: undefined };

/** Whether a diff changes what the pipeline means (and so what its plans are), not only how it is drawn or called. */
function isSemantic(diff: TablesDiff): boolean {
  const means = ({ before, after }: RecordChange) => !sameValue(untitled(before), untitled(after));
  if (SEMANTIC_KINDS.some((kind) => Object.values(diff[kind] ?? {}).some(means))) return true;
  const meta = diff.meta?.[META_ID];
  return meta !== undefined && (meta.before as { quality?: unknown } | null)?.quality !== (meta.after as { quality?: unknown } | null)?.quality;
}

function pruneSelection(selection: SelectionSlice, tables: EditTables): SelectionSlice {
  const nodes = selection.nodes.filter((id) => tables.operators[id] ?? tables.inputs[id] ?? tables.notes[id] ?? tables.groups[groupOfKey(id) ?? ""]);
  const edges = selection.edges.filter((id) => tables.edges[id]);
  return nodes.length === selection.nodes.length && edges.length === selection.edges.length ? selection : { nodes, edges };
}

/** The state after the tables changed: what follows from it in the other slices. */
function afterTables(state: EditorState, tables: EditTables, history: HistoryState, diff: TablesDiff): Partial<EditorState> {
  if (tables === state.document.tables) return { history };
  const choice = diff.classes ? choiceAfterTables(state.choice, tables) : state.choice;
  const semantic = isSemantic(diff);
  return {
    document: { ...state.document, tables, revision: state.document.revision + (semantic ? 1 : 0) },
    history,
    selection: pruneSelection(state.selection, tables),
    choice: choice.frontier !== null && semantic ? { ...choice, stale: true } : choice,
  };
}

type DocumentActions = Pick<
  EditorActions,
  "edit" | "sealEdit" | "beginGesture" | "endGesture" | "cancelGesture" | "undo" | "redo" | "travelTo" | "applyForeign" | "resetDocument"
>;

export function documentActions(set: Set, get: Get): DocumentActions {
  const travel = (move: (tables: EditTables, history: HistoryState) => Travel<EditTables>) =>
    set((state) => {
      const moved = move(state.document.tables, state.history);
      return afterTables(state, repairTables(moved.tables), moved.history, moved.diff);
    });

  return {
    edit: (label, recipe, options) => {
      const { document, history } = get();
      if (document.readOnly) return false;
      const transaction = new Transaction<EditTables>(document.tables);
      recipe(transaction);
      const diff = transaction.diff();
      if (isEmptyDiff(diff)) return false;
      const tables = applyDiff(document.tables, diff);
      set((state) => {
        const next = afterTables(state, tables, recordStep(history, labelOf(label, document.tables), diff, options?.coalesce ?? null), diff);
        return options?.select ? { ...next, selection: { nodes: options.select, edges: [] } } : next;
      });
      return true;
    },
    sealEdit: () => set((state) => ({ history: sealStep(state.history) })),
    beginGesture: (label) => set((state) => ({ history: beginGesture(state.history, label) })),
    endGesture: () => set((state) => ({ history: endGesture(state.history) })),
    cancelGesture: () => travel(cancelGesture),
    undo: () => travel(undo),
    redo: () => travel(redo),
    travelTo: (count) => {
      while (get().history.past.length > Math.max(0, count)) travel(undo);
      while (get().history.past.length < count && get().history.future.length > 0) travel(redo);
    },
    applyForeign: (diff) => set((state) => afterTables(state, repairTables(applyDiff(state.document.tables, diff)), state.history, diff)),
    resetDocument: (document, version) =>
      set((state) => {
        const tables = { ...tablesOfPipeline(document), classes: state.document.tables.classes };
        return {
          document: { ...state.document, tables, revision: state.document.revision + 1 },
          history: EMPTY_HISTORY,
          selection: pruneSelection(state.selection, tables),
          saving: { ...state.saving, version, status: "saved", conflict: null, message: null },
          choice: { ...state.choice, stale: state.choice.frontier !== null },
        };
      }),
  };
}
