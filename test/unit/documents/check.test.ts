import { describe, expect, it } from "vitest";
import { applyFix } from "../../../core/documents/apply-fix";
import { checkDocuments } from "../../../core/documents/check";
import { parseDocuments } from "../../../core/documents/parse";

const head = (kind: string, name = "x") => `apiVersion: trilemma/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n`;

const PIPELINE = `${head("Pipeline")}  inputs:
    - { id: q }
  operators:
    - { id: a, task: text-generation }
    - { id: b, task: text-generation }
    - { id: c, task: text-generation }
  edges:
    - { from: q, to: a }
    - { from: a, to: b }
    - { from: a, to: c }
`;
const CATALOGUE = `${head("Catalogue")}  models:
    - { name: shared, profiles: [{ device: gpu, latencyMs: { mean: 10 } }] }
  implementations:
    - { name: m, task: text-generation, model: shared, knobs: { n: [1, 2] }, quality: [{ value: 0.5 }] }
    - { name: other, task: translation, profiles: [{ device: gpu, latencyMs: { mean: 10 } }] }
`;
const INFRASTRUCTURE = `${head("Infrastructure")}  tiers: [{ id: edge }, { id: cloud }]
  pools:
    - { id: p, tier: edge, device: gpu, count: 1, pricePerHourUsd: 1 }
  links:
    - { from: edge, to: cloud }
`;
const WORKLOAD = `${head("Workload")}  settings: { queueing: none }
  classes:
    - { id: k, pipeline: x, rateRps: 4, at: edge }
`;

function check(...texts: string[]) {
  const documents = texts.flatMap((text, index) => {
    const read = parseDocuments(text, `${index}.yaml`);
    expect(read.problems).toEqual([]);
    return read.documents;
  });
  return checkDocuments(documents);
}
const brief = (...texts: string[]) => check(...texts).map(({ code, file, line, column }) => `${code} ${file} ${line}:${column}`);
const all = (changes: { pipeline?: string; catalogue?: string; infrastructure?: string; workload?: string }) =>
  check(changes.pipeline ?? PIPELINE, changes.catalogue ?? CATALOGUE, changes.infrastructure ?? INFRASTRUCTURE, changes.workload ?? WORKLOAD);
const swap = (text: string, from: string, to: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe("checkDocuments", () => {
  it("finds nothing wrong with sound documents, together or alone", () => {
    expect(brief(PIPELINE, CATALOGUE, INFRASTRUCTURE, WORKLOAD)).toEqual([]);
    for (const text of [PIPELINE, CATALOGUE, INFRASTRUCTURE, WORKLOAD]) expect(brief(text)).toEqual([]);
  });

  it.each([
    ["- { from: a, to: b }", "- { from: a, to: bb }", "missing-end 0.yaml 13:22", "the edge a → bb ends at `bb`, which does not exist; did you mean `b`?"],
    ["- { from: a, to: b }", "- { from: a, to: nowhere }", "missing-end 0.yaml 13:22", "the edge a → nowhere ends at `nowhere`, which does not exist"],
    [
      "- { from: a, to: b }",
      "- { from: a, to: b }\n    - { from: zzzz, to: b }",
      "missing-end 0.yaml 14:15",
      "the edge zzzz → b starts at `zzzz`, which does not exist",
    ],
    ["- { from: a, to: b }", "- { from: a, to: b }\n    - { from: a, to: q }", "edge-into-input 0.yaml 14:22", "the edge a → q leads into the input `q`"],
    ["- { from: a, to: b }", "- { from: a, to: b }\n    - { from: b, to: b }", "self-edge 0.yaml 14:7", "an edge leads from `b` to itself"],
    ["- { from: a, to: b }", "- { from: a, to: b }\n    - { from: a, to: b }", "duplicate-edge 0.yaml 14:7", "the edge a → b is given twice"],
    ["- { from: a, to: c }", "- { from: b, to: c }\n    - { from: c, to: a }", "cycle 0.yaml 15:7", "the edges form a cycle: `a` → `b` → `c` → `a`"],
    ["- { id: c, task", "- { id: b, task", "duplicate-id 0.yaml 10:13", "the id `b` is given twice"],
    ["id: c, task", "id: c/d, task", "reserved-id 0.yaml 10:13", "the id `c/d` has a `/`, which joins the id of an operator inside an alternative"],
    ["- { id: q }", "- { id: q }\n    - { id: loose }", "unused-input 0.yaml 7:7", "the input `loose` leads nowhere"],
    ["    - { from: a, to: c }\n", "", "unreachable-operator 0.yaml 10:7", "no input leads to the operator `c`"],
    ["- { id: c, task: text-generation }", "- { id: c }", "task-or-alternatives 0.yaml 10:7", "the operator `c` has no task"],
    [
      "- { id: c, task: text-generation }",
      "- { id: c, task: text-generaton }",
      "unknown-task 0.yaml 10:22",
      "unknown task `text-generaton`; did you mean `text-generation`?",
    ],
    [
      "- { id: c, task: text-generation }",
      "- { id: c, task: text-generation, iterations: { mean: 3.5, max: 2 } }",
      "iterations-order 0.yaml 10:69",
      "the most iterations of `c` (2) are fewer than the mean (3.5)",
    ],
  ])("tells a faulty graph: %s → %s", (from, to, place, message) => {
    const problems = check(swap(PIPELINE, from, to));
    const found = problems.find((problem) => `${problem.code} ${problem.file} ${problem.line}:${problem.column}` === place);
    expect(found?.message, JSON.stringify(problems, null, 1)).toBe(message);
  });

  it("tells a pipeline without operators or inputs", () => {
    expect(brief(`${head("Pipeline")}  inputs: []\n  operators: []\n  edges: []\n`)).toEqual(["no-input 0.yaml 5:11", "no-operator 0.yaml 6:14"]);
  });

  const routed = (choose: string, at = "a") => `${PIPELINE}  routers:\n    - at: ${at}\n      choose: [${choose}]\n`;
  it.each([
    [
      "{ to: b, probability: 0.7 }, { to: c, probability: 0.4 }",
      "router-probabilities 0.yaml 17:15",
      "the probabilities of the router at `a` sum to 1.1; they must sum to 1",
    ],
    ["{ to: b, probability: 0.5 }, { to: b, probability: 0.5 }", "router-target 0.yaml 17:51", "the router at `a` lists `b` twice"],
    ["{ to: b, probability: 0.5 }, { to: q, probability: 0.5 }", "router-target 0.yaml 17:51", "`q` does not follow `a`"],
  ])("tells a faulty router: %s", (choose, place, message) => {
    const problems = check(routed(choose));
    expect(problems.map((problem) => `${problem.code} ${problem.file} ${problem.line}:${problem.column}`)).toEqual([place]);
    expect(problems[0]?.message).toBe(message);
  });

  it("tells a router at no operator, and two at one", () => {
    expect(check(routed("{ to: b, probability: 1 }", "nobody"))[0]).toMatchObject({ code: "unknown-operator", line: 16, column: 11 });
    expect(brief(`${routed("{ to: b, probability: 0.5 }, { to: c, probability: 0.5 }")}    - at: a\n      choose: [{ to: b, probability: 1 }]\n`)).toEqual([
      "duplicate-router 0.yaml 18:11",
    ]);
  });

  it("accepts thirds and leaves rounding of 1e-10 alone", () => {
    expect(brief(routed("{ to: b, probability: 0.3333333333 }, { to: c, probability: 0.6666666667 }"))).toEqual([]);
  });

  const withAlternatives = (inner: string, more = "") =>
    swap(PIPELINE, "- { id: c, task: text-generation }", `- id: c\n      alternatives:\n        - name: one\n${inner}${more}`);
  it("checks alternatives like pipelines, and that they join in and out", () => {
    const sound = "          operators: [{ id: z, task: text-generation }]\n          edges: [{ from: in, to: z }, { from: z, to: out }]\n";
    expect(brief(withAlternatives(sound))).toEqual([]);
    expect(brief(withAlternatives(sound, "      task: text-generation\n      fanOut: 2\n"))).toEqual([
      "task-or-alternatives 0.yaml 15:13",
      "task-or-alternatives 0.yaml 16:15",
    ]);
    expect(brief(withAlternatives(sound.replace("from: z, to: out", "from: z, to: outt")))).toEqual([
      "alternative-ports 0.yaml 14:18",
      "missing-end 0.yaml 14:55",
    ]);
    expect(brief(withAlternatives(sound.replace("id: z", "id: in").replaceAll("z", "in")))).toContain("reserved-id 0.yaml 13:29");
    expect(check(withAlternatives(sound.replace("text-generation", "sumarisation")))[0]).toMatchObject({
      code: "unknown-task",
      path: ["spec", "operators", 2, "alternatives", 0, "operators", 0, "task"],
    });
  });

  it.each([
    [", candidates: [m, mm]", "unknown-implementation", "unknown implementation `mm`; did you mean `m`?"],
    [", candidates: [m, other]", "wrong-task", "`other` is an implementation of `translation`, not of `text-generation`"],
    [", knobs: { m: [1] }", "unknown-knob", "no implementation of `c` has the knob `m`"],
    [", knobs: { n: [1, 7] }", "unknown-knob-value", "no implementation of `c` offers `n` 7"],
    [", placement: { tiers: [egde] }", "unknown-tier", "unknown tier `egde`; did you mean `edge`?"],
    [", placement: { pools: [api, pp] }", "unknown-pool", "unknown pool `pp`; did you mean `p`?"],
    [", placement: { tiers: [cloud] }", "no-device", "no allowed pool has a device that `c` can run on"],
  ])("checks an operator against catalogue and infrastructure: %s", (keys, code, message) => {
    const [problem] = all({ pipeline: swap(PIPELINE, "id: c, task: text-generation", `id: c, task: text-generation${keys}`) });
    expect(problem).toMatchObject({ code, message, file: "0.yaml", line: 10 });
  });

  it("tells a task without an implementation, and an empty catalogue", () => {
    expect(all({ pipeline: swap(PIPELINE, "id: c, task: text-generation", "id: c, task: ocr") })[0]).toMatchObject({
      code: "no-implementation",
      line: 10,
      column: 22,
    });
    expect(all({ catalogue: `${head("Catalogue")}  implementations: []\n` }).filter((problem) => problem.code === "empty-catalogue")).toMatchObject([
      { severity: "error", file: "1.yaml", line: 5, column: 20 },
    ]);
  });

  it("doubts a price that no device has", () => {
    const priced = (price: string) => check(swap(INFRASTRUCTURE, "pricePerHourUsd: 1", `pricePerHourUsd: ${price}`));
    expect(priced("1e308")).toMatchObject([{ code: "price-too-high", severity: "warning", line: 7, message: "a device of `p` costs 1e+308 US$ an hour" }]);
    expect(priced("300")).toEqual([]);
  });

  const withQuality = (quality: string) => `${PIPELINE}  quality: ${quality}\n`;
  it.each([
    ["{ model: table, values: [{ when: { aa: m }, value: 0.5 }] }", "unknown-operator", "unknown operator `aa`; did you mean `a`?"],
    ["{ model: table, values: [{ when: { a: mm }, value: 0.5 }] }", "unknown-implementation", "unknown implementation `mm`; did you mean `m`?"],
    [
      "{ model: table, values: [{ when: { a: other }, value: 0.5 }] }",
      "wrong-task",
      "`other` is an implementation of `translation`, but `a` does `text-generation`",
    ],
    ["{ model: table, values: [{ when: { a: { implementation: m, knobs: { k: 1 } } }, value: 0.5 }] }", "unknown-knob", "`m` has no knob `k`"],
    ["{ model: table, values: [{ when: { a: { implementation: m, knobs: { n: 5 } } }, value: 0.5 }] }", "unknown-knob-value", "`m` does not offer `n` 5"],
    [
      "{ model: table, values: [{ when: { a: m }, value: 0.5 }, { when: { a: m }, value: 0.6 }] }",
      "ambiguous-row",
      "rows 1 and 2 are about the same configurations",
    ],
    ["{ model: product, operators: [d] }", "unknown-operator", "unknown operator `d`"],
    [
      "{ model: chain, values: [{ operator: a, value: 0.5, matrix: [[0.5, 0.5], [0.5, 0.4]] }] }",
      "matrix-rows",
      "row 2 of the matrix sums to 0.9; it must sum to 1",
    ],
    ["{ model: chain, values: [{ operator: a, value: 0.5, matrix: [[0.5, 0.5]] }] }", "matrix-shape", "the matrix has 1 rows; each must have 1 columns"],
    [
      "{ model: product, values: [{ operator: a, value: 0.5, ci95: [0.6, 0.7] }] }",
      "interval-misses-value",
      "the interval [0.6, 0.7] does not contain value (0.5)",
    ],
  ])("checks a quality model: %s", (quality, code, message) => {
    expect(all({ pipeline: withQuality(quality) })[0]).toMatchObject({ code, message: expect.stringContaining(message), line: 15 });
  });

  it.each([
    ["model: shared, knobs", "model: shard, knobs", "unknown-model", "unknown model `shard`; did you mean `shared`?"],
    ["model: shared, knobs", "knobs", "nothing-to-run", "the implementation `m` has neither a model, nor profiles, nor an API"],
    [
      "model: shared, knobs",
      "model: shared, api: { pricePerCallUsd: 1, latencyMs: { mean: 1 } }, knobs",
      "model-and-profiles",
      "the implementation `m` names a model and has an API of its own",
    ],
    ["model: shared, knobs", "api: { latencyMs: { mean: 1 } }, knobs", "no-price", "the API of `m` has no price and counts as free"],
    ["model: shared, knobs", "profiles: [{ device: gpu, ttftMs: { mean: 1 } }], knobs", "no-latency-figure", "profile 1 of `m` lacks `tpotMs` beside `ttftMs`"],
    [
      "model: shared, knobs",
      "profiles: [{ device: gpu, ttftMs: { mean: 1 }, tpotMs: { mean: 1 } }], knobs",
      "no-token-counts",
      "`m` has a profile per token (1) but no completion token counts",
    ],
    ["model: shared, knobs", "profiles: [{ device: gpu, latencyMs: { p50: 9, p95: 7 } }], knobs", "non-monotone-statistics", "p95 (7) is lower than p50 (9)"],
    ["quality: [{ value: 0.5 }]", "quality: [{ value: 0.5, ci95: [0.6, 0.4] }]", "interval-order", "the interval [0.6, 0.4] is the wrong way round"],
    ["quality: [{ value: 0.5 }]", "quality: [{ when: { n: 9 }, value: 0.5 }]", "unknown-knob-value", "`m` does not offer `n` 9"],
    ["quality: [{ value: 0.5 }]", "quality: [{ value: 0.5 }, { value: 0.6 }]", "ambiguous-row", "rows 1 and 2 of `quality` are about the same knob values"],
    ["name: other", "name: m", "duplicate-id", "the implementation `m` is given twice"],
    [
      "name: other",
      "name: shared",
      "duplicate-id",
      "the implementation `shared` has figures of its own, which make a private model of the same name as the model `shared`",
    ],
  ])("checks a catalogue: %s → %s", (from, to, code, message) => {
    const problems = check(swap(CATALOGUE, from, to));
    expect(problems.find((problem) => problem.code === code)?.message, JSON.stringify(problems)).toBe(message);
  });

  it.each([
    ["tier: edge", "tier: egde", "unknown-tier 0.yaml 7:22"],
    ["id: p,", "id: api,", "reserved-id 0.yaml 7:13"],
    ["count: 1,", "count: 1, power: { idleW: 9, peakW: 5 },", "power-order 0.yaml 7:77"],
    ["- { from: edge, to: cloud }", "- { from: edge, to: clud }", "unknown-tier 0.yaml 9:25"],
    ["- { from: edge, to: cloud }", "- { from: edge, to: cloud }\n    - { from: edge, to: cloud }", "duplicate-link 0.yaml 10:7"],
    ["{ id: cloud }]", "{ id: cloud }, { id: edge }]", "duplicate-id 0.yaml 5:46"],
  ])("checks an infrastructure: %s → %s", (from, to, place) => {
    expect(brief(swap(INFRASTRUCTURE, from, to))[0]).toBe(place);
  });

  const slo = (text: string) => swap(WORKLOAD, "at: edge }", `at: edge, slos: [${text}] }`);
  it.each([
    [slo('{ metric: latency, op: "<=", value: 9, operator: aa }'), "unknown-operator", "unknown operator `aa`; did you mean `a`?"],
    [slo('{ metric: latency, op: "<=", value: 9, path: { from: b, to: a } }'), "slo-path", "no path leads from `b` to `a`"],
    [slo('{ metric: quality, op: ">=", value: 0.5, path: { from: a, to: b } }'), "slo-on-path", "`quality` is not defined on a path"],
    [slo('{ metric: quality, op: "<=", value: 0.5 }'), "slo-direction", "`quality <= 0.5` asks for little quality, of which more is better"],
    [slo('{ metric: latency, op: ">=", value: 5 }'), "slo-direction", "`latency >= 5` asks for much latency, of which less is better"],
    [slo('{ metric: quality, op: ">=", value: 58 }'), "slo-range", "the quality target is 58; quality is a fraction between 0 and 1"],
    [
      slo('{ metric: costPerHour, op: "<=", value: 5 }').replace("rateRps: 4, ", ""),
      "slo-needs-rate",
      "a target on `costPerHour` needs a rate, which the class `k` does not have",
    ],
    [swap(WORKLOAD, "pipeline: x", "pipeline: xx"), "unknown-pipeline", "unknown pipeline `xx`; did you mean `x`?"],
    [swap(WORKLOAD, "at: edge", "at: clod"), "unknown-tier", "unknown tier `clod`; did you mean `cloud`?"],
    [
      swap(WORKLOAD, "rateRps: 4", "rateRps: 4, curve: [{ minute: 0, rateRps: 1 }]"),
      "conflicting-arrivals",
      "the class `k` gives its arrivals as `rateRps` and `curve`",
    ],
    [
      swap(WORKLOAD, "rateRps: 4", "curve: [{ minute: 5, rateRps: 1 }, { minute: 5, rateRps: 2 }]"),
      "curve-order",
      "minute 5 comes after minute 5; minutes must ascend",
    ],
    [swap(WORKLOAD, "rateRps: 4", "trace: { timestampsMs: [0, 5, 3] }"), "trace-order", "arrival 3 (3 ms) is before arrival 2 (5 ms); times must ascend"],
    [
      swap(WORKLOAD, "rateRps: 4", "trace: { timestampsMs: [0, 5], promptTokens: [1] }"),
      "trace-lengths",
      "`promptTokens` has 1 entries, but there are 2 arrivals",
    ],
    [
      swap(WORKLOAD, "queueing: none", "objectives: [cost, costPerThousand]"),
      "duplicate-objective",
      "the objective `costPerThousand` is listed twice (`cost` is `costPerThousand`)",
    ],
  ])("checks a workload %#", (workload, code, message) => {
    expect(all({ workload })[0]).toMatchObject({ code, message, file: "3.yaml" });
  });

  it("tells two documents of one kind and name", () => {
    expect(brief(PIPELINE, PIPELINE)).toContain("duplicate-id 1.yaml 3:19");
  });

  it("says nothing about names of documents that are not given", () => {
    const text = swap(PIPELINE, "id: c, task: text-generation", "id: c, task: text-generation, candidates: [none], placement: { tiers: [mars] }");
    expect(brief(text)).toEqual([]);
    expect(brief(swap(WORKLOAD, "pipeline: x", "pipeline: elsewhere"))).toEqual([]);
  });

  it.each([
    swap(PIPELINE, "- { from: a, to: b }", "- { from: a, to: bb }"),
    swap(PIPELINE, "- { from: a, to: b }", "- { from: a, to: b }\n    - { from: a, to: nowhere }"),
    swap(PIPELINE, "- { from: a, to: c }", "- { from: a, to: c }\n    - { from: c, to: a }"),
    swap(PIPELINE, "- { from: a, to: b }", "- { from: a, to: b }\n    - { from: b, to: b }"),
    routed("{ to: b, probability: 0.7 }, { to: c, probability: 0.4 }"),
    routed("{ to: b, probability: 0.2 }, { to: cc, probability: 0.8 }"),
    swap(INFRASTRUCTURE, "tier: edge", "tier: egde"),
    slo('{ metric: quality, op: ">=", value: 58 }'),
    slo('{ metric: quality, op: "<=", value: 0.5 }'),
  ])("offers a fix that mends the document %#", (text) => {
    const problems = check(text);
    const [parsed] = parseDocuments(text, "a.yaml").documents;
    const fix = problems.find((problem) => problem.code !== "unreachable-operator")?.fix;
    if (!parsed || !fix) throw new Error("no fix");
    expect(checkDocuments([{ document: applyFix(parsed.document, fix) }])).toEqual([]);
  });
});
