import type { ReactFlowInstance } from "@xyflow/react";
import type { RefObject } from "react";
import type { CanvasHandle } from "@/components/editor/editor-services";
import type { EditorStore } from "@/components/editor/editor-store";
import { type Bounds, boundsOfGroup, boundsOfNode, collapsedMembers, groupOfKey, unionOf } from "@/core/graph/edit-groups";

const ANIMATION_MS = 120;
/** How the picture is framed: with space round it, and nothing is brought nearer than this by itself. */
export const FRAME = { padding: 0.18, maxZoom: 1.1 };

/** Puts React Flow's instance behind the handle that actions use. */
export function canvasHandle(flow: ReactFlowInstance, surface: RefObject<HTMLDivElement | null>, store: EditorStore): CanvasHandle {
  const duration = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ANIMATION_MS);
  const rectangle = () => surface.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
  const focusNode = (id: string) =>
    surface.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  /** What stands for a node on the canvas: itself, or the folded group it is in. */
  const shownAs = (id: string) => collapsedMembers(store.getState().document.tables.groups).get(id) ?? id;
  const boxOf = (id: string) => {
    const { tables } = store.getState().document;
    const group = groupOfKey(id);
    return group === null ? boundsOfNode(tables, id) : boundsOfGroup(tables, group);
  };
  const isInView = ({ x, y, width, height }: Bounds) => {
    const rect = rectangle();
    const from = flow.screenToFlowPosition({ x: rect.left, y: rect.top });
    const to = flow.screenToFlowPosition({ x: rect.right, y: rect.bottom });
    return x >= from.x && y >= from.y && x + width <= to.x && y + height <= to.y;
  };
  const frame = (ids: readonly string[] | undefined, maxZoom: number) =>
    void flow.fitView({ padding: FRAME.padding, maxZoom, duration: duration(), ...(ids && ids.length > 0 ? { nodes: ids.map((id) => ({ id })) } : {}) });
  return {
    fitView: (ids) => frame(ids, FRAME.maxZoom),
    zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
    zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: duration() }),
    reveal: (id, options) => {
      const shown = shownAs(id);
      const at = boxOf(shown);
      if (!at) return;
      if (!isInView(at)) void flow.setCenter(at.x + at.width / 2, at.y + at.height / 2, { zoom: Math.max(flow.getZoom(), 0.6), duration: 0 });
      // The node may be rendered only after it came into view.
      if (options?.focus) requestAnimationFrame(() => requestAnimationFrame(() => focusNode(shown)));
    },
    show: (ids) => {
      const shown = ids.map(shownAs);
      const box = unionOf(shown.flatMap((id) => boxOf(id) ?? []));
      if (box && !isInView(box)) frame(shown, Math.min(FRAME.maxZoom, flow.getZoom()));
    },
    centre: () => {
      const rect = rectangle();
      return flow.screenToFlowPosition({ x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 });
    },
    toFlow: (point) => flow.screenToFlowPosition(point),
    toScreen: (point) => flow.flowToScreenPosition(point),
    focus: () => {
      const first = store.getState().selection.nodes.map(shownAs)[0] ?? flow.getNodes()[0]?.id;
      if (first) focusNode(first);
      else surface.current?.querySelector<HTMLElement>(".react-flow__pane")?.focus({ preventScroll: true });
    },
  };
}
