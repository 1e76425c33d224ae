import { describe, expect, it } from "vitest";
import {
  formatAgainst,
  formatAgo,
  formatCount,
  formatDelta,
  formatExact,
  formatInterval,
  formatLeft,
  formatMs,
  formatNumber,
  formatObjective,
  formatObjectiveExact,
  formatPercent,
  formatQuality,
  formatSeconds,
  formatUsd,
  formatUsdPerHour,
  formatUsdPerThousand,
  plural,
  unitScale,
} from "../../../components/ui/format";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [7.4851, "7.49"],
    [0.052381, "0.0524"],
    [410.2, "410"],
    [12_345, "12,300"],
    [999.9, "1,000"],
    [1_234_567, "1.23 M"],
    [999_999, "1.00 M"],
    [2.5e9, "2.50 G"],
    [1.2e-5, "1.20×10⁻⁵"],
    [-Math.PI, "−3.14"],
    [Number.POSITIVE_INFINITY, "∞"],
  ])("%f as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("never takes an unknown figure for zero", () => {
    for (const format of [formatNumber, formatMs, formatUsd, formatQuality, formatPercent, formatUsdPerHour, formatUsdPerThousand, formatCount, formatExact]) {
      expect(format(null)).toBe("no data");
      expect(format(0)).not.toBe("no data");
    }
    expect(formatObjective("throughput", null)).toBe("unlimited");
  });

  it("shows counts exactly and values in full on demand", () => {
    expect(formatCount(1_234_567)).toBe("1,234,567");
    expect(formatExact(7.485012345)).toBe("7.48501235");
    expect(formatExact(410.2)).toBe("410.2");
    expect(formatExact(1234.5)).toBe("1,234.5");
    expect(formatObjectiveExact("latency", 410.2345678)).toBe("410.235 ms");
  });
});

describe("units", () => {
  it("switches from ms to s at 10,000 ms", () => {
    expect(formatMs(9_994)).toBe("9,990 ms");
    expect(formatMs(10_000)).toBe("10.0 s");
    expect(formatMs(410.2)).toBe("410 ms");
  });

  it("writes money the way people read prices", () => {
    expect(formatUsdPerHour(7.485)).toBe("$7.49/h");
    expect(formatUsdPerThousand(0.05198)).toBe("$0.052 / 1k");
    expect(formatUsd(0.5)).toBe("$0.50");
    expect(formatUsd(10)).toBe("$10");
    expect(formatUsd(0.9999)).toBe("$1.00");
    expect(formatUsd(12_345)).toBe("$12,300");
    expect(formatUsd(0)).toBe("$0");
    expect(formatUsd(-0.41)).toBe("−$0.41");
  });

  it("does not round quality to perfection or to nothing", () => {
    expect(formatQuality(0.5402)).toBe("0.540");
    expect(formatQuality(0.99991)).toBe("0.99991");
    expect(formatQuality(0.9999999)).toBe("> 0.99999");
    expect(formatQuality(1)).toBe("1.000");
    expect(formatQuality(0.0001)).toBe("< 0.0005");
    expect(formatQuality(0)).toBe("0.000");
  });

  it("shares", () => {
    expect(formatPercent(0.314)).toBe("31 %");
    expect(formatPercent(0.004)).toBe("0.4 %");
    expect(formatPercent(0.0001)).toBe("< 0.1 %");
    expect(formatPercent(-0.314)).toBe("−31 %");
  });

  it("durations of our own work", () => {
    expect(formatSeconds(0.0421)).toBe("42 ms");
    expect(formatSeconds(0.0001)).toBe("< 1 ms");
    expect(formatSeconds(125)).toBe("2 min 5 s");
  });

  it("gives a column one unit", () => {
    const seconds = unitScale("latency", 12_000);
    expect(seconds.unit).toBe("s");
    expect(seconds.format(410)).toBe("0.410");
    const milliseconds = unitScale("latency", 900);
    expect([milliseconds.unit, milliseconds.format(410.2), milliseconds.format(null)]).toEqual(["ms", "410", "–"]);
    expect(unitScale("costPerHour", 20).format(7.485)).toBe("7.49");
    expect(unitScale("costPerThousand", 1).format(0.05198)).toBe("0.0520");
    expect(["costPerThousand", "latency"].map((objective) => unitScale(objective as "latency", 100).tick(0.05))).toEqual(["0.05", "0.05"]);
    expect(unitScale("latency", 900).tick(700)).toBe("700");
    expect([1e-6, 2.5e-6, 1e6, 1.5e6, 100].map((value) => unitScale("costPerThousand", 1).tick(value))).toEqual(["10⁻⁶", "2.5×10⁻⁶", "1 M", "1.5 M", "100"]);
    expect(unitScale("throughput", 20).format(null)).toBe("unlimited");
  });
});

describe("intervals, differences, words", () => {
  it("shows an interval only where there is one", () => {
    expect(formatInterval("quality", 0.57, 0.55, 0.59)).toBe("0.570 (0.550–0.590)");
    expect(formatInterval("latency", 410, 400, 420)).toBe("410 ms (400–420)");
    expect(formatInterval("quality", 0.57, 0.57, 0.57)).toBe("0.570");
  });

  it("signs every difference", () => {
    expect(formatDelta("costPerHour", -0.41)).toBe("−$0.41/h");
    expect(formatDelta("latency", 3.2)).toBe("+3.20 ms");
    expect(formatDelta("quality", 0.0001)).toBe("+0.0001");
    expect(formatDelta("quality", 0)).toBe("±0");
  });

  it("says how long ago", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(formatAgo("2026-11-22T11:59:50Z", now)).toBe("just now");
    expect(formatAgo("2026-11-22T11:55:00Z", now)).toBe("5 minutes ago");
    expect(formatAgo("2026-11-22T10:59:00Z", now)).toBe("1 hour ago");
    expect(formatAgo("2026-11-20T12:00:00Z", now)).toBe("2 days ago");
    expect(formatAgo("2026-01-02T12:00:00Z", now)).toBe("2026-01-02");
  });

  it("counts things", () => {
    expect(plural(1, "plan")).toBe("1 plan");
    expect(plural(1200, "plan")).toBe("1,200 plans");
  });
});

describe("a value beside its limit", () => {
  it("is told apart from one that it misses, with no more digits than that takes", () => {
    expect(formatAgainst("costPerHour", 10.004, 10)).toBe("$10.004/h");
    expect(formatAgainst("quality", 0.5597, 0.56)).toBe("0.5597");
    expect(formatAgainst("latency", 22.45, 22.4)).toBe("22.45 ms");
    expect(formatAgainst("latency", 120, 100)).toBe("120 ms");
  });

  it("does not seem to miss one that it keeps", () => {
    expect(formatAgainst("costPerHour", 27.75166, 27.76)).toBe("$27.75/h");
    expect(formatAgainst("costPerHour", 27.7616, 27.7616)).toBe("$27.7616/h");
    expect(formatAgainst("quality", 0.56, 0.56)).toBe("0.560");
  });

  it("is in the unit of the limit, as is what is left", () => {
    expect(formatAgainst("latency", 12_630, 20_000)).toBe("12,600 ms");
    expect(formatAgainst("energy", 12_630, 20_000)).toBe("12,600 J");
    expect(formatLeft("latency", 12_630)).toBe("12,600 ms");
  });

  it("leaves no thousandths", () => {
    expect(formatLeft("latency", 0.00646)).toBe("0.01 ms");
    expect(formatLeft("latency", 0.0004)).toBe("none");
    expect(formatLeft("latency", 7.366)).toBe("7.37 ms");
  });
});

describe("ticks of an axis", () => {
  it("have so many digits that no two read alike", () => {
    const { tick } = unitScale("latency", 23);
    expect([22.44, 22.445, 22.45].map((value) => tick(value, 0.005))).toEqual(["22.44", "22.445", "22.45"]);
    expect([0, 5, 10].map((value) => tick(value, 5))).toEqual(["0", "5", "10"]);
  });
});
