"use client";

import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { Guide } from "@/core/graph/edit-snap";
import classes from "./canvas.module.css";

export interface SnapGuidesHandle {
  /** Shows these lines and no others; at most one of each axis. */
  show(guides: readonly Guide[]): void;
}

/** The lines that what is being dragged is aligned with; moved by hand, as they change at every frame. */
export function SnapGuides({ handle }: { handle: RefObject<SnapGuidesHandle | null> }) {
  const flow = useStoreApi();
  const upright = useRef<HTMLDivElement>(null);
  const level = useRef<HTMLDivElement>(null);
  useEffect(() => {
    handle.current = {
      show: (guides) => {
        const [x, y, zoom] = flow.getState().transform;
        for (const [axis, element] of [
          ["x", upright.current],
          ["y", level.current],
        ] as const) {
          if (!element) continue;
          const guide = guides.find((item) => item.axis === axis);
          element.style.display = guide ? "block" : "none";
          if (!guide) continue;
          const along = `${(guide.to - guide.from) * zoom + 16}px`;
          const [left, top] = axis === "x" ? [guide.at * zoom + x, guide.from * zoom + y - 8] : [guide.from * zoom + x - 8, guide.at * zoom + y];
          element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
          element.style.width = axis === "x" ? "1px" : along;
          element.style.height = axis === "x" ? along : "1px";
        }
      },
    };
    return () => {
      handle.current = null;
    };
  }, [flow, handle]);
  return (
    <>
      <div ref={upright} className={classes.guide} style={{ top: 0, left: 0 }} data-testid="guide-x" />
      <div ref={level} className={classes.guide} style={{ top: 0, left: 0 }} data-testid="guide-y" />
    </>
  );
}
