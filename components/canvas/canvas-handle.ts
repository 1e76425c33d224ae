import type { ReactFlowInstance } from "@xyflow/react";
import type { RefObject } from "react";
import type { CanvasHandle } from "@/components/editor/editor-services";
import type { EditorStore } from "@/components/editor/editor-store";
import { boundsOfGroup, boundsOfNode, collapsedMembers, groupOfKey } from "@/core/graph/edit-groups";

const ANIMATION_MS = 120;

/** Puts React Flow's instance behind the handle that actions use. */
export function canvasHandle(flow: ReactFlowInstance, surface: RefObject<HTMLDivElement | null>, store: EditorStore): CanvasHandle {
  const duration = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ANIMATION_MS);
  const rectangle = () => surface.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
  const focusNode = (id: string) =>
    surface.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  return {
    fitView: (ids) =>
      void flow.fitView({ padding: 0.18, maxZoom: 1.1, duration: duration(), ...(ids && ids.length > 0 ? { nodes: ids.map((id) => ({ id })) } : {}) }),
    zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
    zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: duration() }),
    reveal: (id, options) => {
      const { tables } = store.getState().document;
      const shown = collapsedMembers(tables.groups).get(id) ?? id;
      const group = groupOfKey(shown);
      const at = group === null ? boundsOfNode(tables, shown) : boundsOfGroup(tables, group);
      if (!at) return;
      const { width, height } = at;
      const rect = rectangle();
      const topLeft = flow.screenToFlowPosition({ x: rect.left, y: rect.top });
      const bottomRight = flow.screenToFlowPosition({ x: rect.right, y: rect.bottom });
      const visible = at.x >= topLeft.x && at.y >= topLeft.y && at.x + width <= bottomRight.x && at.y + height <= bottomRight.y;
      if (!visible) void flow.setCenter(at.x + width / 2, at.y + height / 2, { zoom: Math.max(flow.getZoom(), 0.6), duration: 0 });
      // The node may be rendered only after it came into view.
      if (options?.focus) requestAnimationFrame(() => requestAnimationFrame(() => focusNode(shown)));
    },
    centre: () => {
      const rect = rectangle();
      return flow.screenToFlowPosition({ x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 });
    },
    toFlow: (point) => flow.screenToFlowPosition(point),
    toScreen: (point) => flow.flowToScreenPosition(point),
    focus: () => surface.current?.querySelector<HTMLElement>(".react-flow__node")?.focus({ preventScroll: true }),
  };
}
