import { describe, expect, test } from "vitest";
import { robustnessOf } from "../../../core/frontier/robustness";
import { leastChange, mostRobust } from "../../../core/frontier/situation-picks";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";
import { exampleInput } from "../../support/example-input";

const input = exampleInput("visual-qa");
const frontier = planFrontier(input).spec;

/** One operator on two pools of several devices each. */
function twoPools(): PlanningInput {
  const header = (kind: string) => ({ apiVersion: "trilemma/v1", kind, metadata: { name: "pair" } });
  return {
    pipeline: { ...header("Pipeline"), spec: { inputs: [{ id: "in" }], operators: [{ id: "only", task: "t" }], edges: [{ from: "in", to: "only" }] } },
    catalogues: [
      {
        ...header("Catalogue"),
        spec: {
          implementations: [
            {
              name: "model",
              task: "t",
              quality: [{ value: 0.9 }],
              profiles: ["a", "b"].map((device) => ({ device, latencyMs: { mean: 100, p95: 120 }, cv: 1 })),
            },
          ],
        },
      },
    ],
    infrastructure: {
      ...header("Infrastructure"),
      spec: {
        tiers: [{ id: "cloud" }],
        pools: ["a", "b"].map((device) => ({ id: `pool-${device}`, tier: "cloud", device, count: 4, pricePerHourUsd: 1 })),
      },
    },
    workload: {
      ...header("Workload"),
      spec: { classes: [{ id: "c", pipeline: "pair", rateRps: 12, slos: [{ metric: "latency", statistic: "p95", op: "<=", value: 2000 }] }] },
    },
  } as unknown as PlanningInput;
}

describe("plans under stress", () => {
  test("a plan on one pool does not survive its loss; one that can carry the load on either does", () => {
    const pair = twoPools();
    const { spec } = planFrontier(pair);
    const robustness = robustnessOf(pair, spec);
    expect(robustness.length).toBe(spec.plans.length);
    for (const entry of robustness) {
      const plan = spec.plans.find((candidate) => candidate.id === entry.planId);
      const parts = plan?.operators[0]?.parts ?? [];
      const losses = entry.situations.filter((situation) => situation.kind === "loss");
      expect(losses.map((situation) => situation.pool)).toEqual(parts.map((part) => part.pool));
      if (parts.length === 1) expect(losses[0]?.broken).toBe("only runs nowhere else");
      // 10 requests/s a replica: a pool carries 12/s with two.
      else for (const [i, loss] of losses.entries()) if ((parts[1 - i]?.replicas ?? 0) < 2) expect(loss.holds).toBe(false);
      const replicas = parts.reduce((sum, part) => sum + part.replicas, 0);
      expect(entry.situations[0]?.holds).toBe(replicas * 10 > 18);
    }
    const pick = mostRobust(spec, robustness);
    const best = robustness.find((entry) => entry.planId === pick?.planId);
    expect(best?.held).toBe(Math.max(...robustness.filter((entry) => entry.situations.length === best?.situations.length).map((entry) => entry.held)));
    expect(pick?.reason).toContain("50 % more load");
  });

  test("the work is bounded, and the plans that meet the most targets are looked at", () => {
    const some = robustnessOf(input, frontier, { most: 5 });
    expect(some).toHaveLength(5);
    const missed = (id: string) => frontier.plans.find((plan) => plan.id === id)?.slos?.filter((slo) => !slo.met).length ?? 0;
    const least = Math.min(...frontier.plans.map((plan) => missed(plan.id)));
    expect(some.map((entry) => missed(entry.planId))).toContain(least);
  });

  test("a plan that meets every target today comes before one that misses some and holds in more situations", () => {
    const target = { slo: { metric: "latency" as const, op: "<=" as const, value: 100 }, value: 90 };
    const plans = frontier.plans.slice(0, 2).map((plan, index) => ({ ...plan, slos: [{ ...target, met: index === 0 }] }));
    const held = (index: number, all: boolean) => {
      const loss = { kind: "loss" as const, pool: "a", holds: all, broken: all ? null : "only runs nowhere else" };
      return {
        planId: plans[index]?.id ?? "",
        situations: [{ kind: "surge" as const, pool: null, holds: true, broken: null }, loss],
        held: all ? 2 : 1,
        headroom: 2,
      };
    };
    expect(mostRobust({ plans }, [held(0, false), held(1, true)])).toMatchObject({
      planId: plans[0]?.id,
      reason: expect.stringMatching(/^It keeps its targets/),
    });
    // where none that meets them holds anything, what is missed is said
    expect(mostRobust({ plans }, [held(1, true)])?.reason).toMatch(/^It misses 1 target today.*keeps the others under 50 % more load/);
  });

  test("what gives way is named", () => {
    const [first] = robustnessOf(input, frontier);
    expect(first?.situations.every((situation) => situation.holds === (situation.broken === null))).toBe(true);
    expect(first?.situations.some((situation) => situation.broken !== null)).toBe(true);
  });
});

describe("least change from what runs today", () => {
  test("the running plan itself changes nothing", () => {
    const running = frontier.plans.find((plan) => plan.slos?.every((slo) => slo.met)) ?? frontier.plans[0];
    if (!running) throw new Error("no plan");
    expect(leastChange(frontier, running)).toEqual({ name: "least-change", planId: running.id, reason: "It changes nothing of what runs today." });
  });

  test("no plan that meets the targets changes fewer operators", () => {
    const [running] = [...frontier.plans].reverse();
    if (!running) throw new Error("no plan");
    const pick = leastChange(frontier, running);
    const others = frontier.plans.filter((plan) => plan.slos?.every((slo) => slo.met));
    const changes = (id: string) => {
      const plan = frontier.plans.find((candidate) => candidate.id === id);
      return running.operators.filter(
        (operator, o) =>
          JSON.stringify([operator.configuration, operator.parts.map((p) => [p.pool, p.replicas])]) !==
          JSON.stringify([plan?.operators[o]?.configuration, plan?.operators[o]?.parts.map((p) => [p.pool, p.replicas])]),
      ).length;
    };
    expect(changes(pick?.planId ?? "")).toBe(Math.min(...others.map((plan) => changes(plan.id))));
    expect(pick?.reason).toMatch(/changes \d of 3 operators/);
  });
});
