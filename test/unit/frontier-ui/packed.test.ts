import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { columnsOfPlans } from "../../../components/frontier/plan-values";
import type { FrontierDocument } from "../../../core/documents/frontier";
import { bytesOf } from "../../../core/frontier/column-bytes";
import { frontierTransfer, openFrontier, packedOf } from "../../../core/frontier/frontier-transfer";
import { packFrontier } from "../../../core/frontier/pack-frontier";
import { packedFromBytes, packedFromJson, packedToBytes, packedToJson } from "../../../core/frontier/packed-frontier";
import { plainPlan, unpackFrontier } from "../../../core/frontier/plan-store";
import { findSameDecisions } from "../../../core/frontier/same-decisions";
import { studyOf } from "../../bench/lab/example-study";
import { manyPlans } from "../../bench/lab/many-plans";
import { exampleInput } from "../../support/example-input";

const example = studyOf(exampleInput("visual-qa")).runs.shown.frontier;

/** What unpacking gives, as ordinary objects. */
function plainOf(frontier: FrontierDocument): FrontierDocument {
  return { ...frontier, spec: { ...frontier.spec, plans: frontier.spec.plans.map(plainPlan) } };
}

describe("packed frontiers", () => {
  it("come back as they were, through text", () => {
    const back = unpackFrontier(packedFromJson(JSON.parse(JSON.stringify(packedToJson(packFrontier(example))))));
    expect(plainOf(back)).toEqual(example);
    expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(example)));
  });

  it("come back as they were, through bytes that lie anywhere", () => {
    const bytes = packedToBytes(packFrontier(example));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const whole of [bytes, shifted.subarray(3)]) expect(plainOf(unpackFrontier(packedFromBytes(whole)))).toEqual(example);
  });

  it("are handed on as they came, also when the objects around their plans were copied", () => {
    const packed = packFrontier(example);
    const opened = openFrontier(packed);
    const copied = { ...opened, spec: { ...opened.spec, class: "another" } };
    expect(frontierTransfer.isApplicable(copied)).toBe(true);
    expect(packedOf(copied).numbers).toBe(packed.numbers);
    expect(packedOf(copied).head.spec.class).toBe("another");
  });

  it("are read as they were packed earlier, with all four shares", () => {
    const shares = example.spec.plans.flatMap((plan) =>
      plan.operators.flatMap(({ metrics }) => [metrics?.latencyShare ?? 0, metrics?.costShare ?? 0, metrics?.energyShare ?? 0, metrics?.qualityLossShare ?? 0]),
    );
    const { sharesEach: _, ...earlier } = packFrontier(example);
    expect(plainOf(unpackFrontier({ ...earlier, shares: bytesOf(Float64Array.from(shares)) }))).toEqual(example);
  });

  it("keep what is not known, names of their own, and targets on operators", () => {
    const [first, second] = example.spec.plans;
    if (!first || !second) throw new Error("the example has no plans");
    const slos = [
      { slo: { metric: "latency" as const, op: "<=" as const, value: 5, operator: "asr" }, value: null, met: false },
      { slo: { metric: "quality" as const, op: ">=" as const, value: 0.1 }, value: 0.4, met: true },
    ];
    const odd = {
      ...first,
      id: "=mine",
      slos,
      notes: ["a note"],
      metrics: { ...first.metrics, latencyMs: null, quality: null, costPerHourUsd: null, throughputRps: null },
    };
    const frontier = { ...example, spec: { ...example.spec, plans: [odd, { ...second, id: "b", slos }] } };
    const back = unpackFrontier(packFrontier(frontier));
    expect(plainOf(back)).toEqual(frontier);
    const columns = columnsOfPlans(back.spec.plans, ["costPerThousand", "latency"], "p95");
    expect(columns.indexOfId.get("b")).toBe(1);
    expect([...(columns.missesElsewhere ?? [])]).toEqual([1, 1]);
    expect(columns.values.latency[0]).toBeNaN();
    expect(columns.values.throughput[0]).toBe(Number.POSITIVE_INFINITY);
  });

  it("judge each plan by its own targets, which other alternatives may lack", () => {
    const [first, second, third] = example.spec.plans;
    if (!first || !second || !third) throw new Error("the example has too few plans");
    const [inner, outer] = [
      { slo: { metric: "latency" as const, op: "<=" as const, value: 5, operator: "answer/draft" }, value: 9, met: false },
      { slo: { metric: "latency" as const, op: "<=" as const, value: 5, operator: "answer/check" }, value: 3, met: true },
    ];
    const { slos: _none, ...without } = third;
    const plans = [{ ...first, slos: [inner] }, { ...second, slos: [outer] }, without];
    const back = unpackFrontier(packFrontier({ ...example, spec: { ...example.spec, plans } }));
    expect(back.spec.plans.map((plan) => plan.slos ?? [])).toEqual([[inner], [outer], []]);
    expect([...(columnsOfPlans(back.spec.plans, ["costPerThousand", "latency"], "p95").missesElsewhere ?? [])]).toEqual([1, 0, 0]);
  });

  it("give the same columns as ordinary plans", () => {
    const plain = columnsOfPlans(example.spec.plans, example.spec.objectives, "p95");
    const packed = columnsOfPlans(unpackFrontier(packFrontier(example)).spec.plans, example.spec.objectives, "p95");
    expect(packed.values).toEqual(plain.values);
    expect(packed.available).toEqual(plain.available);
    const operator = example.spec.plans[3]?.operators[0]?.id ?? "";
    expect(packed.choiceText(3, operator)).toBe(plain.choiceText(3, operator));
    expect(packed.searchText(3)).toBe(plain.searchText(3));
    expect(packed.whichHave((candidate) => candidate.parts.length === 1)).toEqual(plain.whichHave((candidate) => candidate.parts.length === 1));
  });

  it("travel packed once there are many plans, and much smaller", () => {
    superjson.registerCustom(frontierTransfer, "frontier");
    const many = manyPlans(example, 300);
    const text = superjson.stringify(many);
    expect(text.length).toBeLessThan(JSON.stringify(many).length / 5);
    expect(plainOf(superjson.parse(text))).toEqual(many);
    expect(JSON.parse(superjson.stringify(example)).json.spec.plans).toHaveLength(example.spec.plans.length);
  });

  it("may hold one object in two places", () => {
    superjson.registerCustom(frontierTransfer, "frontier");
    const many = manyPlans(example, 300);
    const flows = many.spec.plans[0]?.flows ?? [];
    const slo = { metric: "quality" as const, op: ">=" as const, value: 0.5 };
    const shared = { ...many, spec: { ...many.spec, plans: many.spec.plans.map((plan) => ({ ...plan, flows, slos: [{ slo, value: 0.6, met: true }] })) } };
    const back = superjson.parse<{ first: FrontierDocument; second: FrontierDocument }>(superjson.stringify({ first: shared, second: shared }));
    expect(plainOf(back.first)).toEqual(shared);
    expect(back.second.spec.plans).toHaveLength(300);
  });

  it("find the plan that decides the same, whatever its numbers", () => {
    const back = unpackFrontier(packFrontier(example)).spec.plans;
    for (const place of [0, 7, 20]) {
      const wanted = example.spec.plans[place];
      if (!wanted) continue;
      expect(findSameDecisions(back, { ...wanted, id: "other", vector: [] })?.id).toBe(wanted.id);
      expect(findSameDecisions(example.spec.plans, { ...wanted, id: "other" })?.id).toBe(wanted.id);
    }
    const elsewhere = { ...(example.spec.plans[0] as (typeof back)[number]), operators: [] };
    expect(findSameDecisions(back, elsewhere)).toBeUndefined();
  });
});
