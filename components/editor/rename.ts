import { notifications } from "@mantine/notifications";
import { isIdentifier } from "@/core/documents/vocabulary";
import { nodeTitle } from "@/core/graph/edit-connect";
import { groupOfKey } from "@/core/graph/edit-groups";
import { freeId, renameNode, slug } from "@/core/graph/edit-operations";
import type { EditorStore } from "./editor-store";

/**
 * Gives a node the name that was typed: an operator its title, and keeps its id, which plans, targets and files refer to. An input has no
 * title: its id is its name, and becomes what was typed (a short form of it, when that is no identifier).
 */
export function renameTo(store: EditorStore, id: string, typed: string): void {
  const { document, actions, selection } = store.getState();
  const { tables } = document;
  const name = typed.trim();
  const group = groupOfKey(id);
  if (group !== null) {
    if (name !== "" && name !== tables.groups[group]?.title) actions.edit(`Rename the group to ${name}`, (tx) => tx.update("groups", group, { title: name }));
    return;
  }
  const operator = tables.operators[id];
  const input = tables.inputs[id];
  if (name === "" || name === (operator?.title ?? id) || !(operator ?? input)) return;
  if (operator) {
    actions.edit(`Rename ${nodeTitle(tables, id)} to ${name}`, (tx) => tx.update("operators", id, { title: name === id ? undefined : name }));
    return;
  }
  const base = isIdentifier(name) ? name : slug(name);
  if (base === "") {
    actions.announce(`${id} keeps its name: the name of an input is its id, of Latin letters and digits`);
    notifications.show({ color: "gray", title: "Not renamed", message: `The name of an input is its id, of Latin letters and digits; “${name}” has none.` });
    return;
  }
  const nextId = base === id ? id : freeId(tables, base);
  actions.edit(`Rename ${id} to ${name}`, (tx) => renameNode(tx, id, nextId), { select: selection.nodes.map((node) => (node === id ? nextId : node)) });
}

/** Changes only the id, everywhere it is named. The caller has checked it. */
export function renameOperatorId(store: EditorStore, id: string, nextId: string): void {
  const { actions, selection } = store.getState();
  actions.edit(`Change id ${id} to ${nextId}`, (tx) => renameNode(tx, id, nextId), { select: selection.nodes.map((node) => (node === id ? nextId : node)) });
}
