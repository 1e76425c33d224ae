import { type Bounds, boundsOfGroup, boundsOfNode, collapsedMembers, groupKey, groupOfKey } from "./edit-groups";
import type { EditTables, PositionRecord } from "./edit-tables";
import { shownEdges } from "./shown-edges";

/** The level stretch by which an edge goes past what stands between its ends, px. */
export interface Lane {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/** Space between a lane and what it goes past, px. */
const GAP = 16;
/** The least width in which an edge changes to its lane, px. */
const LEAST_TURN = 16;
/** Height of the stretch that a lane keeps free of others. */
const LANE_HEIGHT = 2;
const SAMPLES = 16;

const cache = new WeakMap<EditTables["positions"], { edges: EditTables["edges"]; groups: EditTables["groups"]; lanes: ReadonlyMap<string, Lane> }>();

/** Lanes of the edges whose plain curve would run behind a node; by id of the edge. Edges that go back, from right to left, have none. */
export function edgeLanes(tables: EditTables): ReadonlyMap<string, Lane> {
  const known = cache.get(tables.positions);
  if (known?.edges === tables.edges && known.groups === tables.groups) return known.lanes;
  const boxes = boxesOf(tables);
  const lanes = new Map<string, Lane>();
  const taken: Bounds[] = [];
  for (const { id, source, target } of shownEdges(tables)) {
    const [from, to] = [boxes.get(source), boxes.get(target)];
    if (!from || !to) continue;
    const others = [...boxes.values()].filter((box) => box !== from && box !== to);
    const start = { x: from.x + from.width, y: from.y + from.height / 2 };
    const end = { x: to.x, y: to.y + to.height / 2 };
    const lane = laneOf(start, end, others, taken);
    if (!lane) continue;
    lanes.set(id, lane);
    taken.push({ x: lane.from, y: lane.y - LANE_HEIGHT / 2, width: lane.to - lane.from, height: LANE_HEIGHT });
  }
  cache.set(tables.positions, { edges: tables.edges, groups: tables.groups, lanes });
  return lanes;
}

/** What is drawn, by id, or key of a folded group. Notes and frames lie behind the edges anyway. */
function boxesOf(tables: EditTables): Map<string, Bounds> {
  const folded = collapsedMembers(tables.groups);
  const keys = [
    ...[...Object.keys(tables.inputs), ...Object.keys(tables.operators)].filter((id) => !folded.has(id)),
    ...Object.keys(tables.groups).flatMap((id) => (tables.groups[id]?.collapsed ? [groupKey(id)] : [])),
  ];
  return new Map(
    keys.flatMap((key): [string, Bounds][] => {
      const group = groupOfKey(key);
      const box = group === null ? boundsOfNode(tables, key) : boundsOfGroup(tables, group);
      return box ? [[key, box]] : [];
    }),
  );
}

function laneOf(start: PositionRecord, end: PositionRecord, boxes: readonly Bounds[], taken: readonly Bounds[]): Lane | null {
  if (end.x - start.x < 2 * LEAST_TURN) return null;
  const between = boxes.filter((box) => box.x < end.x && box.x + box.width > start.x);
  if (!between.some((box) => isOnCurve(box, start, end))) return null;
  let best: Lane | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const { y, height } of [...between, ...taken]) {
    for (const level of [y - GAP, y + height + GAP]) {
      const way = Math.abs(level - start.y) + Math.abs(level - end.y);
      if (way >= shortest) continue;
      const lane = laneAt(level, start, end, between);
      if ([...between, ...taken].some((box) => isOnLane(box, lane))) continue;
      [best, shortest] = [lane, way];
    }
  }
  return best;
}

/** A lane at a height: as long as there is something beside it that an edge on its way there would run behind. */
function laneAt(y: number, start: PositionRecord, end: PositionRecord, between: readonly Bounds[]): Lane {
  const [top, bottom] = [Math.min(y, start.y, end.y), Math.max(y, start.y, end.y)];
  const beside = between.filter((box) => box.y < bottom && box.y + box.height > top);
  const first = Math.min(...beside.map((box) => box.x));
  const last = Math.max(...beside.map((box) => box.x + box.width));
  const middle = (start.x + end.x) / 2;
  return { from: Math.min(middle, Math.max(start.x + LEAST_TURN, first)), to: Math.max(middle, Math.min(end.x - LEAST_TURN, last)), y };
}

function isOnLane(box: Bounds, { from, to, y }: Lane): boolean {
  return box.x < to && box.x + box.width > from && box.y < y + GAP && box.y + box.height > y - GAP;
}

/** Whether the plain curve from port to port runs through a box. */
function isOnCurve(box: Bounds, start: PositionRecord, end: PositionRecord): boolean {
  for (let step = 1; step < SAMPLES; step++) {
    const t = step / SAMPLES;
    const s = 1 - t;
    // Both control points are half-way: x = 3/2·s·t + t³ of the way, y = 3·s·t² + t³.
    const x = start.x + (end.x - start.x) * (1.5 * s * t + t * t * t);
    const y = start.y + (end.y - start.y) * (3 * s * t * t + t * t * t);
    if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) return true;
  }
  return false;
}

/** The path of an edge that takes a lane, as SVG writes it. */
export function lanePath(start: PositionRecord, lane: Lane, end: PositionRecord): string {
  const turn = (from: PositionRecord, to: PositionRecord) => {
    const half = (from.x + to.x) / 2;
    return `C${half} ${from.y} ${half} ${to.y} ${to.x} ${to.y}`;
  };
  return `M${start.x} ${start.y} ${turn(start, { x: lane.from, y: lane.y })} H${lane.to} ${turn({ x: lane.to, y: lane.y }, end)}`;
}
