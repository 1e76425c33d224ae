"use client";

import { Button, Checkbox, Progress } from "@mantine/core";
import { formatCount, formatMs, formatNumber, formatPercent, plural } from "@/components/ui/format";
import type { ReadMeasurements } from "@/server/importers/measurements/read-measurements";
import classes from "./measurements.module.css";
import { PointsTable } from "./points-table";
import { ProblemsTable } from "./problems-table";

interface RowsStepProps {
  progress: number | null;
  read: ReadMeasurements | null;
  partial: boolean;
  onPartial: (partial: boolean) => void;
  onCancel: () => void;
}

/** Everything the file gave, everything it did not, and the person's word on the difference. */
export function RowsStep({ progress, read, partial, onPartial, onCancel }: RowsStepProps) {
  if (progress !== null || !read) return <Reading progress={progress ?? 0} onCancel={onCancel} />;
  return (
    <>
      <p className={classes.counts} aria-live="polite">
        <strong>{formatCount(read.rowsTaken)}</strong> of {plural(read.rowsRead, "row")} can be taken
        {read.rowsRejected > 0 ? (
          <>
            , <strong className={classes.bad}>{formatCount(read.rowsRejected)}</strong> cannot
          </>
        ) : null}
        .{read.notes.length > 0 ? <span className={classes.dim}> {read.notes.join("; ")}.</span> : null}
      </p>
      {read.rowsRejected > 0 && read.rowsTaken > 0 ? (
        <Checkbox
          checked={partial}
          mb="sm"
          onChange={(event) => onPartial(event.currentTarget.checked)}
          label={`Import the ${plural(read.rowsTaken, "row")} that ${read.rowsTaken === 1 ? "is" : "are"} sound and leave out the ${formatCount(read.rowsRejected)} listed below`}
        />
      ) : null}
      <ProblemsTable problems={read.problems} />
      {read.log ? <LogFigures log={read.log} /> : null}
      {read.points.length > 0 ? (
        <>
          <h3 className={classes.sub}>{read.log ? "As one operating point" : plural(read.points.length, "operating point")}</h3>
          <PointsTable points={read.points} />
        </>
      ) : null}
    </>
  );
}

export function Reading({ progress, onCancel }: { progress: number; onCancel: () => void }) {
  return (
    <div className={classes.reading} role="status">
      <Progress value={progress * 100} size="sm" aria-label="Reading the file" />
      <span className="t-tabular">{progress < 1 ? `${Math.floor(progress * 100)} % of the file read` : "All sent; finishing"}</span>
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

function LogFigures({ log }: { log: NonNullable<ReadMeasurements["log"]> }) {
  const interval = (low: number, high: number, format: (value: number) => string) => `${format(low)} – ${format(high)}`;
  const rows: [string, string, string][] = [];
  const { latencyMs, rateRps, okShare, arrivals, promptTokens, completionTokens } = log;
  if (latencyMs) {
    for (const name of ["mean", "p50", "p95", "p99"] as const)
      rows.push([`Latency ${name}`, formatMs(latencyMs[name].value), interval(latencyMs[name].ci95[0], latencyMs[name].ci95[1], formatMs)]);
  }
  if (rateRps) rows.push(["Arrival rate", `${formatNumber(rateRps.value)} req/s`, interval(rateRps.ci95[0], rateRps.ci95[1], formatNumber)]);
  if (arrivals?.interArrivalCv !== null && arrivals?.interArrivalCv !== undefined)
    rows.push(["Burstiness (CV between arrivals)", formatNumber(arrivals.interArrivalCv), "1 for Poisson"]);
  if (okShare) rows.push(["Went well", formatPercent(okShare.value), interval(okShare.ci95[0], okShare.ci95[1], formatPercent)]);
  if (promptTokens) rows.push(["Prompt tokens, mean", formatNumber(promptTokens.mean.value), interval(...promptTokens.mean.ci95, formatNumber)]);
  if (completionTokens)
    rows.push(["Completion tokens, mean", formatNumber(completionTokens.mean.value), interval(...completionTokens.mean.ci95, formatNumber)]);
  return (
    <table className={classes.table} data-testid="log-figures">
      <thead>
        <tr>
          <th scope="col">From the log</th>
          <th scope="col" className="t-num">
            Value
          </th>
          <th scope="col" className="t-num">
            95 % interval
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, value, range]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td className="t-num">{value}</td>
            <td className={`t-num ${classes.dim}`}>{range}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
