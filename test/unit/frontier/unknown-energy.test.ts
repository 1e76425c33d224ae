import { describe, expect, test } from "vitest";
import { reasonOf } from "../../../components/frontier/picks-bar";
import type { FrontierSpec } from "../../../core/documents/frontier";
import { packFrontier } from "../../../core/frontier/pack-frontier";
import { namedPicks } from "../../../core/frontier/picks";
import { unpackFrontier } from "../../../core/frontier/plan-store";
import { provenanceOf } from "../../../core/metrics/made-from-plan";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../../server/planner/plan";

/** One operator, on a pool with power or by an API; `stated` is the API's own energy. */
function poolOrApi({ power = true, stated = undefined as number | undefined } = {}): PlanningInput {
  const header = (kind: string) => ({ apiVersion: "trilemma/v1", kind, metadata: { name: "energy" } });
  const api = { pricePerCallUsd: 0.01, latencyMs: { mean: 50 }, ...(stated === undefined ? {} : { energyJPerCall: stated }) };
  return {
    pipeline: { ...header("Pipeline"), spec: { inputs: [{ id: "in" }], operators: [{ id: "answer", task: "t" }], edges: [{ from: "in", to: "answer" }] } },
    catalogues: [
      {
        ...header("Catalogue"),
        spec: {
          implementations: [
            { name: "own", task: "t", quality: [{ value: 0.8 }], profiles: [{ device: "gpu", latencyMs: { mean: 100 } }] },
            { name: "hosted", task: "t", quality: [{ value: 0.9 }], api },
          ],
        },
      },
    ],
    infrastructure: {
      ...header("Infrastructure"),
      spec: {
        tiers: [{ id: "cloud" }],
        pools: [{ id: "gpus", tier: "cloud", device: "gpu", count: 2, pricePerHourUsd: 1, ...(power ? { power: { idleW: 50, peakW: 300 } } : {}) }],
      },
    },
    workload: {
      ...header("Workload"),
      spec: { settings: { queueing: "none", objectives: ["cost", "latency", "quality", "energy"] }, classes: [{ id: "c", pipeline: "energy", rateRps: 2 }] },
    },
  } as unknown as PlanningInput;
}

function frontierOf(input: PlanningInput): FrontierSpec {
  return planFrontier(input).spec;
}

const usesApi = (frontier: FrontierSpec, id: string) => frontier.plans.find((plan) => plan.id === id)?.operators[0]?.parts[0]?.pool === "api";

describe("energy that is not known", () => {
  test("an API that states none counts as 0 J, and the plan and its operator say so", () => {
    const frontier = frontierOf(poolOrApi());
    const onApi = frontier.plans.find((plan) => plan.operators[0]?.parts.every((part) => part.pool === "api"));
    expect(onApi?.metrics.energyJ).toBe(0);
    expect(onApi?.notes).toContain("Energy is incomplete: the API of answer states none, which counts as 0 J.");
    expect(onApi?.operators[0]?.metrics?.energyUnknown).toBe(true);
    const owned = frontier.plans.find((plan) => plan.operators[0]?.parts.every((part) => part.pool === "gpus"));
    expect(owned?.notes?.join()).not.toContain("incomplete");
    expect(owned?.operators[0]?.metrics).not.toHaveProperty("energyUnknown");
  });

  test("what is not known rests on an assumption", () => {
    const input = poolOrApi();
    const onApi = frontierOf(input).plans.find((plan) => plan.operators[0]?.parts[0]?.pool === "api")!;
    expect(provenanceOf(input)(onApi).energyJ.basis).toBe("assumed");
  });

  test("an API that states its energy is as complete as a pool", () => {
    const frontier = frontierOf(poolOrApi({ stated: 3 }));
    expect(frontier.plans.flatMap((plan) => plan.notes ?? []).join()).not.toContain("incomplete");
    expect(frontier.plans.some((plan) => plan.operators[0]?.metrics?.energyUnknown)).toBe(false);
  });

  test("the plan of least energy is one whose energy is known in full, in either form of a frontier", () => {
    const frontier = frontierOf(poolOrApi());
    const document = { apiVersion: "trilemma/v1" as const, kind: "Frontier" as const, metadata: { name: "energy" }, spec: frontier };
    for (const spec of [frontier, unpackFrontier(packFrontier(document)).spec]) {
      const pick = namedPicks(spec).find((entry) => entry.name === "least-energy");
      expect(pick && usesApi(frontier, pick.planId)).toBe(false);
      expect(pick?.because.leftOut).toBeGreaterThan(0);
      expect(pick && reasonOf(pick)).toMatch(/^Of the plans whose energy is known in full, none uses less/);
    }
  });

  test("where no plan's energy is complete, the sentence says how many operators count as nothing", () => {
    const frontier = frontierOf(poolOrApi({ power: false, stated: 5 }));
    const owned = frontier.plans.filter((plan) => plan.operators[0]?.metrics?.energyUnknown);
    expect(owned.length).toBeGreaterThan(0);
    const mixed = { ...frontier, plans: owned.map((plan) => ({ ...plan, metrics: { ...plan.metrics, energyJ: 1 } })) };
    const pick = namedPicks(mixed).find((entry) => entry.name === "least-energy");
    expect(pick?.because.unknownOperators).toBe(1);
    expect(pick && reasonOf(pick)).toContain("The energy of 1 operator of this plan is not known and counts as 0 J");
  });
});
