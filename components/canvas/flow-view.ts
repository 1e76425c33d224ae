import { type Edge, type Node, Position } from "@xyflow/react";
import { edgeLanes, type Lane } from "@/core/graph/edge-lanes";
import { type Bounds, boundsOfGroup, collapsedMembers, groupKey, unionOf } from "@/core/graph/edit-groups";
import { NODE_SIZE, NOTE_SIZE } from "@/core/graph/edit-operations";
import type { EditTables } from "@/core/graph/edit-tables";
import { shownEdges } from "@/core/graph/shown-edges";

/** React Flow's arrays are a derived view: nodes carry no data, their components read the store by id. */
export type FlowNode = Node<Record<string, never>, "operator" | "entry" | "note" | "frame" | "folded">;
/** `lane`: where the edge goes past what stands in its way. */
export type FlowEdgeView = Edge<{ lane?: Lane }>;
type FlowNodeType = NonNullable<FlowNode["type"]>;

/** From here on only what is on the screen is rendered, and edges are drawn on a canvas instead of as elements. */
export const MANY_NODES = 150;

const NO_DATA: Record<string, never> = {};
const NO_EDGES: FlowEdgeView[] = [];
export const PORT_SIZE = 9;

function port(type: "source" | "target", width: number, height: number) {
  const x = type === "target" ? -PORT_SIZE / 2 : width - PORT_SIZE / 2;
  return { type, position: type === "target" ? Position.Left : Position.Right, x, y: height / 2 - PORT_SIZE / 2, width: PORT_SIZE, height: PORT_SIZE };
}

const OPERATOR_PORTS = [
  port("target", NODE_SIZE.operator.width, NODE_SIZE.operator.height),
  port("source", NODE_SIZE.operator.width, NODE_SIZE.operator.height),
];
const INPUT_PORTS = [port("source", NODE_SIZE.input.width, NODE_SIZE.input.height)];

interface CachedNode {
  x: number;
  y: number;
  width: number;
  height: number;
  selected: boolean;
  label: string;
  node: FlowNode;
}

export type DraggedPlaces = Readonly<Record<string, { x: number; y: number }>>;

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Id of the element that names a node for screen readers: its title, which may change at every keystroke without the node being drawn anew. */
export function nodeNameId(id: string): string {
  return `node-name-${id}`;
}

/** Makes the arrays from the state; a node or edge that did not change keeps its identity, and so does an array in which nothing did. One per mounted canvas. */
export class FlowView {
  private lastNodes: FlowNode[] = [];
  private lastEdges: FlowEdgeView[] = [];
  private nodeCache = new Map<string, CachedNode>();
  private edgeCache = new Map<string, { selected: boolean; edge: FlowEdgeView }>();
  private nodeInput: readonly unknown[] = [];
  private edgeInput: readonly unknown[] = [];

  nodes(tables: EditTables, selection: readonly string[], dragged: DraggedPlaces | null): FlowNode[] {
    const input = [tables.operators, tables.inputs, tables.notes, tables.groups, tables.positions, selection, dragged];
    if (sameItems(input, this.nodeInput)) return this.lastNodes;
    this.nodeInput = input;
    const selected = new Set(selection);
    const next = new Map<string, CachedNode>();
    const nodes: FlowNode[] = [];
    const folded = collapsedMembers(tables.groups);
    const add = (id: string, type: FlowNodeType, box: Bounds, label: string) => {
      const { x, y } = dragged?.[id] ?? box;
      const known = this.nodeCache.get(id);
      const isSelected = selected.has(id);
      const same =
        known !== undefined &&
        known.node.type === type &&
        known.x === x &&
        known.y === y &&
        known.width === box.width &&
        known.height === box.height &&
        known.selected === isSelected &&
        known.label === label;
      const entry: CachedNode = same
        ? known
        : {
            x,
            y,
            width: box.width,
            height: box.height,
            selected: isSelected,
            label,
            node: flowNode(id, type, { x, y, width: box.width, height: box.height }, isSelected, label),
          };
      next.set(id, entry);
      nodes.push(entry.node);
    };
    for (const id in tables.groups) {
      const group = tables.groups[id] as EditTables["groups"][string];
      const box = boundsOfGroup(dragged ? withPlaces(tables, dragged) : tables, id);
      if (box) add(groupKey(id), group.collapsed ? "folded" : "frame", box, `Group ${group.title}, ${group.members.length} members`);
    }
    for (const [id, note] of Object.entries(tables.notes)) {
      if (folded.has(id)) continue;
      add(id, "note", { x: note.x, y: note.y, width: note.width ?? NOTE_SIZE.width, height: note.height ?? NOTE_SIZE.height }, "");
    }
    for (const id in tables.inputs) if (!folded.has(id)) add(id, "entry", { ...placeOf(tables, id), ...NODE_SIZE.input }, "");
    for (const id in tables.operators) if (!folded.has(id)) add(id, "operator", { ...placeOf(tables, id), ...NODE_SIZE.operator }, "");
    this.nodeCache = next;
    if (!sameItems(this.lastNodes, nodes)) this.lastNodes = nodes;
    return this.lastNodes;
  }

  /** Edges as elements; none where there are so many that they are drawn on a canvas. An edge of a folded group's member ends at the group. */
  edges(tables: EditTables, selection: readonly string[]): FlowEdgeView[] {
    if (isLarge(tables)) return NO_EDGES;
    const input = [tables.edges, tables.groups, tables.positions, selection];
    if (sameItems(input, this.edgeInput)) return this.lastEdges;
    this.edgeInput = input;
    const selected = new Set(selection);
    const next = new Map<string, { selected: boolean; edge: FlowEdgeView }>();
    const edges: FlowEdgeView[] = [];
    const lanes = edgeLanes(tables);
    for (const { id, from, to, source, target } of shownEdges(tables)) {
      const lane = lanes.get(id);
      const isSelected = selected.has(id);
      const known = this.edgeCache.get(id);
      const entry =
        known && known.selected === isSelected && known.edge.source === source && known.edge.target === target && sameLane(known.edge.data?.lane, lane)
          ? known
          : {
              selected: isSelected,
              edge: { id, source, target, type: "flow", data: lane ? { lane } : NO_DATA, selected: isSelected, ariaLabel: `Edge from ${from} to ${to}` },
            };
      next.set(id, entry);
      edges.push(entry.edge);
    }
    this.edgeCache = next;
    if (!sameItems(this.lastEdges, edges)) this.lastEdges = edges;
    return this.lastEdges;
  }
}

function sameLane(a: Lane | undefined, b: Lane | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.from === b.from && a.to === b.to && a.y === b.y);
}

/** Whether the pipeline is so large that its edges are drawn on a canvas. */
export function isLarge(tables: EditTables): boolean {
  let count = 0;
  for (const _id in tables.operators) if (++count > MANY_NODES) return true;
  return false;
}

/** What everything on the canvas covers; null when there is nothing. */
export function boundsOfNodes(nodes: readonly FlowNode[]): Bounds | null {
  return unionOf(nodes.map((node) => ({ ...node.position, width: node.width ?? 0, height: node.height ?? 0 })));
}

function placeOf(tables: EditTables, id: string): { x: number; y: number } {
  return tables.positions[id] ?? { x: 0, y: 0 };
}

/** The tables as they would be if a drag ended now, so that frames follow their members. */
function withPlaces(tables: EditTables, places: DraggedPlaces): EditTables {
  const notes = Object.fromEntries(Object.entries(places).flatMap(([id, place]) => (tables.notes[id] ? [[id, { ...tables.notes[id], ...place }]] : [])));
  return { ...tables, positions: { ...tables.positions, ...places }, notes: { ...tables.notes, ...notes } };
}

const Z_INDEX: Partial<Record<FlowNodeType, number>> = { frame: -2, note: -1 };

function flowNode(id: string, type: FlowNodeType, box: Bounds, selected: boolean, label: string): FlowNode {
  const { width, height } = box;
  const handles = type === "operator" || type === "folded" ? { handles: OPERATOR_PORTS } : type === "entry" ? { handles: INPUT_PORTS } : {};
  const zIndex = Z_INDEX[type];
  return {
    id,
    type,
    position: { x: box.x, y: box.y },
    data: NO_DATA,
    selected,
    // A transform of its own for each node would make each a part of the picture that is put together by itself; that is kept for what is being dragged.
    style: { transform: "none", left: box.x, top: box.y },
    width,
    height,
    measured: { width, height },
    ...(label ? { ariaLabel: label } : { domAttributes: { "aria-labelledby": nodeNameId(id) } }),
    ...handles,
    ...(zIndex === undefined ? {} : { zIndex }),
    ...(type === "frame" ? { dragHandle: ".group-drag" } : {}),
    ...(type === "folded" ? { connectable: false } : {}),
  };
}
