import { formatCount, formatNumber } from "@/components/ui/format";
import type { MeasuredPoint } from "@/server/importers/measurements/measured-point";
import classes from "./measurements.module.css";

interface Column {
  title: string;
  unit?: string;
  text?: (point: MeasuredPoint) => string | undefined;
  value?: (point: MeasuredPoint) => number | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: "Row", value: (point) => point.row },
  { title: "Name", text: (point) => point.label },
  { title: "Device", text: (point) => point.device },
  { title: "Devices", value: (point) => point.devices },
  { title: "Batch", value: (point) => point.batch },
  { title: "At once", value: (point) => point.concurrency },
  { title: "Latency mean", unit: "ms", value: (point) => point.latencyMs?.mean },
  { title: "p50", unit: "ms", value: (point) => point.latencyMs?.p50 },
  { title: "p90", unit: "ms", value: (point) => point.latencyMs?.p90 },
  { title: "p95", unit: "ms", value: (point) => point.latencyMs?.p95 },
  { title: "p99", unit: "ms", value: (point) => point.latencyMs?.p99 },
  { title: "First token mean", unit: "ms", value: (point) => point.ttftMs?.mean },
  { title: "First token p95", unit: "ms", value: (point) => point.ttftMs?.p95 },
  { title: "Per token mean", unit: "ms", value: (point) => point.tpotMs?.mean },
  { title: "Per token p95", unit: "ms", value: (point) => point.tpotMs?.p95 },
  { title: "Throughput", unit: "req/s", value: (point) => point.throughputRps },
  { title: "Tokens", unit: "per s", value: (point) => point.tokensPerSecond },
  { title: "Prompt", unit: "tokens", value: (point) => point.promptTokens },
  { title: "Completion", unit: "tokens", value: (point) => point.completionTokens },
  { title: "Power", unit: "W", value: (point) => point.powerW },
  { title: "Samples", value: (point) => point.samples },
];

const COUNTS = new Set(["Row", "Devices", "Batch", "Samples"]);
const MOST_SHOWN = 100;

/** Operating points as they will be stored, in our units. Columns that no point has are left out. */
export function PointsTable({ points }: { points: readonly MeasuredPoint[] }) {
  const columns = COLUMNS.filter((column) => points.some((point) => (column.text ?? column.value)?.(point) !== undefined));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Operating points">
      <table className={classes.table} data-testid="import-points">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={column.value ? "t-num" : undefined}>
                {column.title}
                {column.unit ? <span className={classes.unit}> {column.unit}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.slice(0, MOST_SHOWN).map((point) => (
            <tr key={point.row}>
              {columns.map((column) => {
                if (column.text) return <td key={column.title}>{column.text(point) ?? ""}</td>;
                const value = column.value?.(point);
                return (
                  <td key={column.title} className="t-num" title={value === undefined ? undefined : String(value)}>
                    {value === undefined ? "" : COUNTS.has(column.title) ? formatCount(value) : formatNumber(value)}
                  </td>
                );
              })}
            </tr>
          ))}
          {points.length > MOST_SHOWN ? (
            <tr>
              <td colSpan={columns.length} className={classes.dim}>
                and {formatCount(points.length - MOST_SHOWN)} more
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
}
