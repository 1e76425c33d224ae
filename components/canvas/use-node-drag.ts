"use client";

import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type EditorStore, useEditorStore } from "@/components/editor/editor-store";
import { about } from "@/components/editor/step-label";
import { type Bounds, boundsOfGroup, boundsOfNode, groupOfKey, placesOfMove, unionOf } from "@/core/graph/edit-groups";
import { moveNodes } from "@/core/graph/edit-operations";
import { snapBox } from "@/core/graph/edit-snap";
import type { EdgeLayerHandle } from "./edge-layer";
import { type DraggedPlaces, type FlowEdgeView, type FlowNode, isLarge } from "./flow-view";
import type { SnapGuidesHandle } from "./snap-guides";

/** How near a line has to be to draw a box to it, px on the screen. */
const SNAP_REACH = 5;

interface Session {
  /** Boxes of what may be aligned with: everything on the screen that is not being dragged. */
  others: Bounds[];
  box: Bounds | null;
  start: DraggedPlaces;
  /** Elements that are moved by hand, where there are too many nodes to have React move one. */
  elements: Map<string, HTMLElement> | null;
}

export interface NodeDrag {
  /** Places of what is being dragged, where React draws it; null otherwise. */
  places: DraggedPlaces | null;
  onNodeDragStart(event: unknown, node: FlowNode, nodes: FlowNode[]): void;
  onNodeDrag(event: unknown, node: FlowNode, nodes: FlowNode[]): void;
  onNodeDragStop(): void;
  onSelectionDragStart(event: unknown, nodes: FlowNode[]): void;
  onSelectionDrag(event: unknown, nodes: FlowNode[]): void;
  onSelectionDragStop(): void;
}

function boxOf(store: EditorStore, id: string): Bounds | null {
  const { tables } = store.getState().document;
  const group = groupOfKey(id);
  return group === null ? boundsOfNode(tables, id) : boundsOfGroup(tables, group);
}

/**
 * Drags nodes: places are kept out of the document until the drop, which is one undo step; Escape puts everything back. The box is drawn to
 * the lines of others, unless Alt is held. In a large pipeline the dragged elements are moved by hand and nothing is rendered until the drop.
 */
export function useNodeDrag(
  edges: RefObject<EdgeLayerHandle | null>,
  guides: RefObject<SnapGuidesHandle | null>,
  surface: RefObject<HTMLElement | null>,
): NodeDrag {
  const store = useEditorStore();
  const flow = useReactFlow<FlowNode, FlowEdgeView>();
  const flowStore = useStoreApi();
  const [places, setPlaces] = useState<DraggedPlaces | null>(null);
  const session = useRef<Session | null>(null);
  const latest = useRef<DraggedPlaces | null>(null);
  const cancelled = useRef(false);

  const { cancel, ...handlers } = useMemo(() => {
    const start = (nodes: readonly FlowNode[]) => {
      cancelled.current = false;
      const { tables } = store.getState().document;
      const moving = new Set(nodes.map((node) => node.id));
      const members = new Set([...moving].flatMap((id) => tables.groups[groupOfKey(id) ?? ""]?.members ?? []));
      const { transform, width, height } = flowStore.getState();
      const [x, y, zoom] = transform;
      const view = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
      const others = flow.getNodes().flatMap((node) => {
        if (moving.has(node.id) || members.has(node.id) || node.type === "frame") return [];
        const box = { ...node.position, width: node.width ?? 0, height: node.height ?? 0 };
        return box.x > view.right || box.x + box.width < view.left || box.y > view.bottom || box.y + box.height < view.top ? [] : [box];
      });
      const startPlaces = Object.fromEntries(nodes.map((node) => [node.id, boxOf(store, node.id) ?? node.position]));
      const elements = isLarge(tables) && ![...moving].some((id) => groupOfKey(id) !== null) ? new Map<string, HTMLElement>() : null;
      if (elements) {
        for (const id of moving) {
          const element = surface.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
          if (element) elements.set(id, element);
        }
      }
      session.current = { others, box: unionOf(nodes.flatMap((node) => boxOf(store, node.id) ?? [])), start: startPlaces, elements };
    };
    const show = (next: DraggedPlaces | null) => {
      const { elements, start: before } = session.current ?? { elements: null, start: {} };
      latest.current = next;
      if (!elements) {
        setPlaces(next);
        return;
      }
      for (const [id, element] of elements) {
        const [from, to] = [before[id], next?.[id]];
        // A layer of its own moves without being painted again.
        element.style.willChange = to ? "transform" : "";
        element.style.transform = from && to ? `translate(${to.x - from.x}px,${to.y - from.y}px)` : "none";
      }
      edges.current?.drag(next);
    };
    const move = (event: unknown, nodes: readonly FlowNode[]) => {
      const current = session.current;
      if (!current || cancelled.current || nodes.length === 0) return;
      const first = nodes[0] as FlowNode;
      const from = current.start[first.id];
      let [dx, dy] = [0, 0];
      const { zoom } = flow.getViewport();
      if (current.box && from && !(event as MouseEvent).altKey) {
        const box = { ...current.box, x: current.box.x + first.position.x - from.x, y: current.box.y + first.position.y - from.y };
        const snap = snapBox(box, current.others, SNAP_REACH / zoom);
        [dx, dy] = [snap.dx, snap.dy];
        guides.current?.show(snap.guides);
      } else guides.current?.show([]);
      const { tables } = store.getState().document;
      const moved = Object.fromEntries(nodes.map((node) => [node.id, { x: node.position.x + dx, y: node.position.y + dy }]));
      // The members of a group go with it.
      show(nodes.some((node) => groupOfKey(node.id) !== null) ? { ...placesOfMove(tables, moved), ...moved } : moved);
    };
    const stop = () => {
      const moved = latest.current;
      guides.current?.show([]);
      if (moved) {
        show(null);
        const { document, actions } = store.getState();
        const final = placesOfMove(document.tables, moved);
        const ids = Object.keys(final);
        const [only] = ids;
        actions.edit(only !== undefined && ids.length === 1 ? about`Move ${only}` : `Move ${ids.length} nodes`, (tx) => moveNodes(tx, final));
      }
      session.current = null;
    };
    return {
      onNodeDragStart: (_event: unknown, _node: FlowNode, nodes: FlowNode[]) => start(nodes),
      onNodeDrag: (event: unknown, _node: FlowNode, nodes: FlowNode[]) => move(event, nodes),
      onNodeDragStop: stop,
      onSelectionDragStart: (_event: unknown, nodes: FlowNode[]) => start(nodes),
      onSelectionDrag: (event: unknown, nodes: FlowNode[]) => move(event, nodes),
      onSelectionDragStop: stop,
      cancel: () => {
        cancelled.current = true;
        guides.current?.show([]);
        show(null);
      },
    };
  }, [store, flow, flowStore, edges, guides, surface]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || latest.current === null) return;
      cancel();
      store.getState().actions.announce("Move cancelled");
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [store, cancel]);

  return { places, ...handlers };
}
