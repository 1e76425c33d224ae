import { describe, expect, it } from "vitest";
import {
  curveStatistics,
  interArrivalCv,
  lengthStatistics,
  poissonVerdict,
  quantileOfSorted,
  traceStatistics,
} from "../../../core/metrics/workload-statistics";

function exponentialArrivals(count: number, meanGapMs: number): number[] {
  let state = 11;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let time = 0;
  return Array.from({ length: count }, () => {
    time += -Math.log(1 - random()) * meanGapMs;
    return time;
  });
}

describe("workload statistics", () => {
  it("call Poisson arrivals Poisson", () => {
    const statistics = traceStatistics({ timestampsMs: exponentialArrivals(5000, 100) });
    expect(statistics.interArrivalCv).toBeGreaterThan(0.9);
    expect(statistics.interArrivalCv).toBeLessThan(1.1);
    expect(statistics.poisson.kind).toBe("consistent");
    expect(statistics.meanRateRps).toBeCloseTo(10, 0);
  });

  it("warn of bursts, with the factor by which waits grow", () => {
    const bursts = Array.from({ length: 20 }, (_, burst) => Array.from({ length: 50 }, (_, index) => burst * 60_000 + index)).flat();
    const { interArrivalCv: cv, poisson } = traceStatistics({ timestampsMs: bursts });
    expect(cv).toBeGreaterThan(5);
    expect(poisson.kind).toBe("burstier");
    expect(poisson.message).toContain(`${(((cv ?? 0) ** 2 + 1) / 2).toFixed(0)} times`);
  });

  it("know a metronome", () => {
    const statistics = traceStatistics({ timestampsMs: Array.from({ length: 101 }, (_, index) => index * 200) }, 10);
    expect(statistics.interArrivalCv).toBeCloseTo(0, 12);
    expect(statistics.poisson.kind).toBe("smoother");
    expect(statistics.meanRateRps).toBeCloseTo(5, 12);
    expect(statistics.bins).toHaveLength(10);
    expect(statistics.bins.reduce((sum, bin) => sum + (bin.rateRps * (bin.toMs - bin.fromMs)) / 1000, 0)).toBeCloseTo(101, 9);
  });

  it("say nothing on too few arrivals", () => {
    expect(traceStatistics({ timestampsMs: [0, 5, 10] }).poisson.kind).toBe("unknown");
    expect(traceStatistics({ timestampsMs: [] }).meanRateRps).toBe(0);
    expect(interArrivalCv([3, 3, 3])).toBeNull();
    expect(poissonVerdict(13.15, 8819).message).toContain("13");
  });

  it("refuse times that run backwards", () => {
    expect(() => traceStatistics({ timestampsMs: [0, 5, 4] })).toThrow(/arrival 3/);
  });

  it("describe token lengths", () => {
    const lengths = lengthStatistics([10, 30, 20, 40, 50]);
    expect(lengths).toMatchObject({ count: 5, mean: 30, min: 10, max: 50, p50: 30, p90: 46 });
    expect(lengths?.histogram.map((bin) => bin.count)).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect(lengthStatistics([])).toBeNull();
    expect(quantileOfSorted([1, 2, 3, 4], 0.5)).toBe(2.5);
  });

  it("weigh the points of a daily curve by how long they hold", () => {
    const statistics = curveStatistics([
      { minute: 0, rateRps: 10 },
      { minute: 60, rateRps: 40 },
      { minute: 120, rateRps: 10 },
    ]);
    expect(statistics).toEqual({ meanRateRps: 20, peakRateRps: 40, lowRateRps: 10, peakToMean: 2 });
    expect(() => curveStatistics([])).toThrow(/no points/);
  });
});
