"use client";

import "@xyflow/react/dist/base.css";
import { notifications } from "@mantine/notifications";
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { type DragEvent, type FocusEvent, type MouseEvent as ReactMouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { addTask, connectNodes, TASK_DRAG_TYPE } from "@/components/editor/edit-commands";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { refuseConnection } from "@/core/graph/edit-connect";
import { moveNodes, NODE_SIZE } from "@/core/graph/edit-operations";
import classes from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls";
import { canvasHandle } from "./canvas-handle";
import { EmptyCanvas } from "./empty-canvas";
import { EdgeMarkers, FlowEdge } from "./flow-edge";
import { type DraggedPlaces, type FlowEdgeView, type FlowNode, FlowView } from "./flow-view";
import { HeatSwitch } from "./heat-switch";
import { InputNode } from "./input-node";
import { NoteNode } from "./note-node";
import { OperatorNode } from "./operator-node";
import { useCritical } from "./use-critical";
import { useLayout } from "./use-layout";

const NODE_TYPES = { operator: OperatorNode, entry: InputNode, note: NoteNode };
const EDGE_TYPES = { flow: FlowEdge };
const PAN_BUTTONS = [1];
const FIT = { padding: 0.18, maxZoom: 1.1 };
/** From here on, only what is on the screen is rendered. */
const RENDER_ALL_LIMIT = 150;

export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasSurface />
    </ReactFlowProvider>
  );
}

function CanvasSurface() {
  const store = useEditorStore();
  const services = useEditorServices();
  const flow = useReactFlow<FlowNode, FlowEdgeView>();
  const surface = useRef<HTMLDivElement>(null);
  const view = useMemo(() => new FlowView(), []);
  const slices = useEditor(useShallow((state) => ({ tables: state.document.tables, selection: state.selection })));
  // Places of nodes while they are dragged: kept here, so that a drag does not wake every subscriber of the store at every frame.
  const [dragged, setDragged] = useState<DraggedPlaces | null>(null);
  const latestDragged = useRef<DraggedPlaces | null>(null);
  const setPlaces = useCallback((places: DraggedPlaces | null) => {
    latestDragged.current = places;
    setDragged(places);
  }, []);
  const nodes = useMemo(() => view.nodes(slices.tables, slices.selection.nodes, dragged), [view, slices, dragged]);
  const edges = useMemo(() => view.edges(slices.tables.edges, slices.selection.edges), [view, slices]);
  const readOnly = useEditor((state) => state.document.readOnly);
  const minimap = useEditor((state) => state.panels.minimap);
  useLayout();
  useCritical();
  const cancelled = useRef(false);

  useEffect(() => {
    services.canvas = canvasHandle(flow as unknown as ReactFlowInstance, surface, store);
    return () => {
      services.canvas = null;
    };
  }, [services, flow, store]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const { actions, selection } = store.getState();
      let selected: Set<string> | null = null;
      let dragged: Record<string, { x: number; y: number }> | null = null;
      for (const change of changes) {
        if (change.type === "select") {
          selected = selected ?? new Set(selection.nodes);
          if (change.selected) selected.add(change.id);
          else selected.delete(change.id);
        } else if (change.type === "position" && change.position && change.dragging && !cancelled.current) {
          dragged = dragged ?? { ...latestDragged.current };
          dragged[change.id] = change.position;
        }
      }
      if (selected) actions.select([...selected], selection.edges);
      if (dragged) setPlaces(dragged);
    },
    [store, setPlaces],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdgeView>[]) => {
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
    [store],
  );

  const onDragStart = useCallback(() => {
    cancelled.current = false;
  }, []);
  const onDragStop = useCallback(() => {
    const places = latestDragged.current;
    if (places && !cancelled.current) {
      const ids = Object.keys(places);
      store.getState().actions.edit(ids.length === 1 ? `Move ${ids[0]}` : `Move ${ids.length} nodes`, (tx) => moveNodes(tx, places));
    }
    setPlaces(null);
  }, [store, setPlaces]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || latestDragged.current === null) return;
      cancelled.current = true;
      setPlaces(null);
      store.getState().actions.announce("Move cancelled");
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [store, setPlaces]);

  const isValidConnection = useCallback(
    (connection: Connection | FlowEdgeView) => refuseConnection(store.getState().document.tables, connection.source, connection.target) === null,
    [store],
  );
  const onConnect = useCallback((connection: Connection) => connectNodes(store, connection.source, connection.target), [store]);
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { actions, document } = store.getState();
      actions.setInteraction({ connectingFrom: null });
      if (state.isValid || !state.fromNode) return;
      const outward = state.fromHandle?.type !== "target";
      if (state.toNode) {
        const [from, to] = outward ? [state.fromNode.id, state.toNode.id] : [state.toNode.id, state.fromNode.id];
        const refusal = refuseConnection(document.tables, from, to);
        if (!refusal) return;
        notifications.show({ color: "gray", title: "Not connected", message: refusal.message, autoClose: 6000 });
        actions.announce(`Not connected. ${refusal.message}`);
        return;
      }
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!point) return;
      const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
      const position = { x: outward ? at.x : at.x - NODE_SIZE.operator.width, y: at.y - NODE_SIZE.operator.height / 2 };
      actions.setInteraction({
        quickAdd: { ...position, screenX: point.clientX, screenY: point.clientY, ...(outward ? { from: state.fromNode.id } : { to: state.fromNode.id }) },
      });
    },
    [store, flow],
  );

  const onDrop = useCallback(
    (event: DragEvent) => {
      const task = event.dataTransfer.getData(TASK_DRAG_TYPE);
      if (!task) return;
      event.preventDefault();
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      addTask(store, task, { x: at.x - NODE_SIZE.operator.width / 2, y: at.y - NODE_SIZE.operator.height / 2 });
    },
    [store, flow],
  );
  const onDoubleClick = useCallback(
    (event: ReactMouseEvent) => {
      if (readOnly || !(event.target as Element).classList.contains("react-flow__pane")) return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      store.getState().actions.setInteraction({
        quickAdd: { x: at.x - NODE_SIZE.operator.width / 2, y: at.y - NODE_SIZE.operator.height / 2, screenX: event.clientX, screenY: event.clientY },
      });
    },
    [store, flow, readOnly],
  );

  const openMenu = useCallback(
    (event: ReactMouseEvent | MouseEvent, on: "node" | "edge" | "pane", id?: string) => {
      event.preventDefault();
      const { actions, selection } = store.getState();
      if (on === "node" && id && !selection.nodes.includes(id)) actions.select([id]);
      if (on === "edge" && id) actions.select([], [id]);
      actions.setInteraction({ contextMenu: { x: event.clientX, y: event.clientY, on } });
    },
    [store],
  );
  /** What gets the focus by keyboard is selected, so that every key acts on what is outlined. */
  const onFocus = useCallback(
    (event: FocusEvent<HTMLDivElement>) => {
      const element = event.target;
      if (!element.matches(":focus-visible")) return;
      const id = element.dataset.id;
      if (!id) return;
      if (element.classList.contains("react-flow__node")) store.getState().actions.select([id]);
      else if (element.classList.contains("react-flow__edge")) store.getState().actions.select([], [id]);
    },
    [store],
  );

  const empty = nodes.length === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: double-click is a shortcut of "Add operator", which has a key and a button
    <div ref={surface} className={classes.surface} onDoubleClick={onDoubleClick} onFocusCapture={onFocus} data-testid="canvas">
      <EdgeMarkers />
      <ReactFlow<FlowNode, FlowEdgeView>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={onDragStart}
        onNodeDragStop={onDragStop}
        onSelectionDragStart={onDragStart}
        onSelectionDragStop={onDragStop}
        onConnectStart={(_event, { nodeId, handleType }) =>
          nodeId && store.getState().actions.setInteraction({ connectingFrom: { nodeId, side: handleType === "target" ? "in" : "out" } })
        }
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValidConnection}
        onNodeDoubleClick={(_event, node) => !readOnly && store.getState().actions.setInteraction({ renaming: node.id })}
        onNodeMouseEnter={(_event, node) => {
          const { actions, choice } = store.getState();
          const planned = choice.planOperators[node.id];
          if (planned) actions.hoverOperatorChoice({ operatorId: node.id, implementation: planned.configuration.implementation });
        }}
        onNodeMouseLeave={() => store.getState().actions.hoverOperatorChoice(null)}
        onNodeContextMenu={(event, node) => openMenu(event, "node", node.id)}
        onSelectionContextMenu={(event) => openMenu(event, "node")}
        onEdgeContextMenu={(event, edge) => openMenu(event, "edge", edge.id)}
        onPaneContextMenu={(event) => openMenu(event, "pane")}
        onPaneClick={() => store.getState().actions.select([])}
        onMoveEnd={(_event, viewport) => store.getState().actions.setViewport(viewport)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(TASK_DRAG_TYPE)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }}
        onDrop={onDrop}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        deleteKeyCode={null}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={PAN_BUTTONS}
        panOnScroll
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        connectionRadius={28}
        nodeDragThreshold={2}
        minZoom={0.08}
        maxZoom={2.5}
        fitView
        fitViewOptions={FIT}
        onlyRenderVisibleElements={nodes.length > RENDER_ALL_LIMIT}
        aria-label="Pipeline canvas"
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--t-hairline)" />
        {minimap && !empty ? (
          <MiniMap
            pannable
            zoomable
            position="bottom-right"
            bgColor="var(--t-surface)"
            maskColor="var(--t-dominated)"
            nodeColor="var(--t-hairline-strong)"
            nodeBorderRadius={8}
            ariaLabel="Map of the pipeline"
          />
        ) : null}
      </ReactFlow>
      {empty ? <EmptyCanvas /> : <HeatSwitch />}
      <CanvasControls />
    </div>
  );
}
