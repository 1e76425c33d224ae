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
});
