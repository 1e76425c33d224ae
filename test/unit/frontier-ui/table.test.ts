import { describe, expect, it } from "vitest";
import { resolveView } from "../../../components/frontier/frontier-view";
import { columnsOfPlans } from "../../../components/frontier/plan-values";
import { roundedToSafeSide } from "../../../components/frontier/slo-edits";
import { metricColumns, operatorColumns, sortedRows } from "../../../components/frontier/table-model";
import { certificateWords, progressWords, sloWords } from "../../../components/frontier/words";
import { plan } from "./plans";

const plans = [
  plan("p-10", { cost: 3, latency: 100, quality: null, implementation: "b" }),
  plan("p-2", { cost: 1, latency: 20_000, quality: 0.5 }),
  plan("p-1", { cost: 2, latency: 50, quality: 0.6, throughput: null, implementation: "c" }),
];
const columns = columnsOfPlans(plans, ["costPerThousand", "latency", "quality"], "p95");

describe("the table of plans", () => {
  it("sorts numbers as numbers, ids by the number in them, and what is not known last", () => {
    expect([...sortedRows(columns, { key: "costPerThousand", descending: false }, null)]).toEqual([1, 2, 0]);
    expect([...sortedRows(columns, { key: "costPerThousand", descending: true }, null)]).toEqual([0, 2, 1]);
    expect([...sortedRows(columns, { key: "id", descending: false }, null)]).toEqual([2, 1, 0]);
    expect([...sortedRows(columns, { key: "quality", descending: false }, null)]).toEqual([1, 2, 0]);
    expect([...sortedRows(columns, { key: "quality", descending: true }, null)]).toEqual([2, 1, 0]);
    expect([...sortedRows(columns, { key: "throughput", descending: true }, null)][0]).toBe(2);
    expect([...sortedRows(columns, { key: "operator:answer", descending: false }, null)]).toEqual([1, 0, 2]);
    expect([...sortedRows(columns, { key: "id", descending: false }, Uint8Array.of(1, 0, 1))]).toEqual([2, 0]);
  });

  it("has the objectives first, one unit per column, and no column for what nobody states", () => {
    expect(metricColumns(columns).map((column) => [column.objective, column.scale.unit])).toEqual([
      ["costPerThousand", "$ / 1k"],
      ["latency", "s"],
      ["quality", ""],
      ["costPerHour", "$/h"],
      ["throughput", "req/s"],
    ]);
    expect(operatorColumns(columns)).toEqual(["answer"]);
  });
});

describe("the view", () => {
  const none = { x: null, y: null, colour: null, size: null, logX: null, logY: null };
  it("takes the first two objectives as axes, the third as colour, and a log axis where the range asks for it", () => {
    expect(resolveView(none, columns)).toMatchObject({ x: "costPerThousand", y: "latency", colour: "quality", logX: false, logY: true });
    expect(resolveView({ ...none, x: "latency" }, columns)).toMatchObject({ x: "latency", y: "costPerThousand" });
    expect(resolveView({ ...none, y: "costPerThousand" }, columns)).toMatchObject({ x: "latency", y: "costPerThousand" });
    expect(resolveView({ ...none, colour: "none", x: "energy" }, columns)).toMatchObject({ x: "costPerThousand", colour: null });
  });
});

describe("words", () => {
  it("says what is proven", () => {
    const work = { considered: 463_391, pruned: 12, seconds: 0.0421 };
    expect(certificateWords({ kind: "exact", ...work }, 65)).toEqual({
      short: "Exact",
      long: "Proven complete: no feasible plan beats any of these 65, and none is missing. 463,391 plans considered, 12 ruled out without being built, in 42 ms.",
    });
    expect(certificateWords({ kind: "epsilon", epsilon: 0.01, ...work }, 5).short).toBe("Within 1 %");
    expect(certificateWords({ kind: "partial", reason: "the time limit was reached.", ...work }, 5).long).toContain("the time limit was reached. These");
    expect(certificateWords({ kind: "exact", ...work }, 0).long).toContain("no plan is feasible");
    expect(progressWords({ phase: "search", fraction: null, considered: 1234, pruned: 0, seconds: 1.5 })).toBe("Searching · 1,234 plans considered · 1.50 s");
  });

  it("says what a target asks for", () => {
    expect(sloWords({ metric: "latency", statistic: "p95", op: "<=", value: 1500 })).toBe("p95 latency ≤ 1,500 ms");
    expect(sloWords({ metric: "quality", op: ">=", value: 0.56, operator: "answer" })).toBe("quality ≥ 0.560 (answer)");
    expect(sloWords({ metric: "costPerHour", op: "<", value: 10 })).toBe("hourly cost ≤ $10/h");
  });

  it("rounds the nearest feasible value so that it stays feasible", () => {
    expect(roundedToSafeSide({ metric: "latency", op: "<=" }, 150.001234)).toBe(150.1);
    expect(roundedToSafeSide({ metric: "quality", op: ">=" }, 0.583349)).toBe(0.5833);
    expect(roundedToSafeSide({ metric: "quality", op: ">=" }, 0.5833)).toBe(0.5833);
    expect(roundedToSafeSide({ metric: "latency", op: "<=" }, 0.1 + 0.2)).toBe(0.3);
  });
});
