import { describe, expect, it } from "vitest";
import { keepsLimit, limitOnAxis, limitsOf, meetsTargets, metMask } from "../../../components/frontier/limits";
import { columnsOfPlans } from "../../../components/frontier/plan-values";
import { plan } from "./plans";

const slos = [
  { metric: "latency", op: "<=", value: 150, hard: false },
  { metric: "quality", op: ">=", value: 0.56 },
  { metric: "latency", op: "<=", value: 10, operator: "asr" },
] as const;

describe("targets", () => {
  it("takes those of the whole request, with the settings' statistic unless they name one", () => {
    const limits = limitsOf([...slos, { metric: "latency", statistic: "p99", op: "<", value: 900 }], "p90");
    expect(limits.map(({ index, statistic, side, hard }) => [index, statistic, side, hard])).toEqual([
      [0, "p90", "max", false],
      [1, "p90", "min", true],
      [3, "p99", "max", true],
    ]);
  });

  it("keeps a limit that is met to the last digit, and never one whose value is not known", () => {
    expect(keepsLimit({ side: "max", value: 0.3 }, 0.1 + 0.2)).toBe(true);
    expect(keepsLimit({ side: "max", value: 0.3 }, 0.3001)).toBe(false);
    expect(keepsLimit({ side: "min", value: 40 }, Number.POSITIVE_INFINITY)).toBe(true);
    expect(keepsLimit({ side: "max", value: 1 }, Number.NaN)).toBe(false);
  });

  it("judges the whole request itself and leaves operators to the planner", () => {
    const limits = limitsOf(slos, "p90");
    const good = plan("p-1", { cost: 1, latency: 100, quality: 0.57 });
    const slow = plan("p-2", { cost: 1, latency: 200, quality: 0.57 });
    const refused = { ...good, id: "p-3", slos: [{ slo: slos[2], value: 20, met: false }] };
    expect([good, slow, refused].map((candidate) => meetsTargets(candidate, limits))).toEqual([true, false, false]);
    expect([...metMask(columnsOfPlans([good, slow, refused], ["latency"], "p90"), limits)]).toEqual([1, 0, 0]);
  });

  it("draws an hourly limit on the axis of cost per thousand when the rate is known", () => {
    const [limit] = limitsOf([{ metric: "costPerHour", op: "<=", value: 10 }], "p90");
    expect(limitOnAxis(limit as never, "costPerThousand", "p90", 40)).toBeCloseTo(10 / 144, 12);
    expect(limitOnAxis(limit as never, "costPerThousand", "p90", null)).toBeNull();
    expect(limitOnAxis(limit as never, "latency", "p90", 40)).toBeNull();
  });
});
