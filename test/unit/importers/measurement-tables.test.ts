import { describe, expect, it } from "vitest";
import { suggestMapping } from "../../../server/importers/measurements/columns";
import { detectFormat, importMeasurements } from "../../../server/importers/measurements/formats";
import { importGenericCsv, importGenericJson, previewTable } from "../../../server/importers/measurements/generic-table";
import { profileOf } from "../../../server/importers/measurements/measured-point";
import { ImportFileError, type ImportProblem } from "../../../server/importers/measurements/problems";
import { importGuideLlm, importK6Summary, importVllmBench } from "../../../server/importers/measurements/tool-results";
import { importLocust, importPerfAnalyzer } from "../../../server/importers/measurements/tool-tables";

const GOOD = `device,batch,latency_p50_ms,latency_p95_ms,throughput
a100-80gb,1,20,35,45
a100-80gb,8,60,90,120
l4,1,55,80,17
`;

async function fault(run: () => Promise<unknown>): Promise<ImportProblem> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(ImportFileError);
    return (error as ImportFileError).problem;
  }
  throw new Error("nothing was refused");
}

const errorsOf = (problems: readonly ImportProblem[]) => problems.filter((problem) => problem.severity === "error");

describe("a table of measurements", () => {
  it("becomes operating points, and those profiles", async () => {
    const outcome = await importGenericCsv(GOOD);
    expect(outcome.problems).toEqual([]);
    expect(outcome).toMatchObject({ rowsRead: 3, rowsTaken: 3, rowsRejected: 0 });
    expect(outcome.items[1]).toEqual({ row: 3, device: "a100-80gb", batch: 8, latencyMs: { p50: 60, p95: 90 }, throughputRps: 120 });
    const second = outcome.items[1];
    expect(second && profileOf(second, { device: "x", source: "measured" })).toEqual({
      device: "a100-80gb",
      batch: 8,
      latencyMs: { p50: 60, p95: 90 },
      source: "measured",
      evidence: "measured",
    });
  });

  it("is previewed with what its columns probably mean", async () => {
    const preview = await previewTable(`GPU;Batch Size;TTFT p95 (s);ITL mean [ms];Tokens/s;comment\nL4;1;0,31;22,5;41;"a; b"\n`);
    expect(preview.delimiter).toBe(";");
    expect(preview.rows).toEqual([["L4", "1", "0,31", "22,5", "41", "a; b"]]);
    expect(preview.mapping).toEqual([
      { column: "GPU", field: "device" },
      { column: "Batch Size", field: "batch" },
      { column: "TTFT p95 (s)", field: "ttft-p95", unit: "s" },
      { column: "ITL mean [ms]", field: "tpot-mean", unit: "ms" },
      { column: "Tokens/s", field: "tokens-per-second" },
    ]);
  });

  it("reads decimal commas and units of a European export", async () => {
    const outcome = await importGenericCsv("device;ttft_p95_s;itl_mean_ms\nL4;0,31;22,5\n");
    expect(outcome.problems).toEqual([]);
    expect(outcome.items[0]).toMatchObject({ device: "l4", ttftMs: { p95: 310 }, tpotMs: { mean: 22.5 } });
  });

  it("takes the good rows and names line and column of each bad one", async () => {
    const rows = ["l4,1,20", "l4,1,abc", "l4,1,-5", "l4,1,=A1*2", "l4,1,999999999999", "l4,1", "l4,1,", "l4,1.5,20", "l4,1,NaN", "l4,2,30"];
    const outcome = await importGenericCsv(`device,batch,latency_ms\n${rows.join("\n")}\n`);
    expect(outcome.items.map((item) => item.row)).toEqual([2, 11]);
    expect(outcome).toMatchObject({ rowsRead: 10, rowsTaken: 2, rowsRejected: 8 });
    const named = errorsOf(outcome.problems).map((problem) => [problem.row, problem.column, problem.code]);
    expect(named.toSorted((left, right) => Number(left[0]) - Number(right[0]))).toEqual([
      [3, "latency_ms", "cell-not-a-number"],
      [4, "latency_ms", "cell-negative"],
      [5, "latency_ms", "cell-formula"],
      [6, "latency_ms", "cell-absurd"],
      [7, null, "row-length"],
      [8, null, "cell-empty"],
      [9, "batch", "cell-not-a-number"],
      [10, "latency_ms", "cell-empty"],
    ]);
  });

  it("keeps line numbers right across quoted line breaks", async () => {
    const outcome = await importGenericCsv('label,latency_ms\n"two\nlines",20\nx,bad\n');
    expect(outcome.items[0]).toMatchObject({ label: "two\nlines", latencyMs: { mean: 20 } });
    expect(errorsOf(outcome.problems)[0]).toMatchObject({ row: 4, column: "latency_ms" });
  });

  it("refuses a column that is there twice, and one that is not there", async () => {
    const twice = await importGenericCsv("device,latency_ms,latency_ms\nl4,1,2\n");
    expect(errorsOf(twice.problems)[0]).toMatchObject({ code: "column-duplicate", column: "latency_ms", row: 1 });
    expect(twice.items).toEqual([]);
    const missing = await importGenericCsv(GOOD, { mapping: [{ column: "p50", field: "latency-p50" }] });
    expect(errorsOf(missing.problems)[0]).toMatchObject({ code: "column-missing", column: "p50" });
    expect(missing.items).toEqual([]);
  });

  it("asks for a column mapping when no name says what is a latency", async () => {
    const outcome = await importGenericCsv("a,b\n1,2\n");
    expect(errorsOf(outcome.problems)[0]?.message).toContain("No column holds a latency");
    const mapped = await importGenericCsv("a,b\n1,2\n", { mapping: [{ column: "b", field: "latency-mean", unit: "s" }] });
    expect(mapped.items).toEqual([{ row: 2, latencyMs: { mean: 2000 } }]);
  });

  it("says that the separator is probably another", async () => {
    const outcome = await importGenericCsv(GOOD, { delimiter: ";" });
    expect(outcome.problems.map((problem) => problem.code)).toContain("delimiter");
    expect(outcome.items).toEqual([]);
  });

  it("refuses percentiles that fall", async () => {
    const outcome = await importGenericCsv("device,p50_latency_ms,p95_latency_ms\nl4,80,40\n");
    expect(errorsOf(outcome.problems)[0]).toMatchObject({ code: "percentiles-order", row: 2 });
    const swapped = await importGenericCsv("device,mean_ms,p99_ms\nl4,30,20\n");
    expect(swapped.rowsTaken).toBe(1);
    expect(swapped.problems[0]).toMatchObject({ severity: "warning", code: "percentiles-order", row: 2 });
    expect(outcome.items).toEqual([]);
  });

  it("suspects one row in another unit, a column in seconds, and a throughput that contradicts the latency", async () => {
    const row = await importGenericCsv("device,latency_ms\nl4,20\nl4,22\nl4,25\nl4,0.021\n");
    expect(row.problems).toMatchObject([{ code: "unit-suspect", row: 5, severity: "warning" }]);
    const column = await importGenericCsv("device,ttft_ms,tpot_ms\nl4,0.2,0.01\nl4,0.3,0.02\n");
    expect(column.problems.map((problem) => problem.code)).toContain("unit-suspect");
    const little = await importGenericCsv("device,concurrency,latency_ms,rps\nl4,4,25000,160\n");
    expect(little.problems).toMatchObject([{ code: "unit-suspect", row: 2 }]);
    expect((await importGenericCsv("device,concurrency,latency_ms,rps\nl4,4,25,160\n")).problems).toEqual([]);
  });

  it("refuses files that are not tables", async () => {
    expect((await fault(() => importGenericCsv(""))).code).toBe("file-empty");
    expect((await fault(() => importGenericCsv('{"a": 1}'))).code).toBe("file-format");
    expect((await fault(() => importGenericCsv("<html></html>"))).code).toBe("file-format");
    expect((await fault(() => importGenericCsv(new Uint8Array([0x50, 0x4b, 3, 4])))).message).toContain("spreadsheet");
    expect((await fault(() => importGenericCsv(new Uint8Array([65, 0, 66, 0])))).code).toBe("file-not-text");
    expect((await fault(() => importGenericCsv(new TextEncoder().encode(GOOD), { maxBytes: 20 }))).code).toBe("file-too-large");
    expect((await fault(() => importGenericCsv('device,latency_ms\n"l4,1\n'))).message).toContain("never closed");
  });

  it("refuses Latin-1 with advice, and reads UTF-8 and UTF-16 with and without their marks", async () => {
    const latin = Uint8Array.from("device,latency_ms\nserveur-\u00e9,5\n", (character) => character.charCodeAt(0));
    expect(await fault(() => importGenericCsv(latin))).toMatchObject({ code: "file-encoding", hint: expect.stringContaining("UTF-8") });
    const text = "device,latency_ms\nl4,5\n";
    const utf16 = new Uint8Array([0xff, 0xfe, ...Array.from(text).flatMap((character) => [character.charCodeAt(0), 0])]);
    const bare = utf16.subarray(2);
    for (const source of [`\uFEFF${text}`, new TextEncoder().encode(`\uFEFF${text}`), utf16, bare, Buffer.from(bare).swap16()])
      expect((await importGenericCsv(source)).items).toEqual([{ row: 2, device: "l4", latencyMs: { mean: 5 } }]);
  });

  it("says when there are no rows", async () => {
    expect(errorsOf((await importGenericCsv("device,latency_ms\n")).problems)[0]).toMatchObject({ code: "rows-none" });
  });

  it("comes as a JSON list too", async () => {
    const outcome = await importGenericJson('{"results":[{"device":"l4","latency_ms":12},{"device":"l4","latency_ms":"x"},{"device":"l4"}]}');
    expect(outcome.items).toEqual([{ row: 1, device: "l4", latencyMs: { mean: 12 } }]);
    expect(errorsOf(outcome.problems).map((problem) => problem.row)).toEqual([2, 3]);
    expect(await fault(() => importGenericJson('{"a": [1, 2'))).toMatchObject({ code: "json-syntax" });
    expect((await fault(() => importGenericJson("[1, 2]"))).code).toBe("file-format");
  });

  it("cuts a long list of the same problem short, and says by how much", async () => {
    const outcome = await importGenericCsv(`device,latency_ms\n${"l4,x\n".repeat(120)}l4,5\n`);
    expect(outcome).toMatchObject({ rowsTaken: 1, rowsRejected: 120 });
    expect(outcome.problems.filter((problem) => problem.row !== null)).toHaveLength(50);
    expect(outcome.problems.at(-1)?.message).toContain("70 more rows");
  });

  it("suggests nothing twice", () => {
    const fields = suggestMapping(["latency", "latency_ms", "p95", "P95 latency"]).map((entry) => entry.field);
    expect(fields).toEqual(["latency-mean", "latency-p95"]);
  });
});

const VLLM = {
  date: "20261101-101010",
  backend: "vllm",
  model_id: "meta-llama/Llama-3.1-8B-Instruct",
  num_prompts: 210,
  request_rate: "inf",
  max_concurrency: 32,
  duration: 50.1,
  completed: 200,
  total_input_tokens: 204800,
  total_output_tokens: 25600,
  request_throughput: 4,
  output_throughput: 511,
  mean_ttft_ms: 180,
  median_ttft_ms: 170,
  p99_ttft_ms: 420,
  mean_tpot_ms: 12.5,
  median_tpot_ms: 12.4,
  p99_tpot_ms: 15,
  mean_itl_ms: 12.5,
};

describe("files of load generators", () => {
  it("vllm bench", async () => {
    const outcome = await importVllmBench(JSON.stringify(VLLM));
    expect(outcome.items[0]).toMatchObject({
      label: VLLM.model_id,
      concurrency: 32,
      tokensPerSecond: 511,
      promptTokens: 1024,
      completionTokens: 128,
      samples: 200,
      ttftMs: { mean: 180, p50: 170, p99: 420 },
      tpotMs: { mean: 12.5, p50: 12.4, p99: 15 },
    });
    expect(outcome.problems).toMatchObject([{ severity: "warning", message: expect.stringContaining("10 of 210") }]);
    const first = outcome.items[0];
    expect(first && profileOf(first, { device: "h100-80gb", source: "measured" })).toMatchObject({ device: "h100-80gb", capacityTokensPerSecond: 511 });
    expect((await importVllmBench(`${JSON.stringify(VLLM)}\n${JSON.stringify({ ...VLLM, mean_ttft_ms: -1 })}\n`)).items).toHaveLength(1);
    expect((await fault(() => importVllmBench("{}"))).message).toContain("vllm bench");
  });

  it("GuideLLM, with seconds made milliseconds", async () => {
    const distribution = (mean: number) => ({
      successful: { mean, median: mean, count: 90, percentiles: { p50: mean, p90: mean * 1.4, p95: mean * 1.6, p99: mean * 2 } },
    });
    const benchmark = {
      metrics: {
        requests_per_second: distribution(3),
        request_concurrency: distribution(6),
        request_latency: distribution(2),
        prompt_token_count: distribution(512),
        output_token_count: distribution(128),
        time_to_first_token_ms: distribution(90),
        inter_token_latency_ms: distribution(15),
        output_tokens_per_second: distribution(384),
      },
    };
    const outcome = await importGuideLlm(JSON.stringify({ benchmarks: [benchmark, { metrics: {} }, {}] }));
    expect(outcome.items).toHaveLength(1);
    expect(outcome.items[0]).toMatchObject({
      latencyMs: { mean: 2000, p99: 4000 },
      ttftMs: { p95: 144 },
      tpotMs: { mean: 15 },
      concurrency: 6,
      tokensPerSecond: 384,
      samples: 90,
      completionTokens: 128,
    });
    expect(outcome).toMatchObject({ rowsRead: 3, rowsRejected: 2 });
    expect((await fault(() => importGuideLlm("[]"))).code).toBe("file-format");
  });

  it("perf analyzer, with microseconds made milliseconds", async () => {
    const csv =
      "Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server Compute Input,Server Compute Infer,Server Compute Output,Client Recv,p50 latency,p90 latency,p95 latency,p99 latency,Avg latency\n1,69.6,40,900,30,20,13000,10,5,13936,18682,19673,21859,14017\n4,150,40,900,30,20,13000,10,5,26000,29000,31000,36000,26500\n";
    const outcome = await importPerfAnalyzer(csv);
    expect(outcome.problems).toEqual([]);
    expect(outcome.items[0]).toEqual({
      row: 2,
      concurrency: 1,
      throughputRps: 69.6,
      latencyMs: { mean: 14.017, p50: 13.936, p90: 18.682, p95: 19.673, p99: 21.859 },
    });
    expect((await fault(() => importPerfAnalyzer("a,b\n1,2\n"))).message).toContain("perf analyzer");
  });

  it("locust", async () => {
    const csv =
      'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\nPOST,"/chat, v1",800,2,120,140,30,900,2000,13.3,0.03,120,140,160,180,220,300,400,500,800,900,900\n,Aggregated,800,2,120,140,30,900,2000,13.3,0.03,120,140,160,180,220,300,400,500,800,900,900\n';
    const outcome = await importLocust(csv);
    expect(outcome.items).toEqual([
      { row: 2, label: "/chat, v1", samples: 800, throughputRps: 13.3, latencyMs: { mean: 140, p50: 120, p90: 220, p95: 300, p99: 500 } },
    ]);
    expect(outcome.notes.join()).toContain("Aggregated");
    expect((await fault(() => importLocust("Timestamp,User Count,Type\n1,2,3\n"))).message).toContain("history");
  });

  it("k6, in both shapes", async () => {
    const times = { avg: 140, min: 30, med: 120, max: 900, "p(90)": 220, "p(95)": 300 };
    const flat = { metrics: { http_req_duration: times, http_reqs: { count: 800, rate: 13.3 }, http_req_failed: { value: 0.05 }, vus: { value: 4 } } };
    const nested = { metrics: { http_req_duration: { values: times }, http_reqs: { values: { count: 800, rate: 13.3 } } } };
    for (const summary of [flat, nested]) {
      expect((await importK6Summary(JSON.stringify(summary))).items[0]).toMatchObject({
        latencyMs: { mean: 140, p50: 120, p90: 220, p95: 300 },
        throughputRps: 13.3,
        samples: 800,
      });
    }
    expect((await importK6Summary(JSON.stringify(flat))).problems[0]?.message).toContain("5.0 %");
    expect((await fault(() => importK6Summary("{}"))).code).toBe("file-format");
  });

  it("are told apart by their first lines", async () => {
    expect(detectFormat(JSON.stringify(VLLM))).toBe("vllm-bench");
    expect(detectFormat('{"benchmarks": []}')).toBe("guidellm");
    expect(detectFormat('{"metrics":{"http_req_duration":{}}}')).toBe("k6");
    expect(detectFormat("Concurrency,Inferences/Second,x")).toBe("perf-analyzer");
    expect(detectFormat("Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time")).toBe("locust");
    expect(detectFormat("timestamp,latency_ms,ok\n")).toBe("request-log");
    expect(detectFormat(GOOD)).toBe("csv");
    expect(detectFormat("[{}]")).toBe("json");
    expect(detectFormat("hello")).toBeNull();
    expect((await importMeasurements("csv", GOOD)).rowsTaken).toBe(3);
  });
});
