import { OBJECTIVES, type Objective } from "../../core/documents/vocabulary";
import { type Axis, asksForLog, makeAxis } from "./axis";
import type { PlanColumns } from "./plan-values";
import type { ParallelChoice } from "./workspace-state";

/** Above an axis stand its title and its tools, each high enough to be hit; right of the last title the button that saves the picture. */
export const PARALLEL_MARGIN = { top: 50, right: 66, bottom: 14, left: 44 } as const;

export interface ParallelAxis {
  objective: Objective;
  x: number;
  axis: Axis;
  flipped: boolean;
  /** Pixel of every plan on this axis; NaN when it has no value. */
  pixels: Float64Array;
}

/** Axes in the chosen order: objectives first, then the other metrics that vary. */
export function axisOrder(columns: PlanColumns, choice: ParallelChoice): Objective[] {
  const varies = (objective: Objective) => {
    const values = columns.values[objective];
    const first = values[0];
    return values.some((value) => value !== first && Number.isFinite(value));
  };
  const shown = OBJECTIVES.filter((objective) => columns.available.includes(objective) && (columns.objectives.includes(objective) || varies(objective)));
  const usual = [
    ...columns.objectives.filter((objective) => shown.includes(objective)),
    ...shown.filter((objective) => !columns.objectives.includes(objective)),
  ];
  // cost per hour and per thousand are one figure in two units: one axis is enough unless both are objectives
  const single = usual.filter((objective) => objective !== "costPerHour" || columns.objectives.includes("costPerHour") || !usual.includes("costPerThousand"));
  const named = choice.order.filter((objective) => usual.includes(objective));
  return [...named, ...single.filter((objective) => !named.includes(objective))];
}

export function layoutParallel(columns: PlanColumns, choice: ParallelChoice, width: number, height: number): ParallelAxis[] {
  const order = axisOrder(columns, choice);
  const span = width - PARALLEL_MARGIN.left - PARALLEL_MARGIN.right;
  const [top, bottom] = [PARALLEL_MARGIN.top, height - PARALLEL_MARGIN.bottom];
  return order.map((objective, place) => {
    const values = columns.values[objective];
    const flipped = choice.flipped.includes(objective);
    const log = choice.log.includes(objective) !== asksForLog(values);
    const axis = makeAxis(values, { log, range: flipped ? [top, bottom] : [bottom, top], tickCount: Math.max(2, Math.round((bottom - top) / 40)) });
    return {
      objective,
      x: PARALLEL_MARGIN.left + (order.length === 1 ? span / 2 : (span * place) / (order.length - 1)),
      axis,
      flipped,
      pixels: axis.place(values),
    };
  });
}

/** Index of the plan whose line passes nearest to a point, within `radius` pixels; only lit plans. */
export function nearestLine(axes: readonly ParallelAxis[], lit: Uint8Array | null, x: number, y: number, radius: number): number | null {
  const right = axes.findIndex((axis) => axis.x >= x);
  const [a, b] = [axes[right <= 0 ? 0 : right - 1], axes[right <= 0 ? Math.min(1, axes.length - 1) : right]];
  if (!a || !b) return null;
  const share = b.x === a.x ? 0 : Math.min(1, Math.max(0, (x - a.x) / (b.x - a.x)));
  let best: number | null = null;
  let distance = radius;
  for (let i = 0; i < a.pixels.length; i++) {
    if (lit && !lit[i]) continue;
    const height = (a.pixels[i] as number) * (1 - share) + (b.pixels[i] as number) * share;
    const off = Math.abs(height - y);
    if (off < distance) {
      distance = off;
      best = i;
    }
  }
  return best;
}
