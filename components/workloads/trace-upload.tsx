"use client";

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/data/trpc";
import { ColumnsStep } from "@/components/measurements/columns-step";
import { FileDrop } from "@/components/measurements/file-drop";
import { ProblemsTable } from "@/components/measurements/problems-table";
import { Reading } from "@/components/measurements/rows-step";
import { useMeasurementFile } from "@/components/measurements/use-measurement-file";
import { formatCount, plural } from "@/components/ui/format";
import type { Trace } from "@/core/documents/workload";
import { TokenLengths, TraceRate, useTraceStatistics } from "./arrival-charts";
import { traceObstacle } from "./trace-obstacle";
import classes from "./workloads.module.css";

/** From a CSV of timestamps (and token counts) to the arrivals of a class; nothing is kept before it is confirmed. */
export function TraceUpload({ onTrace, onCancel }: { onTrace: (trace: Trace) => void; onCancel: (() => void) | null }) {
  const trpc = useTRPC();
  const targets = useQuery(trpc.measurements.targets.queryOptions());
  const source = useMeasurementFile(true);
  const { file, preview, read } = source;
  const statistics = useTraceStatistics(read?.trace ?? undefined);
  const obstacle = preview ? traceObstacle(preview) : null;
  return (
    <div className={classes.upload} data-testid="trace-upload">
      {source.error ? (
        <p className={classes.refused} role="alert">
          {source.error}
        </p>
      ) : null}
      {!file ? (
        <FileDrop
          hint="A CSV with a row per request: when it came, and its prompt and completion tokens where they are known. Up to 1 GiB."
          onFile={(next) => source.choose(next, { format: "request-log" })}
        />
      ) : source.progress !== null ? (
        <Reading progress={source.progress} onCancel={source.cancel} />
      ) : read ? (
        <>
          {read.rowsRead > 0 ? (
            <p>
              <strong>{formatCount(read.rowsTaken)}</strong> of {plural(read.rowsRead, "row")} are requests
              {read.rowsRejected > 0 ? `; ${formatCount(read.rowsRejected)} are left out, as listed` : ""}.{" "}
              <span className={classes.dim}>{read.notes.join("; ")}</span>
            </p>
          ) : null}
          <ProblemsTable problems={read.problems} />
          {statistics ? (
            <>
              <TraceRate statistics={statistics} />
              <TokenLengths statistics={statistics} />
            </>
          ) : (
            <p className={classes.dim}>The file has no times of arrival that make a trace.</p>
          )}
        </>
      ) : preview && targets.data ? (
        <ColumnsStep preview={preview} options={source.options} targets={targets.data} onChange={source.change} />
      ) : (
        <p className={classes.dim}>Looking at the file.</p>
      )}
      <div className={classes.buttons}>
        {file && read?.trace && statistics ? (
          <Button onClick={() => onTrace({ ...read.trace, source: `${file.name}, ${statistics.requests.toLocaleString("en-US")} requests` })}>
            {read.rowsRejected > 0 ? `Use the ${formatCount(read.rowsTaken)} sound rows` : "Use this trace"}
          </Button>
        ) : file && !read ? (
          <Button disabled={!preview || obstacle !== null || source.progress !== null} onClick={() => void source.start()}>
            Read the whole file
          </Button>
        ) : null}
        {read ? (
          <Button variant="default" onClick={() => source.change(source.options)}>
            Back
          </Button>
        ) : null}
        {file ? (
          <Button variant="default" onClick={() => source.choose(null)}>
            Another file
          </Button>
        ) : null}
        {onCancel ? (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        {obstacle && !read ? (
          <span className={classes.dim} role="status">
            {obstacle}
          </span>
        ) : null}
      </div>
    </div>
  );
}
