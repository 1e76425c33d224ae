import { describe, expect, it } from "vitest";
import { arrivalProcess } from "../../../server/simulator/arrivals";
import { meanEstimate, quantileEstimates, shareEstimate, studentQuantile } from "../../../server/simulator/batch-means";
import { EventQueue } from "../../../server/simulator/event-queue";
import type { ArrivalModel } from "../../../server/simulator/model";
import { RandomStream, streamFor } from "../../../server/simulator/random";
import { fitGamma, GammaSampler, gammaQuantile, meanServiceMs } from "../../../server/simulator/samplers";
import { passesDistribution, serviceTimeOf } from "../../../server/simulator/service-times";

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: number[]) => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};

describe("random numbers", () => {
  it("are xoshiro128** (first outputs of the reference implementation from the state 1, 2, 3, 4)", () => {
    const stream = new RandomStream(1, 2, 3, 4);
    expect(Array.from({ length: 4 }, () => stream.nextUint32())).toEqual([11520, 0, 5927040, 70819200]);
  });

  it("differ between purposes and seeds, and repeat for the same", () => {
    const first = (seed: number, purpose: string) => streamFor(seed, purpose).nextUint32();
    expect(first(1, "arrivals/a")).toBe(first(1, "arrivals/a"));
    expect(new Set([first(1, "arrivals/a"), first(1, "arrivals/b"), first(2, "arrivals/a"), first(2 ** 40 + 1, "arrivals/a")]).size).toBe(4);
  });

  it("are uniform on the open unit interval", () => {
    const stream = streamFor(3, "uniform");
    const values = Array.from({ length: 100_000 }, () => stream.uniform());
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThan(0);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });
});

describe("event queue", () => {
  it("returns events by time, and those of one instant in the order in which they were added", () => {
    const queue = new EventQueue(2);
    const stream = streamFor(5, "queue");
    const expected: { time: number; subject: number }[] = [];
    for (let subject = 0; subject < 5000; subject += 1) {
      const time = Math.floor(stream.uniform() * 300);
      expected.push({ time, subject });
      queue.push(time, subject % 3, subject);
    }
    expected.sort((a, b) => a.time - b.time || a.subject - b.subject);
    for (const { time, subject } of expected) {
      expect(queue.pop()).toBe(time);
      expect(queue.subject).toBe(subject);
      expect(queue.kind).toBe(subject % 3);
    }
    expect(queue.pop()).toBeNaN();
  });
});

describe("service times", () => {
  it("have the mean and the coefficient of variation asked for", () => {
    for (const cv of [0, 0.3, 1, 1.7]) {
      const sampler = new GammaSampler({ mean: 20, cv });
      const stream = streamFor(11, `gamma/${cv}`);
      const values = Array.from({ length: 200_000 }, () => sampler.sample(stream));
      expect(mean(values) / 20).toBeCloseTo(1, 1.5);
      expect(deviation(values) / 20).toBeCloseTo(cv, 1);
    }
  });

  it("fit the percentiles given", () => {
    const truth = { mean: 300, cv: 0.7 };
    const percentiles = [0.5, 0.95, 0.99].map((q) => [q, gammaQuantile(q, truth)] as const);
    const fitted = fitGamma(percentiles, {});
    expect(fitted.mean).toBeCloseTo(300, 3);
    expect(fitted.cv).toBeCloseTo(0.7, 5);
    expect(fitGamma(percentiles.slice(1, 2), { mean: 300 }).cv).toBeCloseTo(0.7, 5);
  });

  it("keep the planner's mean, take a given cv for the whole, and are exponential when nothing is said", () => {
    expect(serviceTimeOf({ latencyMs: { mean: 80 }, cv: 0 }, null, false)).toEqual({ kind: "gamma", shape: { mean: 80, cv: 0 } });
    expect(serviceTimeOf({ latencyMs: { mean: 80 } }, null, false)).toEqual({ kind: "gamma", shape: { mean: 80, cv: 1 } });
    expect(serviceTimeOf({ latencyMs: { mean: 80 } }, null, true)).toEqual({ kind: "gamma", shape: { mean: 80, cv: 0 } });
    const station = serviceTimeOf({ latencyMs: { p50: 700, p95: 1900 } }, null, false)!;
    expect(meanServiceMs(station)).toBe(700);
    const api = serviceTimeOf({ latencyMs: { p50: 700, p95: 1900 } }, null, true)!;
    expect(api.kind === "gamma" && gammaQuantile(0.5, api.shape)).toBeCloseTo(700, 3);
    expect(api.kind === "gamma" && gammaQuantile(0.95, api.shape)).toBeCloseTo(1900, 3);
  });

  it("of token profiles are the time to the first token and as many steps as there are tokens", () => {
    const tokens = { completion: { mean: 90, p95: 210 } };
    const time = serviceTimeOf({ ttftMs: { mean: 210 }, tpotMs: { mean: 31 } }, tokens, false)!;
    expect(meanServiceMs(time)).toBe(210 + 90 * 31);
    expect(time.kind === "tokens" && gammaQuantile(0.95, time.tokens)).toBeCloseTo(210, 3);
    expect(serviceTimeOf({ ttftMs: { mean: 210 }, tpotMs: { mean: 31 } }, null, false)).toBeNull();
  });
});

describe("passes of a loop", () => {
  it("have the mean asked for and never exceed the maximum", () => {
    for (const [average, max] of [
      [1, 1],
      [1.3, 5],
      [2.2, 4],
      [3.9, 4],
      [0.4, 3],
      [2.5, 2.5],
      [1, 100],
      [50, 100],
    ] as const) {
      const passes = passesDistribution(average, max);
      expect(passes.length - 1).toBeLessThanOrEqual(Math.ceil(max));
      expect(passes.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(passes.reduce((sum, probability, count) => sum + count * probability, 0)).toBeCloseTo(average, 6);
      if (average >= 1) expect(passes[0]).toBe(0);
    }
  });
});

describe("arrivals", () => {
  const until = (model: ArrivalModel, endMs: number) => {
    const process = arrivalProcess(model, streamFor(1, "arrivals"));
    const times: number[] = [];
    for (let time = process.next(); time < endMs; time = process.next()) times.push(time);
    return times;
  };
  const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]!);

  it("that are uniform are evenly spaced", () => {
    const all = gaps(until({ kind: "uniform", rateRps: 50 }, 10_000));
    for (const gap of all) expect(gap).toBeCloseTo(20, 6);
  });

  it("that are Poisson have exponential gaps", () => {
    const all = gaps(until({ kind: "pieces", pieces: [{ fromMs: 0, rateRps: 50 }] }, 4_000_000));
    expect(mean(all) / 20).toBeCloseTo(1, 1.5);
    expect(deviation(all) / mean(all)).toBeCloseTo(1, 1.5);
  });

  it("of a spike have its rate within it and the usual rate outside", () => {
    const times = until(
      {
        kind: "pieces",
        pieces: [
          { fromMs: 0, rateRps: 20 },
          { fromMs: 400_000, rateRps: 60 },
          { fromMs: 500_000, rateRps: 0 },
          { fromMs: 600_000, rateRps: 20 },
        ],
      },
      1_000_000,
    );
    const within = (from: number, to: number) => times.filter((time) => time >= from && time < to).length / ((to - from) / 1000);
    expect(within(0, 400_000) / 20).toBeCloseTo(1, 1);
    expect(within(400_000, 500_000) / 60).toBeCloseTo(1, 1);
    expect(within(500_000, 600_000)).toBe(0);
    expect(within(600_000, 1_000_000) / 20).toBeCloseTo(1, 1);
  });

  it("of a trace are its own, repeated with its period", () => {
    expect(until({ kind: "trace", timesMs: [0, 10, 40], periodMs: 60 }, 130)).toEqual([0, 10, 40, 60, 70, 100, 120]);
  });

  it("that are bursty keep the mean rate and are more variable than Poisson", () => {
    const all = gaps(until({ kind: "mmpp", calmRps: 20, burstRps: 120, meanCalmMs: 9000, meanBurstMs: 1000 }, 8_000_000));
    expect((mean(all) * 30) / 1000).toBeCloseTo(1, 1);
    expect(deviation(all) / mean(all)).toBeGreaterThan(1.15);
  });
});

describe("intervals", () => {
  it("use Student's t", () => {
    expect(studentQuantile(7)).toBeCloseTo(2.3646, 4);
    expect(studentQuantile(31)).toBeCloseTo(2.0395, 4);
  });

  it("say nothing where there is nothing to say it from", () => {
    expect(meanEstimate(new Float64Array(0))).toEqual({ value: null, low: null, high: null });
    expect(meanEstimate(Float64Array.from([1, 2, 3]))).toEqual({ value: 2, low: null, high: null });
    const [p99] = quantileEstimates(
      Float64Array.from({ length: 50 }, (_, index) => index),
      [0.99],
    );
    expect(p99).toEqual({ value: 49, low: 41, high: null });
  });

  it("are wider for correlated observations than for independent ones of the same spread", () => {
    const stream = streamFor(9, "interval");
    const independent = Float64Array.from({ length: 20_000 }, () => stream.normal() + 100);
    let last = 0;
    const correlated = independent.map((value) => {
      last = 0.99 * last + Math.sqrt(1 - 0.99 ** 2) * (value - 100);
      return 100 + last;
    });
    const width = (values: Float64Array) => meanEstimate(values).high! - meanEstimate(values).low!;
    expect(width(independent)).toBeLessThan(0.06);
    expect(width(correlated)).toBeGreaterThan(5 * width(independent));
  });

  it("of a share that is always met stay open below", () => {
    const always = shareEstimate(new Float64Array(1000).fill(1));
    expect(always.value).toBe(1);
    expect(always.low).toBeGreaterThan(0.99);
    expect(always.low).toBeLessThan(1);
    expect(always.high).toBe(1);
  });
});
