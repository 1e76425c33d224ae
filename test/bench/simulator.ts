import { cpus } from "node:os";
import { quantileEstimates } from "../../server/simulator/batch-means";
import { Engine } from "../../server/simulator/engine";
import type { EngineOptions } from "../../server/simulator/engine-state";
import type { SimulationModel } from "../../server/simulator/model";
import { chain, singleStation } from "../unit/simulator/models";
import { keepTable } from "./report/write-results";

/**
 * Events per second of the engine on one core: `npm run bench -- simulator`. An event is one entry of the event queue (an arrival, a completion, a message
 * on a link). Each model is run three times; the best and the median are printed.
 */
const TARGET = 1e6;

const options: EngineOptions = {
  seed: 1,
  warmupMs: 10_000,
  durationMs: 1e12,
  steps: 256,
  maxEvents: 3_000_000,
  maxInFlight: 1_000_000,
  queueLimit: 1_000_000,
};

const cases: { name: string; model: SimulationModel }[] = [
  { name: "M/M/1, load 0.8", model: singleStation({ load: 0.8, servers: 1, cv: 1 }) },
  { name: "M/M/16, load 0.8", model: singleStation({ load: 0.8, servers: 16, cv: 1 }) },
  { name: "M/G/4 (cv 0.5), load 0.8", model: singleStation({ load: 0.8, servers: 4, cv: 0.5 }) },
  { name: "M/D/4, batches of 8, load 0.8", model: singleStation({ load: 0.8, servers: 4, cv: 0, batch: 8 }) },
  { name: "tandem of 8 stations, load 0.8", model: chain({ stations: 8, load: 0.8, cv: 1 }) },
  { name: "tandem of 8 over links, load 0.8", model: chain({ stations: 8, load: 0.8, cv: 1, linkMsPerByte: 0.001 }) },
];

console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}; target ${(TARGET / 1e6).toFixed(1)} million events/s on one core\n`);
const header = ["model", "events", "median, million events/s", "best", "statistics, ms"];
const rows: string[][] = [];
console.log(`| ${header.join(" | ")} |`);
console.log("|---|---|---|---|---|");
let slowest = Number.POSITIVE_INFINITY;
for (const { name, model } of cases) {
  const speeds: number[] = [];
  let statisticsMs = 0;
  let events = 0;
  for (let run = 0; run < 3; run += 1) {
    const engine = new Engine(model, options);
    const cpuBefore = process.cpuUsage();
    engine.run();
    const cpu = process.cpuUsage(cpuBefore);
    events = engine.events;
    // Processor time, not wall-clock time: other programs of the machine are not part of the measurement.
    speeds.push(events / ((cpu.user + cpu.system) / 1e6));
    const start = performance.now();
    quantileEstimates(engine.classes[0]!.latencies.view(), [0.5, 0.9, 0.95, 0.99]);
    statisticsMs = performance.now() - start;
  }
  speeds.sort((a, b) => a - b);
  slowest = Math.min(slowest, speeds[1]!);
  const row = [name, String(events), (speeds[1]! / 1e6).toFixed(2), (speeds[2]! / 1e6).toFixed(2), statisticsMs.toFixed(0)];
  rows.push(row);
  console.log(`| ${row.join(" | ")} |`);
}
const verdict = `Slowest median ${(slowest / 1e6).toFixed(2)} million events/s; target ${(TARGET / 1e6).toFixed(1)}: ${slowest >= TARGET ? "reached" : "not reached"}.`;
console.log(`\n${verdict}`);
keepTable("simulator", { title: "Events per second on one core", header, rows, notes: [verdict] });
