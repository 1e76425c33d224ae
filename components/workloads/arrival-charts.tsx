"use client";

import { useMemo } from "react";
import { Area, AreaChart, Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatNumber } from "@/components/ui/format";
import type { QueryClass } from "@/core/documents/workload";
import { curveStatistics, type LengthStatistics, traceStatistics, type WorkloadStatistics } from "@/core/metrics/workload-statistics";
import classes from "./workloads.module.css";

const tick = { fontSize: 11, fill: "var(--t-text-dim)" };
const plain = (value: number) => formatNumber(value).replace(/\.0+(?=$| )/, "");

function Tip({
  active,
  payload,
  label,
  unit,
  xUnit,
}: {
  active?: boolean;
  payload?: readonly { value?: unknown }[];
  label?: number | string;
  unit: string;
  xUnit: string;
}) {
  const value = payload?.[0]?.value;
  if (!active || typeof value !== "number") return null;
  return (
    <div className={classes.tip}>
      <span className={classes.dim}>
        {typeof label === "number" ? plain(label) : label} {xUnit}
      </span>
      <br />
      {plain(value)} {unit}
    </div>
  );
}

/** Statistics of a class's trace; null when it has none or it is not in order yet. */
export function useTraceStatistics(trace: QueryClass["trace"]): WorkloadStatistics | null {
  return useMemo(() => {
    const times = trace?.timestampsMs;
    if (!times || times.length < 2) return null;
    try {
      return traceStatistics({
        timestampsMs: times,
        ...(trace.promptTokens ? { promptTokens: trace.promptTokens } : {}),
        ...(trace.completionTokens ? { completionTokens: trace.completionTokens } : {}),
      });
    } catch {
      return null;
    }
  }, [trace]);
}

/** Rate over the span of a trace. */
export function TraceRate({ statistics }: { statistics: WorkloadStatistics }) {
  const inMinutes = statistics.spanMs >= 600_000;
  const unitMs = inMinutes ? 60_000 : 1000;
  const rows = statistics.bins.map((bin) => ({ at: bin.fromMs / unitMs, rate: bin.rateRps }));
  return (
    <RateChart
      rows={rows}
      meanRps={statistics.meanRateRps}
      xTitle={inMinutes ? "minutes since the first request" : "seconds since the first request"}
      xUnit={inMinutes ? "min" : "s"}
    />
  );
}

/** Rate over the day of a curve: each rate holds until the next. */
export function CurveRate({ curve }: { curve: NonNullable<QueryClass["curve"]> }) {
  const ordered = [...curve].sort((left, right) => left.minute - right.minute);
  const last = ordered.at(-1);
  // a day unless the curve goes on
  const end = Math.max(1440, last?.minute ?? 0) / 60;
  const rows = [...ordered.map((point) => ({ at: point.minute / 60, rate: point.rateRps })), ...(last ? [{ at: end, rate: last.rateRps }] : [])];
  return (
    <RateChart rows={rows} meanRps={curveStatistics(ordered).meanRateRps} xTitle="hour" xUnit="h" {...(end === 24 ? { ticks: [0, 6, 12, 18, 24] } : {})} />
  );
}

function RateChart({
  rows,
  meanRps,
  xTitle,
  xUnit,
  ticks,
}: {
  rows: { at: number; rate: number }[];
  meanRps: number;
  xTitle: string;
  xUnit: string;
  ticks?: number[];
}) {
  return (
    <figure className={classes.chart}>
      <figcaption>
        Rate over time <span className={classes.dim}>req/s, mean {plain(meanRps)} dashed</span>
      </figcaption>
      <div role="img" aria-label={`Rate over time, mean ${plain(meanRps)} requests per second, highest ${plain(Math.max(...rows.map((row) => row.rate)))}`}>
        <ResponsiveContainer width="100%" height={200}>
          <AreaChart data={rows} margin={{ top: 8, right: 16, bottom: 18, left: 0 }}>
            <CartesianGrid stroke="var(--t-grid)" vertical={false} />
            <XAxis
              dataKey="at"
              type="number"
              domain={["dataMin", "dataMax"]}
              {...(ticks ? { ticks } : {})}
              tick={tick}
              tickFormatter={plain}
              stroke="var(--t-hairline-strong)"
              label={{ value: xTitle, position: "insideBottom", offset: -10, fontSize: 11, fill: "var(--t-text-dim)" }}
            />
            <YAxis tick={tick} width={48} tickFormatter={plain} stroke="var(--t-hairline-strong)" domain={[0, "auto"]} />
            <Tooltip content={<Tip unit="req/s" xUnit={xUnit} />} isAnimationActive={false} />
            <Area
              type="stepAfter"
              dataKey="rate"
              stroke="var(--t-metric-throughput)"
              strokeWidth={1.25}
              fill="var(--t-metric-throughput)"
              fillOpacity={0.14}
              isAnimationActive={false}
            />
            <ReferenceLine y={meanRps} stroke="var(--t-text-dim)" strokeDasharray="4 3" />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

/** How long prompts and answers are, as far as the trace says. */
export function TokenLengths({ statistics }: { statistics: WorkloadStatistics }) {
  return (
    <div className={classes.split}>
      {statistics.promptTokens ? <TokenHistogram title="Prompt tokens" lengths={statistics.promptTokens} /> : null}
      {statistics.completionTokens ? <TokenHistogram title="Completion tokens" lengths={statistics.completionTokens} /> : null}
    </div>
  );
}

function TokenHistogram({ title, lengths }: { title: string; lengths: LengthStatistics }) {
  const rows = lengths.histogram.map((bin) => ({ upTo: Math.round(bin.upTo), share: (bin.count / lengths.count) * 100 }));
  return (
    <figure className={classes.chart}>
      <figcaption>
        {title} <span className={classes.dim}>% of requests</span>
      </figcaption>
      <div
        role="img"
        aria-label={`${title}: mean ${plain(lengths.mean)}, median ${plain(lengths.p50)}, 95th percentile ${plain(lengths.p95)}, longest ${plain(lengths.max)}`}
      >
        <ResponsiveContainer width="100%" height={160}>
          <BarChart data={rows} margin={{ top: 8, right: 16, bottom: 18, left: 0 }} barCategoryGap={1}>
            <CartesianGrid stroke="var(--t-grid)" vertical={false} />
            <XAxis
              dataKey="upTo"
              tick={tick}
              tickFormatter={plain}
              stroke="var(--t-hairline-strong)"
              label={{ value: "tokens, up to", position: "insideBottom", offset: -10, fontSize: 11, fill: "var(--t-text-dim)" }}
            />
            <YAxis tick={tick} width={48} tickFormatter={plain} stroke="var(--t-hairline-strong)" />
            <Tooltip content={<Tip unit="% of requests" xUnit="tokens at most" />} cursor={{ fill: "var(--t-hover)" }} isAnimationActive={false} />
            <Bar dataKey="share" fill="var(--t-metric-throughput)" fillOpacity={0.7} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <p className={classes.numbers}>
        mean {plain(lengths.mean)} · p50 {plain(lengths.p50)} · p95 {plain(lengths.p95)} · p99 {plain(lengths.p99)} · longest {formatCount(lengths.max)}
      </p>
    </figure>
  );
}
