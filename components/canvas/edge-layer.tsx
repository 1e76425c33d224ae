"use client";

import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { EditorState } from "@/components/editor/editor-state";
import { useEditorStore } from "@/components/editor/editor-store";
import classes from "./canvas.module.css";
import { draggedCurves, type EdgeCurve, edgeAt, edgeCurves } from "./edge-geometry";
import { type Camera, type EdgeMarks, paintEdges, readEdgeColours } from "./edge-painter";
import { type DraggedPlaces, isLarge } from "./flow-view";

/** Pixels that are painted beyond each side, so that a pan moves the picture instead of painting it. */
const MARGIN = 240;
/** Above so many edges on the picture, zooming scales it and paints it again when it rests. */
const MANY_EDGES = 1_200;
const REST_MS = 90;
/** How near a pointer has to be to an edge, px. */
const REACH = 8;

/** What the canvas asks of the edges of a large pipeline. */
export interface EdgeLayerHandle {
  /** Edges of these nodes follow them; null when the drag is over. */
  drag(places: DraggedPlaces | null): void;
  /** The edge at a point of the canvas, px from its top left corner. */
  at(x: number, y: number): string | null;
  hover(edge: string | null): void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** The edges of a large pipeline on a canvas: thousands cost what tens cost as elements. Draws nothing for a small one. */
export function EdgeLayer({ handle }: { handle: RefObject<EdgeLayerHandle | null> }) {
  const flow = useStoreApi();
  const store = useEditorStore();
  const base = useRef<HTMLCanvasElement>(null);
  const above = useRef<SVGGElement>(null);
  useEffect(() => {
    if (!base.current || !above.current) return;
    const painter = new EdgeLayerPainter(base.current, above.current, () => store.getState());
    const follow = () => {
      const { transform, width, height } = flow.getState();
      painter.look({ x: transform[0], y: transform[1], zoom: transform[2] }, width, height);
    };
    follow();
    const unfollow = flow.subscribe(follow);
    const unsubscribe = store.subscribe((state, previous) => {
      const { tables } = state.document;
      const old = previous.document.tables;
      if (tables.edges !== old.edges || tables.positions !== old.positions || tables.groups !== old.groups) painter.shapeChanged();
      else if (
        tables.routers !== old.routers ||
        state.selection.edges !== previous.selection.edges ||
        state.problems.byEdge !== previous.problems.byEdge ||
        state.interaction.criticalEdges !== previous.interaction.criticalEdges
      )
        painter.marksChanged();
    });
    const theme = new MutationObserver(() => painter.themeChanged());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-mantine-color-scheme"] });
    handle.current = painter;
    return () => {
      handle.current = null;
      unfollow();
      unsubscribe();
      theme.disconnect();
      painter.dispose();
    };
  }, [flow, store, handle]);
  return (
    <>
      <canvas ref={base} className={classes.edges} aria-hidden />
      <svg className={classes.edgesAbove} aria-hidden>
        <g ref={above}>
          <path className={classes.edgeMoved} />
          <path className={classes.edgePointed} />
        </g>
      </svg>
    </>
  );
}

function labelsOf(state: EditorState): Map<string, string> {
  const labels = new Map<string, string>();
  for (const at in state.document.tables.routers) {
    for (const { to, probability } of state.document.tables.routers[at]?.choose ?? []) labels.set(`${at}→${to}`, `${Math.round(probability * 1000) / 10} %`);
  }
  return labels;
}

function pathOf(curves: readonly EdgeCurve[]): string {
  return curves.map(({ x1, y1, c1, c2, x2, y2 }) => `M${x1} ${y1}C${c1} ${y1} ${c2} ${y2} ${x2} ${y2}`).join("");
}

class EdgeLayerPainter implements EdgeLayerHandle {
  private curves: EdgeCurve[] | null = null;
  private labels: Map<string, string> | null = null;
  private colours: ReturnType<typeof readEdgeColours> | null = null;
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  private painted: Camera | null = null;
  private count = 0;
  private width = 0;
  private height = 0;
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | null = null;
  private hovered: string | null = null;
  private dragged: DraggedPlaces | null = null;
  private dragIds: ReadonlySet<string> = NOTHING;
  /** Painted on apart and handed over when done: a canvas that can be painted on is copied for every frame of the page, whether it changed or not. */
  private readonly pen = new OffscreenCanvas(1, 1).getContext("2d");

  constructor(
    private readonly base: HTMLCanvasElement,
    /** Holds the path of what is being moved, then that of what is pointed at. */
    private readonly above: SVGGElement,
    private readonly state: () => EditorState,
  ) {}

  dispose(): void {
    cancelAnimationFrame(this.frame);
    if (this.rest) clearTimeout(this.rest);
  }

  look(camera: Camera, width: number, height: number): void {
    if (width !== this.width || height !== this.height) {
      this.width = width;
      this.height = height;
      this.painted = null;
    } else if (camera.x === this.camera.x && camera.y === this.camera.y && camera.zoom === this.camera.zoom) return;
    this.camera = camera;
    if (this.dragged || this.hovered) this.paintAbove();
    const { painted } = this;
    if (!painted) {
      this.later();
      return;
    }
    const dx = camera.x - (painted.x * camera.zoom) / painted.zoom;
    const dy = camera.y - (painted.y * camera.zoom) / painted.zoom;
    if (camera.zoom === painted.zoom && Math.abs(dx) < MARGIN && Math.abs(dy) < MARGIN) this.shift(dx, dy, 1);
    else if (this.count > MANY_EDGES) {
      const scale = camera.zoom / painted.zoom;
      this.shift(camera.x - painted.x * scale, camera.y - painted.y * scale, scale);
      if (this.rest) clearTimeout(this.rest);
      this.rest = setTimeout(() => this.later(), REST_MS);
    } else this.later();
  }

  shapeChanged(): void {
    this.curves = null;
    this.marksChanged();
  }

  marksChanged(): void {
    this.labels = null;
    this.later();
  }

  themeChanged(): void {
    this.colours = null;
    this.later();
  }

  drag(places: DraggedPlaces | null): void {
    const starts = this.dragged === null && places !== null;
    const ends = this.dragged !== null && places === null;
    this.dragged = places;
    if (starts) this.dragIds = new Set(this.allCurves().flatMap((curve) => (places[curve.source] || places[curve.target] ? [curve.id] : [])));
    if (ends) this.dragIds = NOTHING;
    if (starts || ends) this.later();
    this.paintAbove();
  }

  hover(edge: string | null): void {
    if (edge === this.hovered) return;
    this.hovered = edge;
    this.paintAbove();
  }

  at(x: number, y: number): string | null {
    const { camera } = this;
    return edgeAt(this.allCurves(), (x - camera.x) / camera.zoom, (y - camera.y) / camera.zoom, REACH / camera.zoom);
  }

  private allCurves(): EdgeCurve[] {
    const { tables } = this.state().document;
    this.curves ??= isLarge(tables) ? edgeCurves(tables) : [];
    return this.curves;
  }

  private later(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  private shift(dx: number, dy: number, scale: number): void {
    // The corner of the picture is at −MARGIN of the viewport it was painted for.
    const transform = `translate(${dx - MARGIN * scale}px, ${dy - MARGIN * scale}px) scale(${scale})`;
    this.base.style.transform = transform;
  }

  private marks(): EdgeMarks {
    const { selection, interaction, problems } = this.state();
    this.labels ??= labelsOf(this.state());
    return {
      selected: new Set(selection.edges),
      critical: interaction.criticalEdges,
      bad: new Set(Object.keys(problems.byEdge)),
      hidden: this.dragIds,
      labels: this.labels,
    };
  }

  private paint(): void {
    this.painted = this.camera;
    this.shift(0, 0, 1);
    this.count = this.paintBase(this.allCurves());
    this.paintAbove();
  }

  /** What changes at every frame of a drag, or with what is pointed at, over the picture of all others. */
  private paintAbove(): void {
    const { dragged, hovered, camera } = this;
    const moved = dragged ? draggedCurves(this.state().document.tables, this.allCurves(), dragged) : [];
    const pointed = hovered && !dragged ? this.allCurves().filter((curve) => curve.id === hovered) : [];
    const [movedPath, pointedPath] = this.above.children;
    movedPath?.setAttribute("d", pathOf(moved));
    pointedPath?.setAttribute("d", pathOf(pointed));
    if (moved.length + pointed.length > 0) this.above.setAttribute("transform", `translate(${camera.x} ${camera.y}) scale(${camera.zoom})`);
  }

  private paintBase(curves: readonly EdgeCurve[]): number {
    const { base, pen } = this;
    const shown = base.getContext("bitmaprenderer");
    if (!shown || !pen) return 0;
    if (curves.length === 0 || this.width === 0) {
      shown.transferFromImageBitmap(null);
      return 0;
    }
    const ratio = window.devicePixelRatio || 1;
    const width = this.width + 2 * MARGIN;
    const height = this.height + 2 * MARGIN;
    pen.canvas.width = Math.round(width * ratio);
    pen.canvas.height = Math.round(height * ratio);
    base.style.width = `${width}px`;
    base.style.height = `${height}px`;
    this.colours ??= readEdgeColours(base);
    // The picture is painted for the camera it was last painted for; a shift brings it to where the viewport is now.
    const camera = this.painted ?? this.camera;
    const count = paintEdges(pen, { width, height, ratio, originX: -MARGIN, originY: -MARGIN }, camera, curves, this.marks(), this.colours);
    shown.transferFromImageBitmap(pen.canvas.transferToImageBitmap());
    return count;
  }
}
