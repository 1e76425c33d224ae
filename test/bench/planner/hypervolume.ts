import type { Selection, Vector } from "./selection";
import { callsOf } from "./selection";

export interface Box {
  ideal: Vector;
  reference: Vector;
}

/** The box that hypervolumes are measured in: from the sum of the cheapest options at once and perfectly, to the worst of a frontier and a little more. */
export function boxOf(selection: Selection, frontier: readonly Vector[]): Box {
  const cheapest = selection.operators.reduce((sum, { options }, o) => sum + callsOf(selection, o) * Math.min(...options.map((x) => x.usdPerThousand)), 0);
  let [usd, latencyMs, loss] = [0, 0, 0];
  for (const vector of frontier) {
    usd = Math.max(usd, vector[0]);
    latencyMs = Math.max(latencyMs, vector[1]);
    loss = Math.max(loss, 1 - vector[2]);
  }
  return { ideal: [cheapest, 0, 1], reference: [usd * 1.01, latencyMs * 1.01, 1 - loss * 1.01] };
}

/** A box that holds every plan, where no complete frontier is known. */
export function wholeBoxOf(selection: Selection): Box {
  const { operators, transfers, edges } = selection;
  const most = (pick: (option: Selection["operators"][number]["options"][number]) => number): number =>
    operators.reduce((sum, { options }) => sum + Math.max(...options.map(pick)), 0);
  const crossing = (pick: (transfer: Selection["transfers"][number][number]) => number): number => edges.length * Math.max(...transfers.flat().map(pick));
  const loss = most((option) => -Math.log(option.quality));
  return {
    ideal: boxOf(selection, []).ideal,
    reference: [most((x) => x.usdPerThousand) + crossing((x) => x.usdPerThousand), most((x) => x.latencyMs) + crossing((x) => x.latencyMs), Math.exp(-loss)],
  };
}

/** Share of the box that the vectors dominate: a sweep over quality loss with a staircase in cost and latency; the same as the Python peers'. */
export function hypervolumeOf(box: Box, vectors: readonly Vector[]): number {
  const points = vectors
    .map(([usd, latencyMs, quality]) => ({
      x: (usd - box.ideal[0]) / (box.reference[0] - box.ideal[0]),
      y: latencyMs / box.reference[1],
      z: (1 - quality) / (1 - box.reference[2]),
    }))
    .filter(({ x, y, z }) => x < 1 && y < 1 && z < 1)
    .sort((a, b) => a.z - b.z);
  const stairs: { x: number; y: number }[] = [];
  let area = 0;
  let volume = 0;
  let level = 0;
  for (const { x, y, z } of points) {
    let low = 0;
    let high = stairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stairs[middle]!.x <= x) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && stairs[low - 1]!.y <= y) continue;
    volume += area * (z - level);
    level = z;
    if (low > 0 && stairs[low - 1]!.x === x) low -= 1;
    let end = low;
    let left = x;
    let height = low > 0 ? stairs[low - 1]!.y : 1;
    while (end < stairs.length && stairs[end]!.y >= y) {
      area += (stairs[end]!.x - left) * (height - y);
      left = stairs[end]!.x;
      height = stairs[end]!.y;
      end += 1;
    }
    area += ((end < stairs.length ? stairs[end]!.x : 1) - left) * (height - y);
    stairs.splice(low, end - low, { x, y });
  }
  return volume + area * (1 - level);
}
