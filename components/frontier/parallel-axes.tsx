"use client";

import { ActionIcon } from "@mantine/core";
import { IconArrowsUpDown, IconX } from "@tabler/icons-react";
import { memo, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Objective } from "../../core/documents/workload";
import { useEditor } from "../editor/editor-store";
import { formatObjective } from "../ui/format";
import { metricColour, metricInfo, metricTextColour } from "../ui/metrics";
import { canBeLog } from "./axis";
import { useCanvasColours } from "./canvas-colours";
import classes from "./parallel-axes.module.css";
import { drawParallel } from "./parallel-canvas";
import { layoutParallel, nearestLine, PARALLEL_MARGIN, type ParallelAxis } from "./parallel-layout";
import type { PlanColumns } from "./plan-values";
import { scaleOf } from "./table-model";
import { useSize } from "./use-size";
import type { Brushes, ParallelChoice } from "./workspace-state";

const BRUSH_HALF_PX = 9;
const EDGE_PX = 6;
const LINE_RADIUS_PX = 8;

interface ParallelAxesProps {
  columns: PlanColumns;
  shade: Uint8Array;
  lit: Uint8Array | null;
  choice: ParallelChoice;
  brushes: Brushes;
  selectedId: string | null;
  onBrush: (brushes: Brushes) => void;
  onChoice: (choice: ParallelChoice) => void;
  onSelect: (id: string | null) => void;
  onHover: (id: string | null) => void;
}

type Gesture =
  | { kind: "brush"; objective: Objective; from: number; mode: "new" | "move" | "low" | "high"; start: readonly [number, number] }
  | { kind: "axis"; objective: Objective; x: number; at: number };

/** Most pixels that a title may take beside its neighbours; titles at the ends reach inwards. */
function titleWidth(axes: readonly ParallelAxis[]): number {
  const [first, second] = axes;
  if (!first || !second) return 240;
  const gap = second.x - first.x;
  return Math.max(24, Math.min(gap, (gap + 36) / 1.5) - 6);
}

/** All metrics side by side, a line per plan. Brushes on several axes intersect; titles are dragged to reorder. */
export const ParallelAxes = memo(function ParallelAxes({
  columns,
  shade,
  lit,
  choice,
  brushes,
  selectedId,
  onBrush,
  onChoice,
  onSelect,
  onHover,
}: ParallelAxesProps) {
  const { ref: frame, width, height } = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const colours = useCanvasColours();
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const pending = useRef<{ handle: number; brushes: Brushes } | null>(null);

  const axes = useMemo(() => (width > 160 && height > 90 ? layoutParallel(columns, choice, width, height) : []), [columns, choice, width, height]);
  useEffect(() => {
    if (canvas.current && colours && axes.length > 0) drawParallel(canvas.current, { axes, count: columns.count, lit, shade, colours, width, height });
  }, [axes, columns, lit, shade, colours, width, height]);

  /** At most one update per frame while a brush is dragged. */
  const brush = (next: Brushes) => {
    if (pending.current) {
      pending.current.brushes = next;
      return;
    }
    const entry = { brushes: next, handle: 0 };
    pending.current = entry;
    entry.handle = requestAnimationFrame(() => {
      pending.current = null;
      onBrush(entry.brushes);
    });
  };
  useEffect(
    () => () => {
      if (pending.current) cancelAnimationFrame(pending.current.handle);
    },
    [],
  );

  const at = (event: PointerEvent<Element>) => {
    const bounds = frame.current?.getBoundingClientRect();
    return { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) };
  };
  const range = (axis: ParallelAxis, a: number, b: number): [number, number] => {
    const clamp = (pixel: number) => Math.min(height - PARALLEL_MARGIN.bottom, Math.max(PARALLEL_MARGIN.top, pixel));
    const [one, two] = [axis.axis.toValue(clamp(a)), axis.axis.toValue(clamp(b))];
    return [Math.min(one, two), Math.max(one, two)];
  };
  const without = (objective: Objective): Brushes => Object.fromEntries(Object.entries(brushes).filter(([name]) => name !== objective));

  const startBrush = (axis: ParallelAxis, event: PointerEvent<SVGRectElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.stopPropagation();
    const { y } = at(event);
    const known = brushes[axis.objective];
    if (known) {
      const [low, high] = [axis.axis.toPixel(known[0]), axis.axis.toPixel(known[1])];
      const mode =
        Math.abs(y - low) <= EDGE_PX ? "low" : Math.abs(y - high) <= EDGE_PX ? "high" : y > Math.min(low, high) && y < Math.max(low, high) ? "move" : "new";
      setGesture({ kind: "brush", objective: axis.objective, from: y, mode, start: [low, high] });
    } else setGesture({ kind: "brush", objective: axis.objective, from: y, mode: "new", start: [y, y] });
  };

  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const { x, y } = at(event);
    if (gesture?.kind === "brush") {
      const axis = axes.find((candidate) => candidate.objective === gesture.objective);
      if (!axis) return;
      const off = y - gesture.from;
      const [low, high] = gesture.start;
      const next =
        gesture.mode === "new"
          ? range(axis, gesture.from, y)
          : gesture.mode === "move"
            ? range(axis, low + off, high + off)
            : gesture.mode === "low"
              ? range(axis, y, high)
              : range(axis, low, y);
      brush({ ...brushes, [axis.objective]: next });
    } else if (gesture?.kind === "axis") setGesture({ ...gesture, at: x });
    else {
      const index = nearestLine(axes, lit, x, y, LINE_RADIUS_PX);
      onHover(index === null ? null : (columns.plans[index]?.id ?? null));
    }
  };

  const onUp = (event: PointerEvent<HTMLDivElement>) => {
    if (gesture?.kind === "brush" && gesture.mode === "new" && Math.abs(at(event).y - gesture.from) < 3) {
      if (pending.current) {
        cancelAnimationFrame(pending.current.handle);
        pending.current = null;
      }
      onBrush(without(gesture.objective));
    }
    if (gesture?.kind === "axis") {
      const placed = axes
        .map((axis) => ({ objective: axis.objective, x: axis.objective === gesture.objective ? gesture.at : axis.x }))
        .sort((a, b) => a.x - b.x);
      const order = placed.map((axis) => axis.objective);
      if (Math.abs(gesture.at - gesture.x) > 8) onChoice({ ...choice, order });
    }
    setGesture(null);
  };

  const toggle = (list: readonly Objective[], objective: Objective) =>
    list.includes(objective) ? list.filter((name) => name !== objective) : [...list, objective];

  return (
    <div
      className={classes.frame}
      ref={frame}
      data-testid="parallel-axes"
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => setGesture(null)}
      onPointerLeave={() => onHover(null)}
      onPointerDown={(event) => {
        if (event.button !== 0 || (event.target as Element).closest("button")) return;
        const { x, y } = at(event);
        const index = nearestLine(axes, lit, x, y, LINE_RADIUS_PX);
        if (index !== null) onSelect(columns.plans[index]?.id ?? null);
      }}
    >
      <canvas ref={canvas} className={classes.canvas} style={{ width, height }} aria-hidden />
      <svg
        className={classes.svg}
        width={width}
        height={height}
        role="img"
        aria-label={`Parallel axes of ${columns.count} plans: ${axes.map((axis) => metricInfo(axis.objective).noun).join(", ")}. The table of plans has the same filters.`}
      >
        <Highlighted axes={axes} columns={columns} selectedId={selectedId} />
        {axes.map((axis, place) => {
          const unit = scaleOf(columns, axis.objective);
          const known = brushes[axis.objective];
          const x = gesture?.kind === "axis" && gesture.objective === axis.objective ? gesture.at : axis.x;
          const ends = known ? [axis.axis.toPixel(known[0]), axis.axis.toPixel(known[1])] : null;
          const left = place === axes.length - 1 && axes.length > 1;
          return (
            <g key={axis.objective} transform={`translate(${x} 0)`}>
              <line y1={PARALLEL_MARGIN.top} y2={height - PARALLEL_MARGIN.bottom} stroke="var(--t-hairline-strong)" />
              {axis.axis.ticks.map((tick) => (
                <g key={tick} transform={`translate(0 ${axis.axis.toPixel(tick)})`}>
                  <line x1={-3} x2={3} stroke="var(--t-hairline-strong)" />
                  <text x={left ? 7 : -7} dy="0.32em" textAnchor={left ? "start" : "end"} className={classes.tick}>
                    {unit.tick(tick)}
                  </text>
                </g>
              ))}
              {ends ? (
                <rect
                  x={-6}
                  width={12}
                  y={Math.min(...(ends as [number, number]))}
                  height={Math.max(2, Math.abs((ends[0] as number) - (ends[1] as number)))}
                  fill={metricColour(axis.objective)}
                  fillOpacity={0.3}
                  stroke={metricColour(axis.objective)}
                />
              ) : null}
              {/* biome-ignore lint/a11y/noStaticElementInteractions: the filters of the table do the same by keyboard */}
              <rect
                className={classes.handle}
                x={-BRUSH_HALF_PX}
                width={2 * BRUSH_HALF_PX}
                y={PARALLEL_MARGIN.top - 4}
                height={Math.max(0, height - PARALLEL_MARGIN.top - PARALLEL_MARGIN.bottom + 8)}
                fill="transparent"
                data-axis={axis.objective}
                onPointerDown={(event) => startBrush(axis, event)}
                onDoubleClick={() => onBrush(without(axis.objective))}
              />
            </g>
          );
        })}
      </svg>
      {axes.map((axis, place) => {
        const known = brushes[axis.objective];
        const unit = scaleOf(columns, axis.objective);
        const log = axis.axis.log;
        return (
          <div
            key={axis.objective}
            className={classes.title}
            data-edge={place === 0 ? "start" : place === axes.length - 1 ? "end" : undefined}
            style={{ left: gesture?.kind === "axis" && gesture.objective === axis.objective ? gesture.at : axis.x, color: metricTextColour(axis.objective) }}
          >
            <button
              type="button"
              className={classes.name}
              style={{ maxWidth: titleWidth(axes) }}
              title={`${metricInfo(axis.objective).title}. Drag to move this axis`}
              onPointerDown={(event) => {
                event.stopPropagation();
                frame.current?.setPointerCapture(event.pointerId);
                setGesture({ kind: "axis", objective: axis.objective, x: axis.x, at: axis.x });
              }}
              onKeyDown={(event) => {
                const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                if (step === 0) return;
                event.preventDefault();
                const order = axes.map((candidate) => candidate.objective);
                const target = place + step;
                if (target < 0 || target >= order.length) return;
                [order[place], order[target]] = [order[target] as Objective, order[place] as Objective];
                onChoice({ ...choice, order });
              }}
            >
              {axis.objective === "latency" ? `Latency ${columns.statistic}` : metricInfo(axis.objective).title.replace(/ per .*/, "")}
              {unit.unit ? `, ${unit.unit}` : ""}
            </button>
            <span className={classes.tools}>
              <ActionIcon
                size={24}
                aria-label={`Flip the ${metricInfo(axis.objective).noun} axis`}
                aria-pressed={axis.flipped}
                onClick={() => onChoice({ ...choice, flipped: toggle(choice.flipped, axis.objective) })}
              >
                <IconArrowsUpDown size={11} aria-hidden />
              </ActionIcon>
              {canBeLog(columns.values[axis.objective]) ? (
                <button
                  type="button"
                  className={classes.log}
                  aria-pressed={log}
                  aria-label={`${metricInfo(axis.objective).noun} axis on a log scale`}
                  onClick={() => onChoice({ ...choice, log: toggle(choice.log, axis.objective) })}
                >
                  <span>log</span>
                </button>
              ) : null}
              {known ? (
                <ActionIcon
                  size={24}
                  aria-label={`Clear the ${metricInfo(axis.objective).noun} filter, ${formatObjective(axis.objective, known[0])} to ${formatObjective(axis.objective, known[1])}`}
                  onClick={() => onBrush(without(axis.objective))}
                >
                  <IconX size={11} aria-hidden />
                </ActionIcon>
              ) : null}
            </span>
          </div>
        );
      })}
    </div>
  );
});

/** Lines of the chosen plan and of the one under the pointer; the only part that follows the pointer. */
function Highlighted({ axes, columns, selectedId }: { axes: readonly ParallelAxis[]; columns: PlanColumns; selectedId: string | null }) {
  const hoveredId = useEditor((state) => state.choice.hoveredPlanIds[0] ?? null);
  return [selectedId, hoveredId].map((id, place) => {
    const index = id ? columns.indexOfId.get(id) : undefined;
    if (index === undefined || (place === 1 && hoveredId === selectedId)) return null;
    const points = axes
      .filter((axis) => !Number.isNaN(axis.pixels[index] as number))
      .map((axis) => `${axis.x},${axis.pixels[index]}`)
      .join(" ");
    const selected = place === 0;
    return (
      <g key={selected ? "selected" : "hovered"}>
        <polyline points={points} fill="none" stroke="var(--t-surface)" strokeWidth={selected ? 5 : 4} />
        <polyline points={points} fill="none" stroke={selected ? "var(--t-accent)" : "var(--t-text)"} strokeWidth={selected ? 2.5 : 1.5} />
      </g>
    );
  });
}
