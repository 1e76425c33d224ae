import { describe, expect, it } from "vitest";
import { decodeText } from "../../../core/documents/decode";
import { parseBytes, parseDocument, parseDocuments } from "../../../core/documents/parse";
import { identifierFault } from "../../../core/documents/vocabulary";

const pipeline = (operators: string, rest = "  edges: []\n") =>
  `apiVersion: trilemma/v1\nkind: Pipeline\nmetadata: { name: x }\nspec:\n  inputs: []\n  operators:\n${operators}${rest}`;
const brief = (text: string, file = "a.yaml") =>
  parseDocuments(text, file).problems.map(({ code, line, column, path }) => ({ code, at: `${line}:${column}`, path: path.join(".") }));
const first = (text: string, file = "a.yaml") => parseDocuments(text, file).problems[0];

describe("parseDocuments", () => {
  it("reads several documents of one YAML file, and a list in JSON", () => {
    const one = pipeline("    - { id: a, task: t }\n");
    expect(parseDocuments(`${one}---\n${one}---\n`, "a.yaml").documents).toHaveLength(2);
    const [document] = parseDocuments(one, "a.yaml").documents;
    const text = JSON.stringify([document?.document, document?.document]);
    const read = parseDocuments(text, "a.json");
    expect(read.problems).toEqual([]);
    expect(read.documents.map((entry) => entry.document)).toEqual([document?.document, document?.document]);
    expect(read.documents[1]?.locate(["kind"])?.column).toBe(text.lastIndexOf('"Pipeline"') + 1);
  });

  it("names an unknown key, its place, the nearest known key, and renames it", () => {
    expect(first(pipeline("    - id: a\n      taks: t\n").replace("operators:", "operatros:"))).toMatchObject({
      code: "unknown-key",
      severity: "error",
      message: "unknown key `operatros`; did you mean `operators`?",
      file: "a.yaml",
      line: 6,
      column: 3,
      path: ["spec", "operatros"],
      document: { kind: "Pipeline", name: "x" },
      fix: { label: "Rename to operators" },
    });
    expect(brief(pipeline("    - id: a\n      taks: t\n"))).toEqual([{ code: "unknown-key", at: "8:7", path: "spec.operators.0.taks" }]);
    expect(first(pipeline("    - { id: a, zzzzzz: 1 }\n"))).toMatchObject({ message: "unknown key `zzzzzz`", fix: { label: "Remove zzzzzz" } });
  });

  it("finds keys inside alternatives and inside unions", () => {
    expect(brief(pipeline("    - { id: a, alternatives: [{ name: x, operators: [{ id: q, tsk: 3 }], edges: [] }] }\n"))).toEqual([
      { code: "unknown-key", at: "7:63", path: "spec.operators.0.alternatives.0.operators.0.tsk" },
    ]);
    expect(
      first(pipeline("    []\n", "  edges: []\n  quality: { model: table, values: [{ when: { a: { implementation: m, knob: {} } }, value: 1 }] }\n")),
    ).toMatchObject({
      message: "unknown key `knob`; did you mean `knobs`?",
      line: 9,
      column: 71,
    });
    expect(first(pipeline("    []\n", "  edges: []\n  quality: { model: tabel }\n"))).toMatchObject({
      code: "unknown-value",
      hint: "did you mean `table`?",
      line: 9,
      column: 21,
    });
  });

  it.each([
    ["iterations: { mean: -1, max: 2 }", "out-of-range", "`mean` is -1; it must be greater than 0"],
    ["iterations: { mean: .nan, max: 2 }", "not-finite", "`mean` is not a number (NaN); every number must be finite"],
    ["iterations: { mean: 1, max: .inf }", "not-finite", "`max` is infinite; every number must be finite"],
    ["fanOut: '3'", "wrong-type", "`fanOut` must be a number, not the text `3`"],
    ["minReplicas: 1.5", "wrong-type", "`minReplicas` must be a whole number, not the number 1.5"],
    ["knobs: { a: [] }", "wrong-length", "`a` must not be empty"],
    ["candidates: m", "wrong-type", "`candidates` must be a list, not the text `m`"],
    ["title: 3", "wrong-type", "`title` must be a text, not the number 3"],
  ])("tells what is wrong with %s", (key, code, message) => {
    expect(first(pipeline(`    - { id: a, task: t, ${key} }\n`))).toMatchObject({ code, message, line: 7 });
  });

  it("says the allowed range of a price, and of a fraction", () => {
    const infrastructure =
      "apiVersion: trilemma/v1\nkind: Infrastructure\nmetadata: { name: x }\nspec:\n  tiers: [{ id: e }]\n  pools:\n    - { id: p, tier: e, device: d, count: 1, pricePerHourUsd: -0.1 }\n";
    expect(first(infrastructure)).toMatchObject({ code: "out-of-range", message: "`pricePerHourUsd` is -0.1; it must be at least 0", line: 7, column: 63 });
    expect(first(pipeline("    []\n", "  edges: []\n  quality: { model: product, values: [{ operator: a, value: 1.2 }] }\n"))?.message).toBe(
      "`value` is 1.2; it must be between 0 and 1",
    );
  });

  it("says which kinds and versions there are", () => {
    expect(brief("apiVersion: trilemma/v2\nkind: Pipelin\n")).toEqual([
      { code: "unsupported-api-version", at: "1:13", path: "apiVersion" },
      { code: "unknown-kind", at: "2:7", path: "kind" },
    ]);
    expect(first("apiVersion: trilemma/v1\nkind: Pipelin\n")?.message).toBe("unknown kind `Pipelin`; did you mean `Pipeline`?");
    expect(brief("apiVersion: trilemma/v1\nmetadata: { name: x }\n")[0]?.code).toBe("missing-kind");
    expect(brief("- a\n- 1\n").map((problem) => problem.code)).toEqual(["not-a-document", "not-a-document"]);
    expect(first(pipeline("    - { task: t }\n"))).toMatchObject({
      code: "missing-key",
      message: "`id` is missing in entry 1 of `operators`",
      line: 7,
      column: 7,
    });
  });

  it("swaps a comparison typed the wrong way round", () => {
    const text =
      "apiVersion: trilemma/v1\nkind: Workload\nmetadata: { name: a }\nspec: { classes: [{ id: a, pipeline: b, slos: [{ metric: latency, op: =<, value: 3 }] }] }";
    expect(first(text)).toMatchObject({ code: "unknown-value", fix: { edits: [{ value: "<=" }] } });
  });

  it.each([
    ["", "no-document", 1, 1],
    ["---\n", "no-document", 1, 1],
    ["# nothing\n", "no-document", 1, 1],
    ["a:\n\tb: 1\n", "malformed-yaml", 2, 1],
    ["a: [1, 2\nb: 3\n", "malformed-yaml", 2, 1],
    ["apiVersion: trilemma/v1\nkind: Pipeline\nkind: Plan\n", "duplicate-key", 3, 1],
    ["a: *nowhere\n", "alias-limit", 1, 4],
    ["[".repeat(20_000), "nesting-too-deep", 1, 1],
    ["- ".repeat(5_000), "nesting-too-deep", 1, 1],
    [Array.from({ length: 3_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), "nesting-too-deep", 1, 1],
  ])("reports broken YAML %#", (text, code, line, column) => {
    const problems = parseDocuments(text, "a.yaml").problems.filter((problem) => problem.code === code);
    expect(problems[0]).toMatchObject({ code, line, column });
  });

  it.each([
    ['{"a": 1,}', "malformed-json", "1:9", "unexpected `}`"],
    ['{\n "a": NaN}', "malformed-json", "2:7", "unexpected `NaN`"],
    ['{"a": 1} x', "malformed-json", "1:10", "unexpected `x`"],
    ["[".repeat(20_000), "nesting-too-deep", "1:1", "values are nested more than 200 levels deep"],
    [`${"[".repeat(5_000)}${"]".repeat(5_000)}`, "nesting-too-deep", "1:201", "values are nested more than 200 levels deep"],
  ])("reports broken JSON %#", (text, code, at, message) => {
    const problem = first(text, "a.json");
    expect({ code: problem?.code, at: `${problem?.line}:${problem?.column}`, message: problem?.message }).toEqual({ code, at, message });
  });

  it("finds duplicate keys, infinite numbers and tabs in JSON", () => {
    const text =
      '{\n\t"apiVersion": "trilemma/v1",\n\t"kind": "Infrastructure", "kind": "Infrastructure",\n\t"metadata": {"name": "x"},\n\t"spec": {"tiers": [{"id": "e"}], "pools": [{"id": "p", "tier": "e", "device": "d", "count": 1, "pricePerHourUsd": 1e999}]}\n}';
    expect(brief(text, "a.json")).toEqual([
      { code: "duplicate-key", at: "3:28", path: "" },
      { code: "not-finite", at: "5:116", path: "spec.pools.0.pricePerHourUsd" },
    ]);
  });

  it("refuses bombs of aliases and recursive aliases without hanging", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[i]}`).join(",")}]`).join("\n")}`;
    expect(brief(bomb)[0]?.code).toBe("alias-limit");
    expect(brief("a: &a [*a, *a]").map((problem) => problem.code)).toContain("nesting-too-deep");
  });

  it("reads small aliases", () => {
    const text = pipeline("    - { id: a, task: t, knobs: &k { n: [1, 2] } }\n    - { id: b, task: t, knobs: *k }\n");
    expect(parseDocuments(text, "a.yaml").problems).toEqual([]);
    const [parsed] = parseDocuments(text, "a.yaml").documents;
    expect(parsed?.document.kind === "Pipeline" && parsed.document.spec.operators[1]?.knobs).toEqual({ n: [1, 2] });
  });

  it("refuses __proto__ as a key and pollutes nothing", () => {
    expect(
      brief(
        '{"__proto__": {"polluted": 1}, "apiVersion": "trilemma/v1", "kind": "Pipeline", "metadata": {"name": "x", "labels": {"__proto__": "1"}}, "spec": {"inputs": [], "operators": [], "edges": []}}',
        "a.json",
      ).map((problem) => problem.code),
    ).toEqual(["reserved-key", "reserved-key"]);
    expect(brief("__proto__: { polluted: 1 }\n").map((problem) => problem.code)).toContain("reserved-key");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("refuses tags that are no plain data", () => {
    expect(brief("a: !!binary aGk=\n").map((problem) => problem.code)).toContain("unsupported-tag");
    expect(brief("a: !custom x\n").map((problem) => problem.code)).toContain("unsupported-tag");
  });

  it("reads past a byte order mark and CRLF, with the lines right", () => {
    const text = `\ufeff${pipeline("    - { id: a, taks: t }\n").replaceAll("\n", "\r\n")}`;
    expect(brief(text)).toEqual([{ code: "unknown-key", at: "7:16", path: "spec.operators.0.taks" }]);
  });

  it("refuses a YAML file too large to read, and reads a JSON file of that size", () => {
    expect(brief("x".repeat(9_000_000))).toEqual([{ code: "file-too-large", at: "1:1", path: "" }]);
    const trace = { timestampsMs: Array.from({ length: 1_000_000 }, (_, i) => i * 10) };
    const text = JSON.stringify(
      { apiVersion: "trilemma/v1", kind: "Workload", metadata: { name: "w" }, spec: { classes: [{ id: "c", pipeline: "p", trace }] } },
      null,
      1,
    );
    expect(text.length).toBeGreaterThan(10_000_000);
    expect(parseDocuments(text, "a.json").problems).toEqual([]);
  });

  it("lists at most 200 problems of one document and counts the rest", () => {
    const operators = Array.from({ length: 300 }, (_, i) => `    - { id: o${i}, tsk: t }\n`).join("");
    const { problems } = parseDocuments(pipeline(operators), "a.yaml");
    expect(problems).toHaveLength(201);
    expect(problems.find((problem) => problem.code === "more-problems")?.message).toBe("100 more problems in this document are not listed");
  });
});

describe("parseDocument", () => {
  const value = { apiVersion: "trilemma/v1", kind: "Pipeline", metadata: { name: "x" }, spec: { inputs: [], operators: [], edges: [] } };

  it("checks a value against a kind", () => {
    expect(parseDocument("Pipeline", value)).toEqual({ document: value, problems: [] });
    expect(parseDocument("Plan", value).problems).toMatchObject([{ code: "wrong-kind", message: "a Plan is wanted here, not a Pipeline", path: ["kind"] }]);
    expect(parseDocument("Pipeline", { ...value, spec: { ...value.spec, edgse: [] } }).problems[0]).toMatchObject({
      code: "unknown-key",
      path: ["spec", "edgse"],
    });
    expect(parseDocument("Pipeline", null).problems[0]?.code).toBe("not-a-document");
  });
});

describe("decodeText", () => {
  it("names the line and column of the first byte that is not UTF-8", () => {
    const bytes = new Uint8Array([...new TextEncoder().encode("a: 1\nbé: "), 0xe9, 0x0a]);
    expect(decodeText(bytes, "a.yaml")).toMatchObject({ problem: { code: "not-utf8", line: 2, column: 5 } });
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x61, 0]), "a.yaml")).toMatchObject({ problem: { message: "the file is UTF-16" } });
    expect(decodeText(new TextEncoder().encode("é"), "a.yaml")).toEqual({ text: "é" });
  });

  it("stands before reading a file: one that is no text is said to be none", () => {
    expect(parseBytes(new Uint8Array([0xef, 0x75, 0x00, 0x9c]), "a.yaml")).toMatchObject({ documents: [], problems: [{ code: "not-utf8" }] });
    expect(parseBytes(new TextEncoder().encode("text"), "a.yaml").problems[0]?.code).toBe("not-a-document");
  });
});

describe("identifierFault", () => {
  it("tells length from letters", () => {
    expect(identifierFault("a".repeat(128))).toBeNull();
    expect(identifierFault("a".repeat(300))).toBe("At most 128 characters; this has 300");
    expect(identifierFault("a b")).toMatch(/letters, digits/);
  });
});
