import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asksForLog, makeAxis } from "../../../components/frontier/axis";
import { sequentialColour } from "../../../components/frontier/colour-scale";
import { HitIndex } from "../../../components/frontier/hit-index";
import { columnsOfPlans } from "../../../components/frontier/plan-values";
import { labelBaselines, layoutScatter } from "../../../components/frontier/scatter-layout";
import { staircase } from "../../../components/frontier/staircase";
import { plan } from "./plans";

describe("axes", () => {
  it("has round ticks inside its domain, and room around the points", () => {
    const axis = makeAxis([0.0488, 0.157], { range: [0, 600] });
    expect(axis.domain[0]).toBeLessThan(0.0488);
    expect(axis.domain[1]).toBeGreaterThan(0.157);
    for (const tick of axis.ticks) expect(Number(tick.toPrecision(2))).toBe(tick);
  });

  it("survives equal values, no values, extreme ranges and values that are not known", () => {
    for (const values of [[5, 5], [0], [], [Number.NaN], [1e-6, 1e9], [Number.POSITIVE_INFINITY, 3]]) {
      for (const log of [false, true]) {
        const axis = makeAxis(values, { range: [0, 500], log });
        expect(axis.domain[0]).toBeLessThan(axis.domain[1]);
        // where nothing is known, an axis has no figures to show
        expect(axis.ticks.length > 0).toBe(values.some(Number.isFinite));
        expect(axis.ticks.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it("stands still while values move a little, where it is to end at round values", () => {
    const ends = (low: number, round: boolean) => makeAxis([low, 14.2], { range: [0, 600], round }).domain;
    expect(ends(3.151, true)).toEqual(ends(3.149, true));
    expect(ends(3.151, false)).not.toEqual(ends(3.149, false));
    expect(makeAxis([3.1, 14.2], { range: [0, 600], round: true, domain: [3.3, 4.7] }).domain).toEqual([3.3, 4.7]);
  });

  it("is logarithmic only above zero, and asks for it beyond two powers of ten", () => {
    expect(makeAxis([0, 10], { range: [0, 1], log: true }).log).toBe(false);
    expect(asksForLog([1, 99])).toBe(false);
    expect(asksForLog([1, 101])).toBe(true);
    expect(makeAxis([1e-6, 1e9], { range: [0, 500], log: true }).ticks).toContain(1);
  });

  it("maps back and forth", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 20 }), fc.boolean(), (values, log) => {
        const axis = makeAxis(values, { range: [10, 610], log });
        for (const value of values) {
          const pixel = axis.toPixel(value);
          expect(pixel).toBeGreaterThanOrEqual(10);
          expect(pixel).toBeLessThanOrEqual(610);
          expect(axis.toValue(pixel) / value).toBeCloseTo(1, 6);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("staircase", () => {
  it("holds exactly the points nobody beats in two objectives", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), { maxLength: 40 }), (points) => {
        const xs = Float64Array.from(points, ([x]) => x);
        const ys = Float64Array.from(points, ([, y]) => y);
        const kept = new Set(staircase(xs, ys, "latency", "quality").map((index) => `${xs[index]} ${ys[index]}`));
        const best = new Set(points.filter(([x, y]) => !points.some(([a, b]) => a <= x && b >= y && (a < x || b > y))).map(([x, y]) => `${x} ${y}`));
        expect(kept).toEqual(best);
      }),
    );
  });

  it("leaves out what is not known", () => {
    expect(staircase(Float64Array.of(1, Number.NaN), Float64Array.of(1, 0), "latency", "costPerHour")).toEqual([0]);
  });
});

describe("scatter", () => {
  const plans = [
    plan("p-1", { cost: 1, latency: 300, quality: 0.5 }),
    plan("p-2", { cost: 2, latency: 100, quality: 0.6 }),
    plan("p-3", { cost: 3, latency: null, quality: 0.7 }),
  ];
  const columns = columnsOfPlans(plans, ["costPerThousand", "latency", "quality"], "p90");
  const input = {
    columns,
    ghost: null,
    xObjective: "costPerThousand",
    yObjective: "latency",
    colourObjective: "quality",
    logX: false,
    logY: false,
    limits: [],
    rateRps: 40,
    width: 800,
    height: 400,
  } as const;

  it("places every plan inside the plot and counts those without a value", () => {
    const layout = layoutScatter(input);
    expect(layout.missing).toBe(1);
    for (const index of [0, 1]) {
      expect(layout.px[index]).toBeGreaterThan(layout.box.left);
      expect(layout.px[index]).toBeLessThan(layout.box.right);
      expect(layout.py[index]).toBeGreaterThan(layout.box.top);
      expect(layout.py[index]).toBeLessThan(layout.box.bottom);
    }
    expect(layout.py[0]).toBeLessThan(layout.py[1] as number);
  });

  it("gives the better end of the third objective the colour that stands out", () => {
    const layout = layoutScatter(input);
    expect([...layout.shade]).toEqual([0, 32, 63]);
    const luminance = (colour: string) => (colour.match(/\d+/g) ?? []).map(Number).reduce((sum, channel) => sum + channel, 0);
    expect(luminance(sequentialColour(1, "light"))).toBeLessThan(luminance(sequentialColour(0, "light")));
    expect(luminance(sequentialColour(1, "dark"))).toBeGreaterThan(luminance(sequentialColour(0, "dark")));
  });

  it("reaches to a limit near the plans and not to one that would squeeze them into a corner", () => {
    const limit = (value: number) => [
      { index: 0, slo: { metric: "latency", op: "<=", value }, objective: "latency", statistic: "p90", side: "max", value, hard: true } as const,
    ];
    const topOf = (value: number) => {
      const { lines, box } = layoutScatter({ ...input, limits: limit(value) });
      return (lines[0]?.pixel ?? Number.NaN) - box.top;
    };
    expect(topOf(350)).toBeGreaterThan(0);
    expect(topOf(90_000)).toBeLessThan(0);
  });
});

describe("labels of limits", () => {
  const box = { top: 24, bottom: 210 };

  it("stay inside the frame and apart where lines cross near its top", () => {
    const baselines = labelBaselines(
      [
        { axis: "x", pixel: 500 },
        { axis: "y", pixel: 30 },
        { axis: "x", pixel: 520 },
      ],
      box,
    );
    for (const baseline of baselines) {
      expect(baseline).toBeGreaterThanOrEqual(box.top + 11);
      expect(baseline).toBeLessThanOrEqual(box.bottom);
    }
    const sorted = [...baselines].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) expect((sorted[i] as number) - (sorted[i - 1] as number)).toBeGreaterThanOrEqual(13);
  });

  it("stand over a line with room above it", () => {
    expect(labelBaselines([{ axis: "y", pixel: 100 }], box)).toEqual([95]);
  });
});

describe("hits", () => {
  it("finds the nearest of 100,000 points, and none where there is none", () => {
    const xs = Float64Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 1000);
    const ys = Float64Array.from({ length: 100_000 }, (_, index) => (index * 104_729) % 613);
    const index = new HitIndex(xs, ys);
    const found = index.nearest(400.2, 300.4, 20) as number;
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < xs.length; i++) best = Math.min(best, ((xs[i] as number) - 400.2) ** 2 + ((ys[i] as number) - 300.4) ** 2);
    expect(((xs[found] as number) - 400.2) ** 2 + ((ys[found] as number) - 300.4) ** 2).toBe(best);
    expect(index.nearest(-500, -500, 20)).toBeNull();
    expect(new HitIndex(new Float64Array(0), new Float64Array(0)).nearest(0, 0, 9)).toBeNull();
    expect(new HitIndex(Float64Array.of(Number.NaN, 5), Float64Array.of(1, 5)).nearest(5, 5, 9)).toBe(1);
  });
});
