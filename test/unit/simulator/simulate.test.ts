import { describe, expect, it } from "vitest";
import { simulationDocument } from "../../../core/documents/simulation";
import { simulate } from "../../../server/simulator/simulate";
import type { SimulatedPlan, SimulationOptions } from "../../../server/simulator/simulation-input";
import { infrastructure, input, pipeline, plan, workload } from "./documents";

const run = (options: SimulationOptions = {}, plans: SimulatedPlan[] = [{ input, plan }]) =>
  simulate({ plans, options: { durationMs: 600_000, warmupMs: 30_000, ...options } });

const station = (document: ReturnType<typeof run>, operator: string, pool: string) => {
  const found = document.spec.stations.find((entry) => entry.operator === operator && entry.pool === pool);
  if (!found) throw new Error(`no station for ${operator} in ${pool}: ${document.spec.stations.map((entry) => `${entry.operator}@${entry.pool}`).join(", ")}`);
  return found;
};

const withClass = (changes: object) => ({
  ...input,
  workload: { ...workload, spec: { ...workload.spec, classes: [{ ...workload.spec.classes[0]!, ...changes }] } },
});

describe("simulate", () => {
  it("prints a valid document, the same bytes for the same seed", () => {
    const first = run({ charts: true });
    expect(simulationDocument.safeParse(first).error?.issues ?? []).toEqual([]);
    expect(JSON.stringify(run({ charts: true }))).toBe(JSON.stringify(first));
    expect(JSON.stringify(run({ charts: true, seed: 2 }))).not.toBe(JSON.stringify(first));
    expect(first.spec.seconds).toBe(600);
    expect(first.spec.series!.stations).toHaveLength(first.spec.stations.length);
    const { arrived, completed, dropped, inFlight } = first.spec.classes[0]!;
    expect(completed + dropped + inFlight).toBe(arrived);
    expect(arrived / 600).toBeCloseTo(40, -0.5);
  });

  it("loads every station as the planning model says", () => {
    const document = run();
    // 20 calls/s of 50 ms on two servers in each tier.
    expect(station(document, "listen", "edge-cpu").utilisation.value).toBeCloseTo(0.5, 1);
    expect(station(document, "listen", "cloud-cpu").utilisation.value).toBeCloseTo(0.5, 1);
    // 30 calls/s of 50 + 40 · 5 ms; slots by Little's law: 2000 · 250 / (1000 · 40) = 12.5.
    const small = station(document, "small", "cloud-gpu");
    expect(small.servers).toBe(12);
    expect(small.utilisation.value).toBeCloseTo((30 * 0.25) / 12, 1);
    // 10 requests/s, 1.5 passes each, of 50 that are let in.
    const large = station(document, "large", "api");
    expect(large.utilisation.value).toBeCloseTo(15 / 50, 1);
    expect(large.queueMs.mean.value).toBe(0);
    // Everything of the edge half, and the input of the cloud half, crosses the link: 20·(100000 + 4096) bytes/s over 12.5 MB/s.
    expect(document.spec.links).toHaveLength(1);
    expect(document.spec.links![0]!.utilisation.value).toBeCloseTo((20 * 104_096) / 12.5e6, 2);
    expect(document.spec.links![0]!.messages / 600).toBeCloseTo(40, -0.5);
  });

  it("judges each latency SLO and says what share of requests is within", () => {
    const { slos, sloAttainment, latencyMs } = run().spec.classes[0]!;
    expect(slos).toHaveLength(1);
    expect(slos![0]!.observed.value).toBe(latencyMs.p95.value);
    expect(slos![0]!.met).toBe(latencyMs.p95.value! <= 1500);
    expect(sloAttainment.value).toBeGreaterThan(0.5);
    expect(sloAttainment.value).toBeLessThan(1);
    expect(run({}, [{ input: withClass({ slos: [] }), plan }]).spec.classes[0]!.sloAttainment.value).toBeNull();
  });

  it("counts requests as misses when a hosted interface turns them away", () => {
    const wide = {
      ...plan,
      operators: plan.operators.map((operator) => ({ ...operator, parts: operator.parts.map((part) => ({ ...part, replicas: part.replicas * 8 })) })),
    };
    const document = run({ rateFactor: 4 }, [{ input, plan: wide }]);
    const { dropped, completed, sloAttainment } = document.spec.classes[0]!;
    expect(dropped).toBeGreaterThan(0.01 * completed);
    expect(sloAttainment.value).toBeLessThan(completed / (completed + dropped));
  });

  it("misses a percentile when too many are turned away, however quick the others are", () => {
    const slos = (["p50", "p95"] as const).map((statistic) => ({ metric: "latency" as const, statistic, op: "<=" as const, value: 1e6 }));
    const [some] = run({}, [{ input: withClass({ slos }), plan, share: 0.75 }]).spec.classes;
    expect(some?.slos?.map((outcome) => outcome.met)).toEqual([true, false]);
    expect(some?.slos?.[1]?.observed.value).toBeLessThan(1e6);
  });

  it("replays a trace, follows a curve, and lets a spike through", () => {
    const trace = run({}, [{ input: withClass({ rateRps: undefined, trace: { timestampsMs: [0, 10, 20, 30, 1000] } }), plan }]);
    expect(trace.spec.arrivals).toEqual({ kind: "trace" });
    expect(trace.spec.classes[0]!.arrived / 600).toBeCloseTo(4, 0);

    const curve = run({ charts: true }, [
      {
        input: withClass({
          rateRps: undefined,
          curve: [
            { minute: 0, rateRps: 10 },
            { minute: 5, rateRps: 40 },
          ],
        }),
        plan,
      },
    ]);
    const rates = curve.spec.series!.classes[0]!.arrivedRps;
    const half = (from: number) => rates.slice(from, from + 128).reduce((sum, rate) => sum + rate, 0) / 128;
    expect(half(0) / 10).toBeCloseTo(1, 0);
    expect(half(128) / 40).toBeCloseTo(1, 0);

    const spike = run({ charts: true, arrivals: { kind: "spike", factor: 2, atMs: 300_000, forMs: 60_000 } });
    const queue = spike.spec.series!.stations[spike.spec.stations.findIndex((entry) => entry.operator === "listen")]!.queue;
    const mean = (from: number, to: number) =>
      queue.slice(Math.floor((from / 600) * 256), Math.floor((to / 600) * 256)).reduce((sum, value) => sum + value, 0) / ((to - from) / 600) / 256;
    expect(mean(310, 360)).toBeGreaterThan(5 * mean(100, 290));
    expect(() => run({ arrivals: { kind: "trace" } })).toThrow(/no trace/);
  });

  it("shows what the loss of a pool does", () => {
    const document = run({ charts: true, poolLoss: { pool: "edge-cpu", atMs: 300_000 } });
    const index = document.spec.stations.findIndex((entry) => entry.pool === "edge-cpu");
    const busy = document.spec.series!.stations[index]!.utilisation;
    expect(busy.slice(0, 120).every((value) => value > 0)).toBe(true);
    expect(busy.slice(140).every((value) => value === 0)).toBe(true);
    expect(document.spec.classes[0]!.dropped).toBe(0);
    expect(run({ poolLoss: { pool: "elsewhere", atMs: 0 } }).spec.notes!.join()).toMatch(/elsewhere/);
  });

  it("lets classes share stations, and splits one class over plans", () => {
    const two = {
      ...workload,
      spec: {
        classes: [
          { id: "users", pipeline: "assistant", rateRps: 20 },
          { id: "guests", pipeline: "assistant", rateRps: 10 },
        ],
      },
    };
    const of = (classId: string): SimulatedPlan => ({ input: { ...input, workload: two, classId }, plan });
    const shared = run({}, [of("users"), of("guests")]);
    expect(shared.spec.stations).toHaveLength(5);
    expect(station(shared, "users/listen+guests/listen", "edge-cpu").utilisation.value).toBeCloseTo(0.375, 1);
    expect(run({ shareStations: false }, [of("users"), of("guests")]).spec.stations).toHaveLength(10);

    const half = run({}, [{ input, plan, share: 0.5 }]);
    const { arrived, dropped } = half.spec.classes[0]!;
    expect(dropped / arrived).toBeCloseTo(0.5, 1);
  });

  it("refuses what does not fit, in words", () => {
    const cases: [() => unknown, RegExp][] = [
      [() => run({}, [{ input, plan: { ...plan, operators: plan.operators.slice(1) } }]), /says nothing about the operator "listen"/],
      [
        () => run({}, [{ input: { ...input, infrastructure: { ...infrastructure, spec: { ...infrastructure.spec, links: [] } } }, plan }]),
        /No link leads from/,
      ],
      [() => run({}, [{ input: withClass({ rateRps: undefined }), plan }]), /no rate, curve or trace/],
      [() => run({ durationMs: 0 }), /duration/],
      [() => run({ seed: -1 }), /seed/],
      [() => simulate({ plans: [] }), /no plan/],
    ];
    for (const [attempt, message] of cases) expect(attempt).toThrow(message);
  });

  it("stops in the middle when told to, and says so", () => {
    const progress: number[] = [];
    let looks = 0;
    const document = simulate(
      { plans: [{ input, plan }], options: { durationMs: 1e9, warmupMs: 0 } },
      {
        shouldStop: () => {
          looks += 1;
          return looks > 4;
        },
        onProgress: ({ fraction }) => progress.push(fraction),
      },
    );
    expect(document.spec.stopped).toBe("cancelled");
    // Four looks and the end.
    expect(progress).toHaveLength(5);
    expect(document.spec.seconds).toBeLessThan(1e6);
    expect(document.spec.classes[0]!.completed).toBeGreaterThan(0);
  });

  it("is about the pipeline that the plan's alternatives make", () => {
    const nested = {
      ...pipeline,
      spec: {
        ...pipeline.spec,
        operators: [
          pipeline.spec.operators[0]!,
          pipeline.spec.operators[1]!,
          {
            id: "small",
            alternatives: [
              {
                name: "direct",
                operators: [{ id: "reply", task: "answering" }],
                edges: [
                  { from: "in", to: "reply" },
                  { from: "reply", to: "out" },
                ],
              },
            ],
          },
          pipeline.spec.operators[3]!,
        ],
      },
    };
    const nestedPlan = {
      ...plan,
      alternatives: { small: "direct" },
      operators: plan.operators.map((operator) => (operator.id === "small" ? { ...operator, id: "small/reply" } : operator)),
    };
    const document = run({}, [{ input: { ...input, pipeline: nested }, plan: nestedPlan }]);
    expect(station(document, "small/reply", "cloud-gpu").utilisation.value).toBeCloseTo((30 * 0.25) / 12, 1);
  });
});
