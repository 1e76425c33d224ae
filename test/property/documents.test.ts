import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText, semanticHash } from "../../core/documents/canonical";
import { checkDocuments } from "../../core/documents/check";
import { toJson, toYaml } from "../../core/documents/format";
import type { AnyDocument } from "../../core/documents/kinds";
import { parseDocuments } from "../../core/documents/parse";
import type { PipelineDocument } from "../../core/documents/pipeline";

/** Texts that YAML could take for something else. */
const text = fc.oneof(
  fc.string(),
  fc.constantFrom("yes", "null", "~", "1e3", "0x10", ".nan", "- a", "a: b", "# c", " x ", "2001-01-01", "*a", "&a", "!t", "é\n\ttab", "\u0085", "'\"", ""),
);
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const number = fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.double({ min: 0, max: 1e12, noNaN: true, noDefaultInfinity: true }));

const pipeline: fc.Arbitrary<PipelineDocument> = fc
  .record({
    name: id,
    title: fc.option(text, { nil: undefined }),
    ids: fc.uniqueArray(id, { minLength: 1, maxLength: 7 }),
    bytes: fc.array(number, { minLength: 8, maxLength: 8 }),
    knob: fc.uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 4 }),
    label: text,
    x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  })
  .map(({ name, title, ids, bytes, knob, label, x }) => ({
    apiVersion: "trilemma/v1" as const,
    kind: "Pipeline" as const,
    metadata: { name, ...(title === undefined ? {} : { title }), labels: { a: label }, layout: { nodes: { [`n-${ids[0]}`]: { x: x + 0, y: 0 } } } },
    spec: {
      inputs: [{ id: "source-of-data" }],
      operators: ids.map((entry, index) => ({ id: entry, task: "text-generation", ...(index === 0 ? { knobs: { k: knob } } : { fanOut: index }) })),
      edges: ids.map((entry, index) => ({ from: index === 0 ? "source-of-data" : (ids[index - 1] as string), to: entry, bytes: bytes[index] })),
    },
  }));

/** The same value with the keys of every mapping in another order. */
function shuffled(value: unknown, order: (length: number) => number[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => shuffled(entry, order));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    order(entries.length).map((index) => [(entries[index] as [string, unknown])[0], shuffled((entries[index] as [string, unknown])[1], order)]),
  );
}

const only = (source: string, file: string): AnyDocument => {
  const { documents, problems } = parseDocuments(source, file);
  expect(problems).toEqual([]);
  return (documents[0] as (typeof documents)[number]).document;
};

describe("documents", () => {
  it("are the same after writing and reading, as YAML and as JSON", () => {
    fc.assert(
      fc.property(pipeline, (document) => {
        expect(only(toYaml(document), "a.yaml")).toEqual(document);
        expect(only(toJson(document), "a.json")).toEqual(document);
      }),
      { numRuns: 150 },
    );
  });

  it("have a hash that ignores key order, layout, titles, labels and the order of operators and edges", () => {
    fc.assert(
      fc.property(pipeline, fc.infiniteStream(fc.nat(1000)), (document, stream) => {
        const order = (length: number): number[] =>
          Array.from({ length }, (_, i) => ({ i, key: stream.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ i }) => i);
        const copy = shuffled(document, order) as PipelineDocument;
        const { layout: _layout, labels: _labels, ...metadata } = copy.metadata;
        const same: PipelineDocument = {
          ...copy,
          metadata: { ...metadata, title: "another", layout: { nodes: { z: { x: 1, y: 2 } } } },
          spec: { ...copy.spec, operators: [...copy.spec.operators].reverse(), edges: [...copy.spec.edges].reverse() },
        };
        expect(semanticHash(same)).toBe(semanticHash(document));
        expect(semanticHash(only(toYaml(same), "a.yaml"))).toBe(semanticHash(document));
      }),
      { numRuns: 150 },
    );
  });

  it("have another hash when what they mean changes", () => {
    fc.assert(
      fc.property(pipeline, fc.nat(), fc.constantFrom("bytes", "task", "fanOut", "edge", "quality", "name"), (document, seed, change) => {
        const changed = structuredClone(document);
        const { operators, edges } = changed.spec;
        const at = seed % operators.length;
        const operator = operators[at] as (typeof operators)[number];
        if (change === "bytes") (edges[at] as (typeof edges)[number]).bytes = (edges[at]?.bytes ?? 0) + 1e13;
        else if (change === "task") operator.task = "translation";
        else if (change === "fanOut") operator.fanOut = (operator.fanOut ?? 1) + 1;
        else if (change === "edge") edges.splice(at, 1);
        else if (change === "quality") changed.spec.quality = { model: "minimum" };
        else changed.metadata.name += "x";
        expect(semanticHash(changed)).not.toBe(semanticHash(document));
      }),
      { numRuns: 150 },
    );
  });

  it("mean the same with defaults written out or left out", () => {
    const lean =
      "apiVersion: trilemma/v1\nkind: Infrastructure\nmetadata: { name: i }\nspec: { tiers: [{ id: e }, { id: c }], pools: [{ id: p, tier: e, device: d, count: 1, pricePerHourUsd: 1 }, { id: q, tier: e, device: d, count: 1, pricePerHourUsd: 1 }], links: [{ from: e, to: c }] }";
    const full = lean
      .replace("pricePerHourUsd: 1 }", "pricePerHourUsd: 1, billing: reserved }")
      .replace("to: c }", "to: c, rttMs: 0, pricePerGiBUsd: 0 }")
      .replace("id: e }", "id: e, title: Edge }");
    expect(canonicalText(only(full, "a.yaml"))).toBe(canonicalText(only(lean, "a.yaml")));
    const swapped = lean.replace("id: p", "id: z").replace("id: q", "id: p").replace("id: z", "id: q");
    expect(semanticHash(only(swapped, "a.yaml"))).not.toBe(semanticHash(only(lean, "a.yaml")));
  });
});

describe("reading and checking", () => {
  it("never throws, whatever the text is", () => {
    const bits = fc.constantFrom(
      "apiVersion: trilemma/v1\n",
      "kind: Pipeline\n",
      "spec:\n",
      "  operators:\n",
      "    - ",
      "{ ",
      "} ",
      "[",
      "]",
      ": ",
      "&a ",
      "*a ",
      "\t",
      "\n",
      "---\n",
      '"',
      "'",
      "!!x ",
      "? ",
      "|\n",
      ".nan",
      "__proto__",
      "\u0000",
      "é",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 5 })), { maxLength: 40 }), fc.constantFrom("a.yaml", "a.json"), (pieces, file) => {
        const { documents, problems } = parseDocuments(pieces.join(""), file);
        expect(documents.length + problems.length).toBeGreaterThan(0);
        for (const problem of problems) expect(problem.line).toBeGreaterThan(0);
        checkDocuments(documents);
      }),
      { numRuns: 500 },
    );
  });
});
