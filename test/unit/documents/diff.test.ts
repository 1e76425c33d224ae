import { describe, expect, it } from "vitest";
import { changeText, diffDocuments } from "../../../core/diff/document-diff";
import { toYaml } from "../../../core/documents/format";
import type { AnyDocument } from "../../../core/documents/kinds";
import { parseDocuments } from "../../../core/documents/parse";

const TEXT = `apiVersion: trilemma/v1
kind: Pipeline
metadata: { name: x, layout: { nodes: { a: { x: 1, y: 2 } } } }
spec:
  inputs: [{ id: q }]
  operators: [{ id: a, task: text-generation }, { id: b, task: ocr }]
  edges: [{ from: q, to: a }, { from: a, to: b, bytes: 10 }]
`;
const read = (text: string): AnyDocument => (parseDocuments(text, "a.yaml").documents[0] as { document: AnyDocument }).document;
const lines = (text: string) => diffDocuments(read(TEXT), read(text)).map(changeText);

describe("diffDocuments", () => {
  it("finds nothing in layout, order and defaults", () => {
    expect(lines(TEXT.replace("x: 1", "x: 9").replace("id: b, task: ocr", "id: b, task: ocr, fanOut: 1, title: B"))).toEqual([]);
    expect(lines(toYaml(read(TEXT)))).toEqual([]);
  });

  it("says in the user's terms what changed", () => {
    expect(lines(TEXT.replace("bytes: 10", "bytes: 20").replace("id: b, task: ocr", "id: b, task: ocr, fanOut: 3"))).toEqual([
      "~ edge a → b: bytes: 10 → 20",
      "~ operator b: fanOut: 1 → 3",
    ]);
    expect(lines(TEXT.replace("{ id: q }", "{ id: q }, { id: r }"))).toEqual(['+ input r: {"id":"r"}']);
    expect(diffDocuments(read(TEXT), read(TEXT.replace(", { from: a, to: b, bytes: 10 }", "")))).toEqual([
      { path: ["spec", "edges", "a → b"], label: "edge a → b", before: { bytes: 10, from: "a", to: "b" } },
    ]);
  });

  it("names a target by what it is on, whatever place it has", () => {
    const workload = (slos: string) =>
      read(`apiVersion: trilemma/v1\nkind: Workload\nmetadata: { name: w }\nspec:\n  classes:\n    - { id: chat, pipeline: x, rateRps: 1, slos: [${slos}] }\n`);
    const latency = "{ metric: latency, statistic: p95, op: <=, value: 8000 }";
    const cost = "{ metric: costPerThousand, op: <=, value: 2, hard: false }";
    const between = (after: string) => diffDocuments(workload(`${latency}, ${cost}`), workload(after)).map(changeText);
    expect(between(`${cost}, ${latency}`)).toEqual([]);
    expect(between(`${latency.replace("8000", "50")}, ${cost}`)).toEqual(["~ class chat: target latency p95 ≤: 8000 ms (hard) → 50 ms (hard)"]);
    expect(between(`${latency}, ${cost.replace("false", "true")}`)).toEqual([
      "~ class chat: target costPerThousand ≤: 2 US$/1,000 requests (soft) → 2 US$/1,000 requests (hard)",
    ]);
    expect(between(`${cost}, { metric: quality, op: '>=', value: 0.5, operator: rank }`)).toEqual([
      "- class chat: target latency p95 ≤: 8000 ms (hard)",
      "+ class chat: target quality of rank ≥: 0.5 (hard)",
    ]);
    expect(between(`${latency.replace(" }", ", weight: 3 }")}, ${cost}`)).toEqual(["~ class chat: target latency p95 ≤: weight: 1 → 3"]);
  });
});
