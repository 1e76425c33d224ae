import type { Objective } from "../../core/documents/workload";
import { isBetter } from "./plan-values";

/**
 * The points nobody beats in two of the objectives, in order of the first: indices into the columns. O(n log n).
 * Points that are best only thanks to a third objective are not among them.
 */
export function staircase(xs: ArrayLike<number>, ys: ArrayLike<number>, xObjective: Objective, yObjective: Objective): number[] {
  const order: number[] = [];
  for (let i = 0; i < xs.length; i++) if (Number.isFinite(xs[i] as number) && Number.isFinite(ys[i] as number)) order.push(i);
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
