import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importGenericCsv, importGenericJson } from "../../server/importers/measurements/generic-table";
import { ImportFileError } from "../../server/importers/measurements/problems";
import { importRequestLog } from "../../server/importers/measurements/request-log";
import { importGuideLlm, importK6Summary, importVllmBench } from "../../server/importers/measurements/tool-results";

const hostile = fc.oneof(
  fc.constantFrom(
    "",
    "12",
    "0",
    "-3",
    "1e400",
    "NaN",
    "=1+1",
    "@SUM(A1)",
    "+A1",
    "1,5",
    "1.234,5",
    '"',
    '"a""b"',
    "12 ms",
    "  7 ",
    "\u0000",
    "ö",
    "2026-11-22T10:00:00Z",
    "true",
    "503",
    "9".repeat(400),
  ),
  fc.string({ maxLength: 12 }),
  fc.double().map(String),
);

/** Either a sound outcome or a fault of the whole file with a message; nothing else may come out. */
async function sound(
  run: () => Promise<{ rowsRead: number; rowsTaken: number; rowsRejected: number; problems: readonly { severity: string; message: string }[] }>,
): Promise<void> {
  try {
    const outcome = await run();
    expect(outcome.rowsRead).toBe(outcome.rowsTaken + outcome.rowsRejected);
    if (outcome.rowsRejected > 0) expect(outcome.problems.some((problem) => problem.severity === "error")).toBe(true);
    for (const problem of outcome.problems) expect(problem.message.length).toBeGreaterThan(0);
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    expect(error.problem.message.length).toBeGreaterThan(10);
  }
}

describe("whatever is in a file, an importer answers with rows and problems", () => {
  const table = fc.tuple(
    fc.constantFrom(",", ";", "\t", "|"),
    fc.constantFrom("\n", "\r\n", "\r"),
    fc.array(fc.array(hostile, { minLength: 1, maxLength: 6 }), { maxLength: 12 }),
  );

  it("tables", async () => {
    await fc.assert(
      fc.asyncProperty(table, async ([delimiter, newline, rows]) => {
        const text = [["device", "batch", "p50_latency_ms", "p95_latency_ms"].join(delimiter), ...rows.map((row) => row.join(delimiter))].join(newline);
        await sound(() => importGenericCsv(text));
        await sound(() => importRequestLog(text.replace("device", "timestamp").replace("p50_latency_ms", "latency_ms").replace("batch", "ok")));
      }),
      { numRuns: 400 },
    );
  });

  it("bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await sound(() => importGenericCsv(bytes));
        await sound(() => importRequestLog(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it("JSON of any shape", async () => {
    const shaped = fc.record({
      metrics: fc.record({ http_req_duration: fc.object(), http_reqs: fc.anything() }),
      benchmarks: fc.array(fc.object()),
      mean_ttft_ms: fc.anything(),
      completed: fc.anything(),
      results: fc.array(fc.dictionary(fc.constantFrom("latency_ms", "device", "batch"), fc.anything())),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          shaped.map((value) => JSON.stringify(value)),
        ),
        async (text) => {
          for (const run of [importGenericJson, importVllmBench, importGuideLlm, importK6Summary]) await sound(() => run(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("takes every good row whatever stands between them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.constant("good"), fc.constantFrom("x", "-1", "=A1", "1e400")), { maxLength: 40 }), async (kinds) => {
        const rows = kinds.map((kind, index) => `l4,${kind === "good" ? 10 + index : kind}`);
        const outcome = await importGenericCsv(`device,latency_ms\n${rows.join("\n")}\n`);
        expect(outcome.items.map((item) => item.row)).toEqual(kinds.flatMap((kind, index) => (kind === "good" ? [index + 2] : [])));
        expect(outcome.rowsRejected).toBe(kinds.filter((kind) => kind !== "good").length);
      }),
      { numRuns: 200 },
    );
  });
});
