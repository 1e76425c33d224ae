import { groupKey, groupOfKey, makeGroup, nodesOfSelection, setCollapsed } from "@/core/graph/edit-groups";
import type { EditorState } from "./editor-state";
import type { EditorStore } from "./editor-store";

/** Groups that are selected, or that all of what is selected is in. */
export function groupsOfSelection(state: EditorState): string[] {
  const { selection, document } = state;
  const chosen = selection.nodes.flatMap((key) => groupOfKey(key) ?? []);
  if (chosen.length > 0) return chosen;
  if (selection.nodes.length === 0) return [];
  return Object.keys(document.tables.groups).filter((id) => selection.nodes.every((node) => document.tables.groups[id]?.members.includes(node)));
}

/** Puts what is selected into a group of its own and asks for its name. */
export function groupSelection(store: EditorStore): void {
  const { document, selection, actions } = store.getState();
  const count = nodesOfSelection(document.tables, selection.nodes).length;
  if (count === 0) return;
  let made: string | null = null;
  actions.edit(`Group ${count} ${count === 1 ? "node" : "nodes"}`, (tx) => {
    made = makeGroup(tx, selection.nodes, `Group ${Object.keys(tx.tables.groups).length + 1}`);
  });
  if (!made) return;
  actions.select([groupKey(made)]);
  actions.setInteraction({ renaming: groupKey(made) });
  actions.announce(`Group of ${count} made`);
}

/** Takes the frames away; what was in them stays. */
export function ungroupSelection(store: EditorStore): void {
  const { document, selection, actions } = store.getState();
  const groups = selection.nodes.flatMap((key) => groupOfKey(key) ?? []);
  if (groups.length === 0) return;
  const members = nodesOfSelection(document.tables, selection.nodes);
  const done = actions.edit(
    groups.length === 1 ? `Ungroup ${document.tables.groups[groups[0] as string]?.title ?? ""}` : `Ungroup ${groups.length} groups`,
    (tx) => {
      for (const id of groups) tx.remove("groups", id);
    },
    { select: members },
  );
  if (done) actions.announce("Ungrouped");
}

/** Folds groups into one box each; unfolds them when all are folded. */
export function foldSelection(store: EditorStore): void {
  const state = store.getState();
  const { document, actions } = state;
  const groups = groupsOfSelection(state);
  if (groups.length === 0) return;
  const fold = groups.some((id) => !document.tables.groups[id]?.collapsed);
  const name = groups.length === 1 ? (document.tables.groups[groups[0] as string]?.title ?? "") : `${groups.length} groups`;
  const done = actions.edit(
    `${fold ? "Fold" : "Unfold"} ${name}`,
    (tx) => {
      for (const id of groups) setCollapsed(tx, id, fold);
    },
    { select: groups.map(groupKey) },
  );
  if (done) actions.announce(fold ? `${name} folded` : `${name} unfolded`);
}
