import { describe, expect, it } from "vitest";
import { quantileOfSorted } from "../../../core/metrics/workload-statistics";
import { ImportFileError } from "../../../server/importers/measurements/problems";
import { importRequestLog, suggestLogMapping } from "../../../server/importers/measurements/request-log";
import { RunningStatistics, SKETCH_ACCURACY } from "../../../server/importers/measurements/running-statistics";

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function logOf(rows: number, seed = 5): { csv: string; latencies: number[] } {
  const next = random(seed);
  const lines = ["timestamp,latency_ms,prompt_tokens,completion_tokens,ok"];
  const latencies: number[] = [];
  let time = Date.UTC(2026, 10, 22);
  for (let row = 0; row < rows; row += 1) {
    time += -Math.log(1 - next()) * 100;
    const latency = Number((50 - Math.log(1 - next()) * 300).toFixed(1));
    const ok = next() < 0.95;
    if (ok) latencies.push(latency);
    lines.push(`${new Date(time).toISOString()},${latency},${Math.floor(next() * 2000)},${Math.floor(next() * 400)},${ok ? "true" : "false"}`);
  }
  return { csv: lines.join("\n"), latencies };
}

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe("a request log", () => {
  it("gives percentiles within the stated error, tokens, rate and success with intervals", async () => {
    const { csv, latencies } = logOf(20_000);
    const log = await importRequestLog(csv);
    expect(log).toMatchObject({ rowsRead: 20_000, rowsTaken: 20_000, rowsRejected: 0, problems: [] });
    const sorted = latencies.toSorted((left, right) => left - right);
    for (const [name, q] of [
      ["p50", 0.5],
      ["p90", 0.9],
      ["p95", 0.95],
      ["p99", 0.99],
    ] as const) {
      const exact = quantileOfSorted(sorted, q);
      const estimate = log.latencyMs?.[name];
      expect(Math.abs((estimate?.value ?? 0) - exact) / exact).toBeLessThan(SKETCH_ACCURACY + 0.002);
      expect(estimate?.ci95[0]).toBeLessThan(exact);
      expect(estimate?.ci95[1]).toBeGreaterThan(exact);
    }
    expect(log.latencyMs?.mean.value).toBeCloseTo(latencies.reduce((sum, value) => sum + value, 0) / latencies.length, 6);
    expect(log.okShare?.value).toBeCloseTo(latencies.length / 20_000, 12);
    expect(log.rateRps?.ci95[0]).toBeLessThan(10);
    expect(log.rateRps?.ci95[1]).toBeGreaterThan(10);
    expect(log.arrivals?.poisson.kind).toBe("consistent");
    expect(log.trace?.timestampsMs).toHaveLength(20_000);
    expect(log.trace?.promptTokens?.length).toBe(20_000);
    expect(log.promptTokens?.mean.value).toBeGreaterThan(900);
  });

  it("reads the same from any pieces, and tells how far it is", async () => {
    const { csv } = logOf(6000);
    const whole = await importRequestLog(csv);
    const progress: number[] = [];
    const pieces = await importRequestLog(inPieces(csv, 777), { onProgress: ({ rows }) => progress.push(rows) });
    expect(pieces).toEqual(whole);
    expect(progress.at(-1)).toBe(6000);
    expect(progress).toEqual(progress.toSorted((left, right) => left - right));
  });

  it("names line and column of every row it cannot take, and takes the others", async () => {
    const csv = [
      "timestamp,latency_ms,completion_tokens,ok",
      "2026-11-22 10:00:00.5,120,10,true",
      "yesterday,120,10,true",
      "2026-11-22T10:00:02Z,-4,10,true",
      "2026-11-22T10:00:03Z,120,1.5,true",
      "2026-11-22T10:00:04Z,120,10,maybe",
      "2026-11-22T10:00:05Z,120,10",
      "2026-11-22T10:00:06Z,=SUM(A1),10,true",
      "2026-11-22T10:00:07Z,,,timeout",
      "2026-11-22T10:00:08Z,130,20,200",
    ].join("\n");
    const log = await importRequestLog(csv);
    expect(log).toMatchObject({ rowsRead: 9, rowsTaken: 3, rowsRejected: 6 });
    expect(
      log.problems
        .filter((problem) => problem.severity === "error")
        .map((problem) => [problem.row, problem.column])
        .sort((left, right) => Number(left[0]) - Number(right[0])),
    ).toEqual([
      [3, "timestamp"],
      [4, "latency_ms"],
      [5, "completion_tokens"],
      [6, "ok"],
      [7, null],
      [8, "latency_ms"],
    ]);
    expect(log.latencyMs).toMatchObject({ count: 2, min: 120, max: 130 });
    expect(log.okShare?.value).toBeCloseTo(2 / 3, 12);
    expect(log.arrivals).toMatchObject({ requests: 3, spanMs: 7500 });
  });

  it("reads the Azure trace's columns, and seconds, epochs and offsets as times", async () => {
    const azure = await importRequestLog("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04.0319600,3180,8\n");
    expect(azure.arrivals).toMatchObject({ requests: 2, spanMs: expect.closeTo(52, 6) });
    expect(azure.promptTokens?.max).toBe(4808);
    expect(azure.latencyMs).toBeNull();
    for (const [first, second] of [
      ["1700000000", "1700000002"],
      ["1700000000000", "1700000002000"],
      ["1700000000000000", "1700000002000000"],
      ["0", "2"],
      ["2026-11-22T10:00:00+01:00", "2026-11-22T09:00:02Z"],
    ]) {
      expect((await importRequestLog(`time,duration_s\n${first},0.2\n${second},0.4\n`)).arrivals?.spanMs).toBeCloseTo(2000, 6);
    }
  });

  it("uses the unit of the column, and suspects a wrong one", async () => {
    expect((await importRequestLog("ts,latency_s\n0,0.2\n1,0.4\n")).latencyMs?.max).toBe(400);
    const wrong = await importRequestLog("ts,latency\n0,0.002\n1,0.004\n2,0.003\n");
    expect(wrong.problems).toMatchObject([{ code: "unit-suspect", column: "latency", severity: "warning" }]);
    const micro = await importRequestLog("ts,latency_ms\n0,2000000\n1,3000000\n2,2500000\n");
    expect(micro.problems).toMatchObject([{ code: "unit-suspect" }]);
  });

  it("puts rows in order of time, and says so", async () => {
    const log = await importRequestLog("ts,latency_ms\n5,10\n1,20\n9,30\n");
    expect(log.problems).toMatchObject([{ code: "order", severity: "warning" }]);
    expect(log.trace?.timestampsMs).toEqual([0, 4000, 8000]);
  });

  it("warns of burstiness", async () => {
    const rows = Array.from({ length: 10 }, (_, burst) => Array.from({ length: 20 }, (_, index) => `${1_700_000_000 + burst * 600 + index * 0.001},10`)).flat();
    const log = await importRequestLog(`ts,latency_ms\n${rows.join("\n")}\n`);
    expect(log.arrivals?.poisson.kind).toBe("burstier");
    expect(log.problems.some((problem) => problem.message.includes("burstier than Poisson"))).toBe(true);
  });

  it("asks about one latency that is far above all others", async () => {
    const rows = Array.from({ length: 200 }, (_, second) => `${1_700_000_000 + second * 7},${second === 5 ? 12_000_000 : 12 + (second % 9)}`);
    const { problems } = await importRequestLog(`ts,latency_ms\n${rows.join("\n")}\n`);
    expect(problems).toContainEqual(expect.objectContaining({ severity: "warning", code: "unit-suspect", column: "latency_ms" }));
    expect(problems.map((problem) => problem.message).join()).toMatch(/600,\d{3} times the 99th percentile/);
  });

  it("refuses what cannot be a log, before anything is taken", async () => {
    const nothing = await importRequestLog("a,b\n1,2\n");
    expect(nothing.problems[0]).toMatchObject({ code: "column-missing", severity: "error" });
    expect(nothing.rowsTaken).toBe(0);
    await expect(importRequestLog("ts,latency_ms\n5,1\n5,2\n")).rejects.toThrow(/same time/);
    await expect(importRequestLog(inPieces(logOf(5000).csv, 65_536), { maxBytes: 100_000 })).rejects.toThrow(ImportFileError);
    expect((await importRequestLog("ts,latency_ms\n5,1\n", { mapping: { timestamp: "when" } })).problems[0]).toMatchObject({ column: "when" });
  });

  it("guesses the columns from their names", () => {
    expect(suggestLogMapping(["@timestamp", "elapsed (s)", "input_tokens", "output_tokens", "status_code", "host"])).toEqual({
      timestamp: "@timestamp",
      latency: "elapsed (s)",
      latencyUnit: "s",
      promptTokens: "input_tokens",
      completionTokens: "output_tokens",
      ok: "status_code",
    });
  });
});

describe("running statistics", () => {
  it("are nothing while nothing was added, and exact for one value", () => {
    const statistics = new RunningStatistics();
    expect(statistics.summary()).toBeNull();
    statistics.add(42);
    expect(statistics.summary()).toMatchObject({ count: 1, mean: { value: 42 }, cv: 0, p50: { value: 42 }, p99: { value: 42 } });
  });

  it("take the largest of few values for a high percentile, never one below it", () => {
    const statistics = new RunningStatistics();
    for (let value = 1; value <= 50; value += 1) statistics.add(value * value);
    const rank = (q: number) => Math.round(Math.sqrt(statistics.quantile(q)));
    expect([0, 0.5, 0.9, 0.95, 0.99, 1].map(rank)).toEqual([1, 25, 45, 48, 50, 50]);
  });
});
