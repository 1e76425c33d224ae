import type { ArrivalModel, GraphModel, OperatorModel, SimulationModel } from "../../../server/simulator/model";
import type { ServiceTime } from "../../../server/simulator/samplers";

/** Small models with known theory, shared by the tests, the benchmark and the table of docs/simulator.md. Mean service is 10 ms throughout. */
export const MEAN_SERVICE_MS = 10;

export function gamma(mean: number, cv: number): ServiceTime {
  return { kind: "gamma", shape: { mean, cv } };
}

export function poisson(rateRps: number): ArrivalModel {
  return { kind: "pieces", pieces: [{ fromMs: 0, rateRps }] };
}

export function operatorAt(station: number, service: ServiceTime, more: Partial<OperatorModel> = {}): OperatorModel {
  return { id: `operator-${station}`, parts: [{ station, tier: 0, share: 1, service }], passes: [0, 1], fanOut: 1, parallel: true, ...more };
}

/** A graph of the given operators in a row, entered everywhere. */
export function row(operators: OperatorModel[], bytes = 0): GraphModel {
  return {
    operators,
    edges: operators.map((_, index) => ({ from: index - 1, to: index, inputTier: -1, bytes: index === 0 ? 0 : bytes })),
    routers: [],
  };
}

export function oneClass(graph: GraphModel, arrivals: ArrivalModel, rest: Partial<SimulationModel>): SimulationModel {
  return { stations: [], links: [], tiers: 1, ...rest, graphs: [graph], classes: [{ id: "class", arrivals, plans: [{ graph: 0, share: 1 }] }] };
}

export function singleStation(given: { load: number; servers: number; cv: number; batch?: number; arrivals?: "poisson" | "uniform" }): SimulationModel {
  const rateRps = (given.load * given.servers * (given.batch ?? 1) * 1000) / MEAN_SERVICE_MS;
  return oneClass(row([operatorAt(0, gamma(MEAN_SERVICE_MS, given.cv))]), given.arrivals === "uniform" ? { kind: "uniform", rateRps } : poisson(rateRps), {
    stations: [{ id: "station", pool: "pool", servers: given.servers, batch: given.batch ?? 1 }],
  });
}

export function chain(given: { stations: number; load: number; cv: number; linkMsPerByte?: number }): SimulationModel {
  const operators = Array.from({ length: given.stations }, (_, station) => operatorAt(station, gamma(MEAN_SERVICE_MS, given.cv)));
  return oneClass(row(operators, 1000), poisson((given.load * 1000) / MEAN_SERVICE_MS), {
    stations: operators.map((_, index) => ({ id: `station-${index}`, pool: `pool-${index}`, servers: 1, batch: 1 })),
    links: given.linkMsPerByte === undefined ? [] : [{ fromTier: 0, toTier: 0, delayMs: 1, msPerByte: given.linkMsPerByte }],
  });
}
