"use client";

import { formatExact, formatNumber, formatPercent } from "../ui/format";
import { makeAxis } from "./axis";
import classes from "./series-chart.module.css";
import { useSize } from "./use-size";

const HEIGHT = 132;
const LEFT = 44;
const BOTTOM = 18;
const TOP = 6;

interface SeriesChartProps {
  title: string;
  stepMs: number;
  lines: { label: string; values: readonly (number | null)[]; colour: string }[];
  marks?: { fromMs: number; toMs: number; label: string }[];
  percent?: boolean;
}

function pathOf(values: readonly (number | null)[], x: (index: number) => number, y: (value: number) => number): string {
  let path = "";
  let open = false;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      open = false;
      return;
    }
    path += `${open ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    open = true;
  });
  return path;
}

/** Lines over simulated time, with their names in a legend and spans of trouble shaded. */
export function SeriesChart({ title, stepMs, lines, marks = [], percent = false }: SeriesChartProps) {
  const { ref, width } = useSize<HTMLDivElement>();
  const longest = Math.max(1, ...lines.map((line) => line.values.length));
  const minutes = (longest * stepMs) / 60_000;
  const inSeconds = minutes < 3;
  const total = inSeconds ? minutes * 60 : minutes;
  const all = lines.flatMap((line) => line.values.filter((value): value is number => value !== null));
  const right = Math.max(LEFT + 40, width - 8);
  const x = makeAxis([0, total], { range: [LEFT, right], domain: [0, total], tickCount: Math.max(3, Math.round((right - LEFT) / 70)) });
  const highest = Math.max(percent ? 1 : 0, ...all);
  const y = makeAxis([0, highest || 1], { range: [HEIGHT - BOTTOM, TOP], domain: [0, (highest || 1) * 1.05], tickCount: 4 });
  const place = (ms: number) => x.toPixel(ms / (inSeconds ? 1000 : 60_000));
  return (
    <figure className={classes.root} ref={ref as React.RefObject<HTMLElement & HTMLDivElement>}>
      <figcaption>{title}</figcaption>
      {width > 0 ? (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${title}: ${lines.map((line) => `${line.label} up to ${formatNumber(Math.max(0, ...line.values.filter((value): value is number => value !== null)))}`).join(", ")}`}
        >
          {marks.map((mark) => (
            <g key={mark.label}>
              <rect
                x={place(mark.fromMs)}
                width={Math.max(0, place(mark.toMs) - place(mark.fromMs))}
                y={TOP}
                height={HEIGHT - BOTTOM - TOP}
                fill="var(--t-dominated)"
                stroke="var(--t-hairline-strong)"
                strokeDasharray="3 3"
              />
              <text x={place(mark.fromMs) + 4} y={TOP + 10} className={classes.tick}>
                {mark.label}
              </text>
            </g>
          ))}
          {y.ticks.map((tick) => (
            <g key={tick} transform={`translate(0 ${y.toPixel(tick)})`}>
              <line x1={LEFT} x2={right} stroke="var(--t-grid)" />
              <text x={LEFT - 6} dy="0.32em" textAnchor="end" className={classes.tick}>
                {percent ? formatPercent(tick) : formatExact(tick, 3)}
              </text>
            </g>
          ))}
          {x.ticks.map((tick, index) => (
            <text key={tick} x={x.toPixel(tick)} y={HEIGHT - 5} textAnchor={x.toPixel(tick) > right - 12 ? "end" : "middle"} className={classes.tick}>
              {`${tick}${index === x.ticks.length - 1 ? (inSeconds ? " s" : " min") : ""}`}
            </text>
          ))}
          {lines.map((line) => (
            <path
              key={line.label}
              d={pathOf(line.values, (index) => place(index * stepMs), y.toPixel)}
              fill="none"
              stroke={line.colour}
              strokeWidth={1.25}
              strokeLinejoin="round"
            />
          ))}
        </svg>
      ) : null}
      <p className={classes.legend}>
        {lines.map((line) => (
          <span key={line.label}>
            <span className={classes.swatch} style={{ background: line.colour }} />
            {line.label}
          </span>
        ))}
      </p>
    </figure>
  );
}
