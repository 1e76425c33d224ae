import type { Objective } from "../../core/documents/workload";
import { isBetter } from "./plan-values";

/**
 * The points nobody beats in two of the objectives, in order of the first: indices into the columns. O(n log n).
 * Points that are best only thanks to a third objective are not among them.
 */
export function staircase(xs: ArrayLike<number>, ys: ArrayLike<number>, xObjective: Objective, yObjective: Objective): number[] {
  const order = candidates(xs, ys, xObjective, yObjective);
  order.sort((a, b) => {
    const [xa, xb, ya, yb] = [xs[a] as number, xs[b] as number, ys[a] as number, ys[b] as number];
    if (xa !== xb) return isBetter(xObjective, xa, xb) ? -1 : 1;
    return ya === yb ? a - b : isBetter(yObjective, ya, yb) ? -1 : 1;
  });
  const kept: number[] = [];
  let best: number | null = null;
  for (const index of order) {
    const y = ys[index] as number;
    if (best === null || isBetter(yObjective, y, best)) {
      kept.push(index);
      best = y;
    }
  }
  return kept;
}

const BINS = 512;

/** Points that no point of a bin further along x beats: few, so that sorting them costs nothing. */
function candidates(xs: ArrayLike<number>, ys: ArrayLike<number>, xObjective: Objective, yObjective: Objective): number[] {
  const [signX, signY] = [isBetter(xObjective, 0, 1) ? 1 : -1, isBetter(yObjective, 0, 1) ? 1 : -1];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < xs.length; i++) {
    const x = (xs[i] as number) * signX;
    if (!Number.isFinite(x) || !Number.isFinite(ys[i] as number)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  const scale = high > low ? BINS / (high - low) : 0;
  const binOf = (x: number) => Math.min(BINS - 1, Math.floor((x - low) * scale));
  const best = new Float64Array(BINS).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [(xs[i] as number) * signX, (ys[i] as number) * signY];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const bin = binOf(x);
    if (y < (best[bin] as number)) best[bin] = y;
  }
  // best y of all bins before this one
  let sofar = Number.POSITIVE_INFINITY;
  for (let bin = 0; bin < BINS; bin++) {
    const own = best[bin] as number;
    best[bin] = sofar;
    sofar = Math.min(sofar, own);
  }
  const kept: number[] = [];
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [(xs[i] as number) * signX, (ys[i] as number) * signY];
    if (Number.isFinite(x) && Number.isFinite(y) && y < (best[binOf(x)] as number)) kept.push(i);
  }
  return kept;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Outline of the region that the staircase beats, in pixels: from each point towards the worse end of both axes.
 * `steps` are the pixel positions of the staircase in its order (best x first).
 */
export function dominatedOutline(
  steps: readonly { x: number; y: number }[],
  worse: { x: "left" | "right"; y: "top" | "bottom" },
  box: Box,
): { x: number; y: number }[] {
  const first = steps[0];
  const last = steps[steps.length - 1];
  if (!first || !last) return [];
  const worstX = worse.x === "right" ? box.right : box.left;
  const worstY = worse.y === "top" ? box.top : box.bottom;
  const outline = [
    { x: first.x, y: worstY },
    { x: first.x, y: first.y },
  ];
  for (let i = 1; i < steps.length; i++) {
    const [before, here] = [steps[i - 1] as { x: number; y: number }, steps[i] as { x: number; y: number }];
    outline.push({ x: here.x, y: before.y }, { x: here.x, y: here.y });
  }
  outline.push({ x: worstX, y: last.y }, { x: worstX, y: worstY });
  return outline;
}
