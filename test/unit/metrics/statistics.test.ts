import { describe, expect, test } from "vitest";
import type { Distribution } from "../../../core/documents/common";
import { STATISTICS } from "../../../core/documents/common";
import { statisticOf } from "../../../core/metrics/made-from-figures";
import { allStatistics, fillStatistic } from "../../../core/metrics/statistics";
import { gammaQuantile } from "../../../server/simulator/samplers";
import { serviceTimeOf } from "../../../server/simulator/service-times";

const exponential = (probability: number) => -10 * Math.log(1 - probability);

describe("a percentile above the highest that is known", () => {
  test("lies on the gamma distribution through what is known of the spread", () => {
    expect(fillStatistic({ mean: 10, p95: exponential(0.95) }, "p99")).toEqual({ value: expect.closeTo(exponential(0.99), 9), rule: "through" });
    expect(fillStatistic({ p50: exponential(0.5), p95: exponential(0.95) }, "p99").value).toBeCloseTo(exponential(0.99), 9);
    expect(fillStatistic({ mean: 10, p50: exponential(0.5) }, "p90").value).toBeCloseTo(exponential(0.9), 9);
  });

  test("is the mean where nothing is known of the spread, and the gamma quantile of a cv that is given", () => {
    expect(fillStatistic({ mean: 10 }, "p99")).toEqual({ value: 10, rule: "gamma" });
    expect(fillStatistic({ p50: 10 }, "p99")).toEqual({ value: 10, rule: "gamma" });
    expect(fillStatistic({ mean: 10, p50: 1 }, "p95", 1).value).toBeCloseTo(exponential(0.95), 9);
  });

  test.each<[Distribution, number]>([
    [{ p50: 350, p95: 900 }, 0],
    [{ mean: 60, p95: 160 }, 0],
    [{ mean: 60, p95: 50 }, 0],
    [{ mean: 60, p50: 90 }, 0],
    [{ mean: 60, p95: 900 }, 0],
    [{ p50: 1, p90: 1000 }, 0],
    [{ p50: 350, p95: 900 }, 0.1],
    [{ mean: 0, p95: 0 }, 0],
  ])("never falls below a lower one: %j with cv %d", (distribution, cv) => {
    const [, ...percentiles] = allStatistics(distribution, cv).map((entry) => entry.value);
    for (const value of percentiles) expect(Number.isFinite(value)).toBe(true);
    expect(percentiles).toEqual([...percentiles].sort((a, b) => a - b));
  });

  test("is what the simulator draws from", () => {
    const ttftMs = { p50: 350, p95: 900 };
    const time = serviceTimeOf({ ttftMs, tpotMs: { mean: 6 } }, { completion: { mean: 200 } }, true);
    if (time?.kind !== "tokens") throw new Error("tokens expected");
    const p99 = fillStatistic(ttftMs, "p99").value;
    expect(p99).toBeGreaterThan(1000);
    expect(gammaQuantile(0.99, time.ttftMs) / p99).toBeCloseTo(1, 4);
  });

  test("shows what it is made from", () => {
    const place = { kind: "Catalogue" as const, name: "c", path: [] };
    for (const distribution of [
      { p50: 350, p95: 900 },
      { mean: 60, p95: 160 },
      { p50: 350, p95: 900 },
    ] as Distribution[])
      for (const cv of [undefined, 0, 0.1, 2])
        for (const wanted of STATISTICS) {
          const node = statisticOf("latency", distribution, wanted, "ms", [], place, { cv, place });
          expect(node.value).toBe(fillStatistic(distribution, wanted, cv).value);
        }
    const p99 = statisticOf("latency", { p50: 350, p95: 900 }, "p99", "ms", [], place, null);
    expect(p99.formula).toContain("through its p50 and p95");
    expect(p99.inputs.map((input) => input.value)).toEqual([900, 350]);
  });
});
