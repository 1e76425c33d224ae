import { type Bounds, unionOf } from "./edit-groups";

/** A line that a dragged box was snapped to: along the whole of what it aligns, in flow coordinates. */
export interface Guide {
  /** `x`: an upright line at this x; `y`: a level line at this y. */
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

const NO_SNAP: Snap = { dx: 0, dy: 0, guides: [] };

/** Lower edge, middle and upper edge of a box along an axis. */
function stops(box: Bounds, axis: "x" | "y"): [number, number, number] {
  const start = box[axis];
  const size = axis === "x" ? box.width : box.height;
  return [start, start + size / 2, start + size];
}

function snapAxis(box: Bounds, others: readonly Bounds[], axis: "x" | "y", reach: number): { shift: number; guide: Guide } | null {
  let best: { shift: number; at: number; other: Bounds } | null = null;
  const own = stops(box, axis);
  const across = axis === "x" ? "y" : "x";
  const gap = (other: Bounds) => Math.abs(other[across] - box[across]);
  for (const other of others) {
    const theirs = stops(other, axis);
    // Edges align with edges and middles with middles; an edge on a middle is never what was meant.
    for (const [i, j] of [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 2],
      [2, 0],
    ] as const) {
      const shift = theirs[j] - own[i];
      const size = Math.abs(shift);
      if (size > reach) continue;
      const nearer = best === null || size < Math.abs(best.shift) - 0.01 || (size < Math.abs(best.shift) + 0.01 && gap(other) < gap(best.other));
      if (nearer) best = { shift, at: theirs[j], other };
    }
  }
  if (!best) return null;
  const moved = { ...box, [axis]: box[axis] + best.shift };
  const span = unionOf([moved, best.other]) as Bounds;
  const from = axis === "x" ? span.y : span.x;
  return { shift: best.shift, guide: { axis, at: best.at, from, to: from + (axis === "x" ? span.height : span.width) } };
}

/**
 * Where a dragged box comes to lie when its edges and middles are drawn to those of others within `reach` (flow coordinates), each axis by itself.
 * Of lines equally near, that of the nearest box wins.
 */
export function snapBox(box: Bounds, others: readonly Bounds[], reach: number): Snap {
  const x = snapAxis(box, others, "x", reach);
  const y = snapAxis(box, others, "y", reach);
  if (!x && !y) return NO_SNAP;
  const shifted = { ...box, x: box.x + (x?.shift ?? 0), y: box.y + (y?.shift ?? 0) };
  // The guide of one axis has to reach the box where the other axis took it.
  const stretch = (guide: Guide): Guide => {
    const [start, size] = guide.axis === "x" ? [shifted.y, shifted.height] : [shifted.x, shifted.width];
    return { ...guide, from: Math.min(guide.from, start), to: Math.max(guide.to, start + size) };
  };
  return { dx: x?.shift ?? 0, dy: y?.shift ?? 0, guides: [x, y].flatMap((axis) => (axis ? [stretch(axis.guide)] : [])) };
}
