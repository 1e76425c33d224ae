"use client";

import { Button, SegmentedControl } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { formatCount, formatNumber, formatRps, formatSeconds } from "@/components/ui/format";
import { NumberField } from "@/components/ui/number-field";
import type { QueryClass, Settings } from "@/core/documents/workload";
import { arrivalSummary, arrivalWarning } from "@/core/metrics/arrivals";
import { CurveRate, TokenLengths, TraceRate, useTraceStatistics } from "./arrival-charts";
import { CurveEditor } from "./curve-editor";
import { TraceUpload } from "./trace-upload";
import classes from "./workloads.module.css";

type Kind = "rate" | "curve" | "trace";

const NOUNS: Readonly<Record<Kind, string>> = { rate: "rate", curve: "daily curve", trace: "trace" };

const DAY: NonNullable<QueryClass["curve"]> = [
  { minute: 0, rateRps: 0.2 },
  { minute: 360, rateRps: 0.6 },
  { minute: 540, rateRps: 1 },
  { minute: 1080, rateRps: 0.7 },
  { minute: 1320, rateRps: 0.3 },
];

function shown(entry: QueryClass): Kind {
  if (entry.rateRps !== undefined) return "rate";
  if (entry.curve) return "curve";
  return entry.trace ? "trace" : "rate";
}

/** A class without its rate, curve and trace. */
function without(entry: QueryClass): QueryClass {
  const { rateRps: _rate, curve: _curve, trace: _trace, ...rest } = entry;
  return rest;
}

interface ArrivalsEditorProps {
  entry: QueryClass;
  settings: Settings | undefined;
  onChange: (change: (entry: QueryClass) => QueryClass) => void;
}

const tidy = (value: number) => Number(value.toPrecision(3));

/** When the requests of a class come: at a rate, along a day, or as they once came. Looking at another of these changes nothing until it is edited or used. */
export function ArrivalsEditor({ entry, settings, onChange }: ArrivalsEditorProps) {
  const [looked, setLooked] = useState<Kind | null>(null);
  const [replacing, setReplacing] = useState(false);
  const used = shown(entry);
  const kind = looked ?? used;
  const summary = arrivalSummary(entry, settings);
  const statistics = useTraceStatistics(entry.trace);
  const warning = arrivalWarning(entry, settings);
  const peakRps = summary.peakRps ?? 1;
  const curve = entry.curve ?? DAY.map((point) => ({ minute: point.minute, rateRps: tidy(point.rateRps * peakRps) }));
  const trace = entry.trace?.timestampsMs ? entry.trace : undefined;
  const use = (arrivals: Pick<QueryClass, "rateRps" | "curve" | "trace">) => {
    setLooked(null);
    setReplacing(false);
    // what is used already is only changed: a trace beside a rate still says how bursty the arrivals are
    onChange((now) => ({ ...(kind === used && !replacing ? now : without(now)), ...arrivals }));
  };
  const offered = { rate: { rateRps: tidy(summary.meanRps ?? 1) }, curve: { curve }, trace: trace && { trace } }[kind];
  return (
    <section className={classes.arrivals} aria-label={`Arrivals of ${entry.title ?? entry.id}`}>
      <div className={classes.kind}>
        <SegmentedControl
          aria-label="How requests arrive"
          data={[
            { value: "rate", label: "Rate" },
            { value: "curve", label: "Daily curve" },
            { value: "trace", label: "Trace" },
          ]}
          value={kind}
          onChange={(value) => {
            setLooked(value as Kind);
            setReplacing(false);
          }}
        />
        <dl className={classes.facts}>
          <Fact title="Planned for" value={summary.plannedRps === null ? "not known" : formatRps(summary.plannedRps)} />
          {summary.kind !== "rate" && summary.meanRps !== null ? <Fact title="Mean" value={formatRps(summary.meanRps)} /> : null}
          {summary.kind !== "rate" && summary.peakRps !== null ? (
            <Fact title={summary.kind === "trace" ? "Busiest minute" : "Peak"} value={formatRps(summary.peakRps)} />
          ) : null}
          {summary.cv !== null ? <Fact title="CV between arrivals" value={formatNumber(summary.cv)} /> : null}
          {summary.requests !== null ? <Fact title="Requests" value={formatCount(summary.requests)} /> : null}
          {statistics ? <Fact title="Span" value={formatSeconds(statistics.spanMs / 1000)} /> : null}
        </dl>
      </div>
      {warning ? (
        <p className={classes.warn} data-testid="poisson-warning">
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden />
          {warning}
        </p>
      ) : summary.verdict && summary.verdict.kind !== "unknown" ? (
        <p className={classes.dim}>{summary.verdict.message}</p>
      ) : kind === "rate" ? (
        <p className={classes.dim}>Arrivals are taken as Poisson: independent of each other. Give a trace to plan with the burstiness you have.</p>
      ) : null}
      {kind !== used && offered ? (
        <div className={classes.buttons} data-testid="arrivals-offer">
          <span className={classes.dim}>Not used: this class is planned with its {NOUNS[used]}.</span>
          <Button variant="default" size="compact-xs" onClick={() => use(offered)}>
            {kind === "rate" ? `Use its mean, ${formatRps(offered.rateRps)}` : kind === "curve" ? "Use this curve" : "Use this trace"}
          </Button>
        </div>
      ) : null}
      {kind === "rate" ? (
        <NumberField
          label="Rate"
          description="requests per second"
          w={180}
          above={0}
          optional
          value={entry.rateRps}
          error={entry.rateRps === undefined && used === "rate" ? "Give a rate, or cost per hour cannot be planned" : undefined}
          onChange={(rateRps) => (rateRps === undefined ? onChange(without) : use({ rateRps }))}
        />
      ) : null}
      {kind === "curve" ? (
        <div className={classes.split}>
          <CurveEditor curve={curve} onChange={(next) => use({ curve: next })} />
          <CurveRate curve={curve} />
        </div>
      ) : null}
      {kind === "trace" && statistics && !replacing ? (
        <>
          <div className={classes.buttons}>
            <span className={classes.dim}>{entry.trace?.source ?? entry.trace?.file ?? ""}</span>
            <Button variant="default" size="compact-xs" onClick={() => setReplacing(true)}>
              Replace the trace
            </Button>
          </div>
          <TraceRate statistics={statistics} />
          <TokenLengths statistics={statistics} />
        </>
      ) : null}
      {kind === "trace" && (!statistics || replacing) ? (
        <>
          {entry.trace?.file && !entry.trace.timestampsMs ? (
            <p className={classes.dim}>This trace is in the file {entry.trace.file}, which is not here. Choose it to take its arrivals in.</p>
          ) : null}
          <TraceUpload
            onTrace={(next) => use({ trace: next })}
            onCancel={replacing ? () => setReplacing(false) : used !== "trace" ? () => setLooked(null) : null}
          />
        </>
      ) : null}
    </section>
  );
}

function Fact({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}
