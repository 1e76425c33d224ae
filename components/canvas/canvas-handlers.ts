import { notifications } from "@mantine/notifications";
import type { Connection, EdgeChange, FinalConnectionState, NodeChange, ReactFlowInstance, ReactFlowProps } from "@xyflow/react";
import type { DragEvent, MouseEvent as ReactMouseEvent, RefObject } from "react";
import { addTask, connectNodes, TASK_DRAG_TYPE } from "@/components/editor/edit-commands";
import type { EditorServices } from "@/components/editor/editor-services";
import type { EditorStore } from "@/components/editor/editor-store";
import { importFiles } from "@/components/editor/import-file";
import { refuseConnection } from "@/core/graph/edit-connect";
import { boundsOfNode, groupOfKey } from "@/core/graph/edit-groups";
import { NODE_SIZE } from "@/core/graph/edit-operations";
import type { EdgeLayerHandle } from "./edge-layer";
import type { FlowEdgeView, FlowNode } from "./flow-view";

type FlowHandlers = Pick<
  ReactFlowProps<FlowNode, FlowEdgeView>,
  | "onNodesChange"
  | "onEdgesChange"
  | "onConnectStart"
  | "onConnect"
  | "onConnectEnd"
  | "isValidConnection"
  | "onNodeClick"
  | "onNodeDoubleClick"
  | "onNodeMouseEnter"
  | "onNodeMouseLeave"
  | "onNodeContextMenu"
  | "onSelectionContextMenu"
  | "onEdgeContextMenu"
  | "onPaneContextMenu"
  | "onPaneClick"
  | "onPaneMouseMove"
  | "onPaneMouseLeave"
  | "onMoveEnd"
  | "onDragOver"
  | "onDrop"
>;

/** The operator or input that is drawn at a place of the screen. */
function nodeAt({ clientX, clientY }: { clientX: number; clientY: number }): string | undefined {
  const element = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>(".react-flow__node-operator, .react-flow__node-entry");
  return element?.dataset.id;
}

/** What happens on the canvas, except dragging nodes. Reads the store when it runs, so that nothing here ever changes identity. */
export function canvasHandlers(
  store: EditorStore,
  flow: ReactFlowInstance<FlowNode, FlowEdgeView>,
  edges: RefObject<EdgeLayerHandle | null>,
  surface: RefObject<HTMLElement | null>,
  services: EditorServices,
  /** While a wire ends that was given up. */
  cancelled: RefObject<boolean>,
): { flow: FlowHandlers; onSurfaceDoubleClick: (event: ReactMouseEvent) => void } {
  const act = () => store.getState().actions;
  const readOnly = () => store.getState().document.readOnly;
  const corner = () => surface.current?.getBoundingClientRect() ?? new DOMRect();
  const edgeUnder = (event: { clientX: number; clientY: number }) => {
    const { left, top } = corner();
    return edges.current?.at(event.clientX - left, event.clientY - top) ?? null;
  };
  const openMenu = (event: ReactMouseEvent | MouseEvent, on: "node" | "edge" | "pane", id?: string) => {
    event.preventDefault();
    const { actions, selection } = store.getState();
    if (on === "node" && id && !selection.nodes.includes(id)) actions.select([id]);
    if (on === "edge" && id) actions.select([], [id]);
    actions.setInteraction({ contextMenu: { x: event.clientX, y: event.clientY, on } });
  };

  return {
    onSurfaceDoubleClick: (event) => {
      if (readOnly() || !(event.target as Element).classList.contains("react-flow__pane")) return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      act().setInteraction({
        quickAdd: { x: at.x - NODE_SIZE.operator.width / 2, y: at.y - NODE_SIZE.operator.height / 2, screenX: event.clientX, screenY: event.clientY },
      });
    },
    flow: {
      onNodesChange: (changes: NodeChange<FlowNode>[]) => {
        const { actions, selection } = store.getState();
        let selected: Set<string> | null = null;
        for (const change of changes) {
          if (change.type !== "select") continue;
          selected = selected ?? new Set(selection.nodes);
          if (change.selected) selected.add(change.id);
          else selected.delete(change.id);
        }
        if (selected) actions.select([...selected], selection.edges);
      },
      onEdgesChange: (changes: EdgeChange<FlowEdgeView>[]) => {
        const { actions, selection } = store.getState();
        const selected = new Set(selection.edges);
        let changed = false;
        for (const change of changes) {
          if (change.type !== "select") continue;
          changed = true;
          if (change.selected) selected.add(change.id);
          else selected.delete(change.id);
        }
        if (changed) actions.select(store.getState().selection.nodes, [...selected]);
      },
      onConnectStart: (_event, { nodeId, handleType }) => {
        if (nodeId) act().setInteraction({ connectingFrom: { nodeId, side: handleType === "target" ? "in" : "out" } });
      },
      onConnect: (connection: Connection) => {
        if (!cancelled.current) connectNodes(store, connection.source, connection.target);
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const { actions, document } = store.getState();
        actions.setInteraction({ connectingFrom: null });
        const point = "changedTouches" in event ? event.changedTouches[0] : event;
        if (cancelled.current || state.isValid || !state.fromNode || !point) return;
        const outward = state.fromHandle?.type !== "target";
        // A wire may be dropped anywhere on a node, not only at its port.
        const other = state.toNode?.id ?? nodeAt(point);
        if (other === state.fromNode.id) return;
        if (other !== undefined) {
          const [from, to] = outward ? [state.fromNode.id, other] : [other, state.fromNode.id];
          const refusal = refuseConnection(document.tables, from, to);
          if (!refusal) {
            connectNodes(store, from, to);
            return;
          }
          notifications.show({ color: "gray", title: "Not connected", message: refusal.message, autoClose: 6000 });
          actions.announce(`Not connected. ${refusal.message}`);
          return;
        }
        const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
        const position = { x: outward ? at.x : at.x - NODE_SIZE.operator.width, y: at.y - NODE_SIZE.operator.height / 2 };
        actions.setInteraction({
          quickAdd: { ...position, screenX: point.clientX, screenY: point.clientY, ...(outward ? { from: state.fromNode.id } : { to: state.fromNode.id }) },
        });
      },
      isValidConnection: (connection) => refuseConnection(store.getState().document.tables, connection.source, connection.target) === null,
      onNodeClick: (event, node) => {
        // React Flow leaves several selected when one of them is clicked.
        if (!event.shiftKey && !event.ctrlKey && !event.metaKey) act().select([node.id]);
      },
      onNodeDoubleClick: (_event, node) => {
        const { actions, document } = store.getState();
        if (document.readOnly) return;
        const group = groupOfKey(node.id);
        if (group !== null && document.tables.groups[group]?.collapsed)
          actions.edit(`Unfold ${document.tables.groups[group].title}`, (tx) => tx.update("groups", group, { collapsed: undefined }));
        else actions.setInteraction({ renaming: node.id });
      },
      onNodeMouseEnter: (_event, node) => {
        const { actions, choice } = store.getState();
        const planned = choice.planOperators[node.id];
        if (!planned) return;
        const pools = [...new Set(planned.parts.map((part) => part.pool))];
        actions.hoverOperatorChoice({ operatorId: node.id, implementation: planned.configuration.implementation, pools });
      },
      onNodeMouseLeave: () => {
        if (store.getState().choice.hoveredOperatorChoice) act().hoverOperatorChoice(null);
      },
      onNodeContextMenu: (event, node) => openMenu(event, "node", node.id),
      onSelectionContextMenu: (event) => openMenu(event, "node"),
      onEdgeContextMenu: (event, edge) => openMenu(event, "edge", edge.id),
      onPaneContextMenu: (event) => {
        const edge = edgeUnder(event);
        if (edge) openMenu(event, "edge", edge);
        else openMenu(event, "pane");
      },
      onPaneClick: (event) => {
        const edge = edgeUnder(event);
        const { actions, selection } = store.getState();
        if (!edge) actions.select([]);
        else if (event.ctrlKey || event.metaKey) actions.select(selection.nodes, [...new Set([...selection.edges, edge])]);
        else actions.select([], [edge]);
      },
      onPaneMouseMove: (event) => edges.current?.hover(event.buttons === 0 ? edgeUnder(event) : null),
      onPaneMouseLeave: () => edges.current?.hover(null),
      onMoveEnd: (_event, viewport) => act().setViewport(viewport),
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(TASK_DRAG_TYPE) && !(event.dataTransfer.types.includes("Files") && !readOnly())) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      },
      onDrop: (event: DragEvent) => {
        const task = event.dataTransfer.getData(TASK_DRAG_TYPE);
        const files = [...event.dataTransfer.files];
        if (!task && files.length === 0) return;
        event.preventDefault();
        const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        if (!task) {
          void importFiles(store, services, files, at);
          return;
        }
        const id = addTask(store, task, { x: at.x - NODE_SIZE.operator.width / 2, y: at.y - NODE_SIZE.operator.height / 2 });
        // Dropped on another node it goes beside it, which may be out of sight; under the pointer it is in sight, and the picture stays.
        const box = id ? boundsOfNode(store.getState().document.tables, id) : null;
        const isUnderPointer = box && at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height;
        if (id && !isUnderPointer) requestAnimationFrame(() => services.canvas?.reveal(id));
      },
    },
  };
}
