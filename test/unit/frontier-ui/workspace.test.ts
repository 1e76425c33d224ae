import { describe, expect, it } from "vitest";
import { metricRow, operatorRows, swapEffects } from "../../../components/frontier/compare-model";
import { limitsOf } from "../../../components/frontier/limits";
import { sampleLines } from "../../../components/frontier/parallel-canvas";
import { layoutParallel, nearestLine } from "../../../components/frontier/parallel-layout";
import { columnsOfPlans } from "../../../components/frontier/plan-values";
import { plansCsv } from "../../../components/frontier/take-away";
import { targetPrices } from "../../../components/frontier/target-prices";
import { axisToLimit, roundedByHand } from "../../../components/frontier/use-limit-drag";
import { fingerprintOf } from "../../../components/frontier/use-shared-link";
import { NO_WHAT_IF } from "../../../components/frontier/what-if";
import { bothMasks, EMPTY_WORKSPACE, filterMask, readWorkspace, type WorkspaceState, writeWorkspace } from "../../../components/frontier/workspace-state";
import { csvCell, frontierCsv } from "../../../core/frontier/frontier-csv";
import { plan } from "./plans";

const plans = [
  plan("p-1", { cost: 1, latency: 300, quality: 0.5, implementation: "small" }),
  plan("p-2", { cost: 2, latency: 100, quality: 0.6, implementation: "large" }),
  plan("p-3", { cost: 3, latency: 50, quality: null, implementation: "large" }),
];
const columns = columnsOfPlans(plans, ["costPerThousand", "latency", "quality"], "p95");
const all = Uint8Array.of(1, 1, 1);

describe("the address", () => {
  const state: WorkspaceState = {
    view: { x: "latency", y: "quality", colour: "none", size: "energy", logX: true, logY: false },
    brushes: { latency: [10, 250.5], quality: [0.1, 0.9] },
    parallel: { order: ["quality", "latency"], flipped: ["latency"], log: ["costPerThousand"] },
    pins: ["p-1", "p-3"],
    search: "wav2vec2 & gpu",
    onlyMet: true,
    plan: "p-2",
    of: "1x2y3z",
    tab: "compare",
    zoom: { axes: "latency,quality", x: [10, 400.5], y: [0.1, 0.7] },
    dominated: true,
    whatIf: {
      rateRps: 12.5,
      targets: { 0: 900 },
      prices: { h100: 2.5 },
      counts: { h100: 2, "edge.cpu": 0 },
      bandwidths: { "edge~cloud": 50 },
      infrastructureId: "0195-other",
      pipelineVersion: 3,
    },
    trying: true,
  };
  it("carries the whole arrangement there and back, beside what others keep in it", () => {
    const parameters = new URLSearchParams("debug=1");
    writeWorkspace(state, parameters);
    expect(parameters.get("debug")).toBe("1");
    expect(readWorkspace(new URLSearchParams(parameters.toString()))).toEqual(state);
    writeWorkspace(EMPTY_WORKSPACE, parameters);
    expect(parameters.toString()).toBe("debug=1");
  });

  it("tells plans that were made anew from those that its ids are of", () => {
    expect(fingerprintOf(columns)).toBe(fingerprintOf(columnsOfPlans([...plans], ["costPerThousand"], "p95")));
    expect(fingerprintOf(columns)).not.toBe(fingerprintOf(columnsOfPlans(plans.toReversed(), ["costPerThousand"], "p95")));
  });

  it("takes no harm from an address somebody has written by hand", () => {
    const read = readWorkspace(
      new URLSearchParams(
        "x=speed&b=latency:9~x,quality:0.9~0.1,nonsense&pins=a,b,c,d,e,f,g,h,a&axes=,,&lx=maybe&z=a~1~0~0~1&if=rate:-1,n.x:,t.z:3,v:0.5,usd.h100:two",
      ),
    );
    expect(read.view).toEqual(EMPTY_WORKSPACE.view);
    expect(read.brushes).toEqual({ quality: [0.1, 0.9] });
    expect(read.pins).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(read.zoom).toBeNull();
    expect(read.whatIf).toEqual(NO_WHAT_IF);
  });
});

describe("filters", () => {
  it("intersect, and let nothing unknown through", () => {
    expect(filterMask(columns, EMPTY_WORKSPACE, all)).toBeNull();
    const mask = (patch: Partial<WorkspaceState>, met = all) => [...(filterMask(columns, { ...EMPTY_WORKSPACE, ...patch }, met) ?? [])];
    expect(mask({ brushes: { latency: [40, 120] } })).toEqual([0, 1, 1]);
    expect(mask({ brushes: { latency: [40, 120], quality: [0, 1] } })).toEqual([0, 1, 0]);
    expect(mask({ search: "large answer" })).toEqual([0, 1, 1]);
    expect(mask({ onlyMet: true }, Uint8Array.of(1, 0, 0))).toEqual([1, 0, 0]);
    expect([...(bothMasks(Uint8Array.of(1, 1, 0), Uint8Array.of(0, 1, 1)) ?? [])]).toEqual([0, 1, 0]);
  });
});

describe("parallel axes", () => {
  it("put every plan on every axis it has a value for, flip, and find the line under the pointer", () => {
    const axes = layoutParallel(columns, EMPTY_WORKSPACE.parallel, 600, 300);
    expect(axes.map((axis) => axis.objective)).toEqual(["costPerThousand", "latency", "quality"]);
    expect(Number.isNaN(axes[2]?.pixels[2])).toBe(true);
    const [cost, latency] = axes;
    if (!cost || !latency) throw new Error("two axes");
    const middle = { x: (cost.x + latency.x) / 2, y: ((cost.pixels[0] as number) + (latency.pixels[0] as number)) / 2 };
    expect(nearestLine(axes, null, middle.x, middle.y, 5)).toBe(0);
    expect(nearestLine(axes, Uint8Array.of(0, 0, 0), middle.x, middle.y, 5)).toBeNull();
    const flipped = layoutParallel(columns, { ...EMPTY_WORKSPACE.parallel, flipped: ["latency"] }, 600, 300);
    expect(Math.sign((flipped[1]?.pixels[0] as number) - (flipped[1]?.pixels[2] as number))).toBe(
      -Math.sign((latency.pixels[0] as number) - (latency.pixels[2] as number)),
    );
  });

  it("samples evenly when there are too many lines", () => {
    const chosen = sampleLines(10_000, null, 1, 100);
    expect(chosen).toHaveLength(100);
    expect(chosen[50]).toBe(5000);
    expect(sampleLines(5, Uint8Array.of(1, 0, 1, 0, 1), 1)).toEqual([0, 2, 4]);
    expect(sampleLines(5, null, 0)).toEqual([]);
  });
});

describe("comparison", () => {
  it("does not call better what may be equal", () => {
    const sure = { ...plans[0]!, metrics: { ...plans[0]!.metrics, quality: { value: 0.57, low: 0.55, high: 0.59, basis: "measured" as const } } };
    const near = { ...sure, id: "p-9", metrics: { ...sure.metrics, quality: { value: 0.58, low: 0.56, high: 0.6, basis: "measured" as const } } };
    const far = { ...sure, id: "p-8", metrics: { ...sure.metrics, quality: { value: 0.7, low: 0.68, high: 0.72, basis: "measured" as const } } };
    expect(metricRow([sure, near, far], "quality", "p95").map((cell) => cell.standing)).toEqual(["base", "overlap", "better"]);
    expect(metricRow([plans[0]!, plans[1]!], "costPerThousand", "p95")[1]).toMatchObject({ difference: 1, standing: "worse" });
  });

  it("an energy that is not known in full is not called less", () => {
    const known = plan("known", { cost: 1, latency: 10, quality: 0.5, energy: 50 });
    const part = plan("part", { cost: 1, latency: 10, quality: 0.5, energy: 10 });
    const [operator] = part.operators;
    if (!operator) throw new Error("a plan has an operator");
    const metrics = { calls: 1, latencyMs: 1, queueMs: 0, serviceMs: 1, costPerHourUsd: 1, costPerThousandUsd: 1, energyJ: 0, quality: null };
    operator.metrics = { ...metrics, energyUnknown: true, latencyShare: 1, costShare: 1, energyShare: 1, qualityLossShare: 0 };
    const standings = (plans: (typeof known)[]) => metricRow(plans, "energy", "p95").map((cell) => cell.standing);
    expect(standings([known, part])).toEqual(["base", "overlap"]);
    expect(standings([part, { ...part, id: "again" }])).toEqual(["base", "overlap"]);
    expect(standings([part, known])).toEqual(["base", "overlap"]);
    expect(standings([plan("less", { cost: 1, latency: 10, quality: 0.5, energy: 5 }), part])).toEqual(["base", "worse"]);
    expect(swapEffects(known, part, ["latency", "quality", "energy"], "p95")).toEqual([]);
  });

  it("says which operators differ", () => {
    expect(operatorRows([plans[0]!, plans[1]!])).toMatchObject([
      { id: "answer", differs: true, cells: [{ differs: false }, { differs: true, implementation: "large" }] },
    ]);
    expect(operatorRows([plans[1]!, plans[2]!])[0]?.differs).toBe(false);
  });
});

describe("the price of a target", () => {
  it("is the nearest loosening that saves something, all others kept", () => {
    const limits = limitsOf(
      [
        { metric: "latency", op: "<=", value: 120 },
        { metric: "quality", op: ">=", value: 0.55 },
      ],
      "p95",
    );
    // p-2 is the cheapest within both; p-1 is cheaper but misses both, so neither alone lets it in
    expect(targetPrices(columns, limits)).toEqual([]);
    const [price] = targetPrices(columns, limits.slice(0, 1));
    expect(price).toMatchObject({ value: 300, index: 0, cost: 1, change: -0.5 });
  });

  it("a limit dragged by hand gets a value a hand can mean", () => {
    const [quality, latency] = limitsOf(
      [
        { metric: "quality", op: ">=", value: 0.5 },
        { metric: "costPerHour", op: "<=", value: 10 },
      ],
      "p95",
    );
    expect(roundedByHand(quality!, 1.234)).toBe(1);
    expect(roundedByHand(latency!, 9.87654)).toBe(9.88);
    expect(axisToLimit(latency!, "costPerThousand", 0.05, 40)).toBeCloseTo(7.2, 9);
  });
});

describe("CSV", () => {
  it("has no cell a spreadsheet would run", () => {
    expect(["=1+1", "+1", "-1", "@x", "\tx"].map(csvCell)).toEqual([`"'=1+1"`, `"'+1"`, `"'-1"`, `"'@x"`, `"'\tx"`]);
    expect(csvCell(-1.5)).toBe("-1.5");
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(csvCell(null)).toBe("");
  });

  it("writes figures in full, in the order listed, and nothing for what is not known", () => {
    const lines = plansCsv(columns, [2, 0], []).trimEnd().split("\r\n");
    expect(lines[0]).toBe(
      "plan,costPerThousandUsd,costPerHourUsd,latencyMs.mean,latencyMs.p50,latencyMs.p90,latencyMs.p95,latencyMs.p99,quality,qualityLow,qualityHigh,qualityBasis,energyJ,energyComplete,throughputRps,devices,answer",
    );
    expect(lines[1]).toBe("p-3,3,432,50,50,50,50,50,,,,,0,yes,40,1,large @ gpu×1");
    expect(lines).toHaveLength(3);
  });

  it("tells targets, replicas and the shares of split traffic", () => {
    const [plan] = columns.plans;
    const parts = [
      { ...plan!.operators[0]!.parts[0]!, pool: "near", replicas: 3, share: 1 / 3 },
      { ...plan!.operators[0]!.parts[0]!, pool: "api", tier: "cloud", replicas: 0, share: 2 / 3 },
    ];
    const split = { ...plan!, operators: [{ ...plan!.operators[0]!, parts, metrics: { ...plan!.operators[0]!.metrics!, energyUnknown: true } }] };
    const [head, row] = frontierCsv([split], ["answer"], () => false).split("\r\n");
    expect(head).toMatch(/^plan,meetsTargets,/);
    expect(row).toMatch(/^p-1,no,.*,no,[\d.]+,1,.*@ near×3 33\.3 %, api from cloud 66\.7 %"$/);
  });
});
