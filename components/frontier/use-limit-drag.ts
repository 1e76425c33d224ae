"use client";

import { type PointerEvent, useRef, useState } from "react";
import type { Objective } from "../../core/documents/workload";
import type { Limit } from "./limits";
import type { LimitLine, ScatterLayout } from "./scatter-layout";

const GRAB_PX = 6;

interface Options {
  rateRps: number | null | undefined;
  xObjective: Objective;
  yObjective: Objective;
  onDragLimit: ((limit: Limit, value: number, done: boolean) => void) | undefined;
}

/** A value of an axis as the value of a limit that is drawn on it: the other way round of `limitOnAxis`. */
export function axisToLimit(limit: Limit, objective: Objective, value: number, rateRps: number | null | undefined): number {
  if (limit.objective === objective || !rateRps) return value;
  if (limit.objective === "costPerHour" && objective === "costPerThousand") return value * 3.6 * rateRps;
  if (limit.objective === "costPerThousand" && objective === "costPerHour") return value / (3.6 * rateRps);
  return value;
}

/** What a hand can mean: three significant digits, quality to three decimals and within 0 and 1. */
export function roundedByHand(limit: Limit, value: number): number {
  if (limit.objective === "quality") return Math.min(1, Math.max(0, Math.round(value * 1000) / 1000));
  return Math.max(0, Number(value.toPrecision(3)));
}

/** Lets limits be dragged along their axis; the axes stand still meanwhile. */
export function useLimitDrag({ rateRps, xObjective, yObjective, onDragLimit }: Options) {
  const [drag, setDrag] = useState<{ index: number; axis: "x" | "y"; zoom: { x: readonly [number, number]; y: readonly [number, number] } } | null>(null);
  const [nearLine, setNearLine] = useState<"x" | "y" | null>(null);
  const last = useRef<{ limit: Limit; value: number } | null>(null);
  const frame = useRef(0);

  const lineAt = (event: PointerEvent<HTMLDivElement>, layout: ScatterLayout): LimitLine | null => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const { box } = layout;
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return null;
    return layout.lines.find((line) => Math.abs((line.axis === "x" ? x : y) - line.pixel) <= GRAB_PX) ?? null;
  };

  return {
    drag,
    nearLine,
    onLimitDown: (event: PointerEvent<HTMLDivElement>, layout: ScatterLayout): boolean => {
      const line = onDragLimit ? lineAt(event, layout) : null;
      if (!line) return false;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ index: line.limit.index, axis: line.axis, zoom: { x: layout.x.domain, y: layout.y.domain } });
      last.current = { limit: line.limit, value: line.limit.value };
      return true;
    },
    /** Whether the move belongs to a drag. */
    onLimitMove: (event: PointerEvent<HTMLDivElement>, layout: ScatterLayout): boolean => {
      if (!drag) {
        setNearLine(onDragLimit ? (lineAt(event, layout)?.axis ?? null) : null);
        return false;
      }
      const known = last.current;
      if (!known) return true;
      const bounds = event.currentTarget.getBoundingClientRect();
      const pixel = drag.axis === "x" ? event.clientX - bounds.left : event.clientY - bounds.top;
      const axis = drag.axis === "x" ? layout.x : layout.y;
      const value = roundedByHand(known.limit, axisToLimit(known.limit, drag.axis === "x" ? xObjective : yObjective, axis.toValue(pixel), rateRps));
      if (value === known.value || !Number.isFinite(value)) return true;
      last.current = { limit: known.limit, value };
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => onDragLimit?.(known.limit, value, false));
      return true;
    },
    onLimitUp: () => {
      if (!drag) return;
      cancelAnimationFrame(frame.current);
      const known = last.current;
      if (known) onDragLimit?.(known.limit, known.value, true);
      last.current = null;
      setDrag(null);
    },
  };
}
