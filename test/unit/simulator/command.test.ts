import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SimulationDocument, simulationDocument } from "../../../core/documents/simulation";
import { durationMs } from "../../../server/cli/duration";
import { run } from "../../../server/cli/main";
import { catalogue, infrastructure, pipeline, plan, workload } from "./documents";

let folder = "";
let base = "";
let planFile = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "simulate-"));
  base = join(folder, "documents.json");
  planFile = join(folder, "plan.json");
  // A target that the planner's bound (slowest call times the most passes) can meet.
  const [queryClass] = workload.spec.classes;
  const eased = { ...workload, spec: { classes: [{ ...queryClass, slos: [{ metric: "latency", op: "<=", value: 12_000 }] }] } };
  writeFileSync(base, JSON.stringify([pipeline, catalogue, infrastructure, eased]));
  writeFileSync(
    planFile,
    JSON.stringify({ apiVersion: "trilemma/v1", kind: "Plan", metadata: { name: "chosen" }, spec: { ...plan, pipeline: "assistant", class: "users" } }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function command(...args: string[]) {
  let out = "";
  let told = "";
  const status = await run(["simulate", ...args], {
    write: async (text) => {
      out += text;
    },
    warn: (text) => {
      told += text;
    },
    isInteractive: false,
    hasColour: false,
  });
  return { status, out, told };
}

const short = ["--duration", "2m", "--warmup", "10s"];

describe("trilemma simulate", () => {
  it("prints the simulation of a Plan given, the same bytes for the same seed", async () => {
    const first = await command(base, planFile, ...short);
    expect(first.told).toBe("");
    expect(first.status).toBe(0);
    const document = JSON.parse(first.out) as SimulationDocument;
    expect(simulationDocument.safeParse(document).error?.issues ?? []).toEqual([]);
    expect(document.spec.seconds).toBe(120);
    expect(document.spec.seed).toBe(1);
    expect(document.spec.classes[0]!.completed).toBeGreaterThan(4000);
    expect((await command(base, planFile, ...short)).out).toBe(first.out);
    expect((await command(base, planFile, ...short, "--seed", "2")).out).not.toBe(first.out);
  });

  it("simulates the cheapest plan of the frontier without one, or the one named", async () => {
    const cheapest = await command(base, ...short, "--set", "workload.settings.maxParts=1");
    expect(cheapest.told).toBe("");
    expect(cheapest.status).toBe(0);
    const document = JSON.parse(cheapest.out) as SimulationDocument;
    expect(document.spec.classes[0]!.predictedMs!.p95).toBeGreaterThan(0);
    const wrong = await command(base, ...short, "--set", "workload.settings.maxParts=1", "--plan", "p-99999");
    expect(wrong.status).toBe(2);
    expect(wrong.told).toMatch(/no plan `p-99999`/);
  });

  it("takes arrivals, a spike, a lost pool and a rate", async () => {
    const { out } = await command(
      base,
      planFile,
      ...short,
      "--arrivals",
      "spike:factor=2,at=1m,for=30s",
      "--lose",
      "edge-cpu@30s..1m",
      "--rate-factor",
      "0.5",
      "--charts",
    );
    const { spec } = JSON.parse(out) as SimulationDocument;
    expect(spec.arrivals).toEqual({ kind: "spike", factor: 2, atMs: 60_000, forMs: 30_000 });
    expect(spec.poolLoss).toEqual({ pool: "edge-cpu", atMs: 30_000, untilMs: 60_000 });
    expect(spec.rateFactor).toBe(0.5);
    expect(spec.series!.classes[0]!.arrivedRps).toHaveLength(256);
  });

  it("prints a table that people can read", async () => {
    const { out } = await command(base, planFile, ...short, "--format", "table");
    expect(out).toMatch(/2 min after 10 s of warm-up · seed 1/);
    expect(out).toMatch(/^listen +edge-cpu/m);
    expect(out).toMatch(/latency p95 <= 12000 ms: met/);
  });

  it("tells a run that ended before its time, and never leaves an interval half said", async () => {
    const json = await command(base, planFile, ...short, "--max-events", "5000");
    expect(json).toMatchObject({ status: 0, told: expect.stringMatching(/stopped at the limit of 5,000 events, after .* of the 2 min asked for/) });
    const few = await command(base, planFile, "--duration", "3s", "--warmup", "0s", "--format", "table");
    expect(few.told).toBe("");
    expect(few.out).not.toContain("?");
    expect(few.out).toMatch(/\d\* [\s\S]*\* has none: too few observations/);
    const none = await command(base, planFile, "--max-events", "50", "--format", "table");
    expect(none.told).toContain("within the warm-up");
    expect(none.out).toContain("within the warm-up, before anything is observed");
  });

  it("says what is wrong with an option, with status 2", async () => {
    const cases: [string[], RegExp][] = [
      [["--duration", "soon"], /not a duration/],
      [["--arrivals", "poison"], /did you mean `poisson`|unknown pattern `poison`/i],
      [["--arrivals", "spike:size=3"], /unknown parameter `size`/],
      [["--lose", "edge-cpu"], /does not say when/],
      [["--arrivals", "spike:factor=-1"], /--arrivals spike: `factor` is -1; it must be greater than 0\n/],
      [["--arrivals", "mmpp:for=0s"], /--arrivals mmpp: `for` is 0; it must be greater than 0\n/],
      [["--lose", "edge-cup@1m"], /no pool `edge-cup`; did you mean `edge-cpu`\?\n {2}hint: pools are .*`edge-cpu`/],
      [["--seed", "x"], /not a number/],
      [["--arrivals", "trace"], /no trace/],
    ];
    for (const [args, message] of cases) {
      const { status, told, out } = await command(base, planFile, ...args);
      expect(told).toMatch(message);
      expect(status).toBe(2);
      expect(out).toBe("");
    }
  });

  it("reads durations", () => {
    expect(["1h", "5m", "90s", "250ms", "1h30m", "45", "0.5h"].map((text) => durationMs(text, "--duration"))).toEqual([
      3_600_000, 300_000, 90_000, 250, 5_400_000, 45_000, 1_800_000,
    ]);
  });
});
