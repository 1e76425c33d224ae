import type { CanvasColours } from "./canvas-colours";
import { COLOUR_STEPS, colourTable } from "./colour-scale";
import type { ParallelAxis } from "./parallel-layout";

/** Lines beyond this many are drawn from an even sample: more ink shows no more, and a brush must answer at once. */
export const MOST_LINES = 1200;

function line(context: CanvasRenderingContext2D, axes: readonly ParallelAxis[], index: number) {
  let open = false;
  for (const axis of axes) {
    const y = axis.pixels[index] as number;
    if (Number.isNaN(y)) {
      open = false;
      continue;
    }
    if (open) context.lineTo(axis.x, y);
    else context.moveTo(axis.x, y);
    open = true;
  }
}

/** Indices to draw: all that pass, or an even sample of them. */
export function sampleLines(count: number, mask: Uint8Array | null, wanted: 0 | 1, most = MOST_LINES): number[] {
  let total = 0;
  if (!mask) total = wanted ? count : 0;
  else for (let i = 0; i < count; i++) if (mask[i] === wanted) total++;
  const step = Math.max(1, total / most);
  const chosen: number[] = [];
  let seen = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (mask ? mask[i] !== wanted : wanted === 0) continue;
    if (seen >= next) {
      chosen.push(i);
      next += step;
    }
    seen++;
  }
  return chosen;
}

interface DrawOptions {
  axes: readonly ParallelAxis[];
  count: number;
  lit: Uint8Array | null;
  shade: Uint8Array;
  colours: CanvasColours;
  width: number;
  height: number;
}

export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** Draws every plan as a line across the axes: lit ones in their colour over the dimmed rest. */
export function drawParallel(canvas: HTMLCanvasElement, { axes, count, lit, shade, colours, width, height }: DrawOptions): void {
  const context = prepareCanvas(canvas, width, height);
  if (!context || axes.length < 2) return;
  const dimmed = sampleLines(count, lit, 0, MOST_LINES / 3);
  context.lineWidth = 1;
  context.globalAlpha = dimmed.length > 300 ? 0.08 : 0.25;
  context.strokeStyle = colours.ghost;
  context.beginPath();
  for (const index of dimmed) line(context, axes, index);
  context.stroke();
  const shown = sampleLines(count, lit, 1);
  const table = colourTable(colours.theme);
  const groups = new Map<number, number[]>();
  for (const index of shown) {
    const step = shade[index] as number;
    const group = groups.get(step);
    if (group) group.push(index);
    else groups.set(step, [index]);
  }
  context.globalAlpha = shown.length > 1000 ? 0.25 : shown.length > 200 ? 0.5 : 0.8;
  context.lineWidth = shown.length > 200 ? 1 : 1.25;
  for (const [step, indices] of groups) {
    context.strokeStyle = step >= COLOUR_STEPS ? colours.dim : (table[step] as string);
    context.beginPath();
    for (const index of indices) line(context, axes, index);
    context.stroke();
  }
  context.globalAlpha = 1;
}
