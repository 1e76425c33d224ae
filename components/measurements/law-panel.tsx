"use client";

import { scaleLinear } from "d3-scale";
import { useMemo } from "react";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatMs, formatNumber, formatPercent } from "@/components/ui/format";
import type { RouterOutputs } from "@/server/trpc/router";
import classes from "./measurements.module.css";

export type ProfileLaw = RouterOutputs["measurements"]["profiles"]["laws"][number];
type Series = ProfileLaw["chart"]["series"][number];

export const LAW_TITLES = {
  "time-per-output-token": "Time per output token",
  "time-to-first-token": "Time to first token",
  "batch-latency": "Latency of a batch",
} as const;
const X_TITLES = { concurrency: "requests at once", batch: "batch" } as const;

/** One metric, so one hue: series differ in strength, and carry their names. */
function strength(index: number, count: number): string {
  return count === 1
    ? "var(--t-metric-latency)"
    : `color-mix(in srgb, var(--t-metric-latency) ${Math.round(100 - (55 * index) / (count - 1))}%, var(--t-text-faint))`;
}

function tickText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
}

interface Row {
  x: number;
  band?: [number, number];
  mean?: [number, number];
  [key: string]: number | [number, number] | undefined;
}

function rowsOf(series: readonly Series[]): Row[] {
  const rows: Row[] = [];
  series.forEach((entry, index) => {
    for (const point of entry.curve)
      rows.push({ x: point.x, [`fit${index}`]: point.fit, ...(series.length === 1 ? { band: point.single, mean: point.mean } : {}) });
    for (const point of entry.points) rows.push({ x: point.x, [`measured${index}`]: point.measured });
  });
  return rows.sort((left, right) => left.x - right.x);
}

function xScale(series: readonly Series[]): { scale: "linear" | "log"; domain: [number, number]; ticks: number[] | undefined } {
  const values = series.flatMap((entry) => entry.points.map((point) => point.x));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && high / low >= 10) {
    const ticks: number[] = [];
    for (let power = Math.ceil(Math.log2(low)); power <= Math.floor(Math.log2(high)); power += Math.log2(high / low) > 8 ? 2 : 1) ticks.push(2 ** power);
    return { scale: "log", domain: [low * 0.9, high * 1.1], ticks };
  }
  const axis = scaleLinear().domain([0, high]).nice(6);
  const [from = 0, to = high] = axis.domain();
  return { scale: "linear", domain: [from, to], ticks: axis.ticks(6) };
}

function ChartTooltip({
  active,
  payload,
  label,
  xTitle,
}: {
  active?: boolean;
  payload?: readonly { name?: string; value?: unknown }[];
  label?: number | string;
  xTitle: string;
}) {
  if (!active || !payload) return null;
  const shown = payload.filter((entry) => typeof entry.value === "number");
  if (shown.length === 0) return null;
  return (
    <div className={classes.tip}>
      <div className={classes.dim}>
        {formatNumber(Number(label))} {xTitle}
      </div>
      {shown.map((entry) => (
        <div key={entry.name}>
          {entry.name}: {formatMs(entry.value as number)}
        </div>
      ))}
    </div>
  );
}

/** A fitted law: its points, its line, the 95 % bands, the residuals, and how far off it is on points it has not seen. */
export function LawPanel({ law }: { law: ProfileLaw }) {
  const { series } = law.chart;
  const rows = useMemo(() => rowsOf(series), [series]);
  const residuals = useMemo(() => series.flatMap((entry) => entry.points.map((point) => ({ x: point.x, residual: point.residual * 100 }))), [series]);
  const axis = useMemo(() => xScale(series), [series]);
  const xTitle = X_TITLES[law.chart.x];
  const held = law.chart.heldOutInside;
  const beyond = law.chart.heldOutBeyond;
  const tick = { fontSize: 11, fill: "var(--t-text-dim)" };
  const title = `${LAW_TITLES[law.law]} on ${law.devices > 1 ? `${law.devices} × ` : ""}${law.device}`;
  return (
    <figure className={classes.law} data-testid="law-panel">
      <figcaption>
        <h3>{title}</h3>
        <p className={classes.formula}>{law.chart.formula}</p>
        <p className={classes.dim}>
          {law.samples} points{law.statistic ? ` (${law.statistic})` : ""}, R² {law.rSquared.toFixed(3)}, typical error {formatPercent(law.relativeSd)}
          {held ? `; left out one at a time: median error ${formatPercent(held.median)}, worst ${formatPercent(held.worst)}` : ""}
          {beyond ? `; the largest load foreseen from the others: off by ${formatPercent(beyond.median)}` : ""}. Source: {law.source}.
        </p>
      </figcaption>
      <div className={classes.lawCharts}>
        <div role="img" aria-label={`${title}: ${law.samples} measured points and the fitted law, ${law.chart.formula}`}>
          <ResponsiveContainer width="100%" height={240}>
            <ComposedChart data={rows} margin={{ top: 8, right: series.length > 1 ? 8 : 16, bottom: 20, left: 8 }}>
              <CartesianGrid stroke="var(--t-grid)" vertical={false} />
              <XAxis
                dataKey="x"
                type="number"
                scale={axis.scale}
                domain={axis.domain}
                {...(axis.ticks ? { ticks: axis.ticks } : {})}
                tick={tick}
                tickFormatter={tickText}
                stroke="var(--t-hairline-strong)"
                label={{
                  value: `${xTitle}${axis.scale === "log" ? " (log)" : ""}`,
                  position: "insideBottom",
                  offset: -12,
                  fontSize: 11,
                  fill: "var(--t-text-dim)",
                }}
              />
              <YAxis
                tick={tick}
                width={56}
                stroke="var(--t-hairline-strong)"
                domain={[0, "auto"]}
                tickFormatter={tickText}
                label={{ value: "ms", position: "insideTopLeft", offset: 0, dy: -8, fontSize: 11, fill: "var(--t-text-dim)" }}
              />
              <Tooltip content={<ChartTooltip xTitle={xTitle} />} isAnimationActive={false} />
              {series.length === 1 ? (
                <>
                  <Area
                    dataKey="band"
                    name="95 % of new measurements"
                    stroke="none"
                    fill="var(--t-metric-latency)"
                    fillOpacity={0.1}
                    isAnimationActive={false}
                    connectNulls
                    activeDot={false}
                  />
                  <Area
                    dataKey="mean"
                    name="95 % interval of the law"
                    stroke="none"
                    fill="var(--t-metric-latency)"
                    fillOpacity={0.18}
                    isAnimationActive={false}
                    connectNulls
                    activeDot={false}
                  />
                </>
              ) : null}
              {series.map((entry, index) => (
                <Line
                  key={`fit ${entry.label}`}
                  dataKey={`fit${index}`}
                  name={entry.label ? `law, ${entry.label}` : "law"}
                  stroke={strength(index, series.length)}
                  strokeWidth={1.5}
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                  connectNulls
                />
              ))}
              {series.map((entry, index) => (
                <Line
                  key={`measured ${entry.label}`}
                  dataKey={`measured${index}`}
                  name={entry.label ? `measured, ${entry.label}` : "measured"}
                  stroke="none"
                  dot={{ r: 3.5, fill: "var(--t-surface)", stroke: strength(index, series.length), strokeWidth: 1.75 }}
                  activeDot={{ r: 4.5 }}
                  isAnimationActive={false}
                />
              ))}
            </ComposedChart>
          </ResponsiveContainer>
          <p className={classes.legend}>
            <span data-mark="point">measured</span>
            <span data-mark="line">law</span>
            {series.length === 1 ? (
              <>
                <span data-mark="mean">95 % interval of the law</span>
                <span data-mark="band">95 % of new measurements</span>
              </>
            ) : (
              series.map((entry, index) => (
                <span key={entry.label} data-mark="line" style={{ "--mark": strength(index, series.length) } as React.CSSProperties}>
                  {entry.label}
                </span>
              ))
            )}
          </p>
        </div>
        <div role="img" aria-label={`Residuals of ${title}, in per cent of what was measured`}>
          <ResponsiveContainer width="100%" height={240}>
            <ScatterChart margin={{ top: 8, right: 12, bottom: 20, left: 0 }}>
              <CartesianGrid stroke="var(--t-grid)" vertical={false} />
              <XAxis
                dataKey="x"
                type="number"
                scale={axis.scale}
                domain={axis.domain}
                {...(axis.ticks ? { ticks: axis.ticks } : {})}
                tick={tick}
                tickFormatter={tickText}
                stroke="var(--t-hairline-strong)"
                label={{ value: xTitle, position: "insideBottom", offset: -12, fontSize: 11, fill: "var(--t-text-dim)" }}
              />
              <YAxis dataKey="residual" type="number" tick={tick} width={48} stroke="var(--t-hairline-strong)" tickFormatter={tickText} />
              <ReferenceLine y={0} stroke="var(--t-text-faint)" />
              <Scatter data={residuals} fill="var(--t-metric-latency)" isAnimationActive={false} shape={<ResidualDot />} />
            </ScatterChart>
          </ResponsiveContainer>
          <p className={classes.legend}>
            <span>residuals, % of measured</span>
          </p>
        </div>
      </div>
    </figure>
  );
}

function ResidualDot({ cx, cy }: { cx?: number; cy?: number }) {
  return cx === undefined || cy === undefined ? null : <circle cx={cx} cy={cy} r={3} fill="var(--t-metric-latency)" />;
}
