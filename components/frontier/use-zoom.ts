"use client";

import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import type { Axis } from "./axis";
import type { ScatterLayout } from "./scatter-layout";
import type { Zoom } from "./workspace-state";

const WHEEL_SPEED = 0.0015;
/** A domain narrower than this part of the whole is as far as it goes. */
const NARROWEST = 1e-4;

/** The part of an axis that is shown after its pixels are stretched by `factor` about `centre` and moved by `shift`. */
function stretched(axis: Axis, from: number, to: number, factor: number, centre: number, shift: number): [number, number] {
  const place = (pixel: number) => axis.toValue(centre + (pixel - centre) * factor - shift);
  return [place(from), place(to)];
}

interface Options {
  layout: ScatterLayout | null;
  /** The layout when everything is shown: as far out as it goes. */
  whole: { x: readonly [number, number]; y: readonly [number, number] } | null;
  axes: string;
  zoom: Zoom | null;
  onZoom: ((zoom: Zoom | null) => void) | undefined;
}

/** Wheel, drag on empty ground and keys move and stretch the axes; over the edge of the plot only one of them. */
export function useZoom({ layout, whole, axes, zoom, onZoom }: Options) {
  const [panning, setPanning] = useState(false);
  const drag = useRef<{ x: number; y: number; layout: ScatterLayout } | null>(null);
  const latest = useRef({ layout, whole, axes, onZoom });
  latest.current = { layout, whole, axes, onZoom };

  const apply = useCallback((base: ScatterLayout, factor: { x: number; y: number }, centre: { x: number; y: number }, shift: { x: number; y: number }) => {
    const { whole: all, axes: names, onZoom: tell } = latest.current;
    if (!tell || !all) return;
    const { box } = base;
    const one = (axis: Axis, from: number, to: number, key: "x" | "y"): readonly [number, number] => {
      const [low, high] = stretched(axis, from, to, factor[key], centre[key], shift[key]);
      const [first, last] = all[key];
      if (!(high > low) || high - low < NARROWEST * (last - first)) return axis.domain;
      return low <= first && high >= last ? all[key] : [low, high];
    };
    const x = one(base.x, box.left, box.right, "x");
    const y = one(base.y, box.bottom, box.top, "y");
    const complete = x === all.x && y === all.y;
    tell(complete ? null : { axes: names, x, y });
  }, []);

  const wheel = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const onWheel = (event: WheelEvent) => {
        const { layout: now, onZoom: tell } = latest.current;
        if (!now || !tell) return;
        event.preventDefault();
        const bounds = element.getBoundingClientRect();
        const point = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
        const factor = Math.exp(event.deltaY * (event.deltaMode === 1 ? 30 : 1) * WHEEL_SPEED);
        const onlyX = point.y > now.box.bottom;
        const onlyY = point.x < now.box.left;
        apply(now, { x: onlyY ? 1 : factor, y: onlyX ? 1 : factor }, point, { x: 0, y: 0 });
      };
      // React listens passively, and the page would scroll along
      element.addEventListener("wheel", onWheel, { passive: false });
      return () => element.removeEventListener("wheel", onWheel);
    },
    [apply],
  );

  // what is shown belongs to the axes it was chosen for
  useEffect(() => {
    if (zoom && zoom.axes !== axes) onZoom?.(null);
  }, [zoom, axes, onZoom]);

  return {
    wheel,
    panning,
    onPanDown: (event: PointerEvent<HTMLDivElement>): boolean => {
      if (!zoom || !layout) return false;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, layout };
      setPanning(true);
      return true;
    },
    onPanMove: (event: PointerEvent<HTMLDivElement>): boolean => {
      const start = drag.current;
      if (!start) return false;
      apply(start.layout, { x: 1, y: 1 }, { x: 0, y: 0 }, { x: event.clientX - start.x, y: event.clientY - start.y });
      return true;
    },
    onPanUp: () => {
      drag.current = null;
      setPanning(false);
    },
    /** `+`, `-`, `0` and arrows with Alt. Returns whether the key was one of them. */
    onZoomKey: (key: string, alt: boolean): boolean => {
      if (!layout) return false;
      const { box } = layout;
      const centre = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
      const still = { x: 0, y: 0 };
      if (key === "+" || key === "=") apply(layout, { x: 0.8, y: 0.8 }, centre, still);
      else if (key === "-" || key === "_") apply(layout, { x: 1.25, y: 1.25 }, centre, still);
      else if (key === "0") onZoom?.(null);
      else if (alt && /^Arrow/.test(key) && zoom) {
        const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[key] as [number, number] | undefined;
        if (step) apply(layout, { x: 1, y: 1 }, centre, { x: step[0], y: step[1] });
      } else return false;
      return true;
    },
    /** Moves what is shown so far that a value comes into it. */
    reveal: (px: number, py: number) => {
      if (!zoom || !layout) return;
      const { box } = layout;
      const over = (pixel: number, low: number, high: number) => (pixel < low + 12 ? low + 40 - pixel : pixel > high - 12 ? high - 40 - pixel : 0);
      const shift = { x: over(px, box.left, box.right), y: over(py, box.top, box.bottom) };
      if (shift.x !== 0 || shift.y !== 0) apply(layout, { x: 1, y: 1 }, { x: 0, y: 0 }, shift);
    },
  };
}
