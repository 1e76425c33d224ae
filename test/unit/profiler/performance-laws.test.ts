import { describe, expect, it } from "vitest";
import { lawReport } from "../../../server/catalogue/build/law-report";
import { fitBatchLatency, predictBatchLatency } from "../../../server/profiler/batch-law";
import { FitError, fitRelative, predict } from "../../../server/profiler/linear-fit";
import { cvFromP90, gammaQuantile } from "../../../server/profiler/spread";
import {
  fitTimePerToken,
  fitTimeToFirstToken,
  heldOut,
  predictThroughput,
  predictTpot,
  predictTtft,
  type ServingPoint,
  throughputOf,
  withoutSaturation,
} from "../../../server/profiler/token-laws";

const exact = [4, 8, 16, 32, 64].map((concurrency) => ({ concurrency, tpotMs: 10 + 0.25 * concurrency }));

describe("a fit on relative residuals", () => {
  it("finds the coefficients that made the points", () => {
    const fit = fitTimePerToken(exact);
    expect(fit.terms.map((term) => term.value)).toEqual([expect.closeTo(10, 9), expect.closeTo(0.25, 9)]);
    expect(fit.rSquared).toBeCloseTo(1, 12);
    expect(fit.relativeSd).toBeLessThan(1e-9);
  });

  it("agrees with weighted least squares solved by hand", () => {
    // Two points at x = 1 (y = 2 and 4): minimising (b/2 - 1)² + (b/4 - 1)² gives b = (1/2 + 1/4)/(1/4 + 1/16) = 2.4.
    const fit = fitRelative(
      ["slope"],
      [
        { features: [1], y: 2 },
        { features: [1], y: 4 },
      ],
    );
    expect(fit.terms[0]?.value).toBeCloseTo(2.4, 12);
    expect(fit.degreesOfFreedom).toBe(1);
  });

  it("covers the truth with its 95 % interval about 95 times in 100", () => {
    let state = 7;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let covered = 0;
    const rounds = 400;
    for (let round = 0; round < rounds; round += 1) {
      const fit = fitTimePerToken([2, 4, 8, 16, 32, 64].map((concurrency) => ({ concurrency, tpotMs: (10 + 0.5 * concurrency) * (1 + 0.03 * normal()) })));
      const [low, high] = predictTpot(fit, 20).ci95;
      if (low <= 20 && high >= 20) covered += 1;
    }
    expect(covered / rounds).toBeGreaterThan(0.9);
    expect(covered / rounds).toBeLessThan(0.985);
  });

  it("gives a wider interval for one measurement than for the mean, and further out", () => {
    const fit = fitTimePerToken(exact.map((point, index) => ({ ...point, tpotMs: point.tpotMs * (index % 2 === 0 ? 1.02 : 0.98) })));
    const near = predictTpot(fit, 32);
    const far = predictTpot(fit, 256);
    expect(near.interval95[1] - near.interval95[0]).toBeGreaterThan(near.ci95[1] - near.ci95[0]);
    expect(far.ci95[1] - far.ci95[0]).toBeGreaterThan(near.ci95[1] - near.ci95[0]);
  });

  it("refuses too few points, values that are not positive, and points that determine nothing", () => {
    expect(() => fitTimePerToken(exact.slice(0, 2))).toThrow(FitError);
    expect(() => fitTimePerToken([...exact, { concurrency: 128, tpotMs: 0 }])).toThrow(/positive/);
    expect(() => fitTimePerToken([...exact, { concurrency: Number.NaN, tpotMs: 4 }])).toThrow(/not finite/);
    expect(() => fitTimePerToken([5, 5, 5, 5].map((concurrency) => ({ concurrency, tpotMs: 10 })))).toThrow(/determine/);
  });

  it("predicts zero covariance terms without NaN", () => {
    expect(predict(fitTimePerToken(exact), [1, 0]).value).toBeCloseTo(10, 9);
  });
});

const point = (inputTokens: number, concurrency: number, ttftMs = 20 + 30 * (inputTokens / 1000) + 2 * (inputTokens / 1000) * concurrency): ServingPoint => ({
  inputTokens,
  outputTokens: 1000,
  concurrency,
  ttftMs,
  tpotMs: 10 + 0.25 * concurrency,
});
const grid = [1000, 8000].flatMap((length) => [4, 8, 16, 32].map((load) => point(length, load)));

describe("the laws of token models", () => {
  it("find the time to first token in prompt length and load", () => {
    const fit = fitTimeToFirstToken(grid);
    expect(fit.terms.map((term) => term.value)).toEqual([expect.closeTo(20, 6), expect.closeTo(30, 6), expect.closeTo(2, 6)]);
    expect(predictTtft(fit, 4000, 10).value).toBeCloseTo(20 + 120 + 80, 6);
  });

  it("leave the fixed part out when there is one prompt length only", () => {
    expect(fitTimeToFirstToken(grid.filter((entry) => entry.inputTokens === 1000)).terms).toHaveLength(2);
  });

  it("give the throughput by Little's law", () => {
    expect(throughputOf(point(1000, 8))).toBeCloseTo((8 * 1000 * 1000) / (20 + 30 + 16 + 1000 * 12), 9);
    const laws = { tpot: fitTimePerToken(exact), ttft: fitTimeToFirstToken(grid) };
    expect(predictThroughput(laws, 1000, 1000, 8)).toBeCloseTo(throughputOf(point(1000, 8)), 6);
  });

  it("leave saturated points out, whatever their order", () => {
    const waiting = { ...point(1000, 64), ttftMs: 60_000 };
    const flat = { ...point(1000, 128), tpotMs: 130 };
    expect(
      withoutSaturation([flat, waiting, ...grid]).sort((left, right) => left.inputTokens - right.inputTokens || left.concurrency - right.concurrency),
    ).toEqual(grid);
  });

  it("report errors of points the fit has not seen", () => {
    const held = heldOut(
      exact,
      (entry) => entry.tpotMs,
      (train, test) => predictTpot(fitTimePerToken(train), test.concurrency).value,
    );
    expect(held.inside).toHaveLength(3);
    expect(held.beyond).toHaveLength(1);
    for (const error of [...held.inside, ...held.beyond]) expect(error).toBeLessThan(1e-9);
    const spoiled = exact.map((entry) => (entry.concurrency === 16 ? { ...entry, tpotMs: entry.tpotMs * 2 } : entry));
    expect(
      Math.max(
        ...heldOut(
          spoiled,
          (entry) => entry.tpotMs,
          (train, test) => predictTpot(fitTimePerToken(train), test.concurrency).value,
        ).inside,
      ),
    ).toBeGreaterThan(0.4);
  });

  it("find fixed and per-item time of a batch", () => {
    const fit = fitBatchLatency([1, 2, 4, 8].map((batch) => ({ batch, batchMs: 50 + 12 * batch })));
    expect(predictBatchLatency(fit, 6).value).toBeCloseTo(122, 9);
  });
});

describe("the fits of the catalogue", () => {
  const report = lawReport();

  it("explain the measured times per token as well as published", () => {
    expect(report.medianR2TimePerToken).toBeGreaterThan(0.97);
    expect(report.saturatedPoints).toBeLessThan(report.servingPoints * 0.05);
  });

  it("hold on points they have not seen, on every device", () => {
    const perToken = report.rows.filter((row) => row.law === "time per output token");
    expect(new Set(perToken.map((row) => row.device)).size).toBeGreaterThanOrEqual(5);
    for (const row of perToken) {
      expect(row.inside?.median).toBeLessThan(0.15);
      expect(row.inside?.tested).toBeGreaterThan(20);
    }
    for (const row of report.rows.filter((entry) => entry.law === "batch latency")) expect(row.inside?.p90).toBeLessThan(0.05);
  });
});

describe("the spread of a gamma distribution", () => {
  it("gives back the coefficient of variation that made a 90th percentile", () => {
    for (const cv of [0.02, 0.1, 0.5, 1, 1.4]) expect(cvFromP90(40, gammaQuantile(0.9, 40, cv))).toBeCloseTo(cv, 6);
  });

  it("is exponential at cv 1 and a point at cv 0", () => {
    expect(gammaQuantile(0.95, 10, 1)).toBeCloseTo(-10 * Math.log(0.05), 6);
    expect(gammaQuantile(0.95, 10, 0)).toBe(10);
  });

  it("says when no such distribution exists", () => {
    expect(cvFromP90(10, 9)).toBeNull();
    expect(cvFromP90(10, 40)).toBeNull();
    expect(cvFromP90(10, 10)).toBe(0);
  });
});
