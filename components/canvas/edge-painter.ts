import { curveMiddle, type EdgeCurve } from "./edge-geometry";

export interface EdgeColours {
  plain: string;
  critical: string;
  bad: string;
  selected: string;
  surface: string;
  border: string;
  text: string;
  font: string;
}

/** What is special about single edges; every other one is drawn plain. */
export interface EdgeMarks {
  readonly selected: ReadonlySet<string>;
  readonly critical: ReadonlySet<string>;
  readonly bad: ReadonlySet<string>;
  /** Edges that are drawn elsewhere at the moment. */
  readonly hidden: ReadonlySet<string>;
  /** Probabilities of routers' edges, as they are written on them. */
  readonly labels: ReadonlyMap<string, string>;
}

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** From this zoom on, arrow heads and labels can be seen. */
const DETAIL_ZOOM = 0.35;
const LABEL_ZOOM = 0.5;

/** Colours of the theme that is on. */
export function readEdgeColours(element: Element): EdgeColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    plain: token("--t-text-faint"),
    critical: token("--t-metric-latency"),
    bad: token("--t-error"),
    selected: token("--t-accent"),
    surface: token("--t-surface"),
    border: token("--t-hairline-strong"),
    text: token("--t-text"),
    font: token("--mantine-font-family") || "sans-serif",
  };
}

type Styled = "plain" | "critical" | "bad" | "selected";
const WIDTHS: Readonly<Record<Styled, number>> = { plain: 1.25, critical: 2.25, bad: 1.25, selected: 2 };

/**
 * Paints edges onto an empty canvas whose top left corner is at (`originX`, `originY`) of the viewport, px. Returns how many were on it. All edges of a style
 * are one path, so that a thousand cost little more than one.
 */
export function paintEdges(
  context: OffscreenCanvasRenderingContext2D,
  size: { width: number; height: number; ratio: number; originX: number; originY: number },
  camera: Camera,
  curves: readonly EdgeCurve[],
  marks: EdgeMarks,
  colours: EdgeColours,
): number {
  const { width, height, ratio, originX, originY } = size;
  const { zoom } = camera;
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * (camera.x - originX), ratio * (camera.y - originY));
  const left = (originX - camera.x) / zoom;
  const top = (originY - camera.y) / zoom;
  const right = left + width / zoom;
  const bottom = top + height / zoom;

  const byStyle: Record<Styled, EdgeCurve[]> = { plain: [], critical: [], bad: [], selected: [] };
  let count = 0;
  for (const curve of curves) {
    if (curve.right < left || curve.left > right || curve.bottom < top || curve.top > bottom || marks.hidden.has(curve.id)) continue;
    count++;
    const style = marks.selected.has(curve.id) ? "selected" : marks.critical.has(curve.id) ? "critical" : marks.bad.has(curve.id) ? "bad" : "plain";
    byStyle[style].push(curve);
  }
  // Far away a hairline is as wide as one on the screen, so that a thousand of them are a texture and not a block.
  const thin = zoom < DETAIL_ZOOM ? 0.75 / zoom : 1;
  for (const style of ["plain", "bad", "critical", "selected"] as const) {
    const list = byStyle[style];
    if (list.length === 0) continue;
    context.globalAlpha = style === "plain" && zoom < DETAIL_ZOOM ? 0.4 : 1;
    context.strokeStyle = colours[style];
    context.lineWidth = zoom < DETAIL_ZOOM ? (WIDTHS[style] / WIDTHS.plain) * thin : WIDTHS[style];
    context.setLineDash(style === "bad" ? [5, 3] : []);
    context.beginPath();
    for (const curve of list) {
      context.moveTo(curve.x1, curve.y1);
      context.bezierCurveTo(curve.c1, curve.y1, curve.c2, curve.y2, curve.x2, curve.y2);
    }
    context.stroke();
    if (zoom < DETAIL_ZOOM) continue;
    context.setLineDash([]);
    context.lineWidth = 1.5;
    context.beginPath();
    for (const { x2, y2 } of list) {
      context.moveTo(x2 - 7, y2 - 3.2);
      context.lineTo(x2, y2);
      context.lineTo(x2 - 7, y2 + 3.2);
    }
    context.stroke();
  }
  if (zoom >= LABEL_ZOOM && marks.labels.size > 0)
    paintLabels(context, [...byStyle.plain, ...byStyle.bad, ...byStyle.critical, ...byStyle.selected], marks, colours);
  return count;
}

function paintLabels(context: OffscreenCanvasRenderingContext2D, curves: readonly EdgeCurve[], marks: EdgeMarks, colours: EdgeColours): void {
  context.font = `11px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 1;
  for (const curve of curves) {
    const text = marks.labels.get(curve.id);
    if (text === undefined) continue;
    const { x, y } = curveMiddle(curve);
    const width = context.measureText(text).width + 10;
    context.fillStyle = colours.surface;
    context.strokeStyle = marks.selected.has(curve.id) ? colours.selected : colours.border;
    context.beginPath();
    context.roundRect(x - width / 2, y - 9, width, 18, 3);
    context.fill();
    context.stroke();
    context.fillStyle = colours.text;
    context.fillText(text, x, y + 0.5);
  }
}
