import { describe, expect, it } from "vitest";
import type { PipelineSpec } from "../../../core/documents/pipeline";
import { countExpansions, ExpansionError, expandAlternatives } from "../../../core/graph/expand";

const op = (id: string) => ({ id, task: "text-generation" });

const spec: PipelineSpec = {
  inputs: [{ id: "q" }],
  operators: [
    op("first"),
    {
      id: "answer",
      alternatives: [
        {
          name: "direct",
          operators: [op("llm")],
          edges: [
            { from: "in", to: "llm" },
            { from: "llm", to: "out", bytes: 9 },
          ],
        },
        {
          name: "cascade",
          operators: [
            op("small"),
            {
              id: "large",
              alternatives: [
                {
                  name: "a",
                  operators: [op("x")],
                  edges: [
                    { from: "in", to: "x" },
                    { from: "x", to: "out" },
                  ],
                },
                {
                  name: "b",
                  operators: [op("y")],
                  edges: [
                    { from: "in", to: "y" },
                    { from: "y", to: "out" },
                  ],
                },
              ],
            },
          ],
          edges: [
            { from: "in", to: "small", bytes: 5 },
            { from: "small", to: "large", bytes: 7 },
            { from: "small", to: "out" },
            { from: "large", to: "out" },
          ],
          routers: [
            {
              at: "small",
              choose: [
                { to: "out", probability: 0.7 },
                { to: "large", probability: 0.3 },
              ],
            },
          ],
          quality: { model: "product", operators: ["small"] },
        },
      ],
    },
    op("last"),
  ],
  edges: [
    { from: "q", to: "first" },
    { from: "first", to: "answer", bytes: 100 },
    { from: "answer", to: "last", bytes: 200 },
  ],
};

describe("expandAlternatives", () => {
  it("returns the pipeline itself when there are none", () => {
    const flat: PipelineSpec = { inputs: [{ id: "q" }], operators: [op("a")], edges: [{ from: "q", to: "a" }] };
    expect(expandAlternatives(flat)).toEqual([{ choice: {}, spec: flat, routers: [], nested: [] }]);
  });

  it("names every combination, nested ones included, in the order of the document", () => {
    expect(countExpansions(spec.operators)).toBe(3);
    expect(expandAlternatives(spec).map((expansion) => expansion.choice)).toEqual([
      { answer: "direct" },
      { answer: "cascade", "answer/large": "a" },
      { answer: "cascade", "answer/large": "b" },
    ]);
  });

  it("joins `in` to the outer senders and `out` to the outer receivers, own bytes winning", () => {
    const [direct, cascade] = expandAlternatives(spec);
    expect(direct?.spec.operators.map((operator) => operator.id)).toEqual(["first", "answer/llm", "last"]);
    expect(direct?.spec.edges).toEqual([
      { from: "q", to: "first" },
      { from: "first", to: "answer/llm", bytes: 100 },
      { from: "answer/llm", to: "last", bytes: 9 },
    ]);
    expect(new Set(cascade?.spec.edges.map((edge) => `${edge.from} ${edge.to} ${edge.bytes}`))).toEqual(
      new Set(["q first undefined", "first answer/small 5", "answer/small last 200", "answer/large/x last 200", "answer/small answer/large/x 7"]),
    );
  });

  it("leads a router's `out` to the outer receivers", () => {
    expect(expandAlternatives(spec)[1]?.routers).toEqual([
      {
        at: "answer/small",
        choose: [
          { to: ["last"], probability: 0.7 },
          { to: ["answer/large/x"], probability: 0.3 },
        ],
      },
    ]);
    const sink = { ...spec, operators: spec.operators.slice(0, 2), edges: spec.edges.slice(0, 2) };
    expect(expandAlternatives(sink)[1]?.routers[0]?.choose[0]).toEqual({ to: [], probability: 0.7 });
  });

  it("keeps an alternative's own quality model with the expanded names", () => {
    expect(expandAlternatives(spec)[1]?.nested).toEqual([
      {
        operator: "answer",
        quality: { model: "product", operators: ["answer/small"] },
        operators: ["answer/small", "answer/large/x"],
        exits: ["answer/small", "answer/large/x"],
      },
    ]);
  });

  it("lets a router choose an alternative with several entries", () => {
    const routed: PipelineSpec = {
      inputs: [{ id: "q" }],
      operators: [
        op("r"),
        op("s"),
        {
          id: "t",
          alternatives: [
            {
              name: "two",
              operators: [op("a"), op("b")],
              edges: [
                { from: "in", to: "a" },
                { from: "in", to: "b" },
                { from: "a", to: "out" },
                { from: "b", to: "out" },
              ],
            },
          ],
        },
      ],
      edges: [
        { from: "q", to: "r" },
        { from: "r", to: "s" },
        { from: "r", to: "t" },
      ],
      routers: [
        {
          at: "r",
          choose: [
            { to: "s", probability: 0.5 },
            { to: "t", probability: 0.5 },
          ],
        },
      ],
    };
    expect(expandAlternatives(routed)[0]?.routers[0]?.choose[1]?.to).toEqual(["t/a", "t/b"]);
  });

  it("refuses a router at an alternative with two exits, and too many combinations", () => {
    const two = {
      name: "two",
      operators: [op("a"), op("b")],
      edges: [
        { from: "in", to: "a" },
        { from: "in", to: "b" },
        { from: "a", to: "out" },
        { from: "b", to: "out" },
      ],
    };
    const routed: PipelineSpec = {
      inputs: [{ id: "q" }],
      operators: [{ id: "t", alternatives: [two] }, op("x"), op("y")],
      edges: [
        { from: "q", to: "t" },
        { from: "t", to: "x" },
        { from: "t", to: "y" },
      ],
      routers: [
        {
          at: "t",
          choose: [
            { to: "x", probability: 0.5 },
            { to: "y", probability: 0.5 },
          ],
        },
      ],
    };
    expect(() => expandAlternatives(routed)).toThrow(ExpansionError);
    const many: PipelineSpec = {
      inputs: [],
      edges: [],
      operators: Array.from({ length: 13 }, (_, i) => ({ id: `o${i}`, alternatives: [two, { ...two, name: "again" }] })),
    };
    expect(() => expandAlternatives(many)).toThrow(/8192/);
  });
});
