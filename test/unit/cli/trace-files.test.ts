import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { run } from "../../../server/cli/main";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function begin(csv: string | null): string {
  folder = mkdtempSync(join(tmpdir(), "trilemma-trace-"));
  cpSync(join(import.meta.dirname, "../../../examples/visual-qa"), folder, { recursive: true });
  const file = join(folder, "workload.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/rateRps: [\d.]+/, "trace: { file: trace.csv }"));
  if (csv !== null) writeFileSync(join(folder, "trace.csv"), csv);
  return folder;
}

async function command(...args: string[]) {
  let [out, errors] = ["", ""];
  const status = await run(args, {
    write: async (text) => {
      out += text;
    },
    warn: (text) => {
      errors += text;
    },
    isInteractive: false,
    hasColour: false,
  });
  return { status, out, errors };
}

const csv = (rows: readonly string[]) => `timestamp,prompt_tokens\n${rows.join("\n")}\n`;

describe("a trace file beside a workload", () => {
  it("gives the rate that is planned for", async () => {
    const even = Array.from({ length: 201 }, (_, index) => `${(index * 0.5).toFixed(1)},10`);
    const { status, out, errors } = await command("plan", begin(csv(even)), "--format", "json");
    expect([status, errors]).toEqual([0, ""]);
    expect((JSON.parse(out) as { spec: { rateRps: number } }).spec.rateRps).toBe(2);
  });

  it("tells bad rows with file and line, and warns of bursts", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => `${Math.floor(index / 50) * 100 + (index % 50) * 0.01},10`);
    rows[3] = "noon,10";
    const { status, errors } = await command("plan", begin(csv(rows)), "--format", "json");
    expect(status).toBe(0);
    expect(errors).toMatch(/trace\.csv:5: warning trace-file: column "timestamp": "noon" is not a time/);
    expect(errors).toMatch(/bursty-arrivals: Arrivals of questions are far burstier than Poisson/);
  });

  it("is asked for by name when it is not there, or has no times", async () => {
    const missing = await command("validate", begin(null));
    expect(missing.status).toBe(2);
    expect(missing.errors).toMatch(/workload\.yaml:\d+:\d+: error trace-file: the trace file `trace\.csv` is not there/);
    rmSync(folder, { recursive: true, force: true });
    const untimed = await command("plan", begin("latency_ms\n5\n6\n"));
    expect(untimed.status).toBe(2);
    expect(untimed.errors).toMatch(/no column of times/);
  });
});
