import { describe, expect, it } from "vitest";
import type { QueryClass } from "../../../core/documents/workload";
import { arrivalSummary, arrivalWarning } from "../../../core/metrics/arrivals";

const base: QueryClass = { id: "all", pipeline: "p" };
/** Ten bursts of sixty requests, five minutes apart. */
const bursts = Array.from({ length: 600 }, (_, index) => Math.floor(index / 60) * 300_000 + (index % 60) * 20);
const steady = Array.from({ length: 600 }, (_, index) => index * 100);

describe("arrivals of a class", () => {
  it("are summed up by how they are given", () => {
    expect(arrivalSummary({ ...base, rateRps: 4 })).toMatchObject({ kind: "rate", meanRps: 4, plannedRps: 4, cv: null });
    const curve = [
      { minute: 0, rateRps: 2 },
      { minute: 720, rateRps: 6 },
    ];
    expect(arrivalSummary({ ...base, curve })).toMatchObject({ kind: "curve", meanRps: 4, peakRps: 6, plannedRps: 6 });
    expect(arrivalSummary({ ...base, curve }, { sizing: "mean" }).plannedRps).toBe(4);
    expect(arrivalSummary({ ...base, trace: { timestampsMs: bursts } })).toMatchObject({ kind: "trace", peakRps: 1, requests: 600 });
    expect(arrivalSummary({ ...base, trace: { file: "trace.csv" } })).toMatchObject({ kind: "file", meanRps: null, plannedRps: null });
    expect(arrivalSummary(base)).toMatchObject({ kind: "none", plannedRps: null });
  });

  it("warn only when they are far burstier than Poisson, and say what the plan does about it", () => {
    expect(arrivalWarning({ ...base, rateRps: 4 })).toBeNull();
    expect(arrivalWarning({ ...base, trace: { timestampsMs: steady } })).toBeNull();
    expect(arrivalWarning({ ...base, trace: { timestampsMs: bursts } })).toMatch(/far burstier than Poisson.*Simulate/);
    expect(arrivalWarning({ ...base, trace: { timestampsMs: bursts } }, { queueing: "none" })).toMatch(/counts no waiting/);
    // a rate beside a trace keeps the trace's burstiness
    expect(arrivalWarning({ ...base, rateRps: 4, trace: { timestampsMs: bursts } })).not.toBeNull();
  });
});
