import { notifications } from "@mantine/notifications";
import { givesOf, nodeTitle, refuseConnection } from "@/core/graph/edit-connect";
import { nodesOfSelection } from "@/core/graph/edit-groups";
import {
  addInput,
  addOperator,
  connect,
  freeId,
  freePosition,
  insertOnEdge,
  makeRouter,
  removeEdge,
  removeNodes,
  replaceTask,
  typicalBytes,
} from "@/core/graph/edit-operations";
import { type PortType, portsFit, portType, taskInfo } from "@/core/graph/task-ports";
import type { EditorStore } from "./editor-store";
import { about, labelOf } from "./step-label";

/** Type of the drag from the palette to the canvas. */
export const TASK_DRAG_TYPE = "application/x-trilemma-task";
/** Pseudo-task of the palette: an input instead of an operator. */
export const INPUT_PREFIX = "input:";
export const NOTE_TASK = "note";

/** An id for a new operator: what people would call it, not the whole task name. */
const SHORT_IDS: Readonly<Record<string, string>> = {
  "text-generation": "generate",
  "multimodal-generation": "generate",
  "code-generation": "code",
  "code-execution": "execute",
  embedding: "embed",
  retrieval: "retrieve",
  reranking: "rerank",
  "speech-to-text": "asr",
  "text-to-speech": "tts",
  "image-embedding": "features",
  "image-classification": "classify",
  "text-classification": "classify",
  "visual-question-answering": "answer",
  "visual-qa": "answer",
  "video-qa": "answer",
  detection: "detect",
  moderation: "moderate",
  routing: "route",
};

export interface AddOptions {
  from?: string;
  to?: string;
  onEdge?: string;
}

/** Adds an operator of a task (or an input, `input:TYPE`), wired to the given ends; one undo step. Returns the new id. */
export function addTask(store: EditorStore, task: string, at: { x: number; y: number }, options: AddOptions = {}): string | null {
  const { document, actions } = store.getState();
  const { tables } = document;
  if (document.readOnly) return null;
  if (task === NOTE_TASK) return addNote(store, at);
  if (task.startsWith(INPUT_PREFIX)) {
    const type = task.slice(INPUT_PREFIX.length);
    const id = freeId(tables, type === "any" ? "input" : type);
    actions.edit(
      `Add input ${id}`,
      (tx) => {
        addInput(tx, { id, ...(type === "any" ? {} : { type }) }, freePosition(tables, at));
        if (options.to && !refuseConnection(tx.tables, id, options.to)) connect(tx, id, options.to, typicalBytes(type));
      },
      { select: [id] },
    );
    actions.announce(`Input ${id} added`);
    return id;
  }
  const info = taskInfo(task);
  const id = freeId(tables, SHORT_IDS[task] ?? task);
  const edited = actions.edit(
    options.onEdge ? `Insert ${id} on an edge` : `Add ${id}`,
    (tx) => {
      const operator = { id, task };
      if (options.onEdge) {
        insertOnEdge(tx, options.onEdge, operator, typicalBytes(info.gives));
        return;
      }
      addOperator(tx, operator, options.from || options.to ? at : freePosition(tables, at));
      if (options.from && !refuseConnection(tx.tables, options.from, id)) connect(tx, options.from, id, typicalBytes(givesOf(tx.tables, options.from)));
      if (options.to && !refuseConnection(tx.tables, id, options.to)) connect(tx, id, options.to, typicalBytes(info.gives));
    },
    { select: [id] },
  );
  if (edited) actions.announce(`${info.title} added as ${id}`);
  return edited ? id : null;
}

export function addNote(store: EditorStore, at: { x: number; y: number }): string {
  const { document, actions } = store.getState();
  let count = 1;
  while (document.tables.notes[`note-${count}`]) count++;
  const id = `note-${count}`;
  const order = Object.keys(document.tables.notes).length;
  const place = freePosition(document.tables, at);
  actions.edit("Add note", (tx) => tx.put("notes", id, { text: "", ...place, width: 200, height: 96, order }), { select: [id] });
  actions.setInteraction({ renaming: id });
  return id;
}

/** Whether an operator of this task can take the place that quick add was opened for. */
export function taskFits(store: EditorStore, task: string, place: AddOptions & { replace?: string }): boolean {
  const { tables } = store.getState().document;
  const info = task.startsWith(INPUT_PREFIX) ? null : taskInfo(task);
  const gives: PortType = info ? info.gives : portType(task.slice(INPUT_PREFIX.length));
  if (!info && (place.from || place.onEdge || place.replace)) return false;
  const edge = place.onEdge ? tables.edges[place.onEdge] : undefined;
  const before = place.replace
    ? Object.values(tables.edges)
        .filter((item) => item.to === place.replace)
        .map((item) => item.from)
    : [edge?.from ?? place.from];
  const after = place.replace
    ? Object.values(tables.edges)
        .filter((item) => item.from === place.replace)
        .map((item) => item.to)
    : [edge?.to ?? place.to];
  if (info && before.some((id) => id && !portsFit(givesOf(tables, id), info.takes))) return false;
  return !after.some((id) => id && tables.operators[id] && !portsFit(gives, taskInfo(tables.operators[id]?.task).takes));
}

/** Connects two nodes, or says why not. */
export function connectNodes(store: EditorStore, from: string, to: string): boolean {
  const { document, actions } = store.getState();
  const refusal = refuseConnection(document.tables, from, to);
  if (refusal) {
    notifications.show({ color: "gray", title: "Not connected", message: refusal.message, autoClose: 6000 });
    actions.announce(`Not connected. ${refusal.message}`);
    return false;
  }
  const done = actions.edit(about`Connect ${from} to ${to}`, (tx) => connect(tx, from, to, typicalBytes(givesOf(tx.tables, from))));
  if (done) actions.announce(`${nodeTitle(document.tables, from)} connected to ${nodeTitle(document.tables, to)}`);
  return done;
}

/** Removes what is selected, with its edges; one undo step. */
export function removeSelection(store: EditorStore): void {
  const { document, selection, actions } = store.getState();
  // A group goes with what is in it; Ungroup keeps that.
  const nodes = nodesOfSelection(document.tables, selection.nodes);
  const count = nodes.length + selection.edges.length;
  if (count === 0) return;
  const single = nodes.length === 1 && selection.edges.length === 0 ? nodes[0] : null;
  const [edge] = selection.edges;
  const thing = single ? about`${single}` : nodes.length === 0 && count === 1 && edge ? about`edge ${edge}` : `${count} things`;
  const said = labelOf(thing, document.tables);
  const done = actions.edit(
    `Delete ${said}`,
    (tx) => {
      for (const id of selection.edges) removeEdge(tx, id);
      removeNodes(tx, nodes);
    },
    { select: [] },
  );
  if (done) actions.announce(`Deleted ${said}. Undo brings it back.`);
}

export function toggleRouter(store: EditorStore, id: string): void {
  const { document, actions } = store.getState();
  if (document.tables.routers[id]) actions.edit(about`${id} sends to all`, (tx) => tx.remove("routers", id));
  else actions.edit(about`${id} chooses one way`, (tx) => makeRouter(tx, id));
}

export function replaceOperatorTask(store: EditorStore, id: string, task: string): void {
  store.getState().actions.edit(about`Replace ${id} by ${taskInfo(task).title.toLowerCase()}`, (tx) => replaceTask(tx, id, task));
}
