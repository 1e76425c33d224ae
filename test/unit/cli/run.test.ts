import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDocuments } from "../../../core/documents/parse";
import { run } from "../../../server/cli/main";
import { short } from "../../../server/cli/numbers";

const folder = mkdtempSync(join(tmpdir(), "trilemma-cli-"));
const at = (name: string) => join(folder, name);
const head = (kind: string) => `apiVersion: trilemma/v1\nkind: ${kind}\nmetadata: { name: small }\nspec:\n`;

beforeAll(() => {
  const write = (name: string, text: string) => writeFileSync(at(name), text);
  mkdirSync(at("all"));
  mkdirSync(at("empty"));
  const documents = {
    pipeline: `${head("Pipeline")}  inputs: [{ id: q, at: edge }]\n  operators: [{ id: a, task: text-generation }]\n  edges: [{ from: q, to: a, bytes: 1000 }]\n  quality: { model: product }\n`,
    catalogue: `${head("Catalogue")}  implementations:\n    - { name: "=cheap", task: text-generation, quality: [{ value: 0.5, source: measured }], profiles: [{ device: cpu, latencyMs: { mean: 50 } }] }\n    - { name: good, task: text-generation, quality: [{ value: 0.9, source: measured }], profiles: [{ device: gpu, latencyMs: { mean: 20 } }] }\n`,
    infrastructure: `${head("Infrastructure")}  tiers: [{ id: edge }]\n  pools:\n    - { id: cpus, tier: edge, device: cpu, count: 4, pricePerHourUsd: 0.36 }\n    - { id: gpus, tier: edge, device: gpu, count: 1, pricePerHourUsd: 3.6 }\n`,
    workload: `${head("Workload")}  settings: { queueing: none, statistic: mean }\n  classes:\n    - { id: people, pipeline: small, rateRps: 10 }\n`,
  };
  for (const [name, text] of Object.entries(documents)) write(`all/${name}.yaml`, text);
  write("strict.yaml", documents.workload.replace("rateRps: 10", 'rateRps: 10, slos: [{ metric: latency, op: "<=", value: 5 }]'));
  write("two.yaml", `${documents.workload}    - { id: robots, pipeline: small, rateRps: 1 }\n`);
  write("bad.yaml", documents.pipeline.replace("operators:", "operatros:"));
  write("latin.yaml", "");
  writeFileSync(at("latin.yaml"), new Uint8Array([0x61, 0x3a, 0x20, 0xe9]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function command(...args: string[]) {
  let out = "";
  let err = "";
  const status = await run(args, {
    write: (text) => {
      out += text;
      return Promise.resolve();
    },
    warn: (text) => {
      err += text;
    },
    isInteractive: false,
    hasColour: false,
  });
  return { status, out, err };
}

describe("trilemma validate", () => {
  it("passes sound documents with status 0", async () => {
    expect(await command("validate", at("all"))).toEqual({ status: 0, out: "4 documents in 4 files: no problems\n", err: "" });
  });

  it("tells problems with place, code and hint on standard error, with status 2", async () => {
    const { status, out, err } = await command("validate", at("bad.yaml"), at("none.yaml"), at("empty"), at("latin.yaml"));
    expect(status).toBe(2);
    expect(out).toBe("0 documents in 2 files: 4 errors\n");
    expect(err).toContain(`${at("bad.yaml")}:6:3: error unknown-key: unknown key \`operatros\`; did you mean \`operators\`?\n  hint: known here:`);
    expect(err).toContain(`${at("none.yaml")}: error unreadable-file: no such file or folder\n`);
    expect(err).toContain(`${at("empty")}: error unreadable-file: the folder has no`);
    expect(err).toContain(`${at("latin.yaml")}:1:4: error not-utf8:`);
  });

  it("finds what is built in by its name", async () => {
    const all = await command("validate", "builtin:catalogue", "builtin:infrastructure-edge-cloud");
    expect(all).toMatchObject({ status: 0, err: "" });
    expect(all.out).toMatch(/^[5-9] documents in [5-9] files: no problems\n$/);
    const wrong = await command("validate", "builtin:speech");
    expect(wrong.status).toBe(2);
    expect(wrong.err).toContain(
      "builtin:speech: error unreadable-file: nothing built in has this name\n  hint: there are builtin:catalogue, builtin:catalogue-agents",
    );
  });

  it("gives the problems as JSON when asked", async () => {
    const { status, out, err } = await command("validate", "--format", "json", at("bad.yaml"));
    expect({ status, err, codes: (JSON.parse(out) as { code: string }[]).map((problem) => problem.code) }).toEqual({
      status: 2,
      err: "",
      codes: ["unknown-key"],
    });
  });
});

describe("trilemma plan", () => {
  it("prints a frontier that is valid, the same every time, and that evaluate reproduces", async () => {
    const first = await command("plan", at("all"), "--format", "json");
    expect(first).toMatchObject({ status: 0, err: "" });
    expect((await command("plan", at("all"), "--format", "json")).out).toBe(first.out);
    const { documents, problems } = parseDocuments(first.out, "f.json");
    expect(problems).toEqual([]);
    const [frontier] = documents;
    if (frontier?.document.kind !== "Frontier") throw new Error("no frontier");
    const { plans } = frontier.document.spec;
    expect(plans.map((plan) => plan.operators[0]?.configuration.implementation)).toEqual(["=cheap", "good"]);
    expect(plans.map((plan) => plan.metrics.latencyMs?.mean)).toEqual([50, 20]);
    expect(plans[0]?.metrics.costPerHourUsd).toBeCloseTo(0.36, 12);
    expect(plans[1]?.metrics.costPerHourUsd).toBeCloseTo(3.6, 12);
    writeFileSync(at("f.json"), first.out);
    expect(await command("evaluate", at("f.json"), at("all"), "--format", "json")).toEqual({ status: 0, out: first.out, err: "2 plans reproduced to 1e-9\n" });
    writeFileSync(at("g.json"), first.out.replace('"costPerHourUsd": 0.36', '"costPerHourUsd": 0.37'));
    const changed = await command("evaluate", at("g.json"), at("all"));
    expect(changed.status).toBe(2);
    expect(changed.err).toMatch(/g\.json:\d+:\d+: error not-reproduced: p-1: .*costPerHourUsd is 0\.37, recomputed 0\.36/);
  });

  it("prints an aligned table with units, targets and certificate", async () => {
    const { out } = await command("plan", at("all"));
    expect(out).toMatch(/^small · class people · 10\.0 requests\/s · mean\n\nplan {2}cost US\$\/1000 {2}cost US\$\/h {2}latency mean ms/);
    expect(out).toMatch(/\np-1 +0\.0100 +0\.360 +50\.0 +0\.500\*? +1 {2}=cheap @ cpus×1\n/);
    expect(out).toMatch(/\nCertificate: exact: 2 plans, and no feasible plan beats any of them/);
  });

  it("prints CSV that no spreadsheet runs", async () => {
    const { out } = await command("plan", at("all"), "--format", "csv");
    const [header, row] = out.split("\r\n");
    expect(header).toBe(
      "plan,costPerThousandUsd,costPerHourUsd,latencyMs.mean,latencyMs.p50,latencyMs.p90,latencyMs.p95,latencyMs.p99,quality,qualityLow,qualityHigh,qualityBasis,energyJ,energyComplete,throughputRps,devices,a",
    );
    expect(row).toMatch(/^p-1,0\.00999\d*,0\.36,50,.*,"'=cheap @ cpus×1"$/);
  });

  it("prints a simulation that validate accepts, and refuses one that was bent", async () => {
    const { status, out } = await command("simulate", at("all"), "--duration", "1m", "--format", "json");
    expect(status).toBe(0);
    writeFileSync(at("simulation.json"), out);
    expect(await command("validate", at("simulation.json"))).toMatchObject({ status: 0, out: "1 document in 1 file: no problems\n" });
    writeFileSync(at("simulation.json"), out.replace(/"completed": ?[0-9]+/, '"completed": "many"'));
    const bent = await command("validate", at("simulation.json"));
    expect(bent.status).toBe(2);
    expect(bent.err).toContain("wrong-type");
  });

  it("answers an infeasible problem in words with status 3", async () => {
    const files = ["pipeline", "catalogue", "infrastructure"].map((name) => at(`all/${name}.yaml`));
    const { status, out } = await command("plan", ...files, at("strict.yaml"));
    expect(status).toBe(3);
    expect(out).toContain("No plan is feasible.");
    expect(out).toContain("latency mean <= 5 ms");
    expect(out).toContain("20");
    const json = await command("plan", ...files, at("strict.yaml"), "--format", "json");
    expect(json.status).toBe(3);
    expect(parseDocuments(json.out, "f.json").problems).toEqual([]);
  });

  it("takes objectives and settings, and says what is wrong with them", async () => {
    const one = await command("plan", at("all"), "--objectives", "cost", "--format", "json");
    expect((JSON.parse(one.out) as { spec: { plans: unknown[]; objectives: string[] } }).spec).toMatchObject({
      objectives: ["costPerThousand"],
      plans: [{ id: "p-1" }],
    });
    const set = await command(
      "plan",
      at("all"),
      "--set",
      "workload.settings.objectives=[latency]",
      "--set",
      "workload.settings.statistic=p99",
      "--format",
      "json",
    );
    expect((JSON.parse(set.out) as { spec: object }).spec).toMatchObject({ objectives: ["latency"], statistic: "p99" });
    const wrong = async (...args: string[]) => {
      const { status, err } = await command("plan", at("all"), ...args);
      expect(status).toBe(2);
      return err;
    };
    expect(await wrong("--set", "workload.settings.queuing=none")).toContain("unknown setting `queuing`; did you mean `queueing`?");
    expect(await wrong("--set", "workload.settings.maxParts=two")).toContain("--set: `maxParts` must be a whole number, not the text `two`");
    expect(await wrong("--set", "epsilon=0.1")).toContain("write --set workload.settings.epsilon=0.1");
    expect(await wrong("--set", "workload.settings.epsilon")).toContain("has no value");
    expect(await wrong("--objectives", "cost,latncy")).toContain("did you mean `latency`?");
  });

  it("asks for the class when several run one pipeline", async () => {
    const files = ["pipeline", "catalogue", "infrastructure"].map((name) => at(`all/${name}.yaml`));
    const { status, err } = await command("plan", ...files, at("two.yaml"));
    expect(status).toBe(2);
    expect(err).toContain("the workload has 2 classes: `people` and `robots`");
    expect(err).toContain("--class people");
    expect((await command("plan", ...files, at("two.yaml"), "--class", "robots")).out).toContain("class robots · 1.00 requests/s");
    expect((await command("plan", ...files, at("two.yaml"), "--class", "robot")).err).toContain("did you mean `robots`?");
  });

  it("names missing documents", async () => {
    const { status, err } = await command("plan", at("all/pipeline.yaml"), at("all/workload.yaml"));
    expect({ status, err: err.split("\n")[0] }).toEqual({ status: 2, err: "error wrong-documents: no Catalogue, no Infrastructure is given" });
  });
});

describe("trilemma", () => {
  it("prints JSON Schemas by kind", async () => {
    const { status, out } = await command("schema", "pipeline");
    expect({ status, schema: JSON.parse(out) as object }).toMatchObject({
      status: 0,
      schema: { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "urn:trilemma:v1:Pipeline", title: "Pipeline" },
    });
    expect(await command("schema", "Pipelin")).toMatchObject({ status: 2, err: expect.stringContaining("did you mean `Pipeline`?") });
  });

  it("takes wrong usage for wrong input, and help for success", async () => {
    expect((await command("plna", "x")).status).toBe(2);
    expect((await command("plan")).status).toBe(2);
    expect((await command("plan", at("all"), "--format", "xml")).status).toBe(2);
    const help = await command("--help");
    expect(help.status).toBe(0);
    expect(help.out).toContain("Exit status: 0 done");
  });

  it("writes numbers with three significant digits and no exponent", () => {
    expect([0, 0.0512345, 7.0266, 12.34, 999.4, 999.6, 1234.5, 123456, null].map(short)).toEqual([
      "0",
      "0.0512",
      "7.03",
      "12.3",
      "999",
      "1000",
      "1230",
      "123000",
      "-",
    ]);
  });
});
