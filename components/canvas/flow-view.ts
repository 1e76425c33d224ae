import { type Edge, type Node, Position } from "@xyflow/react";
import { NODE_SIZE } from "@/core/graph/edit-operations";
import type { EditTables } from "@/core/graph/edit-tables";

/** React Flow's arrays are a derived view: nodes carry no data, their components read the store by id. */
export type FlowNode = Node<Record<string, never>, "operator" | "entry" | "note">;
export type FlowEdgeView = Edge<Record<string, never>>;

const NO_DATA: Record<string, never> = {};
const PORT = 9;

function port(type: "source" | "target", width: number, height: number) {
  const x = type === "target" ? -PORT / 2 : width - PORT / 2;
  return { type, position: type === "target" ? Position.Left : Position.Right, x, y: height / 2 - PORT / 2, width: PORT, height: PORT };
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

/** Makes the arrays from the state; a node or edge that did not change keeps its identity, and so does an array in which nothing did. One per mounted canvas. */
export class FlowView {
  private lastNodes: FlowNode[] = [];
  private lastEdges: FlowEdgeView[] = [];
  private nodeCache = new Map<string, CachedNode>();
  private edgeCache = new Map<string, { selected: boolean; edge: FlowEdgeView }>();

  nodes(tables: EditTables, selection: readonly string[], dragged: DraggedPlaces | null): FlowNode[] {
    const selected = new Set(selection);
    const next = new Map<string, CachedNode>();
    const nodes: FlowNode[] = [];
    const add = (id: string, type: "operator" | "entry" | "note", at: { x: number; y: number } | undefined, width: number, height: number, label: string) => {
      const { x, y } = dragged?.[id] ?? at ?? { x: 0, y: 0 };
      const known = this.nodeCache.get(id);
      const isSelected = selected.has(id);
      const same =
        known !== undefined &&
        known.node.type === type &&
        known.x === x &&
        known.y === y &&
        known.width === width &&
        known.height === height &&
        known.selected === isSelected &&
        known.label === label;
      const entry: CachedNode = same
        ? known
        : {
            x,
            y,
            width,
            height,
            selected: isSelected,
            label,
            node: {
              id,
              type,
              position: { x, y },
              data: NO_DATA,
              selected: isSelected,
              width,
              height,
              measured: { width, height },
              ariaLabel: label,
              ...(type === "note" ? { zIndex: -1 } : { handles: type === "operator" ? OPERATOR_PORTS : INPUT_PORTS }),
            },
          };
      next.set(id, entry);
      nodes.push(entry.node);
    };
    for (const [id, note] of Object.entries(tables.notes)) add(id, "note", note, note.width ?? 200, note.height ?? 96, `Note: ${note.text}`);
    for (const id in tables.inputs) add(id, "entry", tables.positions[id], NODE_SIZE.input.width, NODE_SIZE.input.height, `Input ${id}`);
    for (const id in tables.operators) {
      const operator = tables.operators[id];
      add(
        id,
        "operator",
        tables.positions[id],
        NODE_SIZE.operator.width,
        NODE_SIZE.operator.height,
        `Operator ${operator?.title ?? id}, ${operator?.task ?? "alternatives"}`,
      );
    }
    this.nodeCache = next;
    if (!sameItems(this.lastNodes, nodes)) this.lastNodes = nodes;
    return this.lastNodes;
  }

  edges(table: EditTables["edges"], selection: readonly string[]): FlowEdgeView[] {
    const selected = new Set(selection);
    const next = new Map<string, { selected: boolean; edge: FlowEdgeView }>();
    const edges: FlowEdgeView[] = [];
    for (const [id, record] of Object.entries(table)) {
      const isSelected = selected.has(id);
      const known = this.edgeCache.get(id);
      const entry =
        known && known.selected === isSelected
          ? known
          : {
              selected: isSelected,
              edge: {
                id,
                source: record.from,
                target: record.to,
                type: "flow",
                data: NO_DATA,
                selected: isSelected,
                ariaLabel: `Edge from ${record.from} to ${record.to}`,
              },
            };
      next.set(id, entry);
      edges.push(entry.edge);
    }
    this.edgeCache = next;
    if (!sameItems(this.lastEdges, edges)) this.lastEdges = edges;
    return this.lastEdges;
  }
}
