import type { Objective } from "../../core/documents/workload";
import { extentOf } from "./axis";
import { isBetter } from "./plan-values";

/**
 * The points nobody beats in two of the objectives, in order of the first: indices into the columns. O(n log n).
 * Points that are best only thanks to a third objective are not among them.
 */
export function staircase(xs: Float64Array, ys: Float64Array, xObjective: Objective, yObjective: Objective): number[] {
  const [signX, signY] = [isBetter(xObjective, 0, 1) ? 1 : -1, isBetter(yObjective, 0, 1) ? 1 : -1];
  const order = candidates(xs, ys, signX, signY);
  order.sort((a, b) => signX * ((xs[a] as number) - (xs[b] as number)) || signY * ((ys[a] as number) - (ys[b] as number)) || a - b);
  const kept: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const index of order) {
    const y = signY * (ys[index] as number);
    if (y >= best) continue;
    kept.push(index);
    best = y;
  }
  return kept;
}

const BINS = 512;

/** Points that no point of a bin further along x beats: few, so that sorting them costs nothing. */
function candidates(xs: Float64Array, ys: Float64Array, signX: number, signY: number): number[] {
  const [from, to] = extentOf(xs) ?? [0, 0];
  const scale = to > from ? (BINS - 1) / (to - from) : 0;
  const start = signX > 0 ? from : to;
  const best = new Float64Array(BINS).fill(Number.POSITIVE_INFINITY);
  const bins = new Int16Array(xs.length);
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [xs[i] as number, ys[i] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      bins[i] = -1;
      continue;
    }
    const bin = ((x - start) * signX * scale) | 0;
    bins[i] = bin;
    if (y * signY < (best[bin] as number)) best[bin] = y * signY;
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
    const bin = bins[i] as number;
    if (bin >= 0 && (ys[i] as number) * signY < (best[bin] as number)) kept.push(i);
  }
  return kept;
}
