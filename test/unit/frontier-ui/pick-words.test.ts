import { describe, expect, it } from "vitest";
import { pickWords } from "../../../components/frontier/picks-bar";
import type { Pick } from "../../../core/frontier/picks";

const cheapest = (misses: Partial<Pick["because"]>): Pick => ({
  name: "cheapest-within-targets",
  planId: "p-1",
  because: { value: 0.5, unit: "US$/1,000", ...misses },
});

describe("picks in words", () => {
  it("are within targets only where a plan is", () => {
    expect(pickWords([cheapest({})], []).map(({ title }) => title)).toEqual(["Cheapest within targets"]);
    expect(pickWords([cheapest({ missesTargets: true })], [])).toMatchObject([{ title: "Misses the least", planId: "p-1" }]);
  });

  it("are those of the frontier, then those of the situation", () => {
    const robust = { name: "most-robust", planId: "p-2", reason: "It survives." } as const;
    expect(pickWords([cheapest({})], [robust]).map(({ title, planId }) => `${title} ${planId}`)).toEqual(["Cheapest within targets p-1", "Most robust p-2"]);
  });
});
