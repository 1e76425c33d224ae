import { describe, expect, it } from "vitest";
import { meanEstimate, quantileEstimates } from "../../server/simulator/batch-means";
import { chain, singleStation } from "../unit/simulator/models";
import { runTheory } from "../unit/simulator/theory";

describe("intervals", () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
  const coverage = (observe: (seed: number) => { theory: number; low: number | null; high: number | null }[]) => {
    const hits: number[] = [];
    for (const seed of seeds) {
      for (const [index, { theory, low, high }] of observe(seed).entries()) hits[index] = (hits[index] ?? 0) + (low! <= theory && theory <= high! ? 1 : 0);
    }
    return hits.map((count) => count / seeds.length);
  };

  it("cover the true mean, p95 and p99 of an M/M/1 at load 0.8 in at least 85 % of 40 seeds", () => {
    const shares = coverage((seed) => {
      const latencies = runTheory(singleStation({ load: 0.8, servers: 1, cv: 1 }), seed, 900_000).classes[0]!.latencies.view();
      const quantiles = quantileEstimates(latencies, [0.95, 0.99]);
      return [
        { theory: 50, ...meanEstimate(latencies) },
        { theory: -50 * Math.log(0.05), ...quantiles[0]! },
        { theory: -50 * Math.log(0.01), ...quantiles[1]! },
      ];
    });
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(0.85);
    // Nor are they so wide that they always hold.
    expect(Math.min(...shares)).toBeLessThan(1);
  });

  it("cover the true p99 of an M/M/1 at load 0.9 in at least 80 % of 40 seeds", () => {
    const [share] = coverage((seed) => {
      const latencies = runTheory(singleStation({ load: 0.9, servers: 1, cv: 1 }), seed, 900_000).classes[0]!.latencies.view();
      const [estimate] = quantileEstimates(latencies, [0.99]);
      return [{ theory: -100 * Math.log(0.01), low: estimate!.low, high: estimate!.high ?? Number.POSITIVE_INFINITY }];
    });
    expect(share).toBeGreaterThanOrEqual(0.8);
  });

  it("cover the true mean of a tandem line at load 0.7 in at least 85 % of 40 seeds", () => {
    const [share] = coverage((seed) => [
      { theory: 100, ...meanEstimate(runTheory(chain({ stations: 3, load: 0.7, cv: 1 }), seed, 600_000).classes[0]!.latencies.view()) },
    ]);
    expect(share).toBeGreaterThanOrEqual(0.85);
  });
});
