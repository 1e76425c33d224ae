"use client";

import type { Objective } from "../../core/documents/workload";
import { formatExact, formatObjectiveExact } from "../ui/format";
import { metricColour, metricTextColour } from "../ui/metrics";
import classes from "./frontier-scatter.module.css";
import type { PlanColumns } from "./plan-values";
import { type LimitLine, labelBaselines, type ScatterLayout } from "./scatter-layout";
import { scaleOf } from "./table-model";

interface ScatterLimitsProps {
  layout: ScatterLayout;
  xObjective: Objective;
  yObjective: Objective;
  columns: PlanColumns;
  width: number;
  height: number;
}

const TITLE_BASELINE = 14;
/** Towards a limit that lies below or above what an axis shows. */
const ARROWS = { x: ["←", "→"], y: ["↓", "↑"] } as const;

/** The targets, each as a line over the picture with what it says; where the axes do not reach to one, an arrow says where it lies. They move with every step of a slider, the axes seldom: so they are drawn by themselves. */
export function ScatterLimits({ layout, xObjective, yObjective, columns, width, height }: ScatterLimitsProps) {
  const { box } = layout;
  const isInside = ({ axis, pixel }: LimitLine) => (axis === "x" ? pixel >= box.left && pixel <= box.right : pixel >= box.top && pixel <= box.bottom);
  const lines = layout.lines.filter(isInside);
  const outside = layout.lines.filter((line) => !isInside(line));
  const baselines = labelBaselines(lines, box);
  const words = ({ axis, limit }: LimitLine): string => {
    // what somebody typed is told in full, in the unit of the axis it stands on
    const objective = axis === "x" ? xObjective : yObjective;
    const { divisor, unit } = scaleOf(columns, objective);
    const value =
      limit.objective === objective && divisor !== 1 ? `${formatExact(limit.value / divisor)} ${unit}` : formatObjectiveExact(limit.objective, limit.value);
    return `${limit.hard ? "" : "soft "}${limit.side === "max" ? "≤" : "≥"} ${value}`;
  };
  return (
    <svg className={classes.overlay} width={width} height={height} aria-hidden>
      {lines.map((line, place) => {
        const { axis, limit, pixel } = line;
        const upright = axis === "x";
        const right = pixel > (box.left + box.right) / 2;
        return (
          <g key={`${axis}-${limit.index}`}>
            <line
              data-limit={limit.objective}
              {...(upright ? { x1: pixel, x2: pixel, y1: box.top, y2: box.bottom } : { x1: box.left, x2: box.right, y1: pixel, y2: pixel })}
              stroke={metricColour(limit.objective)}
              strokeWidth={1.5}
              strokeDasharray="5 4"
            />
            {/* inside the plot, with a halo so that points never make it unreadable */}
            <text
              x={upright ? pixel + (right ? -5 : 5) : box.right - 5}
              y={baselines[place]}
              textAnchor={upright && !right ? "start" : "end"}
              fontSize={11}
              fontWeight={500}
              fill={metricTextColour(limit.objective)}
              stroke="var(--t-surface)"
              strokeWidth={3}
              paintOrder="stroke"
            >
              {words(line)}
            </text>
          </g>
        );
      })}
      {/* beside the title of the upright axis, where no point can be */}
      <text x={box.right - 8} y={TITLE_BASELINE} textAnchor="end" fontSize={11}>
        {outside.map((line) => (
          <tspan key={`${line.axis}-${line.limit.index}`} dx={8} fill={metricTextColour(line.limit.objective)}>
            {ARROWS[line.axis][line.value > layout[line.axis].domain[1] ? 1 : 0]} {words(line)}
          </tspan>
        ))}
      </text>
    </svg>
  );
}
