"use client";

import type { Estimate } from "../../core/documents/simulation";
import { formatCount, formatMs, unitScale } from "../ui/format";
import { makeAxis } from "./axis";
import classes from "./series-chart.module.css";
import { useSize } from "./use-size";

const HEIGHT = 160;
const LEFT = 12;
const BOTTOM = 18;
const TOP = 28;

const PERCENTILES = ["p50", "p95", "p99"] as const;
/** Keeps a label readable over bars. */
const HALO = { stroke: "var(--t-surface)", strokeWidth: 3, paintOrder: "stroke" } as const;
type Percentile = (typeof PERCENTILES)[number];

interface LatencyHistogramProps {
  edgesMs: readonly number[];
  counts: readonly number[];
  /** Latency targets, drawn as dashed lines. */
  limits: readonly number[];
  /** The plan's percentiles, which assume that slow calls coincide. */
  promised: Readonly<Partial<Record<Percentile, number>>> | undefined;
  /** What was simulated, with its interval. */
  simulated: Readonly<Record<Percentile, Estimate>>;
}

/** Simulated latencies on a logarithmic axis, with the targets and what the plan promised. */
export function LatencyHistogram({ edgesMs, counts, limits, promised, simulated }: LatencyHistogramProps) {
  const { ref, width } = useSize<HTMLDivElement>();
  const first = counts.findIndex((count) => count > 0);
  const last = counts.length - 1 - [...counts].reverse().findIndex((count) => count > 0);
  if (first < 0) return <p className={classes.legend}>No request was completed.</p>;
  const shown = counts.slice(first, last + 1);
  const edges = edgesMs.slice(first, last + 2);
  const right = Math.max(LEFT + 40, width - 12);
  const marks = [...limits, ...PERCENTILES.flatMap((name) => [promised?.[name] ?? 0, simulated[name].value ?? 0, simulated[name].high ?? 0])].filter(
    (value) => value > 0,
  );
  const low = Math.min(...edges.filter((edge) => edge > 0), ...marks);
  const high = Math.max(...edges, ...marks);
  const x = makeAxis([low, high], { log: true, range: [LEFT, right] });
  const most = Math.max(...shown);
  const unit = unitScale("latency", high);
  const total = shown.reduce((sum, count) => sum + count, 0);
  return (
    <div ref={ref} className={classes.root}>
      {width > 0 ? (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`Histogram of ${formatCount(total)} requests from ${formatMs(edges[0])} to ${formatMs(edges.at(-1))}`}
        >
          {shown.map((count, index) => {
            const [from, to] = [Math.max(edges[index] as number, low), edges[index + 1] as number];
            const height = (count / most) * (HEIGHT - BOTTOM - TOP);
            return (
              <rect
                key={from}
                x={x.toPixel(from)}
                width={Math.max(0.5, x.toPixel(to) - x.toPixel(from) - 0.5)}
                y={HEIGHT - BOTTOM - height}
                height={height}
                fill="var(--t-metric-latency)"
                opacity={0.55}
              >
                <title>{`${formatMs(from)} to ${formatMs(to)}: ${formatCount(count)} requests`}</title>
              </rect>
            );
          })}
          <line x1={LEFT} x2={right} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} stroke="var(--t-hairline-strong)" />
          {x.ticks.map((tick, index) => (
            <text key={tick} x={x.toPixel(tick)} y={HEIGHT - 5} textAnchor="middle" className={classes.tick}>
              {`${unit.tick(tick)}${index === x.ticks.length - 1 ? ` ${unit.unit}` : ""}`}
            </text>
          ))}
          {limits.map((limit) => (
            <g key={limit} transform={`translate(${x.toPixel(limit)} 0)`}>
              <line y1={TOP - 12} y2={HEIGHT - BOTTOM} stroke="var(--t-metric-latency)" strokeWidth={1.5} strokeDasharray="5 4" />
              <text y={TOP - 16} textAnchor={x.toPixel(limit) > right - 60 ? "end" : "start"} className={classes.tick}>
                ≤ {formatMs(limit)}
              </text>
            </g>
          ))}
          {PERCENTILES.map((name, place) => {
            const own = simulated[name];
            const bound = promised?.[name];
            return (
              <g key={name}>
                {own.value !== null && own.value > 0 ? (
                  <g>
                    {own.low !== null && own.high !== null && own.low > 0 ? (
                      <rect
                        x={x.toPixel(own.low)}
                        width={Math.max(1, x.toPixel(own.high) - x.toPixel(own.low))}
                        y={TOP}
                        height={HEIGHT - BOTTOM - TOP}
                        fill="var(--t-latency-text)"
                        opacity={0.16}
                      />
                    ) : null}
                    <line x1={x.toPixel(own.value)} x2={x.toPixel(own.value)} y1={TOP} y2={HEIGHT - BOTTOM} stroke="var(--t-latency-text)" strokeWidth={1.5}>
                      <title>{`simulated ${name}: ${formatMs(own.value)}`}</title>
                    </line>
                    <text x={x.toPixel(own.value) + 3} y={TOP + 9 + place * 11} className={classes.tick} {...HALO}>
                      {name}
                    </text>
                  </g>
                ) : null}
                {bound !== undefined && bound > 0 ? (
                  <g>
                    <path d={`M${x.toPixel(bound)} ${HEIGHT - BOTTOM}l-4 -7h8z`} fill="var(--t-text)">
                      <title>{`promised ${name}: ${formatMs(bound)}`}</title>
                    </path>
                    <text x={x.toPixel(bound)} y={HEIGHT - BOTTOM - 9 - place * 11} textAnchor="middle" className={classes.tick} {...HALO}>
                      {name}
                    </text>
                  </g>
                ) : null}
              </g>
            );
          })}
        </svg>
      ) : null}
      <p className={classes.legend}>
        <span>simulated percentiles with their 95 % intervals (lines)</span>
        <span>▼ the plan's percentiles, as if slow calls coincided</span>
      </p>
    </div>
  );
}
