"use client";

import type { PlanTimeline } from "../../core/frontier/plan-timeline";
import { formatMs, unitScale } from "../ui/format";
import { makeAxis } from "./axis";
import classes from "./timeline-chart.module.css";
import { useSize } from "./use-size";

const ROW = 26;
const LABEL_WIDTH = 132;
const AXIS_HEIGHT = 22;
const RIGHT = 64;

/** Operators over the time of one request: waiting hatched, work full, transfers as thin lines; the longest path in the metric's colour. */
export function TimelineChart({ timeline }: { timeline: PlanTimeline }) {
  const { ref, width } = useSize<HTMLDivElement>();
  const rows = [...timeline.rows].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const axis = makeAxis([0, timeline.totalMs || 1], { range: [LABEL_WIDTH, Math.max(LABEL_WIDTH + 60, width - RIGHT)], domain: [0, timeline.totalMs || 1] });
  const unit = unitScale("latency", timeline.totalMs);
  const height = rows.length * ROW + AXIS_HEIGHT;
  return (
    <div ref={ref} className={classes.root}>
      {width > 0 ? (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`Timeline: ${rows.map((row) => `${row.operator} from ${formatMs(row.startMs)} to ${formatMs(row.endMs)}${row.critical ? ", critical" : ""}`).join("; ")}`}
        >
          <defs>
            <pattern id="timeline-queue" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="5" stroke="var(--t-metric-latency)" strokeWidth="2" />
            </pattern>
          </defs>
          {axis.ticks.map((tick) => (
            <g key={tick} transform={`translate(${axis.toPixel(tick)} 0)`}>
              <line y1={0} y2={rows.length * ROW} stroke="var(--t-grid)" />
              <text y={rows.length * ROW + 14} textAnchor="middle" className={classes.tick}>
                {unit.tick(tick)}
              </text>
            </g>
          ))}
          <text x={width - RIGHT + 10} y={rows.length * ROW + 14} className={classes.tick}>
            {unit.unit}
          </text>
          {rows.map((row, place) => {
            const y = place * ROW;
            const queueEnd = row.startMs + row.queueMs;
            const [start, middle, end] = [axis.toPixel(row.startMs), axis.toPixel(queueEnd), axis.toPixel(row.endMs)];
            const label = `${formatMs(row.queueMs + row.serviceMs)}${row.critical || row.slackMs <= 0 ? "" : `, ${formatMs(row.slackMs)} to spare`}`;
            return (
              <g key={row.operator} transform={`translate(0 ${y})`}>
                <text x={LABEL_WIDTH - 8} y={ROW / 2} dy="0.35em" textAnchor="end" className={row.critical ? classes.critical : classes.name}>
                  {row.operator.length > 20 ? `${row.operator.slice(0, 19)}…` : row.operator}
                </text>
                {row.transfer && row.transfer.ms > 0 ? (
                  <line
                    x1={axis.toPixel(row.transfer.startMs)}
                    x2={start}
                    y1={ROW / 2}
                    y2={ROW / 2}
                    stroke="var(--t-text-dim)"
                    strokeWidth={2}
                    strokeDasharray="2 2"
                  >
                    <title>{`transfer from ${row.transfer.from}: ${formatMs(row.transfer.ms)}`}</title>
                  </line>
                ) : null}
                {row.queueMs > 0 ? (
                  <rect x={start} width={Math.max(0, middle - start)} y={6} height={ROW - 12} fill="url(#timeline-queue)" opacity={row.critical ? 1 : 0.5}>
                    <title>{`waiting ${formatMs(row.queueMs)}`}</title>
                  </rect>
                ) : null}
                <rect
                  x={middle}
                  width={Math.max(1.5, end - middle)}
                  y={6}
                  height={ROW - 12}
                  rx={1.5}
                  fill={row.critical ? "var(--t-metric-latency)" : "var(--t-ghost)"}
                >
                  <title>{`working ${formatMs(row.serviceMs)}`}</title>
                </rect>
                <text
                  x={end > width - RIGHT - 90 ? start - 6 : end + 6}
                  textAnchor={end > width - RIGHT - 90 && start - LABEL_WIDTH > 80 ? "end" : "start"}
                  y={ROW / 2}
                  dy="0.35em"
                  className={classes.value}
                  data-inside={end > width - RIGHT - 90 && start - LABEL_WIDTH <= 80 ? true : undefined}
                  transform={end > width - RIGHT - 90 && start - LABEL_WIDTH <= 80 ? `translate(${end + 6 - (start - 6)} 0)` : undefined}
                >
                  {label}
                </text>
              </g>
            );
          })}
        </svg>
      ) : null}
      <p className={classes.legend}>
        <span className={classes.work} /> work on the longest path <span className={classes.other} /> other work <span className={classes.queue} /> waiting{" "}
        <span className={classes.move} /> transfer
      </p>
    </div>
  );
}
