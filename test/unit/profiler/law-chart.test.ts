import { describe, expect, it } from "vitest";
import { fitBatchLatency } from "../../../server/profiler/batch-law";
import { lawChart } from "../../../server/profiler/law-chart";
import { fitTimeToFirstToken } from "../../../server/profiler/token-laws";

describe("a law made ready for drawing", () => {
  const noisy = [1, 2, 4, 8, 16].map((batch, index) => ({ batch, batchMs: (10 + 3 * batch) * (index % 2 ? 1.02 : 0.98) }));

  it("has its points, a line with bands that hold it, and errors on points it has not seen", () => {
    const chart = lawChart("batch-latency", fitBatchLatency(noisy));
    expect(chart.formula).toMatch(/^latency of a batch = .* ms \+ .* ms × batch$/);
    expect(chart.series).toHaveLength(1);
    const [series] = chart.series;
    expect(series?.points.map((point) => point.x)).toEqual([1, 2, 4, 8, 16]);
    for (const point of series?.curve ?? []) {
      expect(point.mean[0]).toBeLessThanOrEqual(point.fit);
      expect(point.single[1]).toBeGreaterThan(point.mean[1]);
    }
    expect(chart.heldOutInside).toMatchObject({ tested: 3 });
    expect(chart.heldOutInside?.median).toBeGreaterThan(0);
    expect(chart.heldOutInside?.median).toBeLessThan(0.1);
    expect(chart.heldOutBeyond?.tested).toBe(1);
  });

  it("has a line per prompt length", () => {
    const points = [256, 1024].flatMap((inputTokens) =>
      [1, 8, 32].map((concurrency) => ({ inputTokens, concurrency, ttftMs: 5 + (inputTokens / 1000) * (40 + 3 * concurrency) })),
    );
    const chart = lawChart("time-to-first-token", fitTimeToFirstToken(points));
    expect(chart.series.map((series) => [series.label, series.points.length])).toEqual([
      ["256 prompt tokens", 3],
      ["1,024 prompt tokens", 3],
    ]);
    const last = chart.series[1]?.curve.at(-1);
    expect(last?.x).toBeCloseTo(32, 9);
    expect(last?.fit).toBeCloseTo(5 + 1.024 * (40 + 96), 6);
  });
});
