import { describe, expect, it } from "vitest";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import { drawPipelineSvg } from "../../../core/graph/draw-svg";
import { edgeLanes } from "../../../core/graph/edge-lanes";
import { boundsOfNode } from "../../../core/graph/edit-groups";
import { tablesOfPipeline } from "../../../core/graph/edit-tables";

const IDS = ["a", "b", "c", "d"] as const;

/** Four operators with edges of every length, at the given places. */
function pipeline(places: Record<string, { x: number; y: number }>): PipelineDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: { name: "lanes", layout: { nodes: places } },
    spec: {
      inputs: [],
      operators: IDS.map((id) => ({ id, task: "text-generation" })),
      edges: [
        { from: "a", to: "b" },
        { from: "b", to: "c" },
        { from: "c", to: "d" },
        { from: "a", to: "d" },
        { from: "b", to: "d" },
      ],
    },
  };
}
const ROW = pipeline({ a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 }, d: { x: 900, y: 0 } });

describe("lanes of edges", () => {
  it("take edges past what stands between their ends, and past each other", () => {
    const tables = tablesOfPipeline(ROW);
    const lanes = edgeLanes(tables);
    expect([...lanes.keys()]).toEqual(["a→d", "b→d"]);
    for (const { from, to, y } of lanes.values()) {
      for (const id of ["b", "c"]) {
        const box = boundsOfNode(tables, id);
        if (box && box.x < to && box.x + box.width > from) expect(y < box.y || y > box.y + box.height).toBe(true);
      }
    }
    expect(lanes.get("a→d")?.y).not.toBe(lanes.get("b→d")?.y);
  });

  it("are not needed where the curve is free, nor taken by an edge that goes back", () => {
    const apart = { a: { x: 0, y: 0 }, b: { x: 300, y: -400 }, c: { x: 600, y: 400 }, d: { x: 900, y: 0 } };
    expect(edgeLanes(tablesOfPipeline(pipeline(apart))).has("a→d")).toBe(false);
    const back = { a: { x: 900, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 }, d: { x: 0, y: 0 } };
    expect(edgeLanes(tablesOfPipeline(pipeline(back))).has("a→d")).toBe(false);
  });

  it("are in the picture, inside of it", () => {
    const svg = drawPipelineSvg(ROW, { padding: 10, title: false });
    const heights = [...svg.matchAll(/ (-?[\d.]+) H/g)].map((match) => Number(match[1]));
    expect(heights).toHaveLength(2);
    for (const height of heights) expect(height).toBeGreaterThanOrEqual(10);
  });
});
