import { describe, expect, it } from "vitest";
import { carryPins } from "../../../components/frontier/carry-pins";
import { plan } from "./plans";

const of = (id: string, implementation: string, cost = 1) => plan(id, { cost, latency: 10, quality: 0.5, implementation });

describe("pins on another frontier", () => {
  it("follow what a plan decides, whatever its id and figures", () => {
    expect(carryPins([of("p-1", "a"), of("p-2", "b")], [of("p-7", "b", 3), of("p-8", "a", 4)])).toEqual({ ids: ["p-8", "p-7"], lost: [] });
  });

  it("come back when the frontier of before does", () => {
    const before = [of("p-1", "a"), of("p-2", "b")];
    const { ids, lost } = carryPins(before, [of("p-1", "c")]);
    expect(ids).toEqual([]);
    expect(carryPins(lost, before)).toEqual({ ids: ["p-1", "p-2"], lost: [] });
  });

  it("are not doubled by a plan that was pinned again meanwhile", () => {
    expect(carryPins([of("p-3", "a"), of("p-1", "a")], [of("p-5", "a")]).ids).toEqual(["p-5"]);
  });
});
