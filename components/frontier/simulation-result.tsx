"use client";

import type { Estimate, SimulationDocument } from "../../core/documents/simulation";
import { formatCount, formatMs, formatNumber, formatPercent, NO_DATA, NO_DATA_SHORT } from "../ui/format";
import { ChartFrame } from "./chart-frame";
import { LatencyHistogram } from "./latency-histogram";
import { SeriesChart } from "./series-chart";
import type { SimulationRequest } from "./simulate-run";
import classes from "./simulation-result.module.css";
import { sloWords } from "./words";

const STATISTICS = ["mean", "p50", "p90", "p95", "p99"] as const;

function withInterval(estimate: Estimate, format: (value: number) => string): string {
  if (estimate.value === null) return NO_DATA;
  if (estimate.low === null || estimate.high === null) return format(estimate.value);
  return `${format(estimate.value)} (${format(estimate.low)}–${format(estimate.high)})`;
}

/** How a figure stands to what the plan promised: equal within its interval is not called better or worse. */
function against(estimate: Estimate, predicted: number | undefined): string {
  if (estimate.value === null || predicted === undefined || predicted === 0) return NO_DATA_SHORT;
  if (estimate.low !== null && estimate.high !== null && estimate.low <= predicted && predicted <= estimate.high) return "as promised";
  const change = estimate.value / predicted - 1;
  if (Math.abs(change) < 0.005) return "as promised";
  if (change >= 1) return `${formatNumber(change + 1, 2)} times as long`;
  return `${formatPercent(Math.abs(change))} ${change < 0 ? "faster" : "slower"}`;
}

/** What the requests met: latencies against the plan's bound, targets, stations, and how it went over time. */
export function SimulationResult({ simulation, request }: { simulation: SimulationDocument; request: SimulationRequest | null }) {
  const { spec } = simulation;
  const own = spec.classes[0];
  if (!own) return <p className={classes.none}>No requests were simulated.</p>;
  const { series } = spec;
  const busiest = spec.stations.map((station, index) => ({ station, index })).filter(({ station }) => station.pool !== "api");
  const latencyLimits = (own.slos ?? [])
    .filter((outcome) => outcome.slo.metric === "latency" && !outcome.slo.operator && !outcome.slo.path)
    .map((outcome) => outcome.slo.value);
  return (
    <div className={classes.root} data-testid="simulation-result">
      <section>
        <h3>
          {formatCount(own.completed)} requests in {formatNumber(spec.seconds / 60)} simulated minutes
          <span className={classes.dim}>
            {" "}
            · seed {spec.seed}
            {spec.events ? ` · ${formatCount(spec.events)} events` : ""}
            {own.dropped > 0 ? ` · ${formatCount(own.dropped)} dropped` : ""}
            {spec.stopped && spec.stopped !== "duration" ? ` · stopped early (${spec.stopped})` : ""}
          </span>
        </h3>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Latency</th>
              <th scope="col" className="t-num">
                Promised
              </th>
              <th scope="col" className="t-num">
                Simulated (95 % interval)
              </th>
              <th scope="col">Against the promise</th>
            </tr>
          </thead>
          <tbody>
            {STATISTICS.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="t-num">{formatMs(own.predictedMs?.[name])}</td>
                <td className="t-num">{withInterval(own.latencyMs[name], formatMs)}</td>
                <td>{against(own.latencyMs[name], own.predictedMs?.[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {own.predictedMs ? (
          <p className={classes.dim}>The plan's percentiles assume that slow calls coincide: mostly an upper bound from p90 on, none at p50.</p>
        ) : null}
        {(own.slos ?? []).length > 0 ? (
          <ul className={classes.slos}>
            {(own.slos ?? []).map((outcome) => (
              <li key={sloWords(outcome.slo)}>
                {sloWords(outcome.slo)}: {outcome.met === null ? NO_DATA : outcome.met ? "met" : "missed"}
                {outcome.attainment.value !== null ? `, ${withInterval(outcome.attainment, formatPercent)} of requests within it` : ""}
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      {own.histogram ? (
        <section>
          <h3>
            Latency of a request <span className={classes.dim}>· log scale</span>
          </h3>
          <ChartFrame title="simulated latency">
            <LatencyHistogram
              edgesMs={own.histogram.edgesMs}
              counts={own.histogram.counts}
              limits={latencyLimits}
              promised={own.predictedMs}
              simulated={own.latencyMs}
            />
          </ChartFrame>
        </section>
      ) : null}
      <section>
        <h3>Stations</h3>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Operator</th>
              <th scope="col">Pool</th>
              <th scope="col" className="t-num">
                Utilisation
              </th>
              <th scope="col" className="t-num">
                Mean wait
              </th>
              <th scope="col" className="t-num">
                p95 wait
              </th>
            </tr>
          </thead>
          <tbody>
            {spec.stations.map((station) => (
              <tr key={`${station.id ?? ""} ${station.operator} ${station.pool} ${station.model ?? ""}`}>
                <th scope="row">{station.operator}</th>
                <td>{station.pool}</td>
                <td className="t-num">{station.pool === "api" ? NO_DATA_SHORT : withInterval(station.utilisation, formatPercent)}</td>
                <td className="t-num">{station.queueMs.mean.value === null ? NO_DATA : formatMs(station.queueMs.mean.value)}</td>
                <td className="t-num">{station.queueMs.p95.value === null ? NO_DATA : formatMs(station.queueMs.p95.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {series ? (
        <section className={classes.charts}>
          <ChartFrame title="latency over time, ms">
            <SeriesChart
              title="Latency over time, ms"
              stepMs={series.stepMs}
              lines={[
                { label: "mean", values: series.classes[0]?.latencyMeanMs ?? [], colour: "var(--t-metric-latency)" },
                { label: "highest", values: series.classes[0]?.latencyMaxMs ?? [], colour: "var(--t-ghost)" },
              ]}
              marks={lossOf(request)}
            />
          </ChartFrame>
          <ChartFrame title="calls waiting">
            <SeriesChart
              title="Calls waiting"
              stepMs={series.stepMs}
              lines={busiest.slice(0, 4).map(({ station, index }, place) => ({
                label: `${station.operator} · ${station.pool}`,
                values: series.stations[index]?.queue ?? [],
                colour: STATION_COLOURS[place] as string,
              }))}
              marks={lossOf(request)}
            />
          </ChartFrame>
          <ChartFrame title="utilisation">
            <SeriesChart
              title="Utilisation"
              stepMs={series.stepMs}
              percent
              lines={busiest.slice(0, 4).map(({ station, index }, place) => ({
                label: `${station.operator} · ${station.pool}`,
                values: series.stations[index]?.utilisation ?? [],
                colour: STATION_COLOURS[place] as string,
              }))}
              marks={lossOf(request)}
            />
          </ChartFrame>
          <ChartFrame title="requests per second">
            <SeriesChart
              title="Requests per second"
              stepMs={series.stepMs}
              lines={[
                { label: "arrived", values: series.classes[0]?.arrivedRps ?? [], colour: "var(--t-text)" },
                { label: "completed", values: series.classes[0]?.completedRps ?? [], colour: "var(--t-metric-quality)" },
              ]}
              marks={lossOf(request)}
            />
          </ChartFrame>
        </section>
      ) : null}
      {(spec.notes ?? []).map((note) => (
        <p key={note} className={classes.dim}>
          {note}
        </p>
      ))}
    </div>
  );
}

/** Lines of stations: four greys of different weight would not be told apart, so metric colours are used without their meaning and said in the legend. */
const STATION_COLOURS = ["var(--t-accent)", "var(--t-metric-cost)", "var(--t-metric-quality)", "var(--t-metric-energy)"];

function lossOf(request: SimulationRequest | null): { fromMs: number; toMs: number; label: string }[] {
  const loss = request?.poolLoss;
  return loss ? [{ fromMs: loss.atMs, toMs: loss.untilMs ?? request.durationMs, label: `${loss.pool} lost` }] : [];
}
