import type { Estimate, SimulationDocument } from "../../core/documents/simulation";
import { durationText } from "./duration";
import { sloText } from "./frontier-table";
import { alignColumns, count, short } from "./numbers";
import { printable } from "./output";

/** Stands after a value without an interval; what it means is told below the tables. */
const NO_INTERVAL = "*";

/** `12.3 (11.9 to 12.7)`: the value and its 95 % interval, `12.3 (from 11.9)` where only its lower end is known. None of these values is below 0. */
function withInterval({ value, low, high }: Estimate, factor = 1): string {
  if (value === null) return "-";
  const text = short(value * factor);
  if (high !== null) return `${text} (${low === null ? "up" : short(low * factor)} to ${short(high * factor)})`;
  return low === null || low === 0 ? text + NO_INTERVAL : `${text} (from ${short(low * factor)})`;
}

/** What a run that ended early is about. */
function stoppedText(spec: SimulationDocument["spec"]): string {
  const reason = spec.stopped === "events" ? "Stopped at the limit of events" : "Cancelled";
  if (spec.seconds > 0) return `${reason}; the figures are about the time until then.`;
  return `${reason} within the warm-up, before anything is observed: allow more events, or make the warm-up shorter.`;
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
  if (spec.stopped && spec.stopped !== "duration") lines.push(stoppedText(spec));
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
      const verdict =
        met === null ? "nothing completed" : `${met ? "met" : "missed"}, ${withInterval(observed)} ms; ${withInterval(attainment, 100)} % of requests within`;
      lines.push(`${entry.id}: ${sloText(slo, spec.statistic ?? "p95")}: ${verdict}`);
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
  const hasUnknown = lines.some((line) => /\d\*/.test(line));
  lines.push("", `Intervals are at 95 %.${hasUnknown ? ` ${NO_INTERVAL} has none: too few observations.` : ""}`);
  return `${lines.map(printable).join("\n")}\n`;
}
