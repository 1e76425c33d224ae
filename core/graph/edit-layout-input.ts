import { NODE_SIZE } from "./edit-operations";
import { type EditTables, inOrder, type PositionRecord } from "./edit-tables";

/** A graph as ELK takes it. */
export interface LayoutGraph {
  readonly id: string;
  readonly layoutOptions: Readonly<Record<string, string>>;
  readonly children: { id: string; width: number; height: number; layoutOptions?: Record<string, string> }[];
  readonly edges: { id: string; sources: string[]; targets: string[] }[];
}

const OPTIONS: Readonly<Record<string, string>> = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "36",
  "elk.layered.spacing.nodeNodeBetweenLayers": "72",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.separateConnectedComponents": "true",
  // Edges are drawn as curves and lanes of their own (edge-lanes.ts), which follow nodes that are moved; the way that the layout finds for them is not used.
  "elk.edgeRouting": "POLYLINE",
};

/** Above this many nodes a cheaper layout is good enough and keeps inside its deadline. */
const FAST_FROM = 300;
const FAST_OPTIONS = {
  // On wide graphs less than half as high as what Brandes and Köpf's method gives, and sooner.
  "elk.layered.nodePlacement.strategy": "LINEAR_SEGMENTS",
  "elk.layered.thoroughness": "1",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
};

/** The nodes to lay out, with the edges between them; all nodes when `ids` is empty. */
export function layoutGraph(tables: EditTables, ids: readonly string[]): LayoutGraph {
  const chosen = ids.length > 0 ? new Set(ids) : null;
  const isIn = (id: string) => chosen === null || chosen.has(id);
  const children = [
    ...inOrder(tables.inputs)
      .filter((input) => isIn(input.id))
      .map((input) => ({ id: input.id, ...NODE_SIZE.input, layoutOptions: { "elk.layered.layering.layerConstraint": "FIRST" } })),
    ...inOrder(tables.operators)
      .filter((operator) => isIn(operator.id))
      .map((operator) => ({ id: operator.id, ...NODE_SIZE.operator })),
  ];
  const edges = Object.entries(tables.edges)
    .filter(([, edge]) => isIn(edge.from) && isIn(edge.to))
    .map(([id, edge]) => ({ id, sources: [edge.from], targets: [edge.to] }));
  const fast: Record<string, string> = children.length > FAST_FROM ? FAST_OPTIONS : {};
  return { id: "root", layoutOptions: { ...OPTIONS, ...fast }, children, edges };
}

/** Moves a laid-out part so that its top left corner stays where it was. */
export function anchored(tables: EditTables, places: Readonly<Record<string, PositionRecord>>): Record<string, PositionRecord> {
  const ids = Object.keys(places);
  const before = ids.flatMap((id) => tables.positions[id] ?? []);
  const after = Object.values(places);
  if (before.length === 0 || after.length === 0) return { ...places };
  const dx = Math.min(...before.map((place) => place.x)) - Math.min(...after.map((place) => place.x));
  const dy = Math.min(...before.map((place) => place.y)) - Math.min(...after.map((place) => place.y));
  return Object.fromEntries(ids.map((id) => [id, { x: Math.round((places[id]?.x ?? 0) + dx), y: Math.round((places[id]?.y ?? 0) + dy) }]));
}
