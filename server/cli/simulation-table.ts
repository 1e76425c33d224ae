import type { Estimate, SimulationDocument } from "../../core/documents/simulation";
import { durationText } from "./duration";
import { sloText } from "./frontier-table";
import { alignColumns, count, short } from "./numbers";
import { printable } from "./output";

/** `12.3 (11.9 to 12.7)`: the value and its 95 % interval; a dash for an end that is not known. */
function withInterval({ value, low, high }: Estimate, factor = 1): string {
  if (value === null) return "-";
  const end = (bound: number | null) => (bound === null ? "?" : short(bound * factor));
  return low === null && high === null ? short(value * factor) : `${short(value * factor)} (${end(low)} to ${end(high)})`;
}

/** A simulation for reading: what was run, each class, each SLO, each station and link. */
export function simulationTable(document: SimulationDocument): string {
  const { spec } = document;
  const lines: string[] = [];
  const title = [
    document.metadata.name,
    spec.arrivals && `${spec.arrivals.kind} arrivals`,
    spec.rateFactor && `rate × ${short(spec.rateFactor)}`,
    `${durationText(spec.seconds)} after ${durationText(spec.warmupSeconds ?? 0)} of warm-up`,
    `seed ${spec.seed}`,
    `${count(spec.events ?? 0)} events`,
  ];
  lines.push(title.filter((part) => part).join(" · "));
  if (spec.stopped && spec.stopped !== "duration")
    lines.push(
      spec.stopped === "events"
        ? "Stopped at the limit of events; the figures are about the time until then."
        : "Cancelled; the figures are about the time until then.",
    );
  if (spec.poolLoss)
    lines.push(
      `Pool ${spec.poolLoss.pool} is lost at ${durationText(spec.poolLoss.atMs / 1000)}${spec.poolLoss.untilMs === undefined ? "" : ` and back at ${durationText(spec.poolLoss.untilMs / 1000)}`}.`,
    );
  if (spec.ladder) {
    const steps = spec.ladder.map(({ plan, share }) => `${plan} ${short(share * 100)} %`);
    lines.push(
      `Ladder: ${steps.join(", ")} of requests; ${count(spec.switches ?? 0)} switches${spec.meanQuality === undefined ? "" : `; mean quality ${short(spec.meanQuality)}`}.`,
    );
  }
  lines.push("");

  const predicted = spec.classes.some((entry) => entry.predictedMs);
  const head = [
    "class",
    "completed",
    "dropped",
    "in flight",
    "latency ms: mean",
    "p50",
    "p95",
    "p99",
    ...(predicted ? [`plan's ${spec.statistic ?? "p95"}`] : []),
    "within SLO %",
  ];
  const rows = spec.classes.map((entry) => [
    entry.id,
    count(entry.completed),
    count(entry.dropped),
    count(entry.inFlight),
    withInterval(entry.latencyMs.mean),
    withInterval(entry.latencyMs.p50),
    withInterval(entry.latencyMs.p95),
    withInterval(entry.latencyMs.p99),
    ...(predicted ? [short(entry.predictedMs?.[spec.statistic ?? "p95"])] : []),
    withInterval(entry.sloAttainment, 100),
  ]);
  lines.push(...alignColumns([head, ...rows], [false, ...head.slice(1).map(() => true)]), "");

  for (const entry of spec.classes) {
    for (const { slo, attainment, observed, met } of entry.slos ?? []) {
      const verdict = met === null ? "nothing completed" : met ? "met" : "missed";
      lines.push(
        `${entry.id}: ${sloText(slo, spec.statistic ?? "p95")}: ${verdict}, ${withInterval(observed)} ms; ${withInterval(attainment, 100)} % of requests within`,
      );
    }
  }
  if (spec.classes.some((entry) => (entry.slos ?? []).length > 0)) lines.push("");

  const stationHead = ["station", "pool", "servers", "calls", "batch", "busy %", "wait ms: mean", "p95"];
  const stations = spec.stations.map((station) => [
    station.operator,
    station.pool,
    station.servers === undefined || station.servers === 0 ? "-" : count(station.servers),
    count(station.calls ?? 0),
    short(station.batchMean),
    withInterval(station.utilisation, 100),
    withInterval(station.queueMs.mean),
    withInterval(station.queueMs.p95),
  ]);
  lines.push(...alignColumns([stationHead, ...stations], [false, false, ...stationHead.slice(2).map(() => true)]));
  const links = (spec.links ?? []).filter((link) => link.messages > 0);
  if (links.length > 0) {
    const linkHead = ["link", "messages", "busy %", "wait ms: mean", "p95"];
    const cells = links.map((link) => [
      `${link.from} → ${link.to}`,
      count(link.messages),
      withInterval(link.utilisation, 100),
      withInterval(link.queueMs.mean),
      withInterval(link.queueMs.p95),
    ]);
    lines.push("", ...alignColumns([linkHead, ...cells], [false, true, true, true, true]));
  }
  if (spec.notes && spec.notes.length > 0) lines.push("", ...spec.notes);
  lines.push("", "Intervals are at 95 %.");
  return `${lines.map(printable).join("\n")}\n`;
}
