import { describe, expect, test } from "vitest";
import { unitGammaQuantile } from "../../../core/metrics/gamma";
import { percentileThrough } from "../../../core/metrics/statistics";
import { gammaQuantile as bisected } from "../../property/oracle/statistics";

const CVS = [5, 3, 2, 1, 0.5, 0.2, 0.05, 0.02, 0.0101, 0.0099, 0.003];

describe("quantiles of the gamma distribution", () => {
  test.each(CVS)("cv %d: as by bisection of another incomplete gamma function", (cv) => {
    for (const p of [0.5, 0.9, 0.95, 0.99]) expect(unitGammaQuantile(1 / (cv * cv), p) / bisected(1, cv, p)).toBeCloseTo(1, 11);
  });

  test("from a shape of 10,000 on the expansion takes over without a step", () => {
    for (const p of [0.5, 0.9, 0.95, 0.99]) {
      const [below, above] = [unitGammaQuantile(9_999.999999, p), unitGammaQuantile(10_000.000001, p)];
      expect(Math.abs(above - below)).toBeLessThan(1e-11);
    }
  });
});

test.each(CVS.filter((cv) => cv < 2))("a percentile through two known ones of a gamma distribution is that distribution's: cv %d", (cv) => {
  const at = (p: number): number => bisected(100, cv, p);
  expect(percentileThrough({ anchor: "p95", other: "mean" }, at(0.95), 100, "p99") / at(0.99)).toBeCloseTo(1, 10);
  expect(percentileThrough({ anchor: "p90", other: "p50" }, at(0.9), at(0.5), "p99") / at(0.99)).toBeCloseTo(1, 10);
});
