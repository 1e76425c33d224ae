"use client";

import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  getViewportForBounds,
  MiniMap,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Viewport,
} from "@xyflow/react";
import { type FocusEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import classes from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls";
import { canvasHandle, FRAME } from "./canvas-handle";
import { canvasHandlers } from "./canvas-handlers";
import { EdgeLayer, type EdgeLayerHandle } from "./edge-layer";
import { EmptyCanvas } from "./empty-canvas";
import { isFar, isTiny } from "./far";
import { EdgeMarkers, FlowEdge } from "./flow-edge";
import { boundsOfNodes, type FlowEdgeView, type FlowNode, FlowView, MANY_NODES } from "./flow-view";
import { FoldedNode, FrameNode } from "./group-nodes";
import { HeatSwitch } from "./heat-switch";
import { InputNode } from "./input-node";
import { useFarTitles } from "./node-title";
import { NoteNode } from "./note-node";
import { OperatorNode } from "./operator-node";
import { SnapGuides, type SnapGuidesHandle } from "./snap-guides";
import { useCritical } from "./use-critical";
import { useEscape } from "./use-escape";
import { useLayout } from "./use-layout";
import { useNodeDrag } from "./use-node-drag";

const NODE_TYPES = { operator: OperatorNode, entry: InputNode, note: NoteNode, frame: FrameNode, folded: FoldedNode };
const EDGE_TYPES = { flow: FlowEdge };
const PAN_BUTTONS = [1];
/** Held while clicking, these add to what is selected. */
const ADD_KEYS = ["Shift", "Meta", "Control"];
const MIN_ZOOM = 0.08;
const MAX_ZOOM = 2.5;

export function Canvas() {
  const surface = useRef<HTMLDivElement>(null);
  const first = useFirstViewport(surface);
  return (
    <div ref={surface} className={classes.surface} data-testid="canvas">
      {first ? (
        <ReactFlowProvider>
          <CanvasSurface surface={surface} viewport={first} />
        </ReactFlowProvider>
      ) : null}
    </div>
  );
}

/** Where to look first, known before anything is drawn, so that nothing is drawn twice: once as near, then as far. */
function useFirstViewport(surface: RefObject<HTMLDivElement | null>): Viewport | null {
  const store = useEditorStore();
  const [viewport, setViewport] = useState<Viewport | null>(null);
  useLayoutEffect(() => {
    const element = surface.current;
    if (!element) return;
    // The panels around it have their sizes only after their own effects.
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry?.contentRect ?? { width: 0, height: 0 };
      if (width === 0 || height === 0) return;
      observer.disconnect();
      const { document, actions } = store.getState();
      const bounds = boundsOfNodes(new FlowView().nodes(document.tables, [], null));
      const next = bounds ? getViewportForBounds(bounds, width, height, MIN_ZOOM, FRAME.maxZoom, FRAME.padding) : { x: 0, y: 0, zoom: 1 };
      flushSync(() => {
        actions.setViewport(next);
        setViewport(next);
      });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [surface, store]);
  return viewport;
}

function CanvasSurface({ surface, viewport }: { surface: RefObject<HTMLDivElement | null>; viewport: Viewport }) {
  const store = useEditorStore();
  const services = useEditorServices();
  const flow = useReactFlow<FlowNode, FlowEdgeView>();
  const edgeLayer = useRef<EdgeLayerHandle>(null);
  const guides = useRef<SnapGuidesHandle>(null);
  const wireCancelled = useRef(false);
  const view = useMemo(() => new FlowView(), []);
  const { places, ...drag } = useNodeDrag(edgeLayer, guides, surface);
  const nodes = useEditor((state) => view.nodes(state.document.tables, state.selection.nodes, places));
  const edges = useEditor((state) => view.edges(state.document.tables, state.selection.edges));
  const readOnly = useEditor((state) => state.document.readOnly);
  const minimap = useEditor((state) => state.panels.minimap);
  const far = useEditor(isFar);
  const tiny = useEditor(isTiny);
  useLayout();
  useCritical();
  useFarTitles();
  useEscape(surface, wireCancelled);

  useEffect(() => {
    services.canvas = canvasHandle(flow as unknown as ReactFlowInstance, surface, store);
    return () => {
      services.canvas = null;
    };
  }, [services, flow, store, surface]);

  // One object for the life of the canvas: a handler of a new identity would render every node again.
  const handlers = useMemo(() => canvasHandlers(store, flow, edgeLayer, surface, services, wireCancelled), [store, flow, surface, services]);
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
    <div className={classes.flow} data-tiny={tiny || undefined} onDoubleClick={handlers.onSurfaceDoubleClick} onFocusCapture={onFocus}>
      <EdgeMarkers />
      <ReactFlow<FlowNode, FlowEdgeView>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        {...handlers.flow}
        {...drag}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        deleteKeyCode={null}
        // A frame that is selected stays behind its members.
        elevateNodesOnSelect={false}
        selectionOnDrag
        selectionKeyCode={null}
        multiSelectionKeyCode={ADD_KEYS}
        selectionMode={SelectionMode.Partial}
        panOnDrag={PAN_BUTTONS}
        panOnScroll
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        connectionRadius={28}
        nodeDragThreshold={2}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        defaultViewport={viewport}
        onlyRenderVisibleElements={nodes.length > MANY_NODES}
        aria-label="Pipeline canvas"
      >
        {far ? null : <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--t-hairline)" />}
        <EdgeLayer handle={edgeLayer} />
        <SnapGuides handle={guides} />
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
