import type { CanvasColours } from "./canvas-colours";
import { colourTable } from "./colour-scale";
import type { Box, LimitLine, ScatterLayout } from "./scatter-layout";

/** Radius of a point by how many there are. */
export function pointRadius(count: number): number {
  return count <= 60 ? 4.5 : count <= 400 ? 3.5 : count <= 3000 ? 2.5 : count <= 20_000 ? 1.75 : 1.25;
}

const NO_VALUE = 255;
const CLOUD_FROM = 3000;
/** With more points than this the outlines that tell neighbours apart would wipe most of them out. */
const MOST_OUTLINED = 400;

/** Staircase: from point to point along the axes, never through plans that do not exist. */
function stairs(context: CanvasRenderingContext2D, steps: readonly { x: number; y: number }[]) {
  steps.forEach((point, index) => {
    const before = steps[index - 1];
    if (!before) context.moveTo(point.x, point.y);
    else {
      context.lineTo(point.x, before.y);
      context.lineTo(point.x, point.y);
    }
  });
}

function hatchPattern(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const offset of [-8, 0, 8]) {
    pen.moveTo(offset, 8);
    pen.lineTo(offset + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

/** The part of the plot outside of a limit. */
function beyond(line: LimitLine, box: Box): [number, number, number, number] {
  if (line.axis === "x") {
    const [from, to] = line.limit.side === "max" ? [line.pixel, box.right] : [box.left, line.pixel];
    return [from, box.top, Math.max(0, to - from), box.bottom - box.top];
  }
  const [from, to] = line.limit.side === "max" ? [box.top, line.pixel] : [line.pixel, box.bottom];
  return [box.left, from, box.right - box.left, Math.max(0, to - from)];
}

interface DrawOptions {
  layout: ScatterLayout;
  colours: CanvasColours;
  /** 1 for plans that are drawn full; the rest stay, hollow and faint. */
  lit: Uint8Array | null;
  width: number;
  height: number;
}

/** Draws regions, ghost, staircase and all points. */
export function drawScatter(canvas: HTMLCanvasElement, { layout, colours, lit, width, height }: DrawOptions): void {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { box } = layout;

  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  // beyond a hard limit nothing is feasible: hatched; beyond a soft one plans miss what is wanted: shaded
  const hatch = layout.lines.some((line) => line.limit.hard) ? hatchPattern(context, colours.hatch) : null;
  for (const hard of [false, true]) {
    context.beginPath();
    for (const line of layout.lines) if (line.limit.hard === hard) context.rect(...beyond(line, box));
    context.fillStyle = hard ? (hatch ?? colours.beyond) : colours.beyond;
    context.fill();
  }
  if (layout.cloud) {
    const { px, py } = layout.cloud;
    context.fillStyle = colours.ghost;
    context.globalAlpha = 0.55;
    context.beginPath();
    for (let i = 0; i < px.length; i++)
      if (Number.isFinite(px[i] as number) && Number.isFinite(py[i] as number)) context.rect((px[i] as number) - 1, (py[i] as number) - 1, 2, 2);
    context.fill();
    context.globalAlpha = 1;
  }
  if (layout.ghost) {
    context.strokeStyle = colours.ghost;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    stairs(context, layout.ghost.steps);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 0.7;
    if (layout.ghost.px.length <= CLOUD_FROM) {
      context.beginPath();
      for (let i = 0; i < layout.ghost.px.length; i++) {
        context.moveTo((layout.ghost.px[i] as number) + 2.5, layout.ghost.py[i] as number);
        context.arc(layout.ghost.px[i] as number, layout.ghost.py[i] as number, 2.5, 0, 2 * Math.PI);
      }
      context.stroke();
    }
    context.globalAlpha = 1;
  }
  if (layout.steps.length > 1) {
    context.strokeStyle = colours.hairline;
    context.lineWidth = 1;
    context.beginPath();
    stairs(context, layout.steps);
    context.stroke();
  }

  drawPoints(context, layout, colours, lit);
  context.globalAlpha = 1;
  context.restore();
}

/** Dimmed points first, lit ones on top. */
function drawPoints(context: CanvasRenderingContext2D, layout: ScatterLayout, colours: CanvasColours, lit: Uint8Array | null): void {
  if (layout.px.length > CLOUD_FROM) drawCloud(context, layout, colours, lit);
  else drawCircles(context, layout, colours, lit);
}

function drawCircles(
  context: CanvasRenderingContext2D,
  { px, py, shade, byShade, sizes }: ScatterLayout,
  colours: CanvasColours,
  lit: Uint8Array | null,
): void {
  const radius = pointRadius(px.length);
  const table = colourTable(colours.theme);
  for (const pass of lit ? ([0, 1] as const) : ([1] as const)) {
    context.globalAlpha = pass ? 1 : 0.75;
    context.lineWidth = pass ? 0.75 : 1.25;
    let step = -1;
    const finish = () => {
      if (step < 0) return;
      context.fill();
      if (!pass || px.length <= MOST_OUTLINED) context.stroke();
    };
    for (const i of byShade) {
      if (lit && lit[i] !== pass) continue;
      const own = shade[i] as number;
      if (own !== step) {
        finish();
        step = own;
        const colour = own === NO_VALUE ? colours.dim : (table[own] as string);
        context.fillStyle = pass ? colour : colours.surface;
        context.strokeStyle = pass ? colours.surface : colour;
        context.beginPath();
      }
      const [x, y] = [px[i] as number, py[i] as number];
      const reach = sizes ? radius * (sizes[i] as number) : radius;
      context.moveTo(x + reach, y);
      context.arc(x, y, reach, 0, 2 * Math.PI);
    }
    finish();
  }
}

/** `rgb(r,g,b)` as a pixel of an ImageData read as 32-bit words (little-endian: alpha, blue, green, red). */
function pixelOf(colour: string, alpha: number): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

let cloud: { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D; image: ImageData; pixels: Uint32Array } | null = null;

function cloudOf(width: number, height: number): NonNullable<typeof cloud> | null {
  if (cloud && cloud.image.width === width && cloud.image.height === height) {
    cloud.pixels.fill(0);
    return cloud;
  }
  const canvas = cloud?.canvas ?? document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  const image = pen.createImageData(width, height);
  cloud = { canvas, pen, image, pixels: new Uint32Array(image.data.buffer) };
  return cloud;
}

/** First pixel of every point's square, in the order of their shades; -1 for those outside. Found once per layout. */
const CORNERS = new WeakMap<ScatterLayout, { key: string; corners: Int32Array; inks: Uint8Array; spans: Uint8Array | null }>();

const MOST_EXTRA_PX = 4;

function cornersOf(
  layout: ScatterLayout,
  width: number,
  height: number,
  ratio: number,
  size: number,
): { corners: Int32Array; inks: Uint8Array; spans: Uint8Array | null } {
  const key = `${width} ${height} ${ratio} ${size}`;
  const known = CORNERS.get(layout);
  if (known?.key === key) return known;
  const { px, py, shade, byShade } = layout;
  const corners = new Int32Array(byShade.length);
  const inks = new Uint8Array(byShade.length);
  const spans = layout.sizes ? new Uint8Array(byShade.length) : null;
  for (let place = 0; place < byShade.length; place++) {
    const i = byShade[place] as number;
    const span = spans && layout.sizes ? Math.min(size + MOST_EXTRA_PX, Math.max(1, Math.round(size * (layout.sizes[i] as number)))) : size;
    if (spans) spans[place] = span;
    const left = Math.round((px[i] as number) * ratio - span / 2);
    const top = Math.round((py[i] as number) * ratio - span / 2);
    // also false for NaN: plans without a value are not drawn
    corners[place] = left >= 0 && top >= 0 && left + span <= width && top + span <= height ? top * width + left : -1;
    inks[place] = shade[i] as number;
  }
  const made = { key, corners, inks, spans };
  CORNERS.set(layout, made);
  return made;
}

/** Points as squares written straight into pixels: a hundred thousand in a few milliseconds, where paths take a hundred times that. */
function drawCloud(context: CanvasRenderingContext2D, layout: ScatterLayout, colours: CanvasColours, lit: Uint8Array | null): void {
  const ratio = context.getTransform().a;
  const { width, height } = context.canvas;
  const sheet = cloudOf(width, height);
  if (!sheet) return;
  const { pixels } = sheet;
  const table = colourTable(colours.theme);
  const size = Math.max(2, Math.round(2 * pointRadius(layout.px.length) * ratio));
  const { corners, inks, spans } = cornersOf(layout, width, height, ratio, size);
  const { byShade } = layout;
  for (const pass of lit ? ([0, 1] as const) : ([1] as const)) {
    const paints = new Uint32Array(256).fill(pixelOf("rgb(128,128,128)", pass ? 235 : 56));
    table.forEach((colour, step) => {
      paints[step] = pixelOf(colour, pass ? 235 : 56);
    });
    for (let place = 0; place < byShade.length; place++) {
      const corner = corners[place] as number;
      if (corner < 0 || (lit !== null && lit[byShade[place] as number] !== pass)) continue;
      const paint = paints[inks[place] as number] as number;
      const span = spans ? (spans[place] as number) : size;
      for (let row = 0, start = corner; row < span; row++, start += width) for (let at = start; at < start + span; at++) pixels[at] = paint;
    }
  }
  sheet.pen.putImageData(sheet.image, 0, 0);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(sheet.canvas, 0, 0);
  context.restore();
}
