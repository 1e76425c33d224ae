"use client";

import { useEditor } from "../editor/editor-store";
import classes from "./frontier-scatter.module.css";
import { type Limit, meetsTargets } from "./limits";
import { PlanTooltip } from "./plan-tooltip";
import type { PlanColumns } from "./plan-values";
import type { ScatterLayout } from "./scatter-layout";

const TOOLTIP_WIDTH_PX = 360;

interface ScatterHoverProps {
  columns: PlanColumns;
  layout: ScatterLayout;
  met: Uint8Array;
  limits: readonly Limit[];
  /** Sampled plans, and the one of them that is pointed at. */
  cloud: PlanColumns | null;
  sample: number | null;
  width: number;
  height: number;
}

/** The ring and the figures of the plan under the pointer: the only part of the scatter that follows it. */
export function ScatterHover({ columns, layout, met, limits, cloud, sample, width, height }: ScatterHoverProps) {
  const id = useEditor((state) => state.choice.hoveredPlanIds[0]);
  const own = id === undefined ? undefined : columns.indexOfId.get(id);
  const sampled = own === undefined && sample !== null;
  const index = sampled ? sample : own;
  const shown = sampled ? cloud : columns;
  const places = sampled ? layout.cloud : layout;
  if (index === undefined || !shown || !places) return null;
  const [x, y] = [places.px[index] as number, places.py[index] as number];
  const plan = shown.plans[index];
  const { box } = layout;
  if (Number.isNaN(x) || Number.isNaN(y) || !plan || x < box.left || x > box.right || y < box.top || y > box.bottom) return null;
  return (
    <>
      <svg className={classes.overlay} width={width} height={height} aria-hidden>
        <circle cx={x} cy={y} r={7} fill="none" stroke="var(--t-surface)" strokeWidth={3.5} />
        <circle cx={x} cy={y} r={7} fill="none" stroke="var(--t-text)" strokeWidth={1.5} />
      </svg>
      <div
        className={classes.tooltip}
        style={{
          left: x > width - TOOLTIP_WIDTH_PX ? undefined : x + 14,
          right: x > width - TOOLTIP_WIDTH_PX ? width - x + 14 : undefined,
          top: y < height / 2 ? y + 10 : undefined,
          bottom: y < height / 2 ? undefined : height - y + 10,
        }}
      >
        <PlanTooltip
          plan={plan}
          objectives={columns.available}
          statistic={columns.statistic}
          meets={sampled ? meetsTargets(plan, limits) : met[index] === 1}
          hasTargets={limits.length > 0}
          sampled={sampled}
        />
      </div>
    </>
  );
}
