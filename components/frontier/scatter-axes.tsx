"use client";

import { memo } from "react";
import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, XAxis, YAxis } from "recharts";
import { shallow } from "zustand/shallow";
import type { Objective } from "../../core/documents/workload";
import type { UnitScale } from "../ui/format";
import { metricInfo, metricTextColour } from "../ui/metrics";
import type { Axis } from "./axis";
import type { PlanColumns } from "./plan-values";
import { MARGIN, type ScatterLayout, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from "./scatter-layout";
import { scaleOf } from "./table-model";

export interface Mark {
  x: number;
  y: number;
  kind: "selected" | "pinned";
  label?: string;
}

interface ScatterAxesProps {
  layout: ScatterLayout;
  xObjective: Objective;
  yObjective: Objective;
  columns: PlanColumns;
  marks: readonly Mark[];
  width: number;
  height: number;
}

/** Distance between neighbouring ticks of a linear axis; those of a logarithmic one are apart anyway. */
function stepOf(axis: Axis): number | undefined {
  const [first, second] = axis.ticks;
  return axis.log || first === undefined || second === undefined ? undefined : second - first;
}

/** `Latency p95, ms · log scale`. */
export function axisTitle(objective: Objective, statistic: string, axis: Pick<Axis, "log">, { unit }: Pick<UnitScale, "unit">): string {
  const name = objective === "latency" ? `Latency ${statistic}` : metricInfo(objective).title;
  return `${name}${unit ? `, ${unit}` : ""}${axis.log ? " · log scale" : ""}`;
}

function MarkShape({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Mark }) {
  if (cx === undefined || cy === undefined || !payload) return null;
  if (payload.kind === "pinned") {
    return (
      <g>
        <circle cx={cx} cy={cy} r={7} fill="none" stroke="var(--t-text)" strokeWidth={1.25} />
        <text x={cx + 9} y={cy - 6} fontSize={11} fontWeight={600} fill="var(--t-text)" stroke="var(--t-surface)" strokeWidth={3} paintOrder="stroke">
          {payload.label}
        </text>
      </g>
    );
  }
  return (
    <g>
      <circle cx={cx} cy={cy} r={9} fill="none" stroke="var(--t-surface)" strokeWidth={4} />
      <circle cx={cx} cy={cy} r={9} fill="none" stroke="var(--t-accent)" strokeWidth={2} />
      <circle cx={cx} cy={cy} r={4.5} fill="var(--t-accent)" stroke="var(--t-surface)" strokeWidth={1} />
    </g>
  );
}

/** Whether two pictures of an axis are the same. */
function sameAxis(a: Axis, b: Axis): boolean {
  return a.log === b.log && shallow(a.domain, b.domain) && shallow(a.ticks, b.ticks);
}

function sameAxes(before: ScatterAxesProps, now: ScatterAxesProps): boolean {
  const { layout, columns, marks, ...rest } = before;
  const { layout: nextLayout, columns: nextColumns, marks: nextMarks, ...nextRest } = now;
  return (
    shallow(rest, nextRest) &&
    sameAxis(layout.x, nextLayout.x) &&
    sameAxis(layout.y, nextLayout.y) &&
    [rest.xObjective, rest.yObjective].every((objective) => scaleOf(columns, objective).unit === scaleOf(nextColumns, objective).unit) &&
    columns.statistic === nextColumns.statistic &&
    marks.length === nextMarks.length &&
    marks.every((mark, place) => shallow(mark, nextMarks[place]))
  );
}

/** Axes, grid and the chosen plans. Redrawn only when one of those looks different: while a slider moves, plans change more often than the axes they stand on. */
export const ScatterAxes = memo(function ScatterAxes({ layout, xObjective, yObjective, columns, marks, width, height }: ScatterAxesProps) {
  const xUnit = scaleOf(columns, xObjective);
  const yUnit = scaleOf(columns, yObjective);
  const [xStep, yStep] = [stepOf(layout.x), stepOf(layout.y)];
  const tick = { fontSize: 11, fill: "var(--t-text-dim)", style: { fontVariantNumeric: "tabular-nums" } };
  const selected = marks.find((mark) => mark.kind === "selected");
  return (
    <ScatterChart width={width} height={height} margin={MARGIN} accessibilityLayer={false} style={{ position: "absolute", inset: 0, pointerEvents: "none" }}>
      <CartesianGrid stroke="var(--t-grid)" horizontal vertical verticalValues={[...layout.x.ticks]} horizontalValues={[...layout.y.ticks]} />
      <XAxis
        type="number"
        dataKey="x"
        scale={layout.x.log ? "log" : "linear"}
        domain={[...layout.x.domain]}
        ticks={[...layout.x.ticks]}
        allowDataOverflow
        height={X_AXIS_HEIGHT}
        interval="preserveStartEnd"
        minTickGap={12}
        tick={tick}
        tickFormatter={(value: number) => xUnit.tick(value, xStep)}
        tickLine={{ stroke: "var(--t-hairline-strong)" }}
        axisLine={{ stroke: "var(--t-hairline-strong)" }}
        label={{
          value: axisTitle(xObjective, columns.statistic, layout.x, xUnit),
          position: "insideBottomRight",
          offset: 0,
          fontSize: 11,
          fontWeight: 600,
          fill: metricTextColour(xObjective),
        }}
      />
      <YAxis
        type="number"
        dataKey="y"
        scale={layout.y.log ? "log" : "linear"}
        domain={[...layout.y.domain]}
        ticks={[...layout.y.ticks]}
        allowDataOverflow
        width={Y_AXIS_WIDTH}
        interval={0}
        tick={tick}
        tickFormatter={(value: number) => yUnit.tick(value, yStep)}
        tickLine={{ stroke: "var(--t-hairline-strong)" }}
        axisLine={{ stroke: "var(--t-hairline-strong)" }}
      />
      <text x={MARGIN.left + 4} y={14} fontSize={11} fontWeight={600} fill={metricTextColour(yObjective)}>
        {axisTitle(yObjective, columns.statistic, layout.y, yUnit)}
      </text>
      {selected ? (
        <>
          <ReferenceLine
            segment={[
              { x: layout.x.domain[0], y: selected.y },
              { x: selected.x, y: selected.y },
            ]}
            stroke="var(--t-accent)"
            strokeWidth={1}
            strokeOpacity={0.6}
          />
          <ReferenceLine
            segment={[
              { x: selected.x, y: layout.y.domain[0] },
              { x: selected.x, y: selected.y },
            ]}
            stroke="var(--t-accent)"
            strokeWidth={1}
            strokeOpacity={0.6}
          />
        </>
      ) : null}
      <Scatter data={[...marks]} isAnimationActive={false} shape={MarkShape} />
    </ScatterChart>
  );
}, sameAxes);
