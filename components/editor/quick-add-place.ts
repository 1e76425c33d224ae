import { freePosition, NODE_SIZE } from "@/core/graph/edit-operations";
import { DEFAULT_NODE_SPACING } from "@/core/graph/edit-tables";
import type { EditorServices } from "./editor-services";
import type { EditorStore } from "./editor-store";

export type QuickAddMode = "free" | "after" | "before" | "edge" | "replace";

/** Opens the small list of tasks where the new operator would go. */
export function openQuickAdd(store: EditorStore, services: EditorServices, mode: QuickAddMode): void {
  const { document, selection, actions } = store.getState();
  const { tables } = document;
  const canvas = services.canvas;
  if (!canvas) return;
  const centre = canvas.centre();
  const id = selection.nodes[0];
  const at = id ? tables.positions[id] : undefined;
  const open = (place: { x: number; y: number }, extra: { from?: string; to?: string; onEdge?: string; replace?: string } = {}) => {
    const screen = canvas.toScreen(place);
    actions.setInteraction({ quickAdd: { ...place, screenX: screen.x, screenY: screen.y, ...extra } });
  };
  if (mode === "after" && id && at) open(freePosition(tables, { x: at.x + DEFAULT_NODE_SPACING.x, y: at.y }), { from: id });
  else if (mode === "before" && id && at) open(freePosition(tables, { x: at.x - DEFAULT_NODE_SPACING.x, y: at.y }), { to: id });
  else if (mode === "replace" && id && at) open(at, { replace: id });
  else if (mode === "edge" && selection.edges[0]) {
    const edge = tables.edges[selection.edges[0]];
    const from = edge && tables.positions[edge.from];
    const to = edge && tables.positions[edge.to];
    if (from && to) open({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, { onEdge: selection.edges[0] });
  } else open(freePosition(tables, { x: centre.x - NODE_SIZE.operator.width / 2, y: centre.y - NODE_SIZE.operator.height / 2 }));
}
