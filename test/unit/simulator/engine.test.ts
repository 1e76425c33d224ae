import { describe, expect, it } from "vitest";
import { Engine } from "../../../server/simulator/engine";
import type { EngineOptions } from "../../../server/simulator/engine-state";
import type { SimulationModel } from "../../../server/simulator/model";
import { chain, gamma, oneClass, operatorAt, poisson, row, singleStation } from "./models";

const options: EngineOptions = {
  seed: 7,
  warmupMs: 0,
  durationMs: 600_000,
  steps: 64,
  maxEvents: 10_000_000,
  maxInFlight: 1_000_000,
  queueLimit: Number.POSITIVE_INFINITY,
};

function run(model: SimulationModel, more: Partial<EngineOptions> = {}): Engine {
  const engine = new Engine(model, { ...options, ...more });
  engine.run();
  return engine;
}

function balance(engine: Engine): { arrived: number; accounted: number } {
  const { arrived, completed, dropped } = engine.classes[0]!;
  return { arrived, accounted: completed + dropped + engine.unfinished(0, 0).count };
}

const average = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Two parts in two pools, fan-out, a loop, a router and a join, over links. */
function everything(rate: number): SimulationModel {
  const twoParts = [
    { station: 0, tier: 0, share: 0.5, service: gamma(10, 1) },
    { station: 1, tier: 1, share: 0.5, service: gamma(10, 1) },
  ];
  return oneClass(
    {
      operators: [
        operatorAt(0, gamma(10, 1), { parts: twoParts, fanOut: 2.5 }),
        operatorAt(2, gamma(5, 0.5), { passes: [0, 0.5, 0.5] }),
        operatorAt(3, gamma(5, 0.5), { fanOut: 2, parallel: false }),
        operatorAt(4, gamma(20, 0)),
      ],
      edges: [
        { from: -1, to: 0, inputTier: 0, bytes: 2000 },
        { from: 0, to: 1, inputTier: -1, bytes: 500 },
        { from: 0, to: 2, inputTier: -1, bytes: 500 },
        { from: 1, to: 3, inputTier: -1, bytes: 500 },
        { from: 2, to: 3, inputTier: -1, bytes: 500 },
      ],
      routers: [
        {
          at: 0,
          choose: [
            { to: 1, probability: 0.6 },
            { to: 2, probability: 0.4 },
          ],
        },
      ],
    },
    poisson(rate),
    {
      tiers: 2,
      stations: [
        { id: "a", pool: "edge", servers: 2, batch: 1 },
        { id: "b", pool: "cloud", servers: 2, batch: 1 },
        { id: "c", pool: "other", servers: 2, batch: 1 },
        { id: "d", pool: "other", servers: 2, batch: 1 },
        { id: "e", pool: "other", servers: 2, batch: 4 },
      ],
      links: [
        { fromTier: 0, toTier: 1, delayMs: 5, msPerByte: 0.001 },
        { fromTier: 1, toTier: 0, delayMs: 5, msPerByte: 0.001 },
      ],
    },
  );
}

describe("engine", () => {
  it("gives the same observations for the same seed, and others for another", () => {
    const first = run(everything(40));
    const second = run(everything(40));
    const third = run(everything(40), { seed: 8 });
    expect(second.events).toBe(first.events);
    expect(second.classes[0]!.latencies.view()).toEqual(first.classes[0]!.latencies.view());
    expect(third.classes[0]!.latencies.view()).not.toEqual(first.classes[0]!.latencies.view());
  });

  it("lets two models under one seed see the same arrivals", () => {
    const fast = run(singleStation({ load: 0.5, servers: 1, cv: 1 }));
    const slow = run(oneClass(row([operatorAt(0, gamma(15, 1))]), poisson(50), { stations: [{ id: "another", pool: "pool", servers: 1, batch: 1 }] }));
    expect(slow.classes[0]!.arrivedPerStep).toEqual(fast.classes[0]!.arrivedPerStep);
  });

  it("accounts for every request: arrived = completed + dropped + in flight", () => {
    const cases: [SimulationModel, Partial<EngineOptions>][] = [
      [everything(40), {}],
      [everything(200), { maxInFlight: 500 }],
      [everything(200), { queueLimit: 20 }],
      [everything(60), { poolLoss: { pool: "cloud", atMs: 60_000, untilMs: 120_000 } }],
      [everything(60), { poolLoss: { pool: "other", atMs: 60_000 } }],
      [everything(60), { warmupMs: 30_000 }],
      [everything(60), { maxEvents: 12_345 }],
    ];
    for (const [model, more] of cases) {
      const { arrived, accounted } = balance(run(model, { durationMs: 180_000, ...more }));
      expect(arrived).toBeGreaterThan(100);
      expect(accounted).toBe(arrived);
    }
  });

  it("obeys Little's law at every station: mean queue = rate of calls · mean wait", () => {
    const engine = run(everything(60));
    for (const station of engine.stations) {
      const rate = station.calls / options.durationMs;
      const queue = average(station.queuePerStep);
      expect(Math.abs(queue - rate * average(station.waits.view()))).toBeLessThan(0.02 * Math.max(queue, 0.01) + 1e-3);
    }
  });

  it("sends shares and router probabilities where they say, and counts copies and passes", () => {
    const engine = run(everything(40));
    const requests = engine.classes[0]!.arrived;
    const perRequest = engine.stations.map(({ calls }) => calls / requests);
    for (const [index, expected] of [1.25, 1.25, 0.6 * 1.5, 0.4 * 2, 1].entries()) expect(perRequest[index]! / expected).toBeCloseTo(1, 1);
  });

  it("fills batches up to their size and no further", () => {
    const engine = run(singleStation({ load: 1.5, servers: 1, cv: 1, batch: 4 }), { durationMs: 60_000 });
    const { calls, batches } = engine.stations[0]!;
    expect(calls / batches).toBeGreaterThan(3.9);
    expect(calls / batches).toBeLessThanOrEqual(4);
    const quiet = run(singleStation({ load: 0.01, servers: 1, cv: 1, batch: 4 })).stations[0]!;
    expect(quiet.calls / quiet.batches).toBeLessThan(1.1);
  });

  it("queues without end when overloaded, and drops nothing unless told to", () => {
    const open = run(singleStation({ load: 2, servers: 1, cv: 1 }), { durationMs: 100_000 });
    expect(open.classes[0]!.dropped).toBe(0);
    expect(average(open.stations[0]!.busyPerStep)).toBeGreaterThan(0.99);
    const limited = run(singleStation({ load: 2, servers: 1, cv: 1 }), { durationMs: 100_000, queueLimit: 10 });
    expect(limited.classes[0]!.dropped / limited.classes[0]!.arrived).toBeCloseTo(0.5, 1);
  });

  it("lets a hosted interface answer at its limit and drops the rest", () => {
    const model = oneClass(row([operatorAt(0, gamma(100, 0))]), poisson(80), {
      stations: [{ id: "api", pool: "api", servers: Number.POSITIVE_INFINITY, batch: 1, maxRps: 50 }],
    });
    const engine = run(model);
    expect(engine.classes[0]!.completed / 600).toBeCloseTo(50, 0);
    expect(Math.max(...engine.classes[0]!.latencies.view())).toBeCloseTo(100, 6);
  });

  it("moves the work of a lost pool to the other parts, and drops it where there are none", () => {
    const part = (station: number) => ({ station, tier: 0, share: 0.5, service: gamma(10, 1) });
    const stations = [0, 1].map((index) => ({ id: `station-${index}`, pool: `pool-${index}`, servers: 1, batch: 1 }));
    const model = oneClass(row([operatorAt(0, gamma(10, 1), { parts: [part(0), part(1)] })]), poisson(60), { stations });
    const engine = run(model, { poolLoss: { pool: "pool-1", atMs: 300_000 } });
    expect(engine.classes[0]!.dropped).toBe(0);
    const half = engine.stations[0]!.busyPerStep.length / 2;
    expect(average(engine.stations[0]!.busyPerStep.slice(0, half))).toBeCloseTo(0.3, 1);
    expect(average(engine.stations[0]!.busyPerStep.slice(half))).toBeCloseTo(0.6, 1);
    expect(average(engine.stations[1]!.busyPerStep.slice(half))).toBe(0);

    const alone = run(singleStation({ load: 0.5, servers: 1, cv: 1 }), { poolLoss: { pool: "pool", atMs: 300_000, untilMs: 450_000 } });
    const { arrived, dropped } = alone.classes[0]!;
    expect(dropped / arrived).toBeCloseTo(0.25, 1);
    expect(average(alone.stations[0]!.busyPerStep.slice(-8))).toBeGreaterThan(0.3);
  });

  it("keeps a split operator's flows between tiers and its shares", () => {
    // Two tiers, work stays where it is: P(receiver's tier = sender's tier) = 1.
    const parts = (first: number) => [0, 1].map((tier) => ({ station: first + tier, tier, share: tier === 0 ? 0.7 : 0.3, service: gamma(5, 1) }));
    const model = oneClass(
      {
        operators: [operatorAt(0, gamma(5, 1), { parts: parts(0) }), operatorAt(0, gamma(5, 1), { parts: parts(2) })],
        edges: [
          { from: -1, to: 0, inputTier: -1, bytes: 0 },
          {
            from: 0,
            to: 1,
            inputTier: -1,
            bytes: 1000,
            ratio: [
              [1 / 0.7, 0],
              [0, 1 / 0.3],
            ],
          },
        ],
        routers: [],
      },
      poisson(50),
      {
        tiers: 2,
        stations: [0, 1, 2, 3].map((index) => ({ id: `station-${index}`, pool: "pool", servers: 1, batch: 1 })),
        links: [{ fromTier: 0, toTier: 1, delayMs: 5, msPerByte: 0.001 }],
      },
    );
    const engine = run(model);
    expect(engine.links[0]!.calls).toBe(0);
    for (const [station, share] of [0.7, 0.3, 0.7, 0.3].entries()) expect(engine.stations[station]!.calls / engine.classes[0]!.arrived).toBeCloseTo(share, 1);
  });

  it("follows requests that arrived in time to their end", () => {
    const slow = oneClass(row([operatorAt(0, gamma(60_000, 1))]), poisson(1), {
      stations: [{ id: "api", pool: "api", servers: Number.POSITIVE_INFINITY, batch: 1 }],
    });
    const engine = run(slow, { durationMs: 120_000 });
    expect(engine.classes[0]!.completed).toBeGreaterThan(0.8 * engine.classes[0]!.arrived);
    // Without that, only requests of less than two minutes could be seen at all.
    expect(Math.max(...engine.classes[0]!.latencies.view())).toBeGreaterThan(120_000);
    expect(balance(engine).accounted).toBe(engine.classes[0]!.arrived);
  });

  it("stops when told to, and says so", () => {
    let looks = 0;
    const engine = new Engine(chain({ stations: 4, load: 0.5, cv: 1 }), { ...options, durationMs: 1e9 });
    const seen: number[] = [];
    engine.run({
      shouldStop: () => {
        looks += 1;
        return looks === 3;
      },
      onProgress: (fraction) => seen.push(fraction),
    });
    expect(engine.stopped).toBe("cancelled");
    expect(seen).toHaveLength(3);
    expect(seen[1]).toBeGreaterThan(seen[0]!);
    expect(engine.observedMs).toBeGreaterThan(0);
    expect(engine.observedMs).toBeLessThan(1e9);
    expect(run(chain({ stations: 4, load: 0.5, cv: 1 }), { maxEvents: 1000 }).stopped).toBe("events");
  });
});
