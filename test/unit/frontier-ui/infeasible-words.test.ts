import { describe, expect, it } from "vitest";
import { bindingLines, infeasibleHead } from "../../../components/frontier/infeasible-words";
import type { Slo } from "../../../core/documents/workload";

const fast: Slo = { metric: "latency", op: "<=", value: 150, statistic: "p90" };
const good: Slo = { metric: "quality", op: ">=", value: 0.6 };
const conflict = [fast, good];
const nearest = (feasibleValue: number | null) => conflict.map((slo) => ({ slo, feasibleValue, message: "" }));

describe("why nothing is feasible", () => {
  it("tells of a pair that excludes each other once", () => {
    const binding = conflict.map((slo) => ({ kind: "slo" as const, slo, message: "not this" }));
    expect(bindingLines({ binding: [...binding, { kind: "capacity", message: "Pool a is full." }], conflict })).toEqual([
      { kind: "slo", text: "No plan meets p90 latency ≤ 150 ms together with quality ≥ 0.600." },
      { kind: "capacity", text: "Pool a is full." },
    ]);
  });

  it("keeps a target that is out of reach by itself apart, with the best that any plan reaches", () => {
    const binding = conflict.map((slo) => ({ kind: "slo" as const, slo, message: "" }));
    expect(bindingLines({ binding, conflict: [], alone: [{ slo: fast, bestValue: 200 }] }).map(({ text }) => text)).toEqual([
      "No plan meets p90 latency ≤ 150 ms, whatever the others are: the best that any reaches is 200 ms.",
      "No plan meets quality ≥ 0.600.",
    ]);
  });

  it("promises that one target would do only where one does", () => {
    expect(infeasibleHead({ conflict, nearest: nearest(200) })).toContain("any one of them would have to give");
    const [first, second] = [nearest(200), nearest(null)].map(([entry]) => entry);
    if (first && second) expect(infeasibleHead({ conflict, nearest: [first, second] })).toContain("not every one of them is enough");
    expect(infeasibleHead({ conflict, nearest: nearest(null) })).toContain("changing one of them is not enough");
  });
});
