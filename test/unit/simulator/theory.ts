import type { Estimate } from "../../../core/documents/simulation";
import { meanEstimate, quantileEstimates } from "../../../server/simulator/batch-means";
import { Engine } from "../../../server/simulator/engine";
import type { SimulationModel } from "../../../server/simulator/model";
import { gammaQuantile } from "../../../server/simulator/samplers";
import { passesDistribution } from "../../../server/simulator/service-times";
import { chain, gamma, MEAN_SERVICE_MS, oneClass, operatorAt, poisson, row, singleStation } from "./models";

/** What queueing theory says of a model, and how the simulator observes it. Independent of the planner's own formulas. */
export interface TheoryCase {
  name: string;
  source: string;
  model: SimulationModel;
  statistics: { name: string; theory: number; observe: (engine: Engine) => Estimate }[];
}

const S = MEAN_SERVICE_MS;
const latency = {
  mean: (engine: Engine) => meanEstimate(engine.classes[0]!.latencies.view()),
  quantile: (q: number) => (engine: Engine) => quantileEstimates(engine.classes[0]!.latencies.view(), [q])[0]!,
};
const wait = (station: number) => ({
  mean: (engine: Engine) => meanEstimate(engine.stations[station]!.waits.view()),
  quantile: (q: number) => (engine: Engine) => quantileEstimates(engine.stations[station]!.waits.view(), [q])[0]!,
});
const busy = (station: number) => (engine: Engine) => meanEstimate(Float64Array.from(engine.stations[station]!.busyPerStep));
const queue = (station: number) => (engine: Engine) => meanEstimate(Float64Array.from(engine.stations[station]!.queuePerStep));

/** Erlang C by its definition: (a^c/c!)·(1/(1−ρ)) over the sum of all states. */
function probabilityOfWait(servers: number, load: number): number {
  const offered = servers * load;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < servers; n += 1) {
    term *= offered / n;
    sum += term;
  }
  const last = (term * offered) / servers / (1 - load);
  return last / (sum + last);
}

function markovian(servers: number, load: number): TheoryCase {
  const waits = probabilityOfWait(servers, load);
  const meanWait = (waits * S) / (servers * (1 - load));
  const statistics: TheoryCase["statistics"] = [
    { name: "mean latency", theory: meanWait + S, observe: latency.mean },
    { name: "mean wait", theory: meanWait, observe: wait(0).mean },
    { name: "p95 wait", theory: Math.max(0, (meanWait / waits) * Math.log(waits / 0.05)), observe: wait(0).quantile(0.95) },
    { name: "utilisation", theory: load, observe: busy(0) },
  ];
  if (servers === 1) {
    for (const q of [0.5, 0.95, 0.99])
      statistics.push({ name: `p${q * 100} latency`, theory: (-Math.log(1 - q) * S) / (1 - load), observe: latency.quantile(q) });
  }
  return {
    name: `M/M/${servers}, load ${load}`,
    source: "Erlang C; Kleinrock, Queueing Systems I (1975), 3.2–3.5",
    model: singleStation({ load, servers, cv: 1 }),
    statistics,
  };
}

/** Pollaczek–Khinchine: W = ρS(1 + cv²)/(2(1 − ρ)). */
function general(name: string, cv: number, load: number): TheoryCase {
  const meanWait = (load * S * (1 + cv * cv)) / (2 * (1 - load));
  return {
    name: `${name}, load ${load}`,
    source: "Pollaczek–Khinchine; Kleinrock I, 5.7",
    model: singleStation({ load, servers: 1, cv }),
    statistics: [
      { name: "mean wait", theory: meanWait, observe: wait(0).mean },
      { name: "mean latency", theory: meanWait + S, observe: latency.mean },
      { name: "mean queue (Little)", theory: (load / S) * meanWait, observe: queue(0) },
    ],
  };
}

function tandem(stations: number, load: number): TheoryCase {
  const one = S / (1 - load);
  return {
    name: `tandem of ${stations} M/M/1, load ${load}`,
    source: "Jackson (1957): stations are independent, so the latency is Erlang-distributed",
    model: chain({ stations, load, cv: 1 }),
    statistics: [
      { name: "mean latency", theory: stations * one, observe: latency.mean },
      { name: "p95 latency", theory: gammaQuantile(0.95, { mean: stations * one, cv: 1 / Math.sqrt(stations) }), observe: latency.quantile(0.95) },
      { name: "mean wait, last station", theory: load * one, observe: wait(stations - 1).mean },
    ],
  };
}

const hosted = { id: "station", pool: "api", servers: Number.POSITIVE_INFINITY, batch: 1 };

/** Copies side by side on servers without a queue: the longest of k exponentials. */
function fanOut(copies: number): TheoryCase {
  const harmonic = Array.from({ length: copies }, (_, index) => 1 / (index + 1)).reduce((sum, value) => sum + value, 0);
  return {
    name: `fan-out of ${copies}, no queue`,
    source: "longest of k exponentials: S·H(k); quantile −S·ln(1 − q^(1/k))",
    model: oneClass(row([operatorAt(0, gamma(S, 1), { fanOut: copies })]), poisson(50), { stations: [hosted] }),
    statistics: [
      { name: "mean latency", theory: S * harmonic, observe: latency.mean },
      { name: "p95 latency", theory: -S * Math.log(1 - 0.95 ** (1 / copies)), observe: latency.quantile(0.95) },
    ],
  };
}

function forkJoin(): TheoryCase {
  const [a, b] = [S, 3 * S];
  const model = oneClass(
    {
      operators: [operatorAt(0, gamma(a, 1)), operatorAt(1, gamma(b, 1)), operatorAt(2, gamma(S, 0))],
      edges: [
        { from: -1, to: 0, inputTier: -1, bytes: 0 },
        { from: -1, to: 1, inputTier: -1, bytes: 0 },
        { from: 0, to: 2, inputTier: -1, bytes: 0 },
        { from: 1, to: 2, inputTier: -1, bytes: 0 },
      ],
      routers: [],
    },
    poisson(50),
    { stations: [0, 1, 2].map((index) => ({ ...hosted, id: `station-${index}` })) },
  );
  return {
    name: "join of two branches, no queue",
    source: "E max = 1/α + 1/β − 1/(α + β)",
    model,
    statistics: [{ name: "mean latency", theory: a + b - 1 / (1 / a + 1 / b) + S, observe: latency.mean }],
  };
}

function router(): TheoryCase {
  const load = 0.7;
  const rate = (load * 1000) / S;
  const model = oneClass(
    {
      operators: [operatorAt(0, gamma(S, 1)), operatorAt(1, gamma(S, 1)), operatorAt(2, gamma(2 * S, 1))],
      edges: [
        { from: -1, to: 0, inputTier: -1, bytes: 0 },
        { from: 0, to: 1, inputTier: -1, bytes: 0 },
        { from: 0, to: 2, inputTier: -1, bytes: 0 },
      ],
      routers: [
        {
          at: 0,
          choose: [
            { to: 1, probability: 0.7 },
            { to: 2, probability: 0.3 },
          ],
        },
      ],
    },
    poisson(rate),
    { stations: [0, 1, 2].map((index) => ({ id: `station-${index}`, pool: "pool", servers: 1, batch: 1 })) },
  );
  const small = S / (1 - 0.7 * load);
  const large = (2 * S) / (1 - 0.3 * load * 2);
  return {
    name: "router 0.7 / 0.3 to two M/M/1",
    source: "a thinned Poisson stream is Poisson (Burke, Jackson)",
    model,
    statistics: [
      { name: "mean latency", theory: S / (1 - load) + 0.7 * small + 0.3 * large, observe: latency.mean },
      { name: "utilisation, small", theory: 0.7 * load, observe: busy(1) },
      { name: "utilisation, large", theory: 0.3 * load * 2, observe: busy(2) },
    ],
  };
}

function split(): TheoryCase {
  const rate = 150;
  const parts = [
    { station: 0, tier: 0, share: 0.6, service: gamma(S, 1) },
    { station: 1, tier: 0, share: 0.4, service: gamma(S, 1) },
  ];
  const latencyAt = (share: number) => S / (1 - (share * rate * S) / 1000);
  return {
    name: "operator split 0.6 / 0.4 over two M/M/1",
    source: "a thinned Poisson stream is Poisson",
    model: oneClass(row([operatorAt(0, gamma(S, 1), { parts })]), poisson(rate), {
      stations: [0, 1].map((index) => ({ id: `station-${index}`, pool: "pool", servers: 1, batch: 1 })),
    }),
    statistics: [
      { name: "mean latency", theory: 0.6 * latencyAt(0.6) + 0.4 * latencyAt(0.4), observe: latency.mean },
      { name: "utilisation, first", theory: (0.6 * rate * S) / 1000, observe: busy(0) },
    ],
  };
}

/** Messages of one size on a link are an M/D/1 queue, then half the round trip. */
function link(): TheoryCase {
  const load = 0.8;
  const model = oneClass(row([operatorAt(0, gamma(0, 0)), operatorAt(1, gamma(0, 0))], 1000), poisson((load * 1000) / S), {
    stations: [0, 1].map((index) => ({ ...hosted, id: `station-${index}` })),
    links: [{ fromTier: 0, toTier: 0, delayMs: 12, msPerByte: S / 1000 }],
  });
  const meanWait = (load * S) / (2 * (1 - load));
  return {
    name: `link, load ${load}`,
    source: "transmissions one after another: M/D/1, plus half the round trip",
    model,
    statistics: [
      { name: "mean latency", theory: meanWait + S + 12, observe: latency.mean },
      { name: "mean wait", theory: meanWait, observe: (engine) => meanEstimate(engine.links[0]!.waits.view()) },
      { name: "utilisation", theory: load, observe: (engine) => meanEstimate(Float64Array.from(engine.links[0]!.busyPerStep)) },
    ],
  };
}

/** M/M/1 with batches of up to b: P(n waiting) = A·rⁿ with r the root of μr^(b+1) − (λ + μ)r + λ = 0 below one. */
function batches(size: number, load: number): TheoryCase {
  const mu = 1 / S;
  const lambda = load * size * mu;
  let low = 0;
  let high = 1 - 1e-9;
  for (let step = 0; step < 200; step += 1) {
    const r = (low + high) / 2;
    if (mu * r ** (size + 1) - (lambda + mu) * r + lambda > 0) low = r;
    else high = r;
  }
  const r = (low + high) / 2;
  const a = 1 / (mu / lambda + 1 / (1 - r));
  const queueLength = (a * r) / (1 - r) ** 2;
  return {
    name: `M/M/1 in batches of up to ${size}, load ${load}`,
    source: "bulk service; Kleinrock I, 4.6 (a server takes what waits)",
    model: singleStation({ load, servers: 1, cv: 1, batch: size }),
    statistics: [
      { name: "mean wait", theory: queueLength / lambda, observe: wait(0).mean },
      { name: "utilisation", theory: 1 - (a * mu) / lambda, observe: busy(0) },
    ],
  };
}

function loop(): TheoryCase {
  const [mean, max] = [2.2, 4];
  const passes = passesDistribution(mean, max);
  const rate = (0.7 * 1000) / (mean * S);
  return {
    name: "loop of mean 2.2, at most 4, round an M/M/1",
    source: "feedback keeps the product form: v·S/(1 − λvS)",
    model: oneClass(row([operatorAt(0, gamma(S, 1), { passes })]), poisson(rate), { stations: [{ id: "station", pool: "pool", servers: 1, batch: 1 }] }),
    statistics: [
      { name: "mean latency", theory: (mean * S) / (1 - 0.7), observe: latency.mean },
      { name: "utilisation", theory: 0.7, observe: busy(0) },
    ],
  };
}

/** Two classes with different service times on one station: Pollaczek–Khinchine with the mixture's moments. */
function twoClasses(): TheoryCase {
  const rates = [30, 20];
  const means = [S, 2 * S];
  const model: SimulationModel = {
    tiers: 1,
    links: [],
    stations: [{ id: "station", pool: "pool", servers: 1, batch: 1 }],
    graphs: means.map((mean) => row([operatorAt(0, gamma(mean, 1))])),
    classes: rates.map((rate, index) => ({ id: `class-${index}`, arrivals: poisson(rate), plans: [{ graph: index, share: 1 }] })),
  };
  const total = 50;
  const load = (rates[0]! * means[0]! + rates[1]! * means[1]!) / 1000;
  const secondMoment = (rates[0]! * 2 * means[0]! ** 2 + rates[1]! * 2 * means[1]! ** 2) / total;
  const meanWait = ((total / 1000) * secondMoment) / (2 * (1 - load));
  return {
    name: "two classes on one station",
    source: "Pollaczek–Khinchine with the mixture's moments",
    model,
    statistics: [
      { name: "mean wait", theory: meanWait, observe: wait(0).mean },
      { name: "mean latency, first class", theory: meanWait + means[0]!, observe: latency.mean },
      { name: "utilisation", theory: load, observe: busy(0) },
    ],
  };
}

export const THEORY_CASES: TheoryCase[] = [
  markovian(1, 0.5),
  markovian(1, 0.8),
  markovian(1, 0.9),
  markovian(4, 0.8),
  markovian(16, 0.9),
  general("M/D/1", 0, 0.8),
  general("M/G/1, cv 0.5", 0.5, 0.8),
  general("M/G/1, cv 2", 2, 0.6),
  tandem(3, 0.7),
  batches(4, 0.8),
  fanOut(8),
  forkJoin(),
  router(),
  split(),
  link(),
  loop(),
  twoClasses(),
];

/** Requests of one run: enough for intervals of a few per cent, and the same work for every model. */
const REQUESTS = 200_000;

function rateOf(model: SimulationModel): number {
  return model.classes.reduce((sum, { arrivals }) => sum + (arrivals.kind === "pieces" ? arrivals.pieces[0]!.rateRps : 0), 0);
}

export function runTheory(model: SimulationModel, seed: number, durationMs = (REQUESTS / rateOf(model)) * 1000): Engine {
  const engine = new Engine(model, {
    seed,
    warmupMs: 60_000,
    durationMs,
    steps: 256,
    maxEvents: 20_000_000,
    maxInFlight: 1_000_000,
    queueLimit: Number.POSITIVE_INFINITY,
  });
  engine.run();
  return engine;
}
