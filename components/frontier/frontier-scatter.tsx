"use client";

import { type KeyboardEvent, memo, type PointerEvent, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Objective } from "../../core/documents/workload";
import { plural } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { useCanvasColours } from "./canvas-colours";
import classes from "./frontier-scatter.module.css";
import { HitIndex } from "./hit-index";
import type { Limit } from "./limits";
import type { PlanColumns } from "./plan-values";
import { type Mark, ScatterAxes } from "./scatter-axes";
import { drawScatter } from "./scatter-canvas";
import { ScatterHover } from "./scatter-hover";
import { layoutScatter } from "./scatter-layout";
import { ScatterLimits } from "./scatter-limits";
import { useLimitDrag } from "./use-limit-drag";
import { usePointKeys } from "./use-point-keys";
import { useSize } from "./use-size";
import { useZoom } from "./use-zoom";
import { whenIdle } from "./when-idle";
import type { Zoom } from "./workspace-state";

const HIT_RADIUS_PX = 14;
/** On a limit only a point right under the pointer comes before the limit. */
const HIT_ON_LINE_PX = 5;

export interface FrontierScatterProps {
  columns: PlanColumns;
  /** The frontier before the last change, drawn faintly behind. */
  ghost?: PlanColumns | null;
  xObjective: Objective;
  yObjective: Objective;
  colourObjective: Objective | null;
  sizeObjective?: Objective | null;
  /** Sampled plans that others beat, drawn behind. */
  cloud?: PlanColumns | null;
  zoom?: Zoom | null;
  /** Without it the axes always show everything. */
  onZoom?: (zoom: Zoom | null) => void;
  logX: boolean;
  logY: boolean;
  limits: readonly Limit[];
  rateRps: number | null | undefined;
  /** 1 for plans that are lit: they meet the targets and pass every filter. */
  lit: Uint8Array | null;
  /** 1 for plans that meet the targets. */
  met: Uint8Array;
  selectedId: string | null;
  pinnedIds?: readonly string[];
  onSelect: (id: string | null) => void;
  onHover: (id: string | null) => void;
  /** A limit is dragged to a value; the last call of a drag says `done`. Without it limits stay where they are. */
  onDragLimit?: (limit: Limit, value: number, done: boolean) => void;
}

/** The frontier over two metrics. Every point can be reached by mouse, touch and keyboard; the table of plans is its twin. */
export const FrontierScatter = memo(function FrontierScatter(props: FrontierScatterProps) {
  const {
    columns,
    ghost = null,
    xObjective,
    yObjective,
    colourObjective,
    sizeObjective = null,
    cloud = null,
    logX,
    logY,
    limits,
    rateRps,
    lit,
    met,
    selectedId,
    onSelect,
    onHover,
  } = props;
  const { ref: frame, width, height } = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const colours = useCanvasColours();
  const [focused, setFocused] = useState(false);
  const helpId = useId();

  const { drag, nearLine, onLimitDown, onLimitMove, onLimitUp } = useLimitDrag({ rateRps, xObjective, yObjective, onDragLimit: props.onDragLimit });
  const axes = `${xObjective},${yObjective}`;
  const chosenZoom = props.zoom && props.zoom.axes === axes ? props.zoom : null;
  const zoom = drag?.zoom ?? chosenZoom;
  const layout = useMemo(
    () =>
      width > 120 && height > 80
        ? layoutScatter({ columns, ghost, xObjective, yObjective, colourObjective, sizeObjective, cloud, logX, logY, limits, rateRps, width, height, zoom })
        : null,
    [zoom, columns, ghost, xObjective, yObjective, colourObjective, sizeObjective, cloud, logX, logY, limits, rateRps, width, height],
  );
  const whole = useMemo(() => {
    if (!layout || !zoom) return layout && { x: layout.x.domain, y: layout.y.domain };
    const all = layoutScatter({ columns, ghost, xObjective, yObjective, colourObjective: null, cloud, logX, logY, limits, rateRps, width, height });
    return { x: all.x.domain, y: all.y.domain };
  }, [layout, zoom, columns, ghost, xObjective, yObjective, cloud, logX, logY, limits, rateRps, width, height]);
  const { wheel, panning, onPanDown, onPanMove, onPanUp, onZoomKey, reveal } = useZoom({ layout, whole, axes, zoom: chosenZoom, onZoom: props.onZoom });
  const hits = useMemo(() => (layout ? new HitIndex(layout.px, layout.py) : null), [layout]);
  const samples = useMemo(() => (layout?.cloud ? new HitIndex(layout.cloud.px, layout.cloud.py) : null), [layout]);
  /** The sampled plan that is pointed at. */
  const [sample, setSample] = useState<number | null>(null);

  // the first picture comes before the index that only a pointer needs
  useEffect(() => whenIdle(() => hits?.prepare()), [hits]);

  useEffect(() => {
    if (layout && colours && canvas.current) drawScatter(canvas.current, { layout, colours, lit, width, height });
  }, [layout, colours, lit, width, height]);

  const pinnedIds = props.pinnedIds;
  const marks = useMemo(() => {
    const list: Mark[] = [];
    const add = (id: string, kind: Mark["kind"], label?: string) => {
      const index = columns.indexOfId.get(id);
      if (index === undefined) return;
      const [x, y] = [columns.values[xObjective][index] as number, columns.values[yObjective][index] as number];
      if (Number.isFinite(x) && Number.isFinite(y)) list.push({ x, y, kind, label });
    };
    for (const [position, id] of (pinnedIds ?? []).entries()) add(id, "pinned", "ABCDEF"[position]);
    if (selectedId) add(selectedId, "selected");
    return list;
  }, [columns, xObjective, yObjective, selectedId, pinnedIds]);

  // the plans come first, rings round some of them a frame later
  const lateMarks = useDeferredValue(marks);

  const find = (index: HitIndex | null, event: PointerEvent<HTMLDivElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    return index?.nearest(event.clientX - bounds.left, event.clientY - bounds.top, nearLine ? HIT_ON_LINE_PX : HIT_RADIUS_PX) ?? null;
  };
  const pointTo = useCallback((index: number | null) => onHover(index === null ? null : ((columns.plans[index]?.id as string) ?? null)), [columns, onHover]);

  const { onPointKey, say, announcement } = usePointKeys({
    columns,
    cloud,
    layout,
    xObjective,
    yObjective,
    colourObjective,
    selectedId,
    onSelect,
    pointTo,
    sample,
    setSample,
    reveal,
  });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const zoomed = !event.metaKey && !event.ctrlKey && onZoomKey(event.key, event.altKey);
    if (!zoomed && !onPointKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.frame} ref={frame}>
      {layout ? (
        <div
          className={classes.plot}
          role="application"
          aria-roledescription="scatter chart"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the points are reached with the arrow keys from here
          tabIndex={0}
          aria-label={`${plural(columns.count, "plan")}: ${metricInfo(xObjective).title} across, ${metricInfo(yObjective).title} up`}
          aria-describedby={helpId}
          data-testid="frontier-scatter"
          data-plans={columns.count}
          onPointerMove={(event) => {
            if (onPanMove(event) || onLimitMove(event, layout)) return;
            const index = find(hits, event);
            pointTo(index);
            setSample(index === null ? find(samples, event) : null);
          }}
          onPointerUp={() => {
            onPanUp();
            onLimitUp();
          }}
          onPointerCancel={() => {
            onPanUp();
            onLimitUp();
          }}
          ref={wheel}
          onPointerLeave={() => {
            pointTo(null);
            setSample(null);
          }}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            const index = find(hits, event);
            if (index === null && onLimitDown(event, layout)) return;
            if (index !== null) {
              onSelect(columns.plans[index]?.id ?? null);
              say(index);
            } else onPanDown(event);
          }}
          onDoubleClick={() => (chosenZoom ? props.onZoom?.(null) : onSelect(null))}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          style={{ cursor: panning ? "grabbing" : nearLine === "x" ? "ew-resize" : nearLine === "y" ? "ns-resize" : "default" }}
        >
          <canvas ref={canvas} className={classes.canvas} style={{ width, height }} aria-hidden />
          <ScatterAxes layout={layout} xObjective={xObjective} yObjective={yObjective} columns={columns} marks={lateMarks} width={width} height={height} />
          <ScatterLimits layout={layout} xObjective={xObjective} yObjective={yObjective} columns={columns} width={width} height={height} />
          <ScatterHover columns={columns} layout={layout} met={met} limits={limits} cloud={cloud} sample={sample} width={width} height={height} />
        </div>
      ) : null}
      {chosenZoom ? (
        <button type="button" className={classes.reset} onClick={() => props.onZoom?.(null)}>
          Show all <kbd>0</kbd>
        </button>
      ) : null}
      {layout && layout.missing > 0 ? <p className={classes.note}>{plural(layout.missing, "plan")} without a value on these axes; see the table.</p> : null}
      <p id={helpId} className="t-visually-hidden">
        Arrow keys move from plan to plan, with Shift by ten; Home and End go to the ends; Enter chooses; Escape clears. Plus, minus and zero zoom, Alt with the
        arrows moves what is shown.{cloud ? " S goes to the sampled plans and back." : ""}
      </p>
      <p className="t-visually-hidden" role="status" aria-live="polite">
        {focused ? announcement : ""}
      </p>
    </div>
  );
});
