import { describe, expect, it } from "vitest";
import { traceObstacle } from "../../../components/workloads/trace-obstacle";
import { profileOf } from "../../../server/importers/measurements/measured-point";
import { measuredPointSchema } from "../../../server/importers/measurements/measured-point-schema";
import { previewMeasurements, readMeasurements, TRACE_KEPT } from "../../../server/importers/measurements/read-measurements";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a look at the beginning of a file", () => {
  it("says the format and reads whole lines only", async () => {
    const preview = await previewMeasurements(bytes("device;batch;p50 (ms)\nl4;1;20,5\nl4;2;3"), false);
    expect(preview).toMatchObject({ format: "csv", table: { delimiter: ";", header: ["device", "batch", "p50 (ms)"] } });
    expect(preview.sample?.points).toEqual([{ row: 2, device: "l4", batch: 1, latencyMs: { p50: 20.5 } }]);
    const chosen = await previewMeasurements(bytes("when;took\n0;5\n1;7\n"), true, {
      format: "request-log",
      logMapping: { timestamp: "when", latency: "took", latencyUnit: "s" },
    });
    expect(chosen.sample?.points[0]?.latencyMs?.mean).toBe(6000);
  });

  it("does not mind a character that the cut splits, and refuses another encoding at once", async () => {
    const whole = bytes("device,p50\nl4,3\ngerät,4\n");
    const cut = whole.subarray(0, whole.indexOf(0xc3) + 1);
    expect((await previewMeasurements(cut, false)).sample?.points).toHaveLength(1);
    await expect(previewMeasurements(new Uint8Array([...bytes("device,p50\nger"), 0xe4, 0x74, 0x2c, 0x34, 0x0a]), false)).rejects.toThrow(/not UTF-8/);
    const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(new Uint16Array([..."device,p50\nl4,3\n"].map((sign) => sign.charCodeAt(0))).buffer)]);
    expect((await previewMeasurements(utf16, true)).sample?.points).toHaveLength(1);
  });

  it("says what a file is that has no table in it", async () => {
    await expect(previewMeasurements(bytes("\n\n  \n"), true)).rejects.toThrow(/nothing but blanks/);
    await expect(previewMeasurements(bytes("<html><body>x</body></html>"), true)).rejects.toThrow(/HTML or XML/);
    await expect(previewMeasurements(bytes("hello world"), true)).rejects.toThrow(/neither a table nor JSON/);
  });

  it("shows suspect units before anything is imported", async () => {
    const preview = await previewMeasurements(bytes("device,latency_ms\nl4,0.012\nl4,0.015\nl4,0.013\n"), true);
    expect(preview.sample?.problems.map((problem) => problem.code)).toContain("unit-suspect");
  });
});

describe("a file read whole", () => {
  it("keeps so many arrivals of a trace, and says so", async () => {
    const rows = Array.from({ length: TRACE_KEPT + 50 }, (_, index) => `${(index / 100).toFixed(2)},5`);
    const read = await readMeasurements(`timestamp,prompt_tokens\n${rows.join("\n")}\n`, "request-log", {}, { trace: true });
    expect(read.trace?.timestampsMs).toHaveLength(TRACE_KEPT);
    expect(read.trace?.promptTokens).toHaveLength(TRACE_KEPT);
    expect(read.notes.join()).toMatch(/the trace keeps the first 100,000/);
    expect((await readMeasurements("timestamp\n0\n1\n2\n", "request-log")).trace).toBeNull();
  });

  it("gives points that come back through the page unchanged", async () => {
    const log = await readMeasurements("timestamp,latency_ms,output_tokens\n0,20,5\n1,30,7\n2,40,9\n", "request-log");
    expect(log.points.map((point) => measuredPointSchema.parse(JSON.parse(JSON.stringify(point))))).toEqual(log.points);
    expect(profileOf(log.points[0]!, { device: "l4", source: "log" })).toMatchObject({
      samples: 3,
      latencyMs: { mean: 30, ci95: [expect.any(Number), expect.any(Number)] },
    });
  });

  it("refuses a table that is a log", async () => {
    const rows = Array.from({ length: 5_001 }, () => "l4,3");
    await expect(readMeasurements(`device,p50\n${rows.join("\n")}\n`, "csv")).rejects.toThrow(/5,001 operating points/);
  });
});

describe("points measured under load", () => {
  it("hold as many calls as were in service, so that capacity comes out as measured", () => {
    const options = { device: "l4", source: "file" };
    // four clients without pauses: 200 per second at 20 ms
    expect(profileOf({ row: 1, concurrency: 4, throughputRps: 200, latencyMs: { mean: 20 } }, options)?.batch).toBe(4);
    // a hundred users who mostly think
    expect(profileOf({ row: 1, concurrency: 100, throughputRps: 50, latencyMs: { mean: 40 } }, options)?.batch).toBe(2);
    expect(profileOf({ row: 1, concurrency: 32, ttftMs: { mean: 100 }, tpotMs: { mean: 10 } }, options)?.batch).toBe(32);
    expect(profileOf({ row: 1, batch: 8, concurrency: 32, latencyMs: { mean: 10 } }, options)?.batch).toBe(8);
    expect(profileOf({ row: 1, latencyMs: { mean: 10 } }, options)?.batch).toBeUndefined();
  });
});

describe("a trace", () => {
  it("waits for the column of times, and says so", async () => {
    const log = bytes("when,prompt,completion\n0,10,5\n1,12,6\n");
    const preview = await previewMeasurements(log, false, { format: "request-log" });
    expect(traceObstacle(preview)).toMatch(/time of arrival/);
    expect(traceObstacle(await previewMeasurements(log, false, { format: "request-log", logMapping: { timestamp: "when" } }))).toBeNull();
    expect(traceObstacle(await previewMeasurements(log, false, { format: "csv" }))).toMatch(/request log/);
  });
});
