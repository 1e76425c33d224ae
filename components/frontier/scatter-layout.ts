import type { Objective } from "../../core/documents/workload";
import { type Axis, extentOf, makeAxis } from "./axis";
import { COLOUR_STEPS } from "./colour-scale";
import { type Limit, limitOnAxis } from "./limits";
import { isBetter, type PlanColumns } from "./plan-values";
import { staircase } from "./staircase";

export const MARGIN = { top: 24, right: 20, bottom: 4, left: 4 } as const;
export const Y_AXIS_WIDTH = 56;
export const X_AXIS_HEIGHT = 36;

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface LimitLine {
  limit: Limit;
  axis: "x" | "y";
  value: number;
  /** Outside of the box where the axes do not reach to it. */
  pixel: number;
}

/** Everything a scatter draws, decided: the drawing part decides nothing. */
export interface ScatterLayout {
  box: Box;
  x: Axis;
  y: Axis;
  /** Pixel positions of the plans; NaN where a plan has no value on an axis. */
  px: Float64Array;
  py: Float64Array;
  /** Step of the colour scale per plan, 255 = no value. */
  shade: Uint8Array;
  /** Plans in order of their shade, so that the pen changes colour 64 times, not 100,000 times. */
  byShade: Uint32Array;
  steps: { x: number; y: number }[];
  ghost: { px: Float64Array; py: Float64Array; steps: { x: number; y: number }[] } | null;
  lines: LimitLine[];
  /** Radius of each point as a multiple of the usual one; null when all are alike. */
  sizes: Float32Array | null;
  /** Plans drawn at random from all that can run, in pixels. */
  cloud: { px: Float64Array; py: Float64Array } | null;
  /** Plans without a value on one of the axes. */
  missing: number;
}

export interface ScatterInput {
  columns: PlanColumns;
  ghost: PlanColumns | null;
  xObjective: Objective;
  yObjective: Objective;
  colourObjective: Objective | null;
  sizeObjective?: Objective | null;
  /** Sampled plans, drawn behind all others. */
  cloud?: PlanColumns | null;
  logX: boolean;
  logY: boolean;
  limits: readonly Limit[];
  rateRps: number | null | undefined;
  width: number;
  height: number;
  zoom?: { x: readonly [number, number]; y: readonly [number, number] } | null;
}

/** Steps of the colour scale: 0 = worst value present, highest = best. */
function shadesOf(values: Float64Array, objective: Objective): Uint8Array {
  const [low, high] = extremes(values);
  const highIsBetter = isBetter(objective, 1, 0);
  const shades = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) shades[i] = 255;
    else {
      const share = high === low ? 1 : (value - low) / (high - low);
      shades[i] = Math.round((highIsBetter ? share : 1 - share) * (COLOUR_STEPS - 1));
    }
  }
  return shades;
}

export const SIZE_RANGE = [0.55, 2] as const;

/** Radii whose areas follow the values, from the smallest value to the largest. */
function sizesOf(values: Float64Array): Float32Array {
  const [low, high] = extremes(values);
  const [small, large] = SIZE_RANGE;
  return Float32Array.from(values, (value) =>
    Number.isFinite(value) ? Math.sqrt(small ** 2 + (high > low ? (value - low) / (high - low) : 0.5) * (large ** 2 - small ** 2)) : small,
  );
}

/** Steps of the colour scale for a list of plans; without an objective all are alike. */
export function shadeOf(columns: PlanColumns, objective: Objective | null): Uint8Array {
  return objective ? shadesOf(columns.values[objective], objective) : new Uint8Array(columns.count).fill(COLOUR_STEPS - 1);
}

/** Counting sort; keeps the order of plans within a shade. */
function orderByShade(shade: Uint8Array): Uint32Array {
  const starts = new Uint32Array(257);
  for (let i = 0; i < shade.length; i++) {
    const next = (shade[i] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let step = 0; step < 256; step++) starts[step + 1] = (starts[step + 1] as number) + (starts[step] as number);
  const order = new Uint32Array(shade.length);
  for (let i = 0; i < shade.length; i++) {
    const step = shade[i] as number;
    const place = starts[step] as number;
    order[place] = i;
    starts[step] = place + 1;
  }
  return order;
}

function extremes(values: Float64Array): [number, number] {
  return extentOf(values) ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
}

/** The axes reach to a limit unless it lies so far from every plan that showing it would squeeze them into a corner. */
function isNear(value: number, values: Float64Array, log: boolean): boolean {
  const [low, high] = extremes(values);
  if (low > high) return true;
  if (log && low > 0 && value > 0)
    return Math.log(value) >= Math.log(low) - 1.5 * Math.log(high / low + 1) && Math.log(value) <= Math.log(high) + 1.5 * Math.log(high / low + 1);
  const span = high - low || Math.abs(high) || 1;
  return value >= low - 0.75 * span && value <= high + 0.75 * span;
}

const LABEL_HEIGHT = 13;

/** Baselines of the labels of limits, in pixels: beside their lines, inside the frame, and each in a row of its own. */
export function labelBaselines(lines: readonly Pick<LimitLine, "axis" | "pixel">[], box: Pick<Box, "top" | "bottom">): number[] {
  const [first, last] = [box.top + 11, box.bottom - 4];
  const rows = Array.from({ length: Math.max(1, Math.floor((last - first) / LABEL_HEIGHT) + 1) }, (_, row) => first + row * LABEL_HEIGHT);
  const taken: number[] = [];
  const placed = new Map<number, number>();
  // a label of a horizontal line has two places, one of a vertical line many: the former choose first
  for (const axis of ["y", "x"] as const) {
    lines.forEach((line, index) => {
      if (line.axis !== axis) return;
      const places = axis === "x" ? rows : [line.pixel - 5, line.pixel + 14].filter((y) => y >= first && y <= last);
      const own = places.find((y) => taken.every((other) => Math.abs(other - y) >= LABEL_HEIGHT)) ?? places[0] ?? first;
      taken.push(own);
      placed.set(index, own);
    });
  }
  return lines.map((_line, index) => placed.get(index) as number);
}

export function layoutScatter(input: ScatterInput): ScatterLayout {
  const { columns, ghost, xObjective, yObjective, colourObjective, limits, rateRps, width, height, zoom } = input;
  const box: Box = { left: MARGIN.left + Y_AXIS_WIDTH, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom - X_AXIS_HEIGHT };
  const [xs, ys] = [columns.values[xObjective], columns.values[yObjective]];
  const onAxes = limits.flatMap((limit) => {
    const onX = limitOnAxis(limit, xObjective, columns.statistic, rateRps);
    const onY = limitOnAxis(limit, yObjective, columns.statistic, rateRps);
    return [
      ...(onX !== null ? [{ limit, axis: "x" as const, value: onX, near: isNear(onX, xs, input.logX) }] : []),
      ...(onY !== null ? [{ limit, axis: "y" as const, value: onY, near: isNear(onY, ys, input.logY) }] : []),
    ];
  });
  const shown = (axis: "x" | "y") => onAxes.filter((line) => line.axis === axis && line.near).map((line) => line.value);
  const { cloud = null, sizeObjective = null } = input;
  const ghostEnds = (objective: Objective) => (ghost ? extremes(ghost.values[objective]).filter(Number.isFinite) : []);
  const cloudEnds = (objective: Objective) => {
    if (!cloud) return [];
    // the frontier stays the subject: sampled plans far beyond it are left outside
    const [low, high] = extremes(columns.values[objective]);
    const room = high > low ? high - low : Math.abs(high) || 1;
    return extremes(cloud.values[objective])
      .filter(Number.isFinite)
      .map((value) => Math.min(high + room, Math.max(low - room, value)));
  };
  const x = makeAxis(xs, {
    log: input.logX,
    range: [box.left, box.right],
    include: [...shown("x"), ...ghostEnds(xObjective), ...cloudEnds(xObjective)],
    // beside a ghost plans move step by step; the frame stands still as long as it can
    round: ghost !== null,
    domain: zoom?.x,
  });
  const y = makeAxis(ys, {
    log: input.logY,
    range: [box.bottom, box.top],
    include: [...shown("y"), ...ghostEnds(yObjective), ...cloudEnds(yObjective)],
    round: ghost !== null,
    domain: zoom?.y,
    tickCount: Math.max(3, Math.round((box.bottom - box.top) / 44)),
  });
  const px = x.place(xs);
  const py = y.place(ys);
  const at = (indices: number[], horizontal: Float64Array, vertical: Float64Array) =>
    indices.map((index) => ({ x: horizontal[index] as number, y: vertical[index] as number }));
  const steps = at(staircase(xs, ys, xObjective, yObjective), px, py);
  let ghostLayout: ScatterLayout["ghost"] = null;
  if (ghost && ghost.count > 0) {
    const [gx, gy] = [x.place(ghost.values[xObjective]), y.place(ghost.values[yObjective])];
    ghostLayout = { px: gx, py: gy, steps: at(staircase(ghost.values[xObjective], ghost.values[yObjective], xObjective, yObjective), gx, gy) };
  }
  let missing = 0;
  for (let i = 0; i < columns.count; i++) if (Number.isNaN(px[i] as number) || Number.isNaN(py[i] as number)) missing++;
  const shade = shadeOf(columns, colourObjective);
  return {
    box,
    x,
    y,
    px,
    py,
    shade,
    byShade: orderByShade(shade),
    steps,
    ghost: ghostLayout,
    lines: onAxes.map((line) => ({
      limit: line.limit,
      axis: line.axis,
      value: line.value,
      pixel: line.axis === "x" ? x.toPixel(line.value) : y.toPixel(line.value),
    })),
    sizes: sizeObjective ? sizesOf(columns.values[sizeObjective]) : null,
    cloud: cloud ? { px: x.place(cloud.values[xObjective]), py: y.place(cloud.values[yObjective]) } : null,
    missing,
  };
}
