import { boundsOfGroup, boundsOfNode, groupOfKey } from "@/core/graph/edit-groups";
import type { EditTables } from "@/core/graph/edit-tables";
import { type ShownEdge, shownEdges } from "@/core/graph/shown-edges";
import { type DraggedPlaces, PORT_SIZE } from "./flow-view";

/** One edge as a Bézier curve from left to right, in flow coordinates, with the box it lies in. */
export interface EdgeCurve {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  x1: number;
  y1: number;
  /** Horizontal positions of the two control points; their heights are those of the ends. */
  c1: number;
  c2: number;
  x2: number;
  y2: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How far a control point stands off its end: the formula of React Flow's own Bézier edges. */
function controlOffset(distance: number): number {
  return distance >= 0 ? 0.5 * distance : 0.25 * 25 * Math.sqrt(-distance);
}

function place(curve: EdgeCurve, x1: number, y1: number, x2: number, y2: number): EdgeCurve {
  curve.x1 = x1;
  curve.y1 = y1;
  curve.x2 = x2;
  curve.y2 = y2;
  curve.c1 = x1 + controlOffset(x2 - x1);
  curve.c2 = x2 - controlOffset(x2 - x1);
  curve.left = Math.min(x1, x2, curve.c2);
  curve.right = Math.max(x1, x2, curve.c1);
  curve.top = Math.min(y1, y2);
  curve.bottom = Math.max(y1, y2);
  return curve;
}

interface Ends {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a node or folded group is, while some are being dragged. */
function boxOf(tables: EditTables, key: string, dragged: DraggedPlaces | null): Ends | null {
  const group = groupOfKey(key);
  const box = group === null ? boundsOfNode(tables, key) : boundsOfGroup(tables, group);
  const at = dragged?.[key];
  return box && at ? { ...box, x: at.x, y: at.y } : box;
}

function curveOf(tables: EditTables, edge: ShownEdge, dragged: DraggedPlaces | null): EdgeCurve | null {
  const from = boxOf(tables, edge.source, dragged);
  const to = boxOf(tables, edge.target, dragged);
  if (!from || !to) return null;
  const curve = { id: edge.id, source: edge.source, target: edge.target } as EdgeCurve;
  return place(curve, from.x + from.width + PORT_SIZE / 2, from.y + from.height / 2, to.x - PORT_SIZE / 2, to.y + to.height / 2);
}

/** The curves of all edges that are drawn. */
export function edgeCurves(tables: EditTables): EdgeCurve[] {
  return shownEdges(tables).flatMap((edge) => curveOf(tables, edge, null) ?? []);
}

/** The curves of the edges at nodes that are being dragged. */
export function draggedCurves(tables: EditTables, curves: readonly EdgeCurve[], dragged: DraggedPlaces): EdgeCurve[] {
  return curves.flatMap((curve) =>
    dragged[curve.source] || dragged[curve.target] ? (curveOf(tables, { ...curve, from: curve.source, to: curve.target }, dragged) ?? []) : [],
  );
}

function bezier(a: number, b: number, c: number, d: number, t: number): number {
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}

export function curveMiddle(curve: EdgeCurve): { x: number; y: number } {
  return { x: bezier(curve.x1, curve.c1, curve.c2, curve.x2, 0.5), y: (curve.y1 + curve.y2) / 2 };
}

function distanceToSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

const SAMPLES = 24;

/** The nearest edge within `reach` of a point, in flow coordinates; null when there is none. */
export function edgeAt(curves: readonly EdgeCurve[], x: number, y: number, reach: number): string | null {
  let best: string | null = null;
  let nearest = reach;
  for (const curve of curves) {
    if (x < curve.left - reach || x > curve.right + reach || y < curve.top - reach || y > curve.bottom + reach) continue;
    let [ax, ay] = [curve.x1, curve.y1];
    for (let step = 1; step <= SAMPLES; step++) {
      const t = step / SAMPLES;
      const bx = bezier(curve.x1, curve.c1, curve.c2, curve.x2, t);
      const by = bezier(curve.y1, curve.y1, curve.y2, curve.y2, t);
      const distance = distanceToSegment(x, y, ax, ay, bx, by);
      if (distance < nearest) {
        nearest = distance;
        best = curve.id;
      }
      [ax, ay] = [bx, by];
    }
  }
  return best;
}
